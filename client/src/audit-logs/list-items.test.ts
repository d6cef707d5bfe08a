import { describe, expect, it } from 'vitest';
import { dayKey } from '../ui/time-format.js';
import { windowOf, type EntryWindow } from './entry-window.js';
import { itemAt, keepPlace, layOut } from './list-items.js';
import { entryAt, pageOf } from './testing.js';

const heights = { entry: 32, day: 36 };
const today = dayKey(entryAt(1).time);

function listOf(minutes: number[], change: Partial<EntryWindow> = {}) {
  return layOut({ ...windowOf(pageOf(minutes)), ...change }, heights, today);
}

describe('the layout of the list', () => {
  it('puts a line before every day but today', () => {
    const earlier = { node: entryAt(1, { id: 'earlier', time: '2026-11-20T08:00:00.000000Z' }), cursor: null };
    const { items, offsets } = layOut(
      { ...windowOf(pageOf([9])), edges: [...pageOf([9]).edges, earlier] },
      heights,
      today,
    );
    expect(items.map(({ kind }) => kind)).toEqual(['entry', 'day', 'entry']);
    expect(offsets).toEqual([0, 32, 68, 100]);
  });

  it('names the day at the top when it is not today', () => {
    expect(layOut(windowOf(pageOf([9])), heights, '2026-11-25').items[0]).toMatchObject({ kind: 'day' });
  });

  it('puts a line below the first of the entries that came together after a time without live', () => {
    const bridge = { entryId: 'entry-08', count: 2, from: 0, to: 1, why: 'cut' as const };
    const { items } = layOut(windowOf(pageOf([9, 8, 7])), heights, today, undefined, [bridge]);
    expect(items.map(({ key }) => key)).toEqual(['entry-09', 'entry-08', 'bridge-entry-08', 'entry-07']);
  });

  it('finds the item at a position', () => {
    const layout = listOf([9, 8, 7]);
    expect([0, 31, 32, 64, 500].map((position) => itemAt(layout, position))).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('keeping the place', () => {
  it('holds what is read when entries come in above', () => {
    expect(keepPlace(listOf([9, 8, 7]), listOf([12, 11, 10, 9, 8, 7]), 40)).toBe(40 + 3 * 32);
  });

  it('holds it when entries above are dropped', () => {
    const after = listOf([7, 6], { newer: 'cursor-7' });
    expect(keepPlace(listOf([9, 8, 7, 6]), after, 70)).toBe(70 - 32);
  });

  it('goes by the next entry when the one at the top is gone', () => {
    expect(keepPlace(listOf([9, 8, 7]), listOf([7]), 0)).toBe(-64);
  });

  it('knows no place when nothing is left', () => {
    expect(keepPlace(listOf([9, 8]), listOf([3]), 0)).toBeNull();
  });
});
