import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayKey } from '../ui/time-format.js';
import { windowOf, type EntryWindow } from './entry-window.js';
import { layOut, type Expansion, type Layout } from './list-items.js';
import { entryOfRow, isEntryStop, itemAt, itemOf, keepPlace, parentOf, rowBeside, rowOf } from './list-places.js';
import { listOf, runsOf } from './list-testing.js';
import { entryAt, pageOf } from './testing.js';

const heights = { entry: 32, day: 36, more: 30 };
const today = dayKey(entryAt(1).time);

function minutes(at: number[], change: Partial<EntryWindow> = {}): Layout {
  return layOut({ ...windowOf(pageOf(at)), ...change }, { heights, today });
}

function operations(all: string, opened: Readonly<Record<string, Expansion>> = {}, newest = 0): Layout {
  const expanded = new Map(Object.entries(opened).map(([name, to]) => [runsOf(name), to]));
  return layOut(listOf(all, newest), { heights, today, expanded });
}

const idAt = ({ edges }: Layout, index: number) => edges[index]?.node.id ?? '';
const kindAt = (layout: Layout, index: number) => layout.items[itemOf(layout, idAt(layout, index))]?.kind;

it('finds the item at a position', () => {
  const layout = minutes([9, 8, 7]);
  expect([0, 31, 32, 64, 500].map((position) => itemAt(layout, position))).toEqual([0, 0, 1, 2, 2]);
});

describe('keeping the place', () => {
  it('holds what is read when entries come in above', () => {
    expect(keepPlace(minutes([9, 8, 7]), minutes([12, 11, 10, 9, 8, 7]), 40)).toBe(40 + 3 * 32);
  });

  it('holds it when entries above are dropped', () => {
    const after = minutes([7, 6], { newer: 'cursor-7' });
    expect(keepPlace(minutes([9, 8, 7, 6]), after, 70)).toBe(70 - 32);
  });

  it('goes by the next entry when the one at the top is gone', () => {
    expect(keepPlace(minutes([9, 8, 7]), minutes([7]), 0)).toBe(-64);
  });

  it('knows no place when nothing is left', () => {
    expect(keepPlace(minutes([9, 8]), minutes([3]), 0)).toBeNull();
  });

  it('holds what stands below an operation that is opened above it', () => {
    const all = '-aaaa---';
    expect(keepPlace(operations(all), operations(all, { a: 'few' }), 70)).toBe(70 + 4 * 32);
    expect(keepPlace(operations(all, { a: 'few' }), operations(all), 70 + 4 * 32)).toBe(70);
  });

  it('holds the row of an operation, also when more of it comes, or it has become one', () => {
    expect(keepPlace(operations('-aa-', {}, 0), operations('---aa-', {}, 0), 40)).toBe(40 + 2 * 32);
    expect(keepPlace(operations('-aa-'), operations('-aa-', { a: 'few' }), 40)).toBe(40);
    expect(keepPlace(operations('aa-', { a: 'few' }), operations('aa-'), 70)).toBe(70 - 64);
  });

  it('holds the entry at the top of the view, whatever comes above it and whichever operations are opened or closed', () => {
    const expansion = fc.constantFrom<Expansion>('closed', 'few', 'all');
    const opened = fc.record({ a: expansion, b: expansion });
    const list = fc.array(fc.constantFrom(...'--aab'), { minLength: 1, maxLength: 40 }).map((all) => all.join(''));
    fc.assert(
      fc.property(list, list, opened, opened, fc.nat(2000), (above, below, before, after, at) => {
        const was = operations(below, before);
        const is = operations(above + below, after);
        const position = Math.min(at, (was.offsets.at(-1) ?? 0) - 1);
        const top = itemAt(was, position);
        const place = keepPlace(was, is, position);
        const item = was.items[top];
        if (item?.kind !== 'entry') return;
        const now = itemOf(is, item.key);
        expect(place).toBe((is.offsets[now] ?? 0) + position - (was.offsets[top] ?? 0));
      }),
    );
  });
});

describe('the row of an entry', () => {
  it('is its own, or that of its operation where it is not shown', () => {
    const all = '-aaaaaaa-';
    const closed = operations(all);
    expect([0, 1, 7, 8].map((at) => kindAt(closed, at))).toEqual(['entry', 'operation', 'operation', 'entry']);
    const few = operations(all, { a: 'few' });
    expect([1, 3, 4, 7, 8].map((at) => kindAt(few, at))).toEqual(['entry', 'entry', 'operation', 'operation', 'entry']);
    expect(itemOf(few, 'no such entry')).toBe(-1);
  });

  it('leads to the row of its operation, which stands for an entry of it', () => {
    const layout = operations('-aaaaaaa-', { a: 'few' });
    const member = rowOf(layout, idAt(layout, 2));
    const parent = member && parentOf(layout, member);
    expect(parent).toMatchObject({ kind: 'operation' });
    expect(parent && entryOfRow(layout, parent)?.id).toBe(idAt(layout, 1));
    expect(parent && parentOf(layout, parent)).toBeNull();
  });
});

describe('going through the rows', () => {
  const layout = operations('-aaaaaaa-bb-', { a: 'few' });

  it('comes to every row, one after the other', () => {
    const kinds: string[] = [];
    for (let row = rowOf(layout, idAt(layout, 0)); row !== null; row = rowBeside(layout, row.key, 1)) kinds.push(row.kind);
    expect(kinds).toEqual(['entry', 'operation', 'entry', 'entry', 'entry', 'more', 'entry', 'operation', 'entry']);
  });

  it('comes to entries alone where one is open, and an operation that is closed counts as one', () => {
    const kinds: string[] = [];
    for (let row = rowOf(layout, idAt(layout, 11)); row !== null; row = rowBeside(layout, row.key, -1, isEntryStop)) kinds.push(row.kind);
    expect(kinds).toEqual(['entry', 'operation', 'entry', 'entry', 'entry', 'entry', 'entry']);
  });
});
