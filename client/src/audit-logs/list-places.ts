import { newestFirst, type Entry } from './entry-window.js';
import { leadOf } from './operation-summary.js';
import type { Item, Layout } from './list-items.js';

/** An item that the keyboard can stand on. */
export type Row = Extract<Item, { kind: 'entry' | 'operation' | 'more' | 'rest' }>;

/** The first item that shows at a scroll position: the one that reaches below it. */
export function itemAt({ items, offsets }: Layout, position: number): number {
  return lowest(items.length - 1, (at) => (offsets[at + 1] ?? Infinity) > position);
}

/**
 * Where to scroll so that what stood at the top of the view stands there still after the list has changed. Null when
 * nothing of it is left.
 */
export function keepPlace(before: Layout, after: Layout, position: number): number | null {
  for (let at = itemAt(before, position); at < before.items.length; at += 1) {
    const item = before.items[at];
    if (item?.kind !== 'entry' && item?.kind !== 'operation') continue;
    const entry = before.edges[item.index]?.node;
    const now = entry === undefined ? -1 : itemOfEntry(after, entry);
    if (now < 0) continue;
    const place = item.kind === 'operation' ? parentAt(after, now) : now;
    return position + (after.offsets[place] ?? 0) - (before.offsets[at] ?? 0);
  }
  return null;
}

/** The item that stands for an entry: its own row, or that of its operation where it is not shown. -1 where it is not in the list. */
export function itemOfEntry(layout: Layout, entry: Entry): number {
  const index = indexOfEntry(layout, entry);
  return index < 0 ? -1 : itemOfIndex(layout, index);
}

/** The item of a row, or of the entry that has this id. -1 where there is none. */
export function itemOf(layout: Layout, id: string): number {
  const row = layout.items.findIndex(({ key }) => key === id);
  if (row >= 0) return row;
  const index = layout.edges.findIndex(({ node }) => node.id === id);
  return index < 0 ? -1 : itemOfIndex(layout, index);
}

export function rowOf(layout: Layout, id: string): Row | null {
  return asRow(layout.items[itemOf(layout, id)]);
}

/** The row that a row belongs to; null for one that belongs to none. */
export function parentOf(layout: Layout, row: Row): Row | null {
  const parent = row.kind === 'entry' ? row.of?.parent : row.kind === 'operation' ? undefined : row.parent;
  return parent === undefined ? null : asRow(layout.items[parent]);
}

/** The entry that a row shows, or that stands for it. */
export function entryOfRow({ edges }: Layout, row: Row): Entry | null {
  return row.kind === 'entry' ? row.edge.node : leadOf(edges, row.run);
}

/** The next row below or above a row, or an entry that has none of its own. */
export function rowBeside(layout: Layout, id: string, by: 1 | -1, isStop: (row: Row) => boolean = () => true): Row | null {
  const from = itemOf(layout, id);
  if (from < 0) return null;
  for (let at = from + by; at >= 0 && at < layout.items.length; at += by) {
    const row = asRow(layout.items[at]);
    if (row !== null && isStop(row)) return row;
  }
  return null;
}

/** Whether a row is where one stops who goes from entry to entry: a closed operation stands for its entries. */
export function isEntryStop(row: Row): boolean {
  return row.kind === 'entry' || (row.kind === 'operation' && row.run.expansion === 'closed');
}

/** The first row at a scroll position, or below it. */
export function firstRowAt(layout: Layout, position: number): Row | null {
  for (let at = itemAt(layout, position); at < layout.items.length; at += 1) {
    const row = asRow(layout.items[at]);
    if (row !== null) return row;
  }
  return null;
}

export function asRow(item: Item | undefined): Row | null {
  return item?.kind === 'entry' || item?.kind === 'operation' || item?.kind === 'more' || item?.kind === 'rest' ? item : null;
}

function indexOfEntry({ edges }: Layout, entry: Entry): number {
  const at = lowest(edges.length, (index) => index === edges.length || newestFirst(edges[index]?.node ?? entry, entry) >= 0);
  return edges[at]?.node.id === entry.id ? at : -1;
}

function itemOfIndex({ items }: Layout, index: number): number {
  // The last one that does not begin after it; what stands below an entry has its index too.
  let at = lowest(items.length, (candidate) => candidate === items.length || (items[candidate]?.index ?? 0) > index) - 1;
  for (; at >= 0; at -= 1) {
    const item = items[at];
    if (item?.kind === 'entry' || item?.kind === 'operation') return at;
    if (item?.kind === 'more') return item.parent;
  }
  return -1;
}

function parentAt({ items }: Layout, at: number): number {
  const item = items[at];
  return item?.kind === 'entry' ? (item.of?.parent ?? at) : at;
}

/** The lowest number up to the last one for which it holds; it holds for all above it, and for the last one. */
function lowest(last: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = Math.max(0, last);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
