/** A part of time, in the log's form: `from` inclusive, `to` exclusive; null: without an end. */
export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

export const DAY = 86_400;

/** In seconds: what people read a time axis by. All are counted from one Monday, so that weeks begin on Mondays (UTC). */
const WIDTHS = [1, 5, 15, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, DAY, 7 * DAY, 28 * DAY, 84 * DAY, 364 * DAY];
/**
 * The last Monday before the year 0, which no time of the log precedes, in seconds from 1970. A boundary that stood within a
 * span would divide it however wide the buckets are.
 */
export const FIRST_MONDAY = -719_533 * DAY;

/** The whole days (UTC) of a span, as dates with the last exclusive, and what is left of it at both ends. */
export function wholeDays({ from, to }: Span): { days: Span | null; edges: Span[] } {
  const first = from === null || isMidnight(from) ? from : midnightAfter(from);
  const last = to === null || isMidnight(to) ? to : midnightBefore(to);
  // Of the last day that a time can lie in, the midnight after it is none.
  if (first === undefined || (first !== null && last !== null && first >= last)) return { days: null, edges: isEmpty({ from, to }) ? [] : [{ from, to }] };
  const edges: Span[] = [];
  if (from !== first) edges.push({ from, to: first });
  if (to !== last) edges.push({ from: last, to });
  return { days: { from: dateOf(first), to: dateOf(last) }, edges };
}

/** Dates, or Postgres' infinities; the last exclusive. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The whole months of a span of days, and the days before and after them. */
export function wholeMonths({ from, to }: Days): { before: Days; months: Days; after: Days } {
  const first = from === '-infinity' || from.endsWith('-01') ? from : monthAfter(from);
  const last = to === 'infinity' ? to : `${to.slice(0, 7)}-01`;
  // Within one month, or over the turn from one to the next.
  const none = first !== '-infinity' && last !== 'infinity' && first >= last;
  return none ? { before: { from, to }, months: { from: to, to }, after: { from: to, to } } : { before: { from, to: first }, months: { from: first, to: last }, after: { from: last, to } };
}

export function isEmpty({ from, to }: Span): boolean {
  return from !== null && to !== null && from >= to;
}

/** Seconds of a bucket: the narrowest usual width by which the span has at most so many. */
export function bucketWidth({ from, to }: { from: string; to: string }, most: number): number {
  const [widest] = WIDTHS.slice(-1);
  const narrow = WIDTHS.find((width) => bucketsOf({ from, to }, width) <= most);
  if (narrow !== undefined || widest === undefined) return narrow ?? DAY;
  let width = widest * Math.ceil(bucketsOf({ from, to }, widest) / most);
  while (bucketsOf({ from, to }, width) > most) width += widest;
  return width;
}

function bucketsOf({ from, to }: { from: string; to: string }, width: number): number {
  return bucketOf(seconds(to, Math.ceil) - 1, width) - bucketOf(seconds(from, Math.floor), width) + 1;
}

/** The buckets that a span touches, the outermost cut to it. `start` is what Postgres knows a bucket by. */
export function buckets({ from, to }: { from: string; to: string }, width: number): { start: number; from: string; to: string }[] {
  const first = bucketOf(seconds(from, Math.floor), width);
  const found = [];
  for (let n = 0; n < bucketsOf({ from, to }, width); n += 1) {
    const start = (first + n) * width + FIRST_MONDAY;
    // Compared as numbers: beyond the years 0 to 9999 there are no texts in the log's form.
    found.push({
      start,
      from: start <= seconds(from, Math.floor) ? from : textOf(start),
      to: start + width >= seconds(to, Math.ceil) ? to : textOf(start + width),
    });
  }
  return found;
}

function bucketOf(second: number, width: number): number {
  return Math.floor((second - FIRST_MONDAY) / width);
}

function seconds(time: string, round: (value: number) => number): number {
  // Date cuts the microseconds, so what is left of the second is looked at as text.
  const whole = Date.parse(`${time.slice(0, 19)}Z`) / 1000;
  return round(whole + (time.slice(20, 26) === '000000' ? 0 : 0.5));
}

/** The log's form of whole seconds since 1970. */
export function textOf(second: number): string {
  return new Date(second * 1000).toISOString().replace('.000Z', '.000000Z');
}

function isMidnight(time: string): boolean {
  return time.endsWith('T00:00:00.000000Z');
}

function midnightBefore(time: string): string {
  return `${time.slice(0, 10)}T00:00:00.000000Z`;
}

function midnightAfter(time: string): string | undefined {
  return time.startsWith('9999-12-31') ? undefined : textOf(Date.parse(`${time.slice(0, 10)}T00:00:00Z`) / 1000 + DAY);
}

function monthAfter(date: string): string {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return month === 12 ? `${String(year + 1).padStart(4, '0')}-01-01` : `${date.slice(0, 5)}${String(month + 1).padStart(2, '0')}-01`;
}

function dateOf(midnight: string | null): string | null {
  return midnight === null ? null : midnight.slice(0, 10);
}
