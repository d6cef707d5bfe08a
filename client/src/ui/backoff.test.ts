import { describe, expect, it } from 'vitest';
import { backoff } from './backoff.js';

describe('the wait before another attempt', () => {
  it('doubles with every failure', () => {
    expect([1, 2, 3, 4].map((failures) => backoff(failures, 0))).toEqual([1000, 2000, 4000, 8000]);
  });

  it('never grows beyond half a minute', () => {
    expect(backoff(6, 0)).toBe(30_000);
    expect(backoff(2000, 0)).toBe(30_000);
  });

  it('is shortened at random, by a fifth at most', () => {
    expect(backoff(4, 1)).toBe(6400);
    expect(backoff(4, 0.5)).toBe(7200);
  });
});
