/**
 * Times as people read them, in the reader's zone. A time arrives as `YYYY-MM-DDTHH:MM:SS.ffffffZ`; its
 * microseconds are read from the text, since a Date holds no more than milliseconds.
 */

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const dateFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const minuteFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** 14:02:11 */
export function clock(time: string): string {
  return clockFormat.format(Date.parse(time));
}

/** Monday 23 November 2026 */
export function dayName(time: string): string {
  return plain(dayFormat.format(Date.parse(time)));
}

/** 24 Nov 2026 */
export function date(time: string | number): string {
  return dateFormat.format(typeof time === 'number' ? time : Date.parse(time));
}

/** 24 Nov 2026, 14:02 */
export function dateAndMinute(time: string | number): string {
  const at = typeof time === 'number' ? time : Date.parse(time);
  return `${dateFormat.format(at)}, ${minuteFormat.format(at)}`;
}

/** 24 Nov 2026, 14:02:11 */
export function dateAndSecond(time: string | number): string {
  const at = typeof time === 'number' ? time : Date.parse(time);
  return `${dateFormat.format(at)}, ${clockFormat.format(at)}`;
}

/** Tue 24 Nov 2026, 13:58:42.318204 */
export function exact(time: string): string {
  return `${plain(shortDayFormat.format(Date.parse(time)))}, ${clock(time)}.${microseconds(time)}`;
}

/** 2026-11-24 08:13:42.318204 UTC */
export function exactUtc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}.${microseconds(time)} UTC`;
}

/** The reader's day a time falls on, as a key that differs between days: 2026-11-24. */
export function dayKey(time: string | number): string {
  const at = new Date(typeof time === 'number' ? time : Date.parse(time));
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const steps: readonly [limit: number, divisor: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
  [365 * 86_400, 30 * 86_400, 'month'],
  [Infinity, 365 * 86_400, 'year'],
];
const relativeFormat = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** 4 minutes ago */
export function ago(time: string, now: number): string {
  const seconds = Math.round((now - Date.parse(time)) / 1000);
  if (Math.abs(seconds) < 5) return 'just now';
  const [, divisor, unit] = steps.find(([limit]) => Math.abs(seconds) < limit) ?? [0, 1, 'second'];
  return relativeFormat.format(-Math.round(seconds / divisor), unit);
}

/** UTC+05:45: the reader's offset from UTC at a moment, in milliseconds since 1970. */
export function zoneOffset(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Asia/Kathmandu: the reader's zone. */
export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
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
