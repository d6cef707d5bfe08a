import { afterEach, describe, expect, it, vi } from 'vitest';
import { spanText, ticksOf } from './axis.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const hours = (ticks: readonly { at: number }[]) => ticks.slice(1).map(({ at }, i) => (at - (ticks[i]?.at ?? 0)) / 3_600_000);

describe('the axis', () => {
  it('is labelled where days begin for the reader, also when one has 25 hours', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const ticks = ticksOf(Date.parse('2026-10-23T10:00:00Z'), Date.parse('2026-10-27T10:00:00Z'), 12, Date.parse('2026-10-27T09:00:00Z'), 'browser');
    const days = ticks.filter(({ label }) => /\d|Today/.test(label) && !label.includes(':'));
    expect(days.map(({ label }) => label)).toEqual(['Sat 24', 'Sun 25', 'Mon 26', 'Today']);
    expect(hours(days)).toEqual([24, 25, 24]);
  });

  it('begins days at a quarter past in Kathmandu', () => {
    vi.stubEnv('TZ', 'Asia/Kathmandu');
    const ticks = ticksOf(Date.parse('2026-11-18T00:00:00Z'), Date.parse('2026-11-25T00:00:00Z'), 10, 0, 'browser');
    expect(ticks.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual(Array(7).fill('18:15'));
    expect(ticksOf(Date.parse('2026-11-18T00:00:00Z'), Date.parse('2026-11-20T00:00:00Z'), 3, 0, 'utc').map(({ label }) => label)).toEqual(['Wed 18', 'Thu 19']);
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
    vi.stubEnv('TZ', 'Asia/Kathmandu');
    expect(spanText('2026-11-18T18:00:00.000000Z', '2026-11-18T19:00:00.000000Z', 'browser')).toBe('18 Nov 2026, 23:45 to 19 Nov 2026, 00:45 UTC+05:45');
  });

  it('has both offsets where the clocks were changed within it', async () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    // Formats are kept for as long as the page is open, whose zone stays.
    vi.resetModules();
    const afresh = await import('./axis.js');
    expect(afresh.spanText('2026-10-25T00:00:00.000000Z', '2026-10-25T03:00:00.000000Z', 'browser')).toBe('25 Oct 2026, 02:00 UTC+02:00 to 04:00 UTC+01:00');
  });
});
