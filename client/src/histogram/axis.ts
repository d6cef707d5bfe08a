import { dateAndMinute, dateAndSecond, dayKey, formatOf, zoneOffset } from '../ui/time-format.js';
import { currentZone, momentOf, momentsOf, partsOf, type Parts, type Zone } from '../ui/zone.js';

export interface Tick {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly label: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The calendar moments a time axis is read by: so many minutes within a day, or days, or months. */
const steps: readonly { readonly length: number; readonly minutes?: number; readonly days?: number; readonly months?: number }[] = [
  ...[1, 5, 15, 30, 60, 180, 360, 720].map((minutes) => ({ length: minutes * minute, minutes })),
  { length: day, days: 1 },
  { length: 2 * day, days: 2 },
  { length: 7 * day, days: 7 },
  { length: 30 * day, months: 1 },
  { length: 91 * day, months: 3 },
  { length: 365 * day, months: 12 },
  { length: 3650 * day, months: 120 },
];

/**
 * Where the axis is labelled, in the reader's zone: whole days begin where they begin there, also when one of them has 23
 * or 25 hours.
 * @param from in milliseconds since 1970
 * @param to exclusive
 * @param most how many there is room for
 */
export function ticksOf(from: number, to: number, most: number, now: number, zone = currentZone()): readonly Tick[] {
  const step = steps.find(({ length }) => (to - from) / length <= most) ?? steps.at(-1);
  if (step === undefined) return [];
  const start = partsOf(from, zone);
  const ticks: Tick[] = [];
  const put = (at: number, label: string): boolean => {
    if (at >= from && at < to && at > (ticks.at(-1)?.at ?? -Infinity)) ticks.push({ at, label });
    return at < to && ticks.length < 1000;
  };
  if (step.minutes !== undefined) {
    const { minutes } = step;
    for (let n = 0, going = true; going; n += 1) {
      const [begins, ...others] = momentsWithin({ ...start, day: start.day + n }, minutes, zone);
      going = begins !== undefined && put(begins, dayLabel(begins, now, zone));
      for (const at of others) going &&= put(at, formatOf('minute', zone).format(at));
    }
  } else if (step.days !== undefined) {
    for (let n = 0, going = true; going; n += step.days) {
      const at = momentOf({ ...start, day: start.day + n }, [], zone);
      going = put(at, step.days === 1 ? dayLabel(at, now, zone) : formatOf('dayOfMonth', zone).format(at));
    }
  } else {
    const months = step.months ?? 12;
    const first = months >= 12 ? 0 : start.month - (start.month % months);
    for (let n = 0, going = true; going; n += months) {
      const at = momentOf({ year: start.year, month: first + n, day: 1 }, [], zone);
      going = put(at, formatOf(months >= 12 ? 'year' : 'month', zone).format(at));
    }
  }
  return ticks;
}

/** `18 Nov 2026, 14:00 to 15:00 UTC+05:45`; each end with its own offset where the clocks were changed between them. */
export function spanText(from: string, to: string, zone = currentZone()): string {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const text = start % minute === 0 && end % minute === 0 ? dateAndMinute : dateAndSecond;
  const [first, last] = [text(start, zone), text(end, zone)];
  const [before, after] = [zoneOffset(start, zone), zoneOffset(end, zone)];
  const lastShort = dayKey(start, zone) === dayKey(end, zone) ? last.slice(last.indexOf(', ') + 2) : last;
  return before === after ? `${first} to ${lastShort} ${after}` : `${first} ${before} to ${lastShort} ${after}`;
}

function dayLabel(at: number, now: number, zone: Zone): string {
  return dayKey(at, zone) === dayKey(now, zone) ? 'Today' : formatOf('dayOfWeek', zone).format(at).replace(',', '');
}

/**
 * When a day begins, and every so many minutes of it, in milliseconds since 1970, ascending: twice in an hour that comes twice,
 * never in one that is left out.
 */
function momentsWithin(day: Parts, minutes: number, zone: Zone): readonly number[] {
  const moments = [momentOf(day, [], zone)];
  for (let within = minutes; within < 24 * 60; within += minutes) moments.push(...momentsOf(day, [0, within], zone));
  return moments.toSorted((a, b) => a - b);
}
