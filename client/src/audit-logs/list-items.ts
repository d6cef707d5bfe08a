import { dayKey } from '../ui/time-format.js';
import { currentZone } from '../ui/zone.js';
import type { Bridge } from './entry-store.js';
import type { Edge, EntryWindow } from './entry-window.js';

/** What stands in the list, one below the other. */
export type Item =
  | { readonly kind: 'entry'; readonly key: string; readonly edge: Edge; readonly index: number }
  /** The line before the first entry of a day. */
  | { readonly kind: 'day'; readonly key: string; readonly time: string }
  /** The line below what came together after a time without live. */
  | { readonly kind: 'bridge'; readonly key: string; readonly bridge: Bridge }
  /** Stands for the entries newer than the window, while they load. */
  | { readonly kind: 'newer'; readonly key: string };

export interface ItemHeights {
  readonly entry: number;
  readonly day: number;
}

/** The items of a list, with the place of each. */
export interface Layout {
  readonly items: readonly Item[];
  /** Where each item begins, in pixels; one more than there are items: the last is the height of all. */
  readonly offsets: readonly number[];
}

/** @param today the reader's present day; entries of today stand at the top without a line */
export function layOut(window: EntryWindow | null, heights: ItemHeights, today: string, zone = currentZone(), bridges: readonly Bridge[] = []): Layout {
  const bridgeBelow = new Map(bridges.map((bridge) => [bridge.entryId, bridge]));
  const items: Item[] = [];
  const offsets = [0];
  const put = (item: Item, height: number) => {
    items.push(item);
    offsets.push((offsets.at(-1) ?? 0) + height);
  };
  if (window?.newer != null) put({ kind: 'newer', key: 'newer' }, heights.entry);
  let day = today;
  window?.edges.forEach((edge, index) => {
    const { id, time } = edge.node;
    const itsDay = dayKey(time, zone);
    if (itsDay !== day) put({ kind: 'day', key: `day-${itsDay}`, time }, heights.day);
    day = itsDay;
    put({ kind: 'entry', key: id, edge, index }, heights.entry);
    const bridge = bridgeBelow.get(id);
    if (bridge !== undefined) put({ kind: 'bridge', key: `bridge-${id}`, bridge }, heights.day);
  });
  return { items, offsets };
}

/** The first item that shows at a scroll position: the one that reaches below it. */
export function itemAt({ items, offsets }: Layout, position: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle + 1] ?? Infinity) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Where to scroll so that what stood at the top of the view stands there still after the list has changed. Null when
 * nothing of it is left.
 */
export function keepPlace(before: Layout, after: Layout, position: number): number | null {
  const index = new Map(after.items.map((item, at) => [item.key, at]));
  for (let at = itemAt(before, position); at < before.items.length; at += 1) {
    const item = before.items[at];
    const now = item?.kind === 'entry' ? index.get(item.key) : undefined;
    if (now !== undefined) return position + (after.offsets[now] ?? 0) - (before.offsets[at] ?? 0);
  }
  return null;
}
