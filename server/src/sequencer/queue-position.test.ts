import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QueuePosition } from './queue-position.js';

const NONE = new Set<number>();

describe('the position in the queue', () => {
  test('remembers the numbers that were passed over, and takes them when they turn up', () => {
    const first = QueuePosition.from(1).after([2, 5], NONE, 10n);
    expect(first.gaps).toEqual([
      { first: 1, last: 1, until: 'pending' },
      { first: 3, last: 4, until: 'pending' },
    ]);
    const second = first.closedBy(20n).after([3, 6], NONE, 15n);
    expect(second).toMatchObject({ high: 6, low: 1, gaps: [{ first: 1, last: 1 }, { first: 4, last: 4 }] });
  });

  test('drops a gap only when every transaction that could fill it had ended at the look', () => {
    const position = QueuePosition.from(1).after([3], NONE, 10n).closedBy(20n);
    expect(position.after([], NONE, 20n).low).toBe(1);
    expect(position.after([], NONE, 21n).low).toBe(4);
  });

  test('keeps in sight what could not be taken', () => {
    const position = QueuePosition.from(1).after([1, 2], new Set([1]), 10n);
    expect(position.after([1], new Set([1]), 99n)).toMatchObject({ high: 2, low: 1 });
  });

  test('misses no number, whatever order transactions commit in', () => {
    // Each writer draws a number and its transaction at once, and ends (or is rolled back) at any later time.
    const writers = fc.array(fc.record({ ends: fc.nat(30), commits: fc.boolean() }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(writers, fc.integer({ min: 1, max: 5 }), (all, batch) => {
        const taken = new Set<number>();
        let position = QueuePosition.from(1);
        // Writer i has number i + 1 and transaction i + 1, and begins at time i.
        for (let now = 0; now <= all.length + 60; now += 1) {
          const ended = (i: number): boolean => i + (all[i]?.ends ?? 0) < now;
          const running = all.findIndex((_, i) => i < now && !ended(i));
          const xmin = BigInt(running < 0 ? 1000 + now : running + 1);
          const visible = all.flatMap(({ commits }, i) => (i < now && ended(i) && commits && !taken.has(i + 1) ? [i + 1] : []));
          const late = visible.filter((n) => position.gaps.some((gap) => gap.first <= n && n <= gap.last));
          const found = [...late, ...visible.filter((n) => n > position.high).slice(0, batch)];
          for (const number of found) taken.add(number);
          position = position.after(found, NONE, xmin).closedBy(BigInt(1000 + now));
        }
        const committed = all.flatMap(({ commits }, i) => (commits ? [i + 1] : []));
        expect([...taken].toSorted((a, b) => a - b)).toEqual(committed);
        expect(position.low).toBe(position.high + 1);
      }),
    );
  });
});
