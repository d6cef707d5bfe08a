const first = 1000;
const longest = 30_000;

/**
 * How long to wait before trying again, in milliseconds: twice as long after each failure, at most half a minute,
 * shortened by up to a fifth at random so that many readers cut off at once do not come back at once.
 * @param failures how many attempts have failed in a row, from 1
 * @param random from 0 to 1
 */
export function backoff(failures: number, random: number = Math.random()): number {
  const full = Math.min(longest, first * 2 ** (failures - 1));
  return Math.round(full * (1 - random * 0.2));
}
