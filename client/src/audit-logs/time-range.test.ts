import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { timeFromMilliseconds } from '@audit-log/shared/time';
import { zoneOffset } from '../ui/time-format.js';
import { offsetAt, recallZone, setZone, zoneName, type Zone, type ZoneChoice } from '../ui/zone.js';
import {
  endText,
  hasEnded,
  momentText,
  parseEnd,
  parseMoment,
  presets,
  rangeLabel,
  rangeZone,
  sameRange,
  widerRange,
} from './time-range.js';

// Moments are made from the reader's own calendar, so that the promises hold in every zone.
const at = (...parts: [number, number, number, number?, number?, number?]) =>
  timeFromMilliseconds(new Date(parts[0], parts[1], parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0).getTime());
const now = new Date(2026, 10, 24, 14, 2, 11).getTime();

function preset(label: string) {
  const found = presets.find((one) => one.label === label);
  if (found === undefined) throw new Error(`There is no preset ${label}.`);
  return found.rangeAt(now);
}

describe('presets', () => {
  it('stay relative where they count back from now', () => {
    expect(preset('Last 7 days')).toEqual({ range: '7d' });
  });

  it('follow the calendar of the reader', () => {
    expect(preset('Yesterday')).toEqual({ from: at(2026, 10, 23), to: at(2026, 10, 24) });
    expect(preset('Previous month')).toEqual({ from: at(2026, 9, 1), to: at(2026, 10, 1) });
    expect(preset('Today so far')).toEqual({ from: at(2026, 10, 24), to: null });
  });
});

describe('the label of a range', () => {
  it('names relative ranges as the presets do', () => {
    for (const { label, rangeAt } of presets.slice(0, 6)) expect(rangeLabel(rangeAt(now))).toBe(label);
    expect(rangeLabel({ range: '2d' })).toBe('Last 2 days');
  });

  it('names whole days as days, with the last one included', () => {
    expect(rangeLabel(preset('Yesterday'))).toBe('23 Nov 2026');
    expect(rangeLabel(preset('Previous month'))).toBe('1 Oct 2026 to 31 Oct 2026');
  });

  it('names moments to the minute, and open ends', () => {
    expect(rangeLabel({ from: at(2026, 10, 17, 14, 2), to: at(2026, 10, 18, 9) })).toBe(
      '17 Nov 2026, 14:02 to 18 Nov 2026, 09:00',
    );
    expect(rangeLabel({ from: at(2026, 10, 17) })).toBe('Since 17 Nov 2026');
    expect(rangeLabel({ to: at(2026, 10, 17) })).toBe('Until 16 Nov 2026');
    expect(rangeLabel({})).toBe('All time');
  });

  it('includes the last day where only the end is a whole one, and tells seconds where there are some', () => {
    expect(rangeLabel({ from: at(2026, 10, 1, 1, 30), to: at(2026, 10, 3) })).toBe('1 Nov 2026, 01:30 to 2 Nov 2026');
    expect(rangeLabel({ to: at(2026, 10, 17, 22, 11, 40) })).toBe('Until 17 Nov 2026, 22:11:40');
  });
});

describe('a moment written by hand', () => {
  it.each([
    ['2026-11-17 14:02', at(2026, 10, 17, 14, 2)],
    ['2026-11-17T14:02:05', at(2026, 10, 17, 14, 2, 5)],
    ['17 Nov 2026, 14:02', at(2026, 10, 17, 14, 2)],
    ['17 november', at(2026, 10, 17)],
    ['2026-11-17', at(2026, 10, 17)],
    ['now', timeFromMilliseconds(now)],
    ['now-7d', timeFromMilliseconds(now - 7 * 86_400_000)],
    ['2026-11-17T14:02:05.123456+05:45', '2026-11-17T08:17:05.123456Z'],
  ])('is read: %s', (text, expected) => {
    expect(parseMoment(text, now)).toBe(expected);
  });

  it.each(['', 'soon', '31 Feb 2026', '2026-13-01', '17 Nov 2026, 25:00', '2026-11-17 14:61'])(
    'is refused rather than guessed: %s',
    (text) => {
      expect(parseMoment(text, now)).toBeNull();
    },
  );
});

