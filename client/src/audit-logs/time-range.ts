import { isRelativeRange, type PageFilter, type RelativeRange } from '@audit-log/shared/filter-url';
import { normalizeTime, timeFromMilliseconds } from '@audit-log/shared/time';
import { date, dateAndMinute, dateAndSecond, zoneOffset } from '../ui/time-format.js';
import { currentZone, momentOf, partsOf, zoneName, type Parts } from '../ui/zone.js';

/** The part of a filter that says when: relative to now, or from one moment to another, either end open. */
export interface TimeRange {
  readonly range?: RelativeRange | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

export interface Preset {
  readonly label: string;
  /** The range it stands for, counted in the reader's days; `now` in milliseconds since 1970. */
  readonly rangeAt: (now: number) => TimeRange;
}

const relative = (label: string, range: RelativeRange): Preset => ({ label, rangeAt: () => ({ range }) });

export const presets: readonly Preset[] = [
  relative('Last 15 minutes', '15m'),
  relative('Last hour', '1h'),
  relative('Last 24 hours', '24h'),
  relative('Last 7 days', '7d'),
  relative('Last 30 days', '30d'),
  relative('Last 90 days', '90d'),
  { label: 'Today so far', rangeAt: (now) => ({ from: dayStart(now), to: null }) },
  { label: 'Yesterday', rangeAt: (now) => ({ from: dayStart(Date.parse(dayStart(now)) - 1), to: dayStart(now) }) },
  {
    label: 'Previous month',
    rangeAt: (now) => ({ from: monthStart(now, -1), to: monthStart(now, 0) }),
  },
  { label: 'All time', rangeAt: () => ({}) },
];

export function rangeOf({ range, from, to }: PageFilter): TimeRange {
  return { range, from, to };
}

export function sameRange(a: TimeRange, b: TimeRange): boolean {
  const same = (left: string | null | undefined, right: string | null | undefined) => (left ?? null) === (right ?? null);
  return same(a.range, b.range) && same(a.from, b.from) && same(a.to, b.to);
}

/** `Last 7 days`, `17 Nov 2026, 14:02 to 18 Nov 2026, 00:00`, `Since 17 Nov 2026, 14:02`, `All time`. */
export function rangeLabel(range: TimeRange): string {
  if (range.range) return relativeLabel(range.range);
  const { from, to } = range;
  if (from && to) {
    const first = momentText(from);
    const last = endText(to);
    return first === last ? first : `${first} to ${last}`;
  }
  if (from) return `Since ${momentText(from)}`;
  if (to) return `Until ${endText(to)}`;
  return 'All time';
}

const units = { m: 'minute', h: 'hour', d: 'day' } as const;

function relativeLabel(range: RelativeRange): string {
  const count = Number(range.slice(0, -1));
  const unit = units[range.slice(-1) as keyof typeof units];
  return count === 1 && unit !== 'day' ? `Last ${unit}` : `Last ${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The start of a range as `parseMoment` reads it: a day where it begins then, else with its minute or second. */
export function momentText(time: string): string {
  const at = Date.parse(time);
  if (isDayStart(at)) return date(at);
  return at % 60_000 === 0 ? dateAndMinute(at) : dateAndSecond(at);
}

/** The end of a range as `parseEnd` reads it. It is exclusive, so the last day of whole days is the one before. */
export function endText(time: string): string {
  const at = Date.parse(time);
  return isDayStart(at) ? date(at - 1) : momentText(time);
}

/**
 * The zone of the moments a range names: `UTC+05:45`, or its name where the offset is not the same at both ends.
 *
 * @param now in milliseconds since 1970; the end of what is open, and all that a relative range is told by
 */
export function rangeZone({ range, from, to }: TimeRange, now: number, zone = currentZone()): string {
  if (range || (!from && !to)) return zoneOffset(now, zone);
  const last = zoneOffset(to ? Date.parse(to) - 1 : now, zone);
  return !from || zoneOffset(Date.parse(from), zone) === last ? last : zoneName(zone);
}

/** Reads the end of a range as `parseMoment` does a moment, but a day counts to its end. */
export function parseEnd(text: string, now: number): string | null {
  const at = parseMoment(text, now);
  const day = parseDay(plainWords(text), partsOf(now).year);
  return at === null || day === null ? at : timeFromMilliseconds(momentOf({ ...day, day: day.day + 1 }));
}

/**
 * Reads what a person wrote into a field for a moment, in the reader's zone: `2026-11-17 14:02`, `17 Nov 2026, 14:02`,
 * `17 Nov 2026`, `now`, `now-7d`, or a full RFC 3339 time. Null when it is none of these.
 */
export function parseMoment(text: string, now: number): string | null {
  const words = plainWords(text);
  if (words === 'now') return timeFromMilliseconds(now);
  const back = /^now ?- ?(\d{1,4}) ?([mhd])$/.exec(words);
  if (back !== null) {
    const length = { m: 60_000, h: 3_600_000, d: 86_400_000 }[back[2] as 'm' | 'h' | 'd'];
    return timeFromMilliseconds(now - Number(back[1]) * length);
  }
  const exact = normalizeTime(text.trim());
  if (exact !== null) return exact;
  const [, day, clockText = '00:00'] = /^(.*?)(?:[ t](\d{1,2}:\d\d(?::\d\d)?))?$/.exec(words) ?? [];
  const parts = parseDay(day ?? '', partsOf(now).year);
  if (parts === null) return null;
  const clockParts = clockText.split(':').map(Number);
  const [hour = 0, minute = 0, second = 0] = clockParts;
  // Asked of the calendar alone: an hour or a day that a zone leaves out is a real one all the same.
  const real = partsOf(momentOf(parts, [], 'utc'), 'utc').day === parts.day;
  return real && hour < 24 && minute < 60 && second < 60 ? timeFromMilliseconds(momentOf(parts, clockParts)) : null;
}

function plainWords(text: string): string {
  return text.trim().toLowerCase().replace(',', ' ').replace(/\s+/g, ' ');
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function parseDay(text: string, thisYear: number): Parts | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso !== null) {
    const month = Number(iso[2]) - 1;
    return month >= 0 && month < 12 ? { year: Number(iso[1]), month, day: Number(iso[3]) } : null;
  }
  const words = /^(\d{1,2}) ([a-z]{3})[a-z]*(?: (\d{4}))?$/.exec(text);
  const month = months.indexOf(words?.[2] ?? '');
  if (words === null || month < 0) return null;
  return { year: Number(words[3] ?? thisYear), month, day: Number(words[1]) };
}

/** A wider range to look at when nothing was found; null where there is none. */
export function widerRange(range: TimeRange): TimeRange | null {
  if (range.range) {
    const wider = (['24h', '7d', '30d', '90d'] as const).find((next) => lengthOf(next) > lengthOf(range.range));
    return wider === undefined ? {} : { range: wider };
  }
  return range.from || range.to ? {} : null;
}

/** Whether nothing new can come into the range: it ends in the past. */
export function hasEnded({ to }: TimeRange, now: number): boolean {
  return to !== undefined && to !== null && Date.parse(to) <= now;
}

function lengthOf(range: RelativeRange | null | undefined): number {
  if (!range || !isRelativeRange(range)) return 0;
  return Number(range.slice(0, -1)) * { m: 1, h: 60, d: 1440 }[range.slice(-1) as 'm' | 'h' | 'd'];
}

/** The first moment of the day that `at` falls on in the reader's zone, in milliseconds since 1970. */
export function dayStart(at: number): string {
  return timeFromMilliseconds(momentOf(partsOf(at)));
}

function monthStart(now: number, offset: number): string {
  const { year, month } = partsOf(now);
  return timeFromMilliseconds(momentOf({ year, month: month + offset, day: 1 }));
}

/** Asked of the calendar: where the clocks go forward at midnight, the day begins at one. */
function isDayStart(at: number): boolean {
  return Date.parse(dayStart(at)) === at;
}

/** The range this long before and after a moment. @param around in milliseconds */
export function rangeAround(time: string, around: number): TimeRange {
  const at = Date.parse(time);
  return { range: null, from: timeFromMilliseconds(at - around), to: timeFromMilliseconds(at + around) };
}
