import { filterFromSearchParams, filterToSearchParams, resolveRange, type PageFilter } from '@audit-log/shared/filter-url';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import { useDeferredValue, useEffect, useMemo, useSyncExternalStore } from 'react';
import { client } from '../apollo.js';
import { AuditLogsDocument } from '../gql/graphql.js';
import { serverAhead, serverNow } from '../ui/server-clock.js';
import { EntryStore, firstPageSize, type EntryList, type PageRequest } from './entry-store.js';
import type { Page } from './entry-window.js';

export interface Entries {
  readonly store: EntryStore;
  readonly list: EntryList;
  /** What to listen to for what comes after; null until the first page has come. */
  readonly start: { readonly filter: AuditLogFilter; readonly cursor: string } | null;
}

/** A first page that was asked for before there was a list to show it. */
let early: { readonly key: string; readonly filter: AuditLogFilter; readonly ahead: number; readonly page: Promise<Page> } | null = null;

/** Clocks that differ by less show the same, in milliseconds. */
const noticed = 2_000;

/**
 * Asks for the first page while it is still being asked who looks: whoever shows the list next takes it.
 * @returns whether it came; what is refused or fails is asked for again by the list itself
 */
export async function askEarly(wanted: PageFilter): Promise<boolean> {
  const filter = resolveRange(wanted, serverNow());
  const page = fetchPage(filter, { first: firstPageSize });
  early = { key: filterToSearchParams(wanted).toString(), filter, ahead: serverAhead(), page };
  try {
    await page;
    return true;
  } catch {
    if (early?.page === page) early = null;
    return false;
  }
}

/** Once: who loads the list again asks again. */
function takeEarly(key: string): typeof early {
  const taken = early?.key === key ? early : null;
  early = null;
  return taken;
}

async function fetchPage(filter: AuditLogFilter, request: PageRequest, signal?: AbortSignal): Promise<Page> {
  const { data } = await client.query({
    query: AuditLogsDocument,
    variables: { filter, ...request },
    // Entries are kept in the window alone, which forgets them; the cache would keep them all.
    fetchPolicy: 'no-cache',
    context: { fetchOptions: { signal }, queryDeduplication: false },
  });
  if (data === undefined) throw new Error('An answer without data and without an error.');
  return data.auditLogs;
}

/** The entries that a filter lets through, loaded as they are needed. */
export function useEntries(filter: PageFilter): Entries {
  const key = filterToSearchParams(filter).toString();

  const { store, asked } = useMemo(() => {
    // Read back from the key, which is the same for every filter of the same meaning.
    const { filter: same } = filterFromSearchParams(new URLSearchParams(key));
    // A relative range counts back from when the list was loaded: all of its pages, and the tail, ask for the same.
    const asked: { filter: AuditLogFilter } = { filter: {} };
    const store = new EntryStore(async (request, signal) => {
      const { to, again, ...extent } = request;
      if (again === true) return fetchPage(asked.filter, extent, signal);
      if (to !== undefined) return fetchPage({ ...asked.filter, to }, extent, signal);
      if (request.after == null && request.before == null) {
        const begun = takeEarly(key);
        const ahead = begun === null ? serverAhead() : begun.ahead;
        asked.filter = begun?.filter ?? resolveRange(same, serverNow());
        const page = await (begun?.page ?? fetchPage(asked.filter, extent, signal));
        // The answer tells what time it is: where that is another than was thought, so is the range.
        if (!same.range || Math.abs(serverAhead() - ahead) < noticed) return page;
        asked.filter = resolveRange(same, serverNow());
      }
      return fetchPage(asked.filter, extent, signal);
    });
    return { store, asked };
  }, [key]);

  useEffect(() => {
    store.load();
    return store.stop;
  }, [store]);

  const now = useSyncExternalStore(store.subscribe, store.snapshot);
  const { tailCursor } = now;
  // The first rows are many: they are drawn in slices, behind what stands for them.
  const later = useDeferredValue(now);
  const list = later.window === null ? later : now;
  const start = useMemo(
    () => (tailCursor === null ? null : { filter: asked.filter, cursor: tailCursor }),
    [asked, tailCursor],
  );
  return { store, list, start };
}
