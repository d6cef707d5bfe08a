import { describe, expect, it } from 'vitest';
import { spanText, ticksOf } from './axis.js';

const gaps = (ticks: readonly { at: number }[]) => ticks.slice(1).map(({ at }, i) => (at - (ticks[i]?.at ?? 0)) / 3_600_000);
const isDay = ({ label }: { label: string }) => !label.includes(':');

describe('the axis', () => {
  it.each([
    ['Europe/Berlin', '2026-10-23T10:00:00Z', ['Sat 24', 'Sun 25', 'Mon 26', 'Today'], [24, 25, 24]],
    ['Europe/Lisbon', '2026-03-27T10:00:00Z', ['Sat 28', 'Sun 29', 'Mon 30', 'Today'], [24, 23, 24]],
    ['Australia/Lord_Howe', '2026-04-03T10:00:00Z', ['Sat 4', 'Sun 5', 'Mon 6', 'Today'], [24, 24.5, 24]],
    // Where midnight is left out a day begins at one.
    ['Asia/Beirut', '2026-03-27T10:00:00Z', ['Sat 28', 'Sun 29', 'Mon 30', 'Today'], [24, 23, 24]],
  ])('is labelled where days begin in %s, also when one is longer or shorter', (name, begin, labels, lengths) => {
    const from = Date.parse(begin);
    const ticks = ticksOf(from, from + 4 * 86_400_000, 12, from + 4 * 86_400_000 - 3_600_000, `name:${name}`);
    const days = ticks.filter(isDay);
    expect(days.map(({ label }) => label)).toEqual(labels);
    expect(gaps(days)).toEqual(lengths);
  });

  it('begins days at a quarter past in Kathmandu', () => {
    const ticks = ticksOf(Date.parse('2026-11-18T00:00:00Z'), Date.parse('2026-11-25T00:00:00Z'), 10, 0, 'name:Asia/Kathmandu');
    expect(ticks.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual(Array(7).fill('18:15'));
    expect(ticksOf(Date.parse('2026-11-18T00:00:00Z'), Date.parse('2026-11-20T00:00:00Z'), 3, 0, 'utc').map(({ label }) => label)).toEqual(['Wed 18', 'Thu 19']);
  });

  it('goes on every hour through the one that comes twice, and labels the second one alone', () => {
    const night = ticksOf(Date.parse('2026-11-01T04:00:00Z'), Date.parse('2026-11-01T09:00:00Z'), 6, 0, 'name:America/New_York');
    expect(night.map(({ label }) => label)).toEqual(['Sun 1', '01:00', '01:00', '02:00', '03:00']);
    expect(gaps(night)).toEqual([1, 1, 1, 1]);
    const second = ticksOf(Date.parse('2026-11-01T06:00:00Z'), Date.parse('2026-11-01T07:00:00Z'), 5, 0, 'name:America/New_York');
    expect(second.map(({ label }) => label)).toEqual(['01:00', '01:15', '01:30', '01:45']);
  });

  it('leaves out what the clocks leave out', () => {
    const night = ticksOf(Date.parse('2026-03-08T05:00:00Z'), Date.parse('2026-03-08T10:00:00Z'), 6, 0, 'name:America/New_York');
    expect(night.map(({ label }) => label)).toEqual(['Sun 8', '01:00', '03:00', '04:00', '05:00']);
    expect(gaps(night)).toEqual([1, 1, 1, 1]);
    const apia = ticksOf(Date.parse('2011-12-29T10:00:00Z'), Date.parse('2012-01-01T10:00:00Z'), 4, 0, 'name:Pacific/Apia');
    expect(apia.map(({ label }) => label)).toEqual(['Thu 29', 'Sat 31', 'Sun 1']);
  });

  it.each([['an hour', 3.6e6], ['a day', 8.64e7], ['a month', 2.6e9], ['a year', 3.2e10], ['ten years', 3.2e11]])('has no more labels than fit over %s', (_name, length) => {
    const from = Date.parse('2026-03-07T11:13:00Z');
    const ticks = ticksOf(from, from + length, 8, 0);
    expect(ticks.length).toBeGreaterThan(0);
    expect(ticks.length).toBeLessThanOrEqual(9);
  });
});

describe('the span of a bar', () => {
  it('names its zone, and the day once', () => {
    expect(spanText('2026-11-18T14:00:00.000000Z', '2026-11-18T15:00:00.000000Z', 'utc')).toBe('18 Nov 2026, 14:00 to 15:00 UTC');
    expect(spanText('2026-11-18T18:00:00.000000Z', '2026-11-18T19:00:00.000000Z', 'name:Asia/Kathmandu')).toBe('18 Nov 2026, 23:45 to 19 Nov 2026, 00:45 UTC+05:45');
  });

  it('has both offsets where the clocks were changed within it', () => {
    expect(spanText('2026-10-25T00:00:00.000000Z', '2026-10-25T03:00:00.000000Z', 'name:Europe/Berlin')).toBe('25 Oct 2026, 02:00 UTC+02:00 to 04:00 UTC+01:00');
  });
});
