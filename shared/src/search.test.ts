import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkText, parseNetwork } from './address.js';
import type { RecordedChange } from './entry.js';
import { detailsMatch, valuesOf } from './change-values.js';
import { parseSearch, searchMatches, searchText, type SearchQuery } from './search.js';
import { LONGEST_WORD, wordsOf, wordsOfEntry } from './words.js';

function parsed(text: string): SearchQuery {
  const read = parseSearch(text);
  if ('problem' in read) throw new Error(read.problem);
  return read.query;
}
const canonical = (text: string): string => searchText(parsed(text));
const finds = (text: string, name: string, changes: RecordedChange[] = []): boolean => searchMatches(parsed(text), wordsOfEntry(name, changes));

describe('words', () => {
  test.for<[string, string[]]>([
    ['Card declined: shows a retry-option!', ['card', 'declined', 'shows', 'a', 'retry', 'option']],
    ['ada@example.com TC-117 v2.10', ['ada', 'example', 'com', 'tc', '117', 'v2', '10']],
    ['Straße ﬁle Ｆｕｌｌ ΟΔΟΣ', ['straße', 'file', 'full', 'οδοσ']],
    ['e\u0301te\u0301 İ', ['été', 'i\u0307']],
    ['ログイン失敗 then', ['ロ', 'グ', 'イ', 'ン', '失', '敗', 'then']],
    ['ภาษา', ['ภ', 'า', 'ษ', 'า']],
    ['snake_case', ['snake', 'case']],
    ['😀 — …', []],
  ])('%s', ([text, words]) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('marks alone are no word, nor is what only says how a character is drawn', () => {
    expect(wordsOf('check \u2714\uFE0F done 1\uFE0F\u20E3 \u0301 \u845B\u{E0100}\u98FE')).toEqual(['check', 'done', '1', '\u845B', '\u98FE']);
  });

  test('of the marks on one character the first thirty count: 200,000 of them, out of their order, take no time', () => {
    const [word = ''] = wordsOf(`a${'\u0301'.repeat(100_000)}${'\u0316'.repeat(100_000)} b`);
    expect([...word].length).toBeLessThanOrEqual(31);
  });

  test('a word is its first 64 characters, and no character is cut in two', () => {
    expect(wordsOf('x'.repeat(70))).toEqual(['x'.repeat(LONGEST_WORD)]);
    expect(wordsOf('𝒳'.normalize('NFC').repeat(3))).toEqual(['xxx']);
    expect(wordsOf('𐐨'.repeat(70))).toEqual(['𐐨'.repeat(LONGEST_WORD)]);
  });

  test('the words of any text are their own words', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const word of wordsOf(text)) expect(wordsOf(word)).toEqual([word]);
    }), { numRuns: 500 });
  });

  test('of an entry: its name, its fields and what is in their values, but no person', () => {
    const changes: RecordedChange[] = [
      { field: 'steps', old: null, new: [{ action: 'Click', expected: 7 }, true] },
      { field: 'owner', ref: 'user', oldId: 'someone', newId: null },
      { field: 'folder', ref: 'workspace.folder', oldId: 'f1', newId: 'f2', old: 'Web', new: 'Mobile' },
    ];
    expect([...wordsOfEntry('The name', changes).keys()]).toEqual(['the', 'name', 'steps', 'click', '7', 'true', 'owner', 'folder', 'web', 'mobile']);
  });

  test('of the longest entry are a bounded part', () => {
    const words = wordsOfEntry('x', [{ field: 'body', new: Array.from({ length: 9000 }, (_, i) => `${'𐐨'.repeat(64)} w${i} again`) }]);
    expect(words.size).toBeLessThan(4096);
    expect(words.get('again')?.length).toBe(200);
    const scattered = wordsOfEntry('x', [{ field: 'body', new: Array.from({ length: 30_000 }, (_, i) => (i % 2 === 0 ? '—' : `w${i}`)) }]);
    for (const each of [words, scattered]) expect([...each.values()].flat().every((place) => place < 16_383)).toBe(true);
    expect(scattered.size).toBe(4096);
  });
});

