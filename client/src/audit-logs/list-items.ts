import { dayKey } from '../ui/time-format.js';
import { currentZone, type Zone } from '../ui/zone.js';
import type { Bridge } from './entry-store.js';
import type { Edge, Entry, EntryWindow } from './entry-window.js';

/** How much of an operation stands in the list: its one row; the first of its entries; all that are loaded. */
export type Expansion = 'closed' | 'few' | 'all';

/** Entries of one operation that lie next to one another. */
export interface Run {
  /** Names the operation: who acted, and the operation's id. Wherever it stands in the list it is open, or is not. */
  readonly operation: string;
  /** Of its newest entry among the window's edges. */
  readonly from: number;
  /** After its oldest entry. */
  readonly to: number;
  readonly expansion: Expansion;
  /** What of the whole operation is in the list. */
  readonly held: Held;
}

export interface Held {
  /** So many of its entries are loaded, in this run or elsewhere. */
  readonly loaded: number;
  /** It reaches an end of the window beyond which there is more: there may be more of it. */
  readonly open: boolean;
}

/** What stands in the list, one below the other. `index`: of the edge that it stands for, before or after. */
export type Item =
  | EntryItem
  /** The row of an operation, above those of its entries. `place`: among the rows of its level, from 1. */
  | { readonly kind: 'operation'; readonly key: string; readonly index: number; readonly run: Run; readonly place: number }
  /** Stands for the loaded entries of an operation that are not shown. `parent`: among the items. */
  | { readonly kind: 'more'; readonly key: string; readonly index: number; readonly run: Run; readonly parent: number }
  /** Leads to the entries of an operation that are not in the list. */
  | { readonly kind: 'rest'; readonly key: string; readonly index: number; readonly run: Run; readonly parent: number }
  /** The line before the first entry of a day. */
  | { readonly kind: 'day'; readonly key: string; readonly index: number; readonly time: string }
  /** The line below what came together after a time without live. */
  | { readonly kind: 'bridge'; readonly key: string; readonly index: number; readonly bridge: Bridge }
  /** Stands for the entries newer than the window, while they load. */
  | { readonly kind: 'newer'; readonly key: string; readonly index: number };

export interface EntryItem {
  readonly kind: 'entry';
  readonly key: string;
  readonly index: number;
  readonly edge: Edge;
  /** Among the rows of its level, from 1. */
  readonly place: number;
  /** Where it stands below the row of its operation, with that row's place among the items. */
  readonly of: { readonly run: Run; readonly parent: number } | null;
}

export interface ItemHeights {
  readonly entry: number;
  readonly day: number;
  /** Of what stands below the entries of an operation. */
  readonly more: number;
}

/** The items of a list, with the place of each. */
export interface Layout {
  readonly items: readonly Item[];
  /** Where each item begins, in pixels; one more than there are items: the last is the height of all. */
  readonly offsets: readonly number[];
  readonly edges: readonly Edge[];
}

export interface LayoutOptions {
  readonly heights: ItemHeights;
  /** The reader's present day; entries of today stand at the top without a line. */
  readonly today: string;
  readonly zone?: Zone;
  readonly bridges?: readonly Bridge[];
  /** The operations that are open. */
  readonly expanded?: ReadonlyMap<string, Expansion>;
  /** How much of the others is in the list. */
  readonly usual?: Expansion;
  /** Whether entries of an operation may be missing because of the filter. */
  readonly filtered?: boolean;
}

/** So many entries of an opened operation are shown at first. */
export const fewEntries = 3;
/** So many are shown without asking: a row that says "2 others" would save none. */
const allAtOnce = fewEntries + 2;

const none: ReadonlyMap<string, Expansion> = new Map();

