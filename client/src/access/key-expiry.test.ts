import { describe, expect, it } from 'vitest';
import { daysLeft, expiresAt, hasExpired } from './key-expiry.js';

const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime();
const now = at(2027, 11, 15, 9, 30);

describe('the moment at which a key stops working', () => {
  it.each([
    ['30-days', at(2028, 0, 14, 9, 30)],
    ['90-days', at(2028, 2, 14, 9, 30)],
    ['year', at(2028, 11, 15, 9, 30)],
  ] as const)('is counted in days of the reader: %s', (expiry, expected) => {
    expect(Date.parse(expiresAt(expiry, '', now) ?? '')).toBe(expected);
  });

  it('is the end of a chosen day', () => {
    expect(Date.parse(expiresAt('date', '2028-02-29', now) ?? '')).toBe(at(2028, 2, 1, 0, 0));
    expect(Date.parse(expiresAt('date', '2027-12-31', now) ?? '')).toBe(at(2028, 0, 1, 0, 0));
  });

  it('never comes for a key without one', () => {
    expect(expiresAt('never', '2028-02-29', now)).toBeNull();
    expect(hasExpired(null, now)).toBe(false);
  });

  it('is the first at which it does not work', () => {
    const time = new Date(now).toISOString();
    expect([hasExpired(time, now - 1), hasExpired(time, now)]).toEqual([false, true]);
  });
});

it('A key is marked during the last two weeks that it works', () => {
  const hours = (count: number) => new Date(now + count * 3_600_000).toISOString();
  expect([14 * 24, 14 * 24 - 1, 25, 23, -1].map((count) => daysLeft(hours(count), now))).toEqual([null, 13, 1, 0, null]);
});
