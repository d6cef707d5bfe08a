/**
 * Offsets from UTC of zones by their names. Asking Intl takes microseconds for each moment, and a list asks for thousands; but an
 * offset is the same all day, but for the two days of a year on which the clocks are changed.
 */

const second = 1000;
const day = 86_400_000;
/** 1 January of the year 1: before that Intl counts years backwards. */
const earliest = -62_135_596_800_000;

interface Known {
  readonly format: Intl.DateTimeFormat;
  /** By the number of the UTC day since 1970; null for a day with more than one. */
  readonly byDay: Map<number, number | null>;
}

const zones = new Map<string, Known>();

/**
 * What the clocks of a zone are ahead of UTC, in milliseconds.
 * @param at in milliseconds since 1970
 * @param name in the IANA database
 * @throws RangeError where the browser does not know the zone
 */
export function offsetIn(name: string, at: number): number {
  const known = zones.get(name) ?? { format: formatIn(name), byDay: new Map<number, number | null>() };
  zones.set(name, known);
  const number = Math.floor(at / day);
  let offset = known.byDay.get(number);
  if (offset === undefined) {
    const [first, last] = [read(known.format, number * day), read(known.format, (number + 1) * day - second)];
    offset = first === last ? first : null;
    known.byDay.set(number, offset);
  }
  return offset ?? read(known.format, at);
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

function read(format: Intl.DateTimeFormat, at: number): number {
  const whole = Math.floor(Math.max(at, earliest + day) / second) * second;
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(whole)) shown[type] = Number(value);
  const { year = 1, month = 1, day: ofMonth = 1, hour = 0, minute = 0, second: ofMinute = 0 } = shown;
  return utcOf(year, month - 1, ofMonth, hour, minute, ofMinute) - whole;
}

/** As Date.UTC, but that the years 0 to 99 are those and not of the last century. */
export function utcOf(year: number, month: number, ofMonth: number, hour = 0, minute = 0, ofMinute = 0, millisecond = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, ofMonth);
  return date.setUTCHours(hour, minute, ofMinute, millisecond);
}
