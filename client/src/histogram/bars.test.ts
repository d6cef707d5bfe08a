import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountLike } from '../ui/count-text.js';
import { actionsOf, byTone, scaleOf, segmentsOf, withArrivals, type Bucket, type Counted } from './bars.js';

const exact = (value: number): CountLike => ({ value, accuracy: 'EXACT', error: null });

function bucket(from: string, to: string, actions: Readonly<Record<string, number>> = {}): Bucket {
  const counts = Object.entries(actions).map(([action, value]) => ({ action, count: exact(value) }));
  return { from: `2026-11-24T${from}:00.000000Z`, to: `2026-11-24T${to}:00.000000Z`, count: exact(counts.reduce((all, { count }) => all + count.value, 0)), actions: counts };
}

const counted: Counted = {
  total: exact(3),
  buckets: [bucket('08:00', '09:00', { update: 2 }), bucket('09:00', '10:00'), bucket('10:00', '10:20', { create: 1 })],
  until: '2026-11-24T10:20:00.000000Z',
  since: 0,
};

describe('what is recorded after counting', () => {
  it('is added where it belongs, and the last bar goes on to its full width before others follow', () => {
    const at = (minute: string, action: string) => ({ time: `2026-11-24T${minute}:01.000000Z`, action });
    const { total, buckets, since } = withArrivals(counted, [at('10:30', 'update'), at('10:30', 'create'), at('12:10', 'delete')]);
    expect([total.value, since]).toEqual([6, 3]);
    expect(buckets.slice(2).map(({ from, to, count }) => [from.slice(11, 16), to.slice(11, 16), count.value])).toEqual([
      ['10:00', '11:00', 3],
      ['11:00', '12:00', 0],
      ['12:00', '13:00', 1],
    ]);
    expect(byTone(buckets.slice(2, 3)).create.value).toBe(2);
  });

  it('is not counted a second time where it was before the counting, but asked for', () => {
    const after = withArrivals(counted, [{ time: '2026-11-24T10:19:59.999999Z', action: 'update' }]);
    expect(after).toEqual(counted);
  });
});

describe('a bar', () => {
  it('has its parts in one order, from the usual ones to failures', () => {
    const segments = segmentsOf(bucket('08:00', '09:00', { sign_in_failed: 10, delete: 10, view: 10, create: 10, move: 10 }), 50, 68);
    expect(segments.map(({ tone }) => tone)).toEqual(['update', 'create', 'access', 'delete', 'failed']);
    expect((segments.at(-1)?.bottom ?? 0) + (segments.at(-1)?.height ?? 0)).toBeCloseTo(68);
  });

  it('leaves out what would be no pixel high, but keeps failures and more than three deletes', () => {
    const tall = (actions: Readonly<Record<string, number>>) => segmentsOf(bucket('08:00', '09:00', { update: 10_000, ...actions }), 10_000, 68).map(({ tone, height }) => [tone, height]);
    expect(tall({ create: 100, delete: 3 })).toEqual([['update', 68]]);
    expect(tall({ delete: 4, sign_in_failed: 1 })).toEqual([['update', 68], ['delete', 2], ['failed', 2]]);
  });

  it('is seen wherever there is anything', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e9 }), fc.constantFrom('update', 'create', 'delete', 'view'), (value, scale, action) => {
        expect(segmentsOf(bucket('08:00', '09:00', { [action]: value }), scale, 68).length).toBe(1);
      }),
    );
  });
});

it('the scale ends at a round number that no bar exceeds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (value) => {
      const scale = scaleOf([{ count: exact(value) }]);
      expect(scale).toBeGreaterThanOrEqual(value);
      expect(scale).toBeLessThanOrEqual(Math.max(1, value) * 2);
    }),
  );
  expect([0, 7, 97, 312].map((value) => scaleOf([{ count: exact(value) }]))).toEqual([1, 8, 100, 400]);
});

it('a legend entry stands for the actions of its kind that occur', () => {
  expect(actionsOf([bucket('08:00', '09:00', { revoke: 1, delete: 2, move: 1 })], 'delete')).toEqual(['delete', 'revoke']);
});
