import { foundIn, type FoundRange } from '@audit-log/shared/highlight';
import type { SearchQuery } from '@audit-log/shared/search';
import type { Span } from './word-diff.js';

/**
 * What a search finds in two versions of a text that are shown as one: of each span the parts that were found in the old
 * version, or in the new one. A phrase may go over several spans.
 */
export function foundInSpans(query: SearchQuery, spans: readonly Span[], find: typeof foundIn = foundIn): readonly (readonly FoundRange[])[] {
  const marks: FoundRange[][] = spans.map(() => []);
  if (query.length === 0) return marks;
  for (const absent of ['added', 'removed'] as const) {
    const side = spans.map((span) => (span.kind === absent ? '' : span.text));
    const found = find(query, side.join(''));
    let offset = 0;
    side.forEach((text, index) => {
      for (const { start, end } of found) {
        const part = { start: Math.max(start - offset, 0), end: Math.min(end - offset, text.length) };
        if (part.start < part.end) marks[index]?.push(part);
      }
      offset += text.length;
    });
  }
  return marks.map(joined);
}

function joined(ranges: readonly FoundRange[]): readonly FoundRange[] {
  const result: FoundRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end) result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}

/** A text in JSON, the way it is written: what is found in its values, never in the names of its members. */
export function foundInJson(query: SearchQuery, json: string): readonly FoundRange[] {
  if (query.length === 0 || !isJson(json)) return [];
  return [...json.matchAll(TOKEN)].flatMap(({ 0: token, 1: isName, index }) => {
    if (isName !== undefined) return [];
    const value: unknown = JSON.parse(token);
    const found = foundIn(query, String(value));
    if (token !== `"${String(value)}"`) return found.length === 0 ? [] : [{ start: index, end: index + token.length }];
    return found.map(({ start, end }) => ({ start: start + index + 1, end: end + index + 1 }));
  });
}

/** Of two values in one text each side is one. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*|true|false/g;
