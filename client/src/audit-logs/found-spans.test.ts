import { parseSearch } from '@audit-log/shared/search';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundInJson, foundInSpans } from './found-spans.js';
import { diffWords } from './word-diff.js';

function query(text: string) {
  const parsed = parseSearch(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.query;
}

function marked(search: string, before: string, after: string): string {
  const spans = diffWords(before, after);
  const found = foundInSpans(query(search), spans);
  return spans
    .map(({ kind, text }, index) => {
      const signs = { same: '', added: '+', removed: '-' }[kind];
      const pieces = (found[index] ?? []).reduceRight((all, { start, end }) => `${all.slice(0, start)}[${all.slice(start, end)}]${all.slice(end)}`, text);
      return signs === '' ? pieces : `{${signs}${pieces}}`;
    })
    .join('');
}

describe('a text with its changes', () => {
  it('has a phrase marked that goes over what came and what stayed', () => {
    expect(marked('"three times"', 'tried often times', 'tried three times')).toBe('tried {-often}{+[three]}[ times]');
  });

  it('has a phrase of the old version marked in what went', () => {
    expect(marked('"often times"', 'tried often times', 'tried three times')).toBe('tried {-[often]}{+three}[ times]');
  });

  it('has nothing marked that only both versions together would have', () => {
    expect(marked('"often three"', 'tried often', 'tried three')).toBe('tried {-often}{+three}');
  });

  it('never has a mark outside of a span, whatever the texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c d', '\n', ', ', ' ')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const spans = diffWords(before, after);
        foundInSpans(query('a "b c"'), spans).forEach((ranges, index) => {
          let last = 0;
          for (const { start, end } of ranges) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(spans[index]?.text.length ?? 0);
        });
      }),
    );
  });
});

describe('JSON', () => {
  const found = (search: string, value: unknown) => {
    const json = JSON.stringify(value, null, 2);
    return foundInJson(query(search), json).map(({ start, end }) => json.slice(start, end));
  };

  it('has values marked, never the names of its members', () => {
    expect(found('range card', { range: 'a card', card: 1, list: ['card', true] })).toEqual(['card', 'card']);
    expect(found('7 true', { a: 7, b: [true, 'x'] })).toEqual(['7', 'true']);
  });

  it('has a value marked as a whole where it is written with escapes', () => {
    expect(found('card', { a: 'one\ncard' })).toEqual(['"one\\ncard"']);
  });
});
