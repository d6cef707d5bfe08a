import { describe, expect, it } from 'vitest';
import { piecesOf, withCodes } from './invisible.js';

const codes = (text: string) => piecesOf(text).filter(({ isCode }) => isCode).map((piece) => piece.text);

describe('characters that cannot be seen', () => {
  it('stand as a code in their place', () => {
    expect(piecesOf('pay\u202Efdp.exe')).toEqual([
      { text: 'pay', isCode: false },
      { text: 'U+202E', isCode: true },
      { text: 'fdp.exe', isCode: false },
    ]);
    expect(withCodes('pay\u202Efdp.exe')).toBe('pay[U+202E]fdp.exe');
  });

  it.each([
    ['\u202A', 'U+202A'],
    ['\u2066', 'U+2066'],
    ['\u2069', 'U+2069'],
    ['\u200E', 'U+200E'],
    ['\u061C', 'U+061C'],
    ['\u200B', 'U+200B'],
    ['\uFEFF', 'U+FEFF'],
    ['\u0000', 'U+0000'],
    ['\u{E0041}', 'U+E0041'],
  ])('are told whichever they are: %#', (character, code) => {
    expect(codes(`a${character}${character}b`)).toEqual([code, code]);
  });

  it('are not seen where there are none', () => {
    expect(piecesOf('')).toEqual([]);
    for (const text of ['Card declined', 'two\nlines\tand\r\nmore', 'שלום', '–→é ß 漢字']) {
      expect(codes(text)).toEqual([]);
    }
  });

  it('may join emoji and letters that join, and nothing else', () => {
    expect(codes('👩‍💻 👩🏽‍💻 ❤️‍🔥 می\u200Cخواهم')).toEqual([]);
    expect(codes('ad\u200Dmin \u200Croot')).toEqual(['U+200D', 'U+200C']);
  });
});
