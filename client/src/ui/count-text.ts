/** A number of entries, and what it is worth: the true number of an ESTIMATE lies within `value` ± `error`. */
export interface CountLike {
  readonly value: number;
  readonly accuracy: 'EXACT' | 'ESTIMATE' | 'AT_LEAST';
  readonly error: number | null;
}

export const noneCounted: CountLike = { value: 0, accuracy: 'EXACT', error: null };

/** `1,234`, `about 12,400`, `10,000+`: no more digits than the number is worth. */
export function countText(count: CountLike): string {
  if (count.accuracy === 'ESTIMATE') return estimateText(count);
  return `${count.value.toLocaleString('en')}${count.accuracy === 'AT_LEAST' ? '+' : ''}`;
}

/** `1 entry`, `about 12,400 entries`, `more than 10,000 entries`. */
export function entriesText(count: CountLike): string {
  const { value, accuracy } = count;
  if (accuracy === 'AT_LEAST' && value === 0) return 'Not counted to the end: none so far';
  if (accuracy === 'AT_LEAST') return `more than ${(value - 1 > 0 ? value - 1 : 0).toLocaleString('en')} entries`;
  return `${countText(count)} ${value === 1 && accuracy === 'EXACT' ? 'entry' : 'entries'}`;
}

/** Counts of what does not overlap: the sum is worth what the poorest of them is. */
export function sumOf(counts: readonly CountLike[]): CountLike {
  const value = counts.reduce((all, count) => all + count.value, 0);
  if (counts.some(({ accuracy }) => accuracy === 'AT_LEAST')) return { value, accuracy: 'AT_LEAST', error: null };
  if (counts.every(({ accuracy }) => accuracy === 'EXACT')) return { value, accuracy: 'EXACT', error: null };
  return { value, accuracy: 'ESTIMATE', error: counts.reduce((all, { error }) => all + (error ?? 0), 0) };
}

export function withMore(count: CountLike, more: number): CountLike {
  return { ...count, value: count.value + more };
}

function estimateText({ value, error }: CountLike): string {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, error ?? 1)));
  const rounded = Math.round(value / step) * step;
  if (rounded > 0) return `about ${rounded.toLocaleString('en')}`;
  return `fewer than ${(Math.ceil((value + (error ?? 0) + 1) / step) * step).toLocaleString('en')}`;
}