describe('a search', () => {
  test.for<[string, string]>([
    ['b  A b', 'a b'],
    ['"One  two" -Three fo*', '"one two" -three fo*'],
    ['retry-option* -a.b', '"retry option"* -"a b"'],
    ['"single" "x y"* & -', '"x y"* single'],
    ['x"y z"-w', '"y z" -w x'],
    ['失敗', '"失 敗"'],
    ['“one two” „three four“ «five six»', '"one two" "three four" "five six"'],
    ['–a —“b c” −d －ｅ', '-a -"b c" -d -e'],
    ['ｆｏ＊ ＂x y＂＊', 'fo* "x y"*'],
    ['a – b—c don’t', 'a "b c" "don t"'],
  ])('%s is %s', ([text, form]) => {
    expect(canonical(text).split(' ').toSorted()).toEqual(form.split(' ').toSorted());
    expect(canonical(canonical(text))).toBe(canonical(text));
  });

  test('any sound search reads again as itself', () => {
    const piece = fc.oneof(fc.constantFrom('"', '-', '*', '“', '»', '–', '＊', ' ', 'foo', '失', 'É'), fc.string({ unit: 'binary', maxLength: 4 }));
    fc.assert(fc.property(fc.array(piece).map((pieces) => pieces.join('')), (text) => {
      const read = parseSearch(text);
      if ('query' in read) expect(parsed(searchText(read.query))).toEqual(read.query);
    }), { numRuns: 1000 });
  });

  test('finds whole words, beginnings, what follows one another, and leaves out', () => {
    expect(finds('declined', 'Card declined')).toBe(true);
    expect(finds('decl', 'Card declined')).toBe(false);
    expect(finds('decl*', 'Card declined')).toBe(true);
    expect(finds('"declined card"', 'Card declined')).toBe(false);
    expect(finds('"card dec"*', 'Card declined')).toBe(true);
    expect(finds('card -declined', 'Card declined')).toBe(false);
    expect(finds('-"declined card"', 'Card declined')).toBe(true);
    expect(finds('"declined status"', 'Card declined', [{ field: 'status', old: 'a', new: 'b' }])).toBe(false);
    expect(finds('"x x y"', 'x x x y')).toBe(true);
  });
});

describe('networks', () => {
  test.for<[string, string | null]>([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3/32', '10.1.2.3'],
    ['::FFFF:10.1.2.3', '10.1.2.3'],
    ['::ffff:a01:203/104', '10.0.0.0/8'],
    ['::ffff:0:0/90', '::ffc0:0:0/90'],
    ['2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['1::', '1::'],
    ['::1', '::1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
    ['2001:db8::1/48', '2001:db8::/48'],
    ['fe80::1%eth0', 'fe80::1'],
    ['FE80::1%25/64', 'fe80::/64'],
    ['fe80::1%', null],
    ['fe80::1%a%b', null],
    ['fe80::1%eth0/', null],
    ['10.0.0.1%eth0', null],
    ['010.0.0.1', null],
    ['1.2.3', null],
    ['1:2:3:4:5:6:7:8:9', null],
    ['1:::2', null],
    ['1::2::3', null],
    ['12345::', null],
    ['::1/129', null],
    ['', null],
    ['/8', null],
    ['1::1.2.3.4:5', null],
  ])('%s is %s', ([text, form]) => {
    const network = parseNetwork(text);
    expect(network && networkText(network)).toBe(form);
  });

  test('any address reads again as itself', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const form = networkText(parseNetwork(text)!);
      expect(networkText(parseNetwork(form)!)).toBe(form);
    }));
  });
});

test('of the longest list of values the first 10,000 can be asked for, that there was none before among them', () => {
  const changes = [{ field: 'f', new: Array.from({ length: 20_000 }, (_, i) => `v${i}`) }];
  expect(detailsMatch({ field: 'f', new: 'v9998' }, changes)).toBe(true);
  expect(detailsMatch({ field: 'f', new: 'v9999' }, changes)).toBe(false);
  expect(detailsMatch({ field: 'f' }, changes)).toBe(true);
});

test.for<[RecordedChange, readonly string[]]>([
  [{ field: 'f', new: 'Active' }, ['Active']],
  [{ field: 'f', new: 1.5 }, ['1.5']],
  [{ field: 'f', new: false }, ['false']],
  [{ field: 'f', new: null }, ['']],
  [{ field: 'f', old: 'x' }, ['']],
  [{ field: 'f', new: ['a', 'b', 'a'] }, ['a', 'b']],
  [{ field: 'f', new: [] }, ['']],
  [{ field: 'f', new: [{ action: 'x' }] }, []],
  [{ field: 'f', new: { a: 1 } }, []],
  [{ field: 'f', ref: 'user', oldId: null, newId: 'u1' }, ['u1']],
  [{ field: 'f', ref: 'workspace.folder', new: 'Web', newId: 'f1' }, ['Web', 'f1']],
  [{ field: 'f', redacted: true }, []],
  [{ field: 'f', unrecordable: 'deep', digest: 'x' }, []],
])('%j has the new values %j', ([change, values]) => {
  expect(valuesOf(change, 'new')).toEqual(values);
});
