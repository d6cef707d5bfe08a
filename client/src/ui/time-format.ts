import { currentZone, intlZone, offsetAt, partsOf, zoneName, type Zone } from './zone.js';

/**
 * Times as people read them, in the zone they chose. A time arrives as `YYYY-MM-DDTHH:MM:SS.ffffffZ`; its
 * microseconds are read from the text, since a Date holds no more than milliseconds.
 */

const day = { day: 'numeric', year: 'numeric' } as const;
const minute = { hour: '2-digit', minute: '2-digit' } as const;

const shapes = {
  clock: { ...minute, second: '2-digit' },
  minute,
  date: { ...day, month: 'short' },
  day: { ...day, month: 'long', weekday: 'long' },
  shortDay: { ...day, month: 'short', weekday: 'short' },
  // On an axis, where what stands around it says the rest.
  dayOfWeek: { day: 'numeric', weekday: 'short' },
  dayOfMonth: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const made = new Map<string, Intl.DateTimeFormat>();

/** Made when it is first needed: each takes a millisecond, on a phone some. */
export function formatOf(shape: keyof typeof shapes, zone: Zone): Intl.DateTimeFormat {
  const key = `${zone} ${shape}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...shapes[shape], timeZone: intlZone(zone) });
  made.set(key, known);
  return known;
}

/** 14:02:11 */
export function clock(time: string | number, zone = currentZone()): string {
  return formatOf('clock', zone).format(millisecondsOf(time));
}

/** Monday 23 November 2026 */
export function dayName(time: string, zone = currentZone()): string {
  return plain(formatOf('day', zone).format(Date.parse(time)));
}

/** 24 Nov 2026 */
export function date(time: string | number, zone = currentZone()): string {
  return formatOf('date', zone).format(millisecondsOf(time));
}

/** 24 Nov 2026, 14:02 */
export function dateAndMinute(time: string | number, zone = currentZone()): string {
  return `${date(time, zone)}, ${formatOf('minute', zone).format(millisecondsOf(time))}`;
}

/** 24 Nov 2026, 14:02:11 */
export function dateAndSecond(time: string | number, zone = currentZone()): string {
  return `${date(time, zone)}, ${clock(time, zone)}`;
}

/** Tue 24 Nov 2026, 13:58:42.318204 */
export function exact(time: string, zone = currentZone()): string {
  return `${plain(formatOf('shortDay', zone).format(Date.parse(time)))}, ${clock(time, zone)}.${microseconds(time)}`;
}

/** 2026-11-24 08:13:42.318204 UTC */
export function exactUtc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}.${microseconds(time)} UTC`;
}

/** The day a time falls on, as a key that differs between days: 2026-11-24. */
export function dayKey(time: string | number, zone = currentZone()): string {
  const { year, month, day } = partsOf(millisecondsOf(time), zone);
  return `${year}-${two(month + 1)}-${two(day)}`;
}

const steps: readonly [limit: number, divisor: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
  [365 * 86_400, 30 * 86_400, 'month'],
  [Infinity, 365 * 86_400, 'year'],
];
let relativeFormat: Intl.RelativeTimeFormat | null = null;

/** 4 minutes ago */
export function ago(time: string, now: number): string {
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  if (Math.abs(seconds) < 5) return 'just now';
  const [, divisor, unit] = steps.find(([limit]) => Math.abs(seconds) < limit) ?? [0, 1, 'second'];
  relativeFormat ??= new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  return relativeFormat.format(-Math.round(seconds / divisor), unit);
}

/** UTC+05:45: the zone's offset from UTC at a moment, in milliseconds since 1970. */
export function zoneOffset(at: number, zone = currentZone()): string {
  const seconds = Math.round(offsetAt(at, zone) / 1000);
  if (seconds === 0) return 'UTC';
  const size = Math.abs(seconds);
  // Before there were zones each town had an offset of its own, to the second.
  const rest = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  return `UTC${seconds < 0 ? '−' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${rest}`;
}

/** Asia/Kathmandu UTC+05:45: the zone with its offset at a moment, in milliseconds since 1970. */
export function zoneText(at: number, zone = currentZone()): string {
  const [name, offset] = [zoneName(zone), zoneOffset(at, zone)];
  return name === offset ? name : `${name} ${offset}`;
}

function millisecondsOf(time: string | number): number {
  return typeof time === 'number' ? time : Date.parse(time);
}

function microseconds(time: string): string {
  return /\.(\d{1,6})/.exec(time)?.[1]?.padEnd(6, '0') ?? '000000';
}

/** British dates put a comma after the weekday; a log line reads better without. */
function plain(text: string): string {
  return text.replace(/^(\p{L}+),/u, '$1');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