describe('a day that the clocks change on, in the organization’s zone', () => {
  afterAll(() => recallZone(null));

  it.each([
    ['America/New_York', '8 Mar 2026', 23],
    ['America/New_York', '1 Nov 2026', 25],
    ['Australia/Lord_Howe', '4 Oct 2026', 23.5],
    ['Australia/Lord_Howe', '5 Apr 2026', 24.5],
    ['Asia/Beirut', '29 Mar 2026', 23],
    ['Europe/Lisbon', '25 Oct 2026', 25],
    ['Asia/Kathmandu', '1 Nov 2026', 24],
  ])('has in %s, on %s, %d hours: written, as yesterday and as today', (zone, day, hours) => {
    recallZone(null, zone);
    setZone('organization');
    const range = { from: parseMoment(day, now), to: parseEnd(day, now) };
    const [from, to] = [Date.parse(range.from ?? ''), Date.parse(range.to ?? '')];
    expect((to - from) / 3_600_000).toBe(hours);
    expect(rangeLabel(range)).toBe(day);
    const rangeAt = (label: string, at: number) => presets.find((one) => one.label === label)?.rangeAt(at);
    for (const at of [to, to + 3_600_000, to + 22 * 3_600_000]) expect(rangeAt('Yesterday', at)).toEqual(range);
    for (const at of [from, from + 5_400_000, to - 1]) expect(rangeAt('Today so far', at)).toEqual({ from: range.from, to: null });
  });

  it('is none in Apia’s 2011-12-30: the day before its morrow is the 29th, and it is read as nothing but its end', () => {
    recallZone(null, 'Pacific/Apia');
    setZone('organization');
    const morrow = Date.parse('2011-12-31T00:00:00+14:00');
    expect(presets.find(({ label }) => label === 'Yesterday')?.rangeAt(morrow)).toEqual({ from: '2011-12-29T10:00:00.000000Z', to: '2011-12-30T10:00:00.000000Z' });
    expect([parseMoment('30 Dec 2011', now), parseEnd('30 Dec 2011', now)]).toEqual(['2011-12-30T10:00:00.000000Z', '2011-12-30T10:00:00.000000Z']);
  });
});

describe('the end of a range written by hand', () => {
  it('counts a day to its end', () => {
    expect(parseEnd('25 Nov 2026', now)).toBe(at(2026, 10, 26));
    expect(parseEnd('2026-12-31', now)).toBe(at(2027, 0, 1));
    expect(parseEnd('25 Nov 2026, 00:00', now)).toBe(at(2026, 10, 25));
    expect(parseEnd('31 Feb 2026', now)).toBeNull();
  });

  it('is read back from its own words', () => {
    for (const time of [at(2026, 10, 26), at(2026, 10, 25, 9), at(2026, 10, 25, 22, 11, 40)]) {
      expect(parseEnd(endText(time), now)).toBe(time);
      expect(parseMoment(momentText(time), now)).toBe(time);
    }
  });
});

describe('the zone of a range', () => {
  const winter = Date.parse(at(2026, 0, 15, 12));
  const summer = Date.parse(at(2026, 6, 15, 12));
  it.each([
    [{ from: timeFromMilliseconds(summer), to: timeFromMilliseconds(summer + 1000) }, zoneOffset(summer)],
    [{ to: timeFromMilliseconds(winter) }, zoneOffset(winter)],
    [{ range: '7d' }, zoneOffset(now)],
  ] as const)('is the offset of its own moments: %o', (range, expected) => {
    expect(rangeZone(range, now)).toBe(expected);
  });

  it('is named where the offset differs between its ends', () => {
    const zone = rangeZone({ from: timeFromMilliseconds(winter), to: timeFromMilliseconds(summer) }, now);
    expect(zone).toBe(zoneOffset(winter) === zoneOffset(summer) ? zoneOffset(winter) : zoneName());
  });
});

describe('ranges', () => {
  it('are the same where missing and null are', () => {
    expect(sameRange({ range: '7d' }, { range: '7d', from: null })).toBe(true);
    expect(sameRange({}, { range: '7d' })).toBe(false);
  });

  it('widen step by step, and end at all time', () => {
    expect(widerRange({ range: '7d' })).toEqual({ range: '30d' });
    expect(widerRange({ range: '90d' })).toEqual({});
    expect(widerRange({ from: at(2026, 10, 17) })).toEqual({});
    expect(widerRange({})).toBeNull();
  });

  it('have ended when nothing new can come in', () => {
    expect(hasEnded(preset('Yesterday'), now)).toBe(true);
    expect(hasEnded({ range: '7d' }, now)).toBe(false);
    expect(hasEnded({ to: timeFromMilliseconds(now + 1) }, now)).toBe(false);
  });
});

