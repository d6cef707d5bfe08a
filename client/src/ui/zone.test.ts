import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  clockOf,
  currentChoice,
  currentZone,
  momentOf,
  momentsOf,
  nextChoice,
  offeredZones,
  offsetAt,
  organizationZone,
  partsOf,
  recallZone,
  setZone,
  zoneName,
  type Zone,
} from './zone.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const hour = 3_600_000;
const day = 24 * hour;

/** Clocks that change by an hour, by half an hour, at midnight, for Ramadan, that never do, and a day that was left out. */
const names = [
  'Europe/Lisbon',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Auckland',
] as const;

const [first, last] = [Date.UTC(2011, 11, 1), Date.UTC(2037, 11, 31)];

/** Seconds of a quarter of a century, half of them within two days of one at which the clocks of the zone change. */
function moments(zone: Zone): fc.Arbitrary<number> {
  const days = Array.from({ length: (last - first) / day }, (_, index) => first + index * day);
  const changes = days.filter((at) => offsetAt(at, zone) !== offsetAt(at + day, zone));
  const near = fc.tuple(fc.constantFrom(...(changes.length > 0 ? changes : days)), fc.integer({ min: -86_400, max: 172_800 }));
  return fc.oneof(fc.integer({ min: first / 1000, max: last / 1000 }).map((at) => at * 1000), near.map(([at, seconds]) => at + seconds * 1000));
}

