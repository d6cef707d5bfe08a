import { describe, expect, it } from 'vitest';
import { wentWith } from './counts.js';

describe('what went with something deleted', () => {
  it.each([
    [{ testCases: 12, folders: 3 }, ', and with it 3 folders and 12 test cases'],
    [{ testCases: 1, folders: 0 }, ', and with it 1 test case'],
    [{ testCases: 0, folders: 1 }, ', and with it 1 folder'],
    [{ testCases: 0, folders: 0 }, ''],
  ])('is counted: %o', (gone, expected) => {
    expect(wentWith(gone)).toBe(expected);
  });
});
