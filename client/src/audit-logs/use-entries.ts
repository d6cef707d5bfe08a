import { useApolloClient } from '@apollo/client/react';
import { filterFromSearchParams, filterToSearchParams, resolveRange, type PageFilter } from '@audit-log/shared/filter-url';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { operation } from '../apollo.js';
import { AuditLogsDocument } from '../gql/graphql.js';
import { EntryStore, type EntryList } from './entry-store.js';

export interface Entries {
  readonly store: EntryStore;
  readonly list: EntryList;
  /** What to listen to for what comes after; null until the first page has come. */
  readonly start: { readonly filter: AuditLogFilter; readonly cursor: string } | null;
}

const pageQuery = operation(AuditLogsDocument);

/** The entries that a filter lets through, loaded as they are needed. */
export function useEntries(filter: PageFilter): Entries {
  const client = useApolloClient();
  const key = filterToSearchParams(filter).toString();

  const { store, asked } = useMemo(() => {
    // Read back from the key, which is the same for every filter of the same meaning.
    const { filter: same } = filterFromSearchParams(new URLSearchParams(key));
    // A relative range counts back from when the list was loaded: all of its pages, and the tail, ask for the same.
    const asked: { filter: AuditLogFilter } = { filter: {} };
    const store = new EntryStore(async (request, signal) => {
      if (request.after == null && request.before == null) asked.filter = resolveRange(same, Date.now());
      const { data } = await client.query({
        query: pageQuery,
        variables: { filter: asked.filter, ...request },
        // Entries are kept in the window alone, which forgets them; the cache would keep them all.
        fetchPolicy: 'no-cache',
        context: { fetchOptions: { signal }, queryDeduplication: false },
      });
      if (data === undefined) throw new Error('An answer without data and without an error.');
      return data.auditLogs;
    });
    return { store, asked };
  }, [client, key]);

  useEffect(() => {
    store.load();
    return store.stop;
  }, [store]);

  const list = useSyncExternalStore(store.subscribe, store.snapshot);
  const { tailCursor } = list;
  const start = useMemo(
    () => (tailCursor === null ? null : { filter: asked.filter, cursor: tailCursor }),
    [asked, tailCursor],
  );
  return { store, list, start };
}
