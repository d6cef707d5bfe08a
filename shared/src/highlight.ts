import type { SearchQuery } from './search.js';
import { placedWords } from './words.js';

/** A part of a text, from `start` on and before `end`, in UTF-16 code units. */
export interface FoundRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a search finds its words in a text of an entry: every occurrence of each term that has to occur, phrases only as
 * a whole. Whether the entry matches is another question, which all of its texts answer together.
 * @returns ranges in order, none touching another's inside
 */
export function foundIn(query: SearchQuery, text: string): readonly FoundRange[] {
  const sought = query.filter(({ negated }) => !negated);
  if (sought.length === 0 || text === '') return [];
  const placed = placedWords(text);
  const found = sought.flatMap(({ words, prefix }) =>
    placed.flatMap((first, at) => {
      const last = words.length - 1;
      const holds = words.every((word, i) => {
        const there = placed[at + i]?.word;
        return there === word || (prefix && i === last && there?.startsWith(word) === true);
      });
      return holds ? [{ start: first.start, end: placed[at + last]?.end ?? first.end }] : [];
    }),
  );
  return joined(found);
}

function joined(ranges: readonly FoundRange[]): readonly FoundRange[] {
  const result: FoundRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last !== undefined && range.start < last.end) result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else result.push(range);
  }
  return result;
}
