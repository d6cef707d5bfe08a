import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foundIn } from './highlight.js';
import { parseSearch, searchMatches } from './search.js';
import { placedWords, wordsOf, wordsOfEntry } from './words.js';

/** The text with what a search found in brackets. */
function marked(search: string, text: string): string {
  const parsed = parseSearch(search);
  if ('problem' in parsed) throw new Error(parsed.problem);
  let end = 0;
  let result = '';
  for (const range of foundIn(parsed.query, text)) {
    result += `${text.slice(end, range.start)}[${text.slice(range.start, range.end)}]`;
    ({ end } = range);
  }
  return result + text.slice(end);
}

describe('what a search finds in a text', () => {
  test.for<[search: string, text: string, found: string]>([
    ['card', 'Card declined: the CARD-holder, discard', '[Card] declined: the [CARD]-holder, discard'],
    ['retr*', 'Retries, a retry, no re-try', '[Retries], a [retry], no re-try'],
    ['"card declined"', 'A card. Declined cards; card declined', 'A [card. Declined] cards; [card declined]'],
    ['"try ag"*', 'try again, try a', '[try again], try a'],
    ['card -declined', 'card declined', '[card] declined'],
    ['-card', 'card', 'card'],
    ['TC-117', 'tc 117, TC-1170, 117', '[tc 117], TC-1170, 117'],
    ['file', 'A ﬁle, ｆｉｌｅ', 'A [ﬁle], [ｆｉｌｅ]'],
    ['été', 'e\u0301te\u0301!', '[e\u0301te\u0301]!'],
    ['οδοσ', 'Η ΟΔΟΣ, οδος', 'Η [ΟΔΟΣ], [οδος]'],
    ['失敗', 'ログイン失敗、敗', 'ログイン[失敗]、敗'],
    ['a a', 'a a', '[a] [a]'],
    ['done', '“done”', '“[done]”'],
  ])('%s in %s', ([search, text, found]) => {
    expect(marked(search, text)).toBe(found);
  });

  test('a phrase of one’s own beginnings is found wherever it begins', () => {
    expect(marked('"a b a"', 'a b a b a')).toBe('[a b a b a]');
  });

  test('is found by the words of the search alone: placed words are the words, in order and within the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        const placed = placedWords(text);
        expect(placed.map(({ word }) => word)).toEqual(wordsOf(text));
        let before = 0;
        for (const { start, end } of placed) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('something is found in a name exactly where a search for one thing matches it', () => {
    const word = fc.constantFrom('a', 'ab', 'abc', 'b', 'ﬁ', 'É', 'ς', '失');
    const text = fc.array(fc.tuple(word, fc.constantFrom('', ' ', '-', '. '))).map((parts) => parts.flat().join(''));
    const search = fc.oneof(word, word.map((one) => `${one}*`), fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `"${words.join(' ')}"`));
    fc.assert(
      fc.property(search, text, (sought, name) => {
        const parsed = parseSearch(sought);
        if ('problem' in parsed) throw new Error(parsed.problem);
        expect(foundIn(parsed.query, name).length > 0).toBe(searchMatches(parsed.query, wordsOfEntry(name, null)));
      }),
      { numRuns: 1_000 },
    );
  });
});
