import type { AuditLogEntryFragment, AuditLogsQuery } from '../gql/graphql.js';

export type Entry = AuditLogEntryFragment;
export type Page = AuditLogsQuery['auditLogs'];

/** An entry in the list. Only what a page brought has a cursor that pages can start from. */
export interface Edge {
  readonly node: Entry;
  readonly cursor: string | null;
}

/** A page's cursor; or a time, exclusive, after what came live, whose cursors start no page. */
export type OlderPlace = { readonly after: string } | { readonly to: string };

/**
 * The part of the log that is held in memory, newest first: a window over any number of entries. It grows at the
 * end one is reading towards and is cut at the other.
 */
export interface EntryWindow {
  readonly edges: readonly Edge[];
  /** Where the entries older than the window begin; null when there are none. */
  readonly older: OlderPlace | null;
  /** Where the entries newer than the window begin; null when the window reaches up to the present. */
  readonly newer: string | null;
  /** Entries that arrived while the reader was elsewhere: shown when asked for. */
  readonly pending: readonly Edge[];
  /** More arrived than is worth keeping: only loading afresh shows them all. */
  readonly overflowed: boolean;
}

export interface WindowLimits {
  /** The most entries held. */
  readonly entries: number;
  /** The most that are held while entries arrive and are shown: each arrival lays all of them out again. */
  readonly live: number;
  /** The most entries that wait to be shown. */
  readonly pending: number;
}

export const windowLimits: WindowLimits = { entries: 10_000, live: 2000, pending: 5000 };

export function windowOf(page: Page): EntryWindow {
  return {
    edges: page.edges,
    older: olderEnd(page),
    newer: null,
    pending: [],
    overflowed: false,
  };
}

export function appendOlder(window: EntryWindow, page: Page, limits = windowLimits): EntryWindow {
  const grown = { ...window, edges: merge(window.edges, page.edges), older: olderEnd(page) };
  return grown.edges.length > limits.entries ? cutNewest(grown, limits.entries) : grown;
}

export function prependNewer(window: EntryWindow, page: Page, limits = windowLimits): EntryWindow {
  const reached = !page.pageInfo.hasPreviousPage;
  const grown = {
    ...window,
    edges: merge(window.edges, page.edges),
    newer: reached ? null : (page.pageInfo.startCursor ?? window.newer),
  };
  return grown.edges.length > limits.entries ? cutOldest(grown, limits.entries) : grown;
}

/** Takes in what has just been recorded: into the list, or aside where that would move what is being read. */
export function addLive(
  window: EntryWindow,
  edges: readonly { readonly node: Entry }[],
  aside: boolean,
  limits = windowLimits,
): EntryWindow {
  // The tail goes by the log's order, oldest first, and entries may be dated otherwise. Its cursors start no page.
  const arrived = edges
    .map(({ node }) => ({ node, cursor: null }))
    .toSorted((a, b) => newestFirst(a.node, b.node));
  if (!aside && window.newer === null) {
    const grown = { ...window, edges: merge(window.edges, arrived) };
    return grown.edges.length > limits.live ? cutOldest(grown, limits.live) : grown;
  }
  if (window.overflowed) return window;
  const known = new Set(window.edges.map(({ node }) => node.id));
  const pending = merge(
    window.pending,
    arrived.filter(({ node }) => !known.has(node.id)),
  );
  return pending.length > limits.pending ? { ...window, pending: [], overflowed: true } : { ...window, pending };
}

/** Puts the waiting entries into the list; only where the list reaches up to the present and nothing was dropped. */
export function showPending(window: EntryWindow, limits = windowLimits): EntryWindow {
  const grown = { ...window, edges: merge(window.edges, window.pending), pending: [] };
  return grown.edges.length > limits.entries ? cutOldest(grown, limits.entries) : grown;
}

/** Whether the waiting entries can only be shown by loading the newest page afresh. */
export function mustReload(window: EntryWindow): boolean {
  return window.overflowed || window.newer !== null;
}

/** Both lists as one, newest first, every entry once. Both are in that order already. */
export function merge(a: readonly Edge[], b: readonly Edge[]): readonly Edge[] {
  if (b.length === 0) return a;
  const merged: Edge[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    const order = left === undefined ? 1 : right === undefined ? -1 : newestFirst(left.node, right.node);
    // The same entry from both: the one that a page brought knows its cursor.
    const next = order === 0 && left?.cursor === null ? right : order <= 0 ? left : right;
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
    if (next !== undefined) merged.push(next);
  }
  return merged;
}

export function newestFirst(a: Entry, b: Entry): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  if (a.id !== b.id) return a.id < b.id ? 1 : -1;
  return 0;
}

/** An empty page that is not the last one still says where to go on. */
function olderEnd({ pageInfo }: Page): OlderPlace | null {
  return pageInfo.hasNextPage && pageInfo.endCursor !== null ? { after: pageInfo.endCursor } : null;
}

/** A quarter goes at once, so that not every page cuts. */
function keepOf(limit: number): number {
  return Math.ceil(limit * 0.75);
}

function cutNewest(window: EntryWindow, limit: number): EntryWindow {
  const from = window.edges.length - keepOf(limit);
  const first = window.edges.findIndex(({ cursor }, index) => index >= from && cursor !== null);
  const newer = window.edges[first]?.cursor;
  return newer === undefined ? window : { ...window, edges: window.edges.slice(first), newer };
}

function cutOldest(window: EntryWindow, limit: number): EntryWindow {
  const { edges } = window;
  let end = keepOf(limit);
  const last = edges[end - 1];
  if (last === undefined) return window;
  if (last.cursor !== null) return { ...window, edges: edges.slice(0, end), older: { after: last.cursor } };
  while (edges[end]?.node.time === last.node.time) end += 1;
  return { ...window, edges: edges.slice(0, end), older: { to: last.node.time } };
}
