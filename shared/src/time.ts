// A time in the log's only form is UTC with six digits, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. Such texts sort as times do.

const RFC_3339 = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/**
 * Reads an RFC 3339 time with any offset and returns it in the log's form; null when it is not one.
 *
 * Digits after the sixth are dropped. A leap second (23:59:60 UTC at the end of a month) becomes the second after
 * it, as in PostgreSQL. Years are 0001 to 9999, also after the offset has been applied.
 */
export function normalizeTime(text: string): string | null {
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const [, date, hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null;

  const leap = second === '60';
  const local = `${date}T${hour}:${minute}:${leap ? '59' : second}`;
  const milliseconds = Date.parse(`${local}Z`);
  // Date.parse rolls some impossible days over (30 February becomes 2 March): only what comes back unchanged was one.
  if (Number.isNaN(milliseconds) || !isoSecond(milliseconds).startsWith(local)) return null;

  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  const utc = milliseconds - offset + (leap ? 1000 : 0);
  const whole = isoSecond(utc);
  if (!/^(?!0000)\d{4}-/.test(whole)) return null;
  if (leap && !whole.endsWith('-01T00:00:00')) return null;
  return `${whole}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** Whether the text is a real time in exactly the log's form. */
export function isNormalTime(text: string): boolean {
  return normalizeTime(text) === text;
}

/** The shortest RFC 3339 text of a time in the log's form: trailing zeros of the fraction are left out. */
export function shortTime(time: string): string {
  return time.replace(/\.?0+Z$/, 'Z');
}

/** A count of milliseconds since 1970 in the log's form. */
export function timeFromMilliseconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, -1)}000Z`;
}

function isoSecond(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, '');
}
