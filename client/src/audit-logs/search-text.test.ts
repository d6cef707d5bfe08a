import { describe, expect, it } from 'vitest';
import { readAddress, readSearch } from './search-text.js';

describe('what is written into the search', () => {
  it('is one text for all searches of the same meaning', () => {
    expect(readSearch(' Retr*  "Card declined" ')).toEqual({ kind: 'search', search: '"card declined" retr*' });
    expect(readSearch('"card declined"  retr*')).toEqual(readSearch('RETR* card-declined'));
    expect(readSearch('  ')).toEqual({ kind: 'empty' });
  });

  it.each([
    ['"card decl', true, /quotation mark .* not closed/],
    ['-', true, /nothing to look for/],
    ['a '.repeat(2_000), false, /at most/],
    ['*card', false, /\* before a word/],
    ['half \uD83D', false, /half a character/],
  ])('is told what is wrong with it: %j', (text, unfinished, problem) => {
    expect(readSearch(text)).toEqual({ kind: 'problem', problem: expect.stringMatching(problem), unfinished });
  });

  it('may be an address or a network, but a number alone is none', () => {
    expect(readAddress(' 10.1.2.3/8 ')).toBe('10.0.0.0/8');
    expect(readAddress('2001:DB8::1')).toBe('2001:db8::1');
    for (const text of ['10', 'card', '1.2.3', '300.1.1.1']) expect(readAddress(text)).toBeNull();
  });
});
