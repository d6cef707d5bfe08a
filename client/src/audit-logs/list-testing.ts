import type { EntryWindow } from './entry-window.js';
import { operationOf } from './list-items.js';
import { entryAt } from './testing.js';

/** A list whose entries belong to the operations named, from the newest on; a dash is an entry that belongs to none. */
export function listOf(operations: string, newest = 0): EntryWindow {
  const count = operations.length;
  const edges = [...operations].map((name, index) => {
    const at = String(newest + count - index).padStart(6, '0');
    const node = entryAt(0, { id: `entry-${at}`, time: `2026-11-24T08:00:00.${at}Z`, operationId: name === '-' ? null : name });
    return { node, cursor: `cursor-${at}` };
  });
  return { edges, older: null, newer: null, pending: [], overflowed: false };
}

/** How the list calls an operation of those. */
export function runsOf(operation: string): string {
  return operationOf(entryAt(0, { operationId: operation })) ?? '';
}
