/** What a number is worth. */
export type Accuracy = 'EXACT' | 'ESTIMATE' | 'AT_LEAST';

export interface Count {
  readonly value: number;
  readonly accuracy: Accuracy;
  /** Of an ESTIMATE: the true number lies within `value` ± `error` in 19 of 20 cases. */
  readonly error: number | null;
}

/** One of so many entries is in the sample index. */
export const SAMPLED = 64;

export const NONE: Count = { value: 0, accuracy: 'EXACT', error: null };

export function exactly(value: number): Count {
  return { value, accuracy: 'EXACT', error: null };
}

export function atLeast(value: number): Count {
  return { value, accuracy: 'AT_LEAST', error: null };
}

/**
 * The number that a sample stands for. Which entries are sampled is decided by the random part of their ids, so the number
 * found is binomial; 1.96 standard deviations on both sides, with one more added since few are not normally distributed:
 * of none found, three times 64 (the rule of three).
 * @param found in the sample
 * @param seen what there is at the least, from looking at a part
 */
export function estimated(found: number, seen: number): Count {
  return { value: Math.max(found * SAMPLED, seen), accuracy: 'ESTIMATE', error: Math.ceil(SAMPLED * (1.96 * Math.sqrt(found + 1) + 1)) };
}

/** Counts of what does not overlap: the sum is worth what the poorest of them is. */
export function sum(counts: readonly Count[]): Count {
  const value = counts.reduce((all, count) => all + count.value, 0);
  if (counts.some(({ accuracy }) => accuracy === 'AT_LEAST')) return atLeast(value);
  if (counts.every(({ accuracy }) => accuracy === 'EXACT')) return exactly(value);
  return { value, accuracy: 'ESTIMATE', error: counts.reduce((all, { error }) => all + (error ?? 0), 0) };
}
