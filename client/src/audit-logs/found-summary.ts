import type { FieldChange, Json } from '@audit-log/shared/entry';
import { fieldLabel } from '@audit-log/shared/catalogue';
import { foundIn } from '@audit-log/shared/highlight';
import type { SearchQuery, SearchTerm } from '@audit-log/shared/search';
import type { Entry } from './entry-window.js';
import { byTelling, isUntold, type Part, type Summary } from './summary.js';
import { isPerson, scalarText } from './value.js';

/** So many characters are told before what was found, and in all. */
const before = 20;
const most = 120;
/** Of a longer text a row looks through the beginning: the panel marks all of it. */
const looked = 20_000;

/**
 * A summary that shows what the search found: where a word is in none of what the row would say, the change that has it is
 * told in place of the most telling one.
 */
export function foundSummary(entry: Entry, summary: Summary, query: SearchQuery): Summary {
  const hidden = query.filter((term) => !term.negated && !isTold([term], entry, summary));
  for (const term of hidden) {
    const part = partWith([term], entry.details);
    if (part !== null) return { parts: [part], more: Math.max(0, entry.details.filter(isUntold).length - 1) };
  }
  return summary;
}

function isTold(query: readonly [SearchTerm], entry: Entry, { parts }: Summary): boolean {
  return [entry.entity?.name ?? '', ...parts.flatMap(textsOf)].some((text) => foundIn(query, text).length > 0);
}

/** The recorded texts that a part shows. */
function textsOf(part: Part): readonly string[] {
  switch (part.kind) {
    case 'plain':
      return part.recorded;
    case 'value':
      return part.recorded ? [part.of.field, part.text] : [part.of.field];
    case 'change':
      return isPerson(part.of.field) ? [part.of.field] : [part.of.field, recordedText(part.of.old), recordedText(part.of.new)];
    case 'list':
      return [part.of.field, ...part.added, ...part.removed];
  }
}

function recordedText(value: Json): string {
  return value === null || typeof value === 'object' ? '' : String(value);
}

function partWith(query: readonly [SearchTerm], details: readonly FieldChange[]): Part | null {
  for (const change of details.filter(({ redacted, field }) => !redacted && !isPerson(field)).toSorted(byTelling)) {
    for (const side of ['new', 'old'] as const) {
      for (const text of leavesOf(change[side])) {
        const [first] = foundIn(query, text.slice(0, looked));
        if (first === undefined) continue;
        const field = fieldLabel(change.field) + (side === 'old' && change.new !== null ? ' was' : '');
        return { kind: 'value', field, text: excerpt(text, first.start), recorded: true, of: change };
      }
    }
  }
  return null;
}

function leavesOf(value: Json): readonly string[] {
  if (value === null) return [];
  return typeof value === 'object' ? Object.values(value).flatMap((part: Json) => leavesOf(part)) : [typeof value === 'string' ? value : scalarText(value)];
}

/** A text from a little before a place on, beginning with a whole word. */
function excerpt(text: string, place: number): string {
  const from = place <= before ? 0 : text.slice(0, place).lastIndexOf(' ', place - before) + 1;
  const start = place - from > 3 * before ? place : from;
  return `${start > 0 ? '…' : ''}${text.slice(start, start + most).replaceAll(/\s+/g, ' ')}`;
}
