import type { Edge, Entry, Page } from './entry-window.js';

/** A made-up entry; `at` is its minute, and names it. */
export function entryAt(at: number, given: Partial<Entry> = {}): Entry {
  const minute = String(at).padStart(2, '0');
  return {
    id: `entry-${minute}`,
    time: `2026-11-24T08:${minute}:00.000000Z`,
    recordedAt: `2026-11-24T08:${minute}:00.000001Z`,
    eventType: 'TEST_CASE',
    action: 'update',
    project: { id: 'project-1', name: 'Checkout' },
    user: { id: 'user-1', kind: 'USER', name: 'A. Rivera' },
    entity: { id: 'case-1', name: 'Card declined shows a retry option' },
    details: [],
    operationId: null,
    source: null,
    sequence: at,
    erased: false,
    ...given,
  };
}

export function edgeAt(at: number): Edge {
  return { node: entryAt(at), cursor: `cursor-${at}` };
}

/** A page of the given minutes, newest first. */
export function pageOf(minutes: readonly number[], info: Partial<Page['pageInfo']> = {}): Page {
  const edges = minutes.map((at) => ({ node: entryAt(at), cursor: `cursor-${at}` }));
  return {
    edges,
    pageInfo: {
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      ...info,
    },
    tailCursor: 'tail-1',
    searchedBackTo: null,
    unsearched: 0,
  };
}
