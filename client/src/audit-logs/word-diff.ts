import { diffWordsWithSpace } from 'diff';

/** A stretch of a text: in both versions, only in the new one, or only in the old one. */
export interface Span {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** White space at the edge of a change: it belongs to the change, and is not marked. */
  readonly edge?: true;
}

/** Comparing takes time that grows with the product of both lengths: beyond this the texts stand side by side. */
const comparable = 20_000;

/**
 * What changed from one text to the other, word by word. White space at the edge of a mark stands outside of it,
 * and changes that only white space parts are one.
 */
export function diffWords(before: string, after: string): readonly Span[] {
  if (before.length + after.length > comparable) return joined(sides(before, after));
  const changes = diffWordsWithSpace(before, after);
  const result: Span[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed !== '' || added !== '') result.push(...trimmed(removed, added));
    removed = '';
    added = '';
  };
  changes.forEach((change, index) => {
    if (change.removed) removed += change.value;
    else if (change.added) added += change.value;
    else if (removed + added !== '' && isBlank(change.value) && index < changes.length - 1) {
      removed += change.value;
      added += change.value;
    } else {
      flush();
      result.push({ kind: 'same', text: change.value });
    }
  });
  flush();
  return joined(result);
}

/** How many words came and went. */
export function countWords(spans: readonly Span[]): { added: number; removed: number } {
  const count = (kind: Span['kind']) =>
    spans.filter((span) => span.kind === kind).reduce((sum, { text }) => sum + wordsIn(text), 0);
  return { added: count('added'), removed: count('removed') };
}

/** Parts the white space at both ends from what is marked. A change of white space alone stays whole. */
function trimmed(removed: string, added: string): readonly Span[] {
  if (isBlank(removed) && isBlank(added)) return sides(removed, added);
  if (removed === '') return edged('added', added);
  if (added === '') return edged('removed', removed);
  const lead = shared(removed, added, /^\s*/);
  const tail = shared(removed.slice(lead.length), added.slice(lead.length), /\s*$/);
  const core = (text: string) => text.slice(lead.length, text.length - tail.length);
  return [same(lead), ...sides(core(removed), core(added)), same(tail)];
}

function edged(kind: 'added' | 'removed', text: string): readonly Span[] {
  const [, lead = '', core = '', tail = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
  return [
    { kind, text: lead, edge: true },
    { kind, text: core },
    { kind, text: tail, edge: true },
  ];
}

/** The white space that both texts have at the same end; empty where it differs. */
function shared(a: string, b: string, end: RegExp): string {
  const ofA = end.exec(a)?.[0] ?? '';
  return ofA === end.exec(b)?.[0] ? ofA : '';
}

function sides(removed: string, added: string): readonly Span[] {
  return [
    { kind: 'removed', text: removed },
    { kind: 'added', text: added },
  ];
}

function same(text: string): Span {
  return { kind: 'same', text };
}

/** Drops empty spans and joins what is the same. */
function joined(all: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of all) {
    const last = result.at(-1);
    if (span.text === '') continue;
    if (span.kind === 'same' && last?.kind === 'same') result[result.length - 1] = same(last.text + span.text);
    else result.push(span);
  }
  return result;
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
