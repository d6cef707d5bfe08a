import { clockOf, currentZone, momentOf, partsOf } from '../ui/zone.js';

/** When a key stops working, as it is chosen. */
export type Expiry = 'never' | '30-days' | '90-days' | 'year' | 'date';

export const expiryChoices: readonly { value: Expiry; label: string }[] = [
  { value: '30-days', label: 'In 30 days' },
  { value: '90-days', label: 'In 90 days' },
  { value: 'year', label: 'In 1 year' },
  { value: 'date', label: 'On a date' },
  { value: 'never', label: 'Never' },
];

/**
 * The moment that was chosen, in the reader's zone.
 * @param day `YYYY-MM-DD`, the last day on which the key works; used for `date` alone
 * @param now milliseconds since 1970
 * @returns RFC 3339; null for never
 */
export function expiresAt(expiry: Expiry, day: string, now: number, zone = currentZone()): string | null {
  const today = partsOf(now, zone);
  const sameClock = [0, 0, 0, clockOf(now, zone)];
  const time = (at: number) => new Date(at).toISOString();
  switch (expiry) {
    case 'never':
      return null;
    case '30-days':
      return time(momentOf({ ...today, day: today.day + 30 }, sameClock, zone));
    case '90-days':
      return time(momentOf({ ...today, day: today.day + 90 }, sameClock, zone));
    case 'year':
      return time(momentOf({ ...today, year: today.year + 1 }, sameClock, zone));
    case 'date': {
      const [year = 0, month = 1, ofMonth = 1] = day.split('-').map(Number);
      return time(momentOf({ year, month: month - 1, day: ofMonth + 1 }, [], zone));
    }
  }
}

/** For how long before it stops working a key is marked, in days. */
const SOON = 14;

const DAY = 24 * 60 * 60 * 1000;

/** How many days a key still works that stops soon, 0 on its last one; null for one that has stopped, or has time. */
export function daysLeft(time: string, now: number): number | null {
  const days = Math.floor((Date.parse(time) - now) / DAY);
  return days < 0 || days >= SOON ? null : days;
}

/** Whether a key has stopped working by `now`, in milliseconds since 1970. */
export function hasExpired(time: string | null, now: number): boolean {
  return time !== null && Date.parse(time) <= now;
}
