import { describe, expect, it } from 'vitest';
import { byCount, countOf, countsOf } from './facet-counts.js';

const counted = (value: string | null, count: number, accuracy: 'EXACT' | 'ESTIMATE' = 'EXACT') => ({
  option: { value, name: value, kind: null },
  count: { value: count, accuracy, error: accuracy === 'EXACT' ? null : 80 },
});
const option = (value: string) => ({ value, name: value, kind: null });

describe('the counts beside the values of a facet', () => {
  it('put the most frequent first, and leave the others as they stood', () => {
    const counts = countsOf([counted('b', 7), counted('c', 9), counted(null, 8)]);
    expect(byCount(['x', 'a', 'b', 'c', ''].map(option), counts).map(({ value }) => value)).toEqual(['c', '', 'b', 'x', 'a']);
    expect(counts.highest).toBe(9);
  });

  it('say none only where everything was counted', () => {
    expect(countOf(countsOf([counted('b', 7)]), 'a')).toEqual({ value: 0, accuracy: 'EXACT', error: null });
    expect(countOf(countsOf([counted('b', 640, 'ESTIMATE')]), 'a')).toBeNull();
    expect(countOf(countsOf(Array.from({ length: 100 }, (_, i) => counted(String(i), 1))), 'a')).toBeNull();
  });
});