/** In time proportional to the entries: a list is laid out anew with each page and each arrival. */
export function layOut(window: EntryWindow | null, options: LayoutOptions): Layout {
  const { heights, today, zone = currentZone(), bridges = [], expanded = none, usual = 'closed', filtered = false } = options;
  const edges = window?.edges ?? [];
  const bridgeBelow = new Map(bridges.map((bridge) => [bridge.entryId, bridge]));
  const items: Item[] = [];
  const offsets = [0];
  let height = 0;
  const put = (item: Item, itsHeight: number) => {
    items.push(item);
    offsets.push((height += itsHeight));
  };
  const known = new Map<string, { loaded: number; open: boolean; runs: number }>();
  // No zone changes the day within a minute, and neighbours often share one.
  let minute = '';
  let dayOfMinute = '';
  const dayAt = (index: number) => {
    const time = edges[index]?.node.time;
    if (time === undefined) return '';
    if (minute === '' || !time.startsWith(minute)) {
      minute = time.slice(0, 'YYYY-MM-DDTHH:MM'.length);
      dayOfMinute = dayKey(time, zone);
    }
    return dayOfMinute;
  };

  if (window?.newer != null) put({ kind: 'newer', key: 'newer', index: 0 }, heights.entry);
  let day = today;
  let nextDay = dayAt(0);
  let place = 0;
  for (let from = 0, to = 0; from < edges.length; from = to) {
    const first = edges[from];
    if (first === undefined) break;
    const itsDay = nextDay;
    if (itsDay !== day) put({ kind: 'day', key: `day-${itsDay}`, index: from, time: first.node.time }, heights.day);
    day = itsDay;

    let last = first;
    for (to = from + 1, nextDay = dayAt(to); nextDay === itsDay && !bridgeBelow.has(last.node.id); to += 1, nextDay = dayAt(to)) {
      const next = edges[to];
      if (next === undefined || !areOfOneOperation(first.node, next.node)) break;
      last = next;
    }

    place += 1;
    const operation = operationOf(first.node);
    if (operation === null) {
      put({ kind: 'entry', key: first.node.id, index: from, edge: first, place, of: null }, heights.entry);
    } else {
      const held = known.get(operation) ?? { loaded: 0, open: false, runs: 0 };
      known.set(operation, held);
      held.loaded += to - from;
      held.open ||= (from === 0 && window?.newer != null) || (to === edges.length && window?.older != null);
      if (to === from + 1) put({ kind: 'entry', key: first.node.id, index: from, edge: first, place, of: null }, heights.entry);
      else {
        held.runs += 1;
        putRun({ operation, from, to, expansion: expanded.get(operation) ?? usual, held }, held.runs);
      }
    }
    const bridge = bridgeBelow.get(last.node.id);
    if (bridge !== undefined) put({ kind: 'bridge', key: `bridge-${last.node.id}`, index: to - 1, bridge }, heights.day);
  }
  return { items, offsets, edges };

  /** @param which of the runs of its operation, from 1 */
  function putRun(run: Run, which: number) {
    const key = which === 1 ? run.operation : `${run.operation} ${which}`;
    const parent = items.length;
    put({ kind: 'operation', key, index: run.from, run, place }, heights.entry);
    if (run.expansion === 'closed') return;
    const until = run.expansion === 'all' || run.to - run.from <= allAtOnce ? run.to : run.from + fewEntries;
    for (let index = run.from; index < until; index += 1) {
      const edge = edges[index];
      if (edge === undefined) continue;
      put({ kind: 'entry', key: edge.node.id, index, edge, place: index - run.from + 1, of: { run, parent } }, heights.entry);
    }
    if (until < run.to) put({ kind: 'more', key: `more-${key}`, index: until, run, parent }, heights.more);
    // Decided by what is known at once: a row that came later would move those below it.
    if (filtered || (run.held.open && until < run.to)) put({ kind: 'rest', key: `rest-${key}`, index: run.to - 1, run, parent }, heights.more);
  }
}

/** Names the operation of an entry: its id belongs to who acted. Null where it belongs to none. */
export function operationOf({ operationId, user }: Entry): string | null {
  return operationId === null ? null : `operation-${user.id}-${operationId}`;
}

function areOfOneOperation(a: Entry, b: Entry): boolean {
  return a.operationId !== null && a.operationId === b.operationId && a.user.id === b.user.id;
}

/** How much of an operation must stand in the list for one of its entries to. */
export function expansionToShow({ edges }: Layout, { from, to }: Run, entryId: string): Expansion {
  const few = to - from <= allAtOnce ? to : from + fewEntries;
  return edges.slice(from, few).some(({ node }) => node.id === entryId) ? 'few' : 'all';
}
