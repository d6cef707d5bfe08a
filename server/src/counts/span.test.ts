import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buckets, bucketWidth, DAY, wholeDays, wholeMonths, type Span } from './span.js';

const at = (milliseconds: number, digits = '000'): string => new Date(milliseconds).toISOString().replace('Z', `${digits}Z`);
const times = fc.tuple(fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2090, 0) }), fc.constantFrom('000', '001', '999')).map(([time, digits]) => at(time, digits));
const spans = fc.tuple(times, times).filter(([a, b]) => a !== b).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));

describe('buckets', () => {
  test('follow one another without a gap from the beginning of the span to its end, at most as many as asked for', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 200 }), (span, most) => {
        const width = bucketWidth(span, most);
        const found = buckets(span, width);
        expect(found.length).toBeLessThanOrEqual(most);
        expect(found.at(0)?.from).toBe(span.from);
        expect(found.at(-1)?.to).toBe(span.to);
        for (const [i, bucket] of found.entries()) {
          expect(bucket.from < bucket.to).toBe(true);
          if (i > 0) expect([found[i - 1]?.to, (bucket.start - (found[i - 1]?.start ?? 0))]).toEqual([bucket.from, width]);
        }
      }),
    );
  });

  test('are as few as asked for over any span, also over all times that a log can hold', () => {
    const spans = [['0000-01-01', '9999-12-31'], ['1960-01-01', '2026-01-01'], ['1970-01-04', '1970-01-06']];
    for (const [from, to] of spans) {
      const span = { from: `${from}T00:00:00.000000Z`, to: `${to}T00:00:00.000000Z` };
      expect(buckets(span, bucketWidth(span, 1))).toHaveLength(1);
    }
  });

  test('are hours of a day, days of a month, and weeks that begin on Mondays of two years', () => {
    expect(bucketWidth({ from: '2026-11-24T10:00:00.000000Z', to: '2026-11-25T10:00:00.000000Z' }, 24)).toBe(3600);
    expect(bucketWidth({ from: '2026-10-25T00:00:00.000000Z', to: '2026-11-24T00:00:00.000000Z' }, 40)).toBe(DAY);
    const years = { from: '2024-11-25T00:00:00.000000Z', to: '2026-11-25T00:00:00.000000Z' };
    const weeks = buckets(years, bucketWidth(years, 110));
    expect(weeks.map(({ start }) => new Date(start * 1000).getUTCDay())).toEqual(weeks.map(() => 1));
    expect(weeks).toHaveLength(105);
  });
});

/** In microseconds, which Date.parse cuts. */
function lengthOf({ from, to }: Span): number {
  const [second, microsecond] = [(time: string | null) => Date.parse(`${time?.slice(0, 19)}Z`), (time: string | null) => Number(time?.slice(20, 26))];
  return (second(to) - second(from)) * 1000 + microsecond(to) - microsecond(from);
}

describe('the whole days of a span', () => {
  test('and what is left at both ends are the span, without a gap', () => {
    fc.assert(
      fc.property(spans, (span) => {
        const { days, edges } = wholeDays(span);
        const parts = [...edges, ...(days ? [{ from: `${days.from}T00:00:00.000000Z`, to: `${days.to}T00:00:00.000000Z` }] : [])];
        const inOrder = parts.toSorted((a, b) => (String(a.from) < String(b.from) ? -1 : 1));
        expect(inOrder.at(0)?.from).toBe(span.from);
        expect(inOrder.at(-1)?.to).toBe(span.to);
        for (const [i, part] of inOrder.entries()) if (i > 0) expect(part.from).toBe(inOrder[i - 1]?.to);
        for (const edge of edges) expect(lengthOf(edge)).toBeLessThan((days ? 1 : 2) * DAY * 1e6);
      }),
    );
  });

  test('end with the last day that there is', () => {
    const last = { from: '9999-12-31T12:00:00.000000Z', to: null };
    expect(wholeDays(last)).toEqual({ days: null, edges: [last] });
    const span = { from: '0001-01-01T00:00:00.000001Z', to: '9999-12-31T23:59:59.000001Z' };
    const found = buckets(span, bucketWidth(span, 200));
    expect([found.at(0)?.from, found.at(-1)?.to]).toEqual([span.from, span.to]);
    for (const [i, bucket] of found.entries()) if (i > 0) expect(bucket.from).toBe(found[i - 1]?.to);
  });

  test('have no end where the span has none', () => {
    expect(wholeDays({ from: null, to: null })).toEqual({ days: { from: null, to: null }, edges: [] });
    expect(wholeDays({ from: '2026-11-24T00:00:00.000001Z', to: null })).toEqual({
      days: { from: '2026-11-25', to: null },
      edges: [{ from: '2026-11-24T00:00:00.000001Z', to: '2026-11-25T00:00:00.000000Z' }],
    });
  });
});

describe('the whole months of a span of days', () => {
  const dates = fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2090, 0) }).map((time) => new Date(time).toISOString().slice(0, 10));

  test('and the days before and after them are the span, without a gap', () => {
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const { before, months, after } = wholeMonths({ from, to });
        expect([before.from, before.to, months.to, after.to]).toEqual([from, months.from, after.from, to]);
        if (months.from < months.to) expect([months.from.slice(7), months.to.slice(7)]).toEqual(['-01', '-01']);
        for (const { from: first, to: last } of [before, after]) expect((Date.parse(last) - Date.parse(first)) / 1000).toBeLessThan(60 * DAY);
      }),
    );
  });

  test('are all of a log that is asked for without times', () => {
    expect(wholeMonths({ from: '-infinity', to: 'infinity' })).toEqual({
      before: { from: '-infinity', to: '-infinity' },
      months: { from: '-infinity', to: 'infinity' },
      after: { from: 'infinity', to: 'infinity' },
    });
    expect(wholeMonths({ from: '2026-02-28', to: 'infinity' }).months).toEqual({ from: '2026-03-01', to: 'infinity' });
  });
});