/** Zones whose clocks change: by an hour, by half an hour, at midnight, and one whose offset is no whole hour. */
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo', 'Asia/Kathmandu'];
/** Ten years of moments, half of them within two days of one at which the clocks of the zone change. */
function moments(zone: Zone, year: number): fc.Arbitrary<number> {
  const hours = Array.from({ length: 24 * 3650 }, (_, hour) => Date.UTC(year, 0) + hour * 3_600_000);
  const offset = (at: number) => offsetAt(at, zone);
  const changes = hours.filter((at) => offset(at) !== offset(at - 3_600_000));
  const any = fc.integer({ min: hours[0] ?? 0, max: hours.at(-1) ?? 0 });
  const near = fc.tuple(fc.constantFrom(...(changes.length > 0 ? changes : hours)), fc.integer({ min: -172_800, max: 172_800 }));
  return fc.oneof(any, near.map(([at, seconds]) => at + seconds * 1000)).map((at) => at - (at % 1000));
}

type Case = readonly [zone: string, told: ZoneChoice, organization: string | null, year: number];
const cases: readonly Case[] = [
  ...zones.map((zone): Case => [zone, 'browser', null, 2021]),
  ['America/New_York', 'utc', null, 2021],
  ['America/New_York', 'organization', 'Asia/Kathmandu', 2021],
  ['Asia/Kathmandu', 'organization', 'Australia/Lord_Howe', 2021],
  // A day was left out.
  ['UTC', 'organization', 'Pacific/Apia', 2008],
  ['UTC', 'organization', 'Africa/Casablanca', 2018],
];

describe.each(cases)('in %s, told in the zone of %s %s', (zone, told, organization, year) => {
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  /** Loaded anew, since formats keep the zone they were made in. */
  async function load() {
    vi.stubEnv('TZ', zone);
    vi.resetModules();
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone.replace('Katm', 'Kathm')).toBe(zone);
    const itsZone = await import('../ui/zone.js');
    itsZone.recallZone(null, organization);
    itsZone.setZone(told);
    expect(itsZone.currentChoice()).toBe(told);
    const at = moments(itsZone.currentZone(), year);
    return { at, ...itsZone, ...(await import('./time-range.js')), ...(await import('../ui/time-format.js')) };
  }

  it('days and months begin and end where their dates change', async () => {
    const { presets: all, dayKey, at: any } = await load();
    const rangeAt = (label: string, at: number) => {
      const { from, to } = all.find((one) => one.label === label)?.rangeAt(at) ?? {};
      return [Date.parse(from ?? ''), Date.parse(to ?? '')] as const;
    };
    fc.assert(
      fc.property(any, (at) => {
        const [start, end] = rangeAt('Yesterday', at);
        expect(dayKey(start)).toBe(dayKey(end - 1));
        expect(dayKey(start - 1)).not.toBe(dayKey(start));
        expect(dayKey(end)).toBe(dayKey(at));
        const [first, after] = rangeAt('Previous month', at);
        expect(dayKey(first).slice(8)).toBe('01');
        expect(dayKey(first).slice(0, 7)).toBe(dayKey(after - 1).slice(0, 7));
        expect(dayKey(after).slice(0, 7)).toBe(dayKey(at).slice(0, 7));
      }),
    );
  });

  it('a moment is read back from its words, in an hour that comes twice to within that hour', async () => {
    const { momentText: text, parseMoment: parse, at: any } = await load();
    fc.assert(
      fc.property(any, (at) => {
        const words = text(timeFromMilliseconds(at));
        const back = Date.parse(parse(words, at) ?? '');
        expect(text(timeFromMilliseconds(back))).toBe(words);
        expect(at - back).toBeGreaterThanOrEqual(0);
        expect(at - back).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });

  it('the end of a range is read back from its words', async () => {
    const { endText: text, parseEnd: parse, at: any } = await load();
    fc.assert(
      fc.property(any, (at) => {
        const words = text(timeFromMilliseconds(at));
        expect(text(parse(words, at) ?? '')).toBe(words);
      }),
    );
  });

  it('the zone that is named holds at both ends', async () => {
    const { rangeZone: zoneOf, zoneOffset: offset, zoneName: name, at: any } = await load();
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other) + 1];
        const named = zoneOf({ from: timeFromMilliseconds(from), to: timeFromMilliseconds(to) }, to);
        if (named !== name()) expect([offset(from), offset(to - 1)]).toEqual([named, named]);
        else expect(named === 'UTC' || offset(from) !== offset(to - 1)).toBe(true);
      }),
    );
  });
});