describe.each(names)('calendar and clock of %s', (name) => {
  const zone: Zone = `name:${name}`;
  const shown = new Intl.DateTimeFormat('sv', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' });
  const asShown = (at: number) => {
    const { year, month, day: ofMonth } = partsOf(at, zone);
    const clock = new Date(clockOf(at, zone)).toISOString().slice(11, 19);
    return `${year}-${String(month + 1).padStart(2, '0')}-${String(ofMonth).padStart(2, '0')} ${clock}`;
  };

  it('are what Intl shows', () => {
    fc.assert(
      fc.property(moments(zone), (at) => {
        expect(asShown(at)).toBe(shown.format(at));
      }),
    );
  });

  it('lead back to the moment, in an hour that comes twice to the first of the two', () => {
    fc.assert(
      fc.property(moments(zone), (at) => {
        const all = momentsOf(partsOf(at, zone), [0, 0, 0, clockOf(at, zone)], zone);
        expect(all).toContain(at);
        expect(momentOf(partsOf(at, zone), [0, 0, 0, clockOf(at, zone)], zone)).toBe(all[0]);
        for (const one of all) expect(asShown(one)).toBe(asShown(at));
        expect(all.length === 1 || (all.length === 2 && (all[1] ?? 0) - (all[0] ?? 0) <= hour)).toBe(true);
      }),
    );
  });

  it('begin a day at its first moment', () => {
    fc.assert(
      fc.property(moments(zone), (at) => {
        const begins = momentOf(partsOf(at, zone), [], zone);
        expect(partsOf(begins, zone)).toEqual(partsOf(at, zone));
        expect(partsOf(begins - 1, zone)).not.toEqual(partsOf(at, zone));
        const next = momentOf({ ...partsOf(at, zone), day: partsOf(at, zone).day + 1 }, [], zone);
        expect(at).toBeGreaterThanOrEqual(begins);
        expect(at).toBeLessThan(next);
        expect([23, 23.5, 24, 24.5, 25]).toContain((next - begins) / hour);
      }),
    );
  });

  it('are read as the Date of a browser in that zone reads them, and in that browser too', () => {
    vi.stubEnv('TZ', name);
    const wall = fc.tuple(moments(zone), fc.integer({ min: -86_400, max: 86_400 })).map(([at, seconds]) => new Date(at + offsetAt(at, zone) + seconds * 1000));
    fc.assert(
      fc.property(wall, (date) => {
        const parts = { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
        const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()] as const;
        const expected = new Date(parts.year, parts.month, parts.day, ...clock).getTime();
        expect(momentOf(parts, clock, zone)).toBe(expected);
        expect(momentOf(parts, clock, 'browser')).toBe(expected);
      }),
    );
  });
});

describe('a moment', () => {
  const at = (zone: string, ...[year, month, ofMonth, ...clock]: [number, number, number, ...number[]]) =>
    new Date(momentOf({ year, month: month - 1, day: ofMonth }, clock, `name:${zone}`)).toISOString();

  it.each([
    ['is the first of an hour that comes twice', at('America/New_York', 2026, 11, 1, 1, 30), '2026-11-01T05:30:00.000Z'],
    ['is an hour later where it was left out', at('America/New_York', 2026, 3, 8, 2, 30), '2026-03-08T07:30:00.000Z'],
    ['is the first of a half-hour that comes twice', at('Australia/Lord_Howe', 2026, 4, 5, 1, 45), '2026-04-04T14:45:00.000Z'],
    ['is half an hour later where that was left out', at('Australia/Lord_Howe', 2026, 10, 4, 2, 15), '2026-10-03T15:45:00.000Z'],
    ['begins a day at one where midnight was left out', at('Asia/Beirut', 2026, 3, 29), '2026-03-28T22:00:00.000Z'],
    ['of a day that was left out is of the next one', at('Pacific/Apia', 2011, 12, 30, 9), '2011-12-30T19:00:00.000Z'],
    ['counts a day too many on', at('Asia/Kathmandu', 2026, 12, 32), '2026-12-31T18:15:00.000Z'],
    ['is told from a time before there were zones', at('Asia/Kathmandu', 1900, 1, 1), '1899-12-31T18:18:44.000Z'],
    ['of the first century is not one of the last', at('UTC', 26, 11, 17), '0026-11-17T00:00:00.000Z'],
  ])('%s', (_promise, told, expected) => {
    expect(told).toBe(expected);
  });
});

describe('the zones that are offered', () => {
  const choices = () => offeredZones().map(({ choice }) => choice);
  beforeEach(() => {
    vi.stubEnv('TZ', 'America/New_York');
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
    recallZone(null);
  });

  it('are the browser’s, UTC and the organization’s, in turn', () => {
    recallZone('ada', 'Asia/Kathmandu');
    expect(choices()).toEqual(['browser', 'utc', 'organization']);
    expect(currentZone()).toBe('browser');
    const round = [1, 2, 3].map(() => {
      setZone(nextChoice());
      return [currentChoice(), zoneName()];
    });
    expect(round).toEqual([
      ['utc', 'UTC'],
      ['organization', 'Asia/Kathmandu'],
      ['browser', 'America/New_York'],
    ]);
  });

  it.each([
    [null, ['browser', 'utc']],
    ['US/Eastern', ['browser', 'utc']],
    ['Etc/UTC', ['browser', 'utc']],
    ['America/Toronto', ['browser', 'utc', 'organization']],
    ['Mars/Olympus_Mons', ['browser', 'utc']],
  ])('are only those that differ, and that the browser knows: %s', (zone, expected) => {
    recallZone('ada', zone);
    expect(choices()).toEqual(expected);
  });

  it('are one where the browser is in UTC', () => {
    vi.stubEnv('TZ', 'UTC');
    recallZone('ada', null);
    setZone('utc');
    expect([choices(), currentChoice(), nextChoice()]).toEqual([['browser'], 'browser', 'browser']);
  });

  it('keep for each person what they chose, also while their organization has none', () => {
    recallZone('ada', 'Asia/Kathmandu');
    setZone('organization');
    recallZone('bob', 'Asia/Kathmandu');
    expect(currentZone()).toBe('browser');
    recallZone('ada', null);
    expect(currentZone()).toBe('browser');
    recallZone('ada', 'Europe/Lisbon');
    expect(currentZone()).toBe('name:Europe/Lisbon');
    recallZone('ada', 'Etc/UTC');
    expect([currentZone(), currentChoice()]).toEqual(['utc', 'utc']);
  });

  it('say of one that the browser does not know that it does not', () => {
    recallZone('ada', 'Mars/Olympus_Mons');
    setZone('organization');
    expect(organizationZone()).toEqual({ name: 'Mars/Olympus_Mons', zone: null });
    expect(currentZone()).toBe('browser');
  });
});
