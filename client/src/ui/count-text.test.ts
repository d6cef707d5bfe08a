import { describe, expect, it } from 'vitest';
import { countText, entriesText, sumOf, type CountLike } from './count-text.js';

const exact = (value: number): CountLike => ({ value, accuracy: 'EXACT', error: null });
const estimate = (value: number, error: number): CountLike => ({ value, accuracy: 'ESTIMATE', error });
const least = (value: number): CountLike => ({ value, accuracy: 'AT_LEAST', error: null });

describe('a count in words', () => {
  it('is the number itself where it was counted to the end', () => {
    expect([exact(0), exact(1), exact(12_345)].map(entriesText)).toEqual(['0 entries', '1 entry', '12,345 entries']);
  });

  it('says about, and no more digits than an estimate is worth', () => {
    expect(countText(estimate(12_416, 320))).toBe('about 12,400');
    expect(countText(estimate(12_416, 2_500))).toBe('about 12,000');
    expect(countText(estimate(0, 190))).toBe('fewer than 200');
  });

  it('says that there may be more where counting ended at a bound', () => {
    expect(countText(least(10_000))).toBe('10,000+');
    expect(entriesText(least(10_001))).toBe('more than 10,000 entries');
  });

  it('of several is worth what the poorest of them is', () => {
    expect(sumOf([exact(2), exact(3)])).toEqual(exact(5));
    expect(sumOf([exact(2), estimate(640, 60), estimate(64, 20)])).toEqual(estimate(706, 80));
    expect(sumOf([least(7), estimate(64, 20)])).toEqual(least(71));
  });
});
