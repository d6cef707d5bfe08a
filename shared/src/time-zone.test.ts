import { describe, expect, it } from 'vitest';
import { canonicalTimeZone, presentTimeZoneName, readTimeZone, timeZoneNames } from './time-zone.js';

describe('the name of a time zone', () => {
  it.each([
    ['Asia/Kathmandu', 'Asia/Kathmandu'],
    ['Asia/Katmandu', 'Asia/Katmandu'],
    ['asia/kathmandu', 'Asia/Kathmandu'],
    ['ASIA/KATMANDU', 'Asia/Katmandu'],
    ['US/Eastern', 'US/Eastern'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
    ['utc', 'UTC'],
  ])('is taken, links and old names too: %s', (text, expected) => {
    expect(readTimeZone(text)).toBe(expected);
  });

  it.each(['', ' ', 'Kathmandu', 'Mars/Olympus_Mons', '+05:45', 'UTC+5', 'us/eastern', 'Asia/Kathmandu ', 'Asia/Kathmandu\0', `Asia/${'a'.repeat(99)}`])(
    'is none: %o',
    (text) => {
      expect(readTimeZone(text)).toBeNull();
    },
  );

  it('is the present one in the list, once for each zone', () => {
    const names = timeZoneNames();
    expect(names).toContain('Asia/Kathmandu');
    expect(names).not.toContain('Asia/Katmandu');
    expect(names).toContain('Europe/Kyiv');
    expect(new Set(names.map(canonicalTimeZone)).size).toBe(names.length);
    for (const name of names) expect(readTimeZone(name)).toBe(name);
  });

  it('stays the same zone where it was renamed', () => {
    const renamed = Intl.supportedValuesOf('timeZone').filter((name) => presentTimeZoneName(name) !== name);
    expect(renamed.length).toBeGreaterThan(0);
    for (const name of renamed) expect(canonicalTimeZone(presentTimeZoneName(name))).toBe(canonicalTimeZone(name));
  });
});
