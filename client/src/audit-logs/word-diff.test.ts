import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, diffWords } from './word-diff.js';

function marked(before: string, after: string): string {
  return diffWords(before, after)
    .map(({ kind, text, edge }) => (kind === 'same' || edge ? text : kind === 'added' ? `[+${text}+]` : `[-${text}-]`))
    .join('');
}

describe('the word diff', () => {
  it('marks the words that came and went', () => {
    expect(marked('an access key for another user', 'an access key for a different user')).toBe(
      'an access key for [-another-][+a different+] user',
    );
  });

  it('keeps white space outside of the marks', () => {
    expect(marked('the key is revoked', 'the key is rotated or revoked')).toBe('the key is [+rotated or+] revoked');
    expect(marked('one two three', 'one three')).toBe('one [-two-] three');
  });

  it('joins changes that only white space parts', () => {
    expect(marked('check whether the caller', 'confirm with the caller')).toBe(
      '[-check whether-][+confirm with+] the caller',
    );
  });

  it('marks a change of white space alone', () => {
    expect(marked('a b', 'a\nb')).toBe('a[- -][+\n+]b');
  });

  it('counts the words of each side', () => {
    expect(countWords(diffWords('one two three', 'one 2 three four'))).toEqual({ added: 2, removed: 1 });
  });

  it('shows very long texts whole instead of comparing them', () => {
    const long = 'word '.repeat(5000);
    expect(diffWords(long, `${long}more`)).toEqual([
      { kind: 'removed', text: long },
      { kind: 'added', text: `${long}more` },
    ]);
  });

  it('always holds both texts completely', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '  ', '\n', '.', 'é'), { maxLength: 20 });
    fc.assert(
      fc.property(words, words, (left, right) => {
        const before = left.join('');
        const after = right.join('');
        const spans = diffWords(before, after);
        const side = (kind: 'added' | 'removed') =>
          spans.filter((span) => span.kind === 'same' || span.kind === kind).map(({ text }) => text).join('');
        expect(side('removed')).toBe(before);
        expect(side('added')).toBe(after);
      }),
    );
  });
});
