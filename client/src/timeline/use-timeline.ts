import { useApolloClient } from '@apollo/client/react';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { AuditLogTimelineDocument, type AuditLogEntryFragment } from '../gql/graphql.js';
import { failureOf, type Failure } from '../ui/failure.js';
import type { Thing } from '../ui/timeline-address.js';
import { withEntries } from './entries.js';

export interface Timeline {
  /** Of the thing, newest first; null until the first have come. */
  readonly entries: readonly AuditLogEntryFragment[] | null;
  /** Whether it has older ones, which `loadOlder` asks for. */
  readonly more: boolean;
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
  readonly loadOlder: () => void;
  /** What to listen to for what comes after; null until the first have come. */
  readonly start: { readonly filter: AuditLogFilter; readonly cursor: string } | null;
  /** Takes in what was just recorded. */
  readonly add: (entries: readonly AuditLogEntryFragment[]) => void;
  /** Forgets all, and loads it afresh. */
  readonly reload: () => void;
}

interface Loaded {
  readonly entries: readonly AuditLogEntryFragment[];
  readonly after: string | null;
  readonly tailCursor: string;
}

/** So many are loaded at once: of nearly everything that is all. */
const atOnce = 1000;

/** Every entry of one thing. Another thing needs another component. */
export function useTimeline({ eventType, entityId }: Thing): Timeline {
  const client = useApolloClient();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [wanted, setWanted] = useState(atOnce);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const done = loaded !== null && (loaded.after === null || loaded.entries.length >= wanted);
  const after = loaded?.after ?? null;
  const filter = useMemo<AuditLogFilter>(() => (eventType === null ? { entityId } : { eventTypes: [eventType], entityId }), [eventType, entityId]);

  useEffect(() => {
    if (done || failure !== null) return undefined;
    const request = new AbortController();
    client
      .query({
        query: AuditLogTimelineDocument,
        variables: { filter, after },
        fetchPolicy: 'no-cache',
        context: { fetchOptions: { signal: request.signal }, queryDeduplication: false },
      })
      .then(({ data }) => {
        if (data === undefined || request.signal.aborted) return;
        const { edges, pageInfo, tailCursor } = data.auditLogs;
        setLoaded((before) => ({
          entries: withEntries(before?.entries ?? [], edges.map(({ node }) => node)),
          after: pageInfo.hasNextPage ? pageInfo.endCursor : null,
          tailCursor: before?.tailCursor ?? tailCursor,
        }));
      })
      .catch((error: unknown) => {
        if (!request.signal.aborted) setFailure(failureOf(error));
      });
    return () => request.abort();
  }, [client, filter, after, done, failure, attempt]);

  const tailCursor = loaded?.tailCursor ?? null;
  return {
    entries: loaded?.entries ?? null,
    more: loaded !== null && loaded.after !== null,
    loading: !done && failure === null,
    failure,
    retry: () => {
      setFailure(null);
      setAttempt((count) => count + 1);
    },
    loadOlder: () => setWanted((count) => count + atOnce),
    start: useMemo(() => (tailCursor === null ? null : { filter, cursor: tailCursor }), [filter, tailCursor]),
    add: useCallback((entries) => {
      if (entries.length > 0) setLoaded((before) => before && { ...before, entries: withEntries(before.entries, entries) });
    }, []),
    reload: useCallback(() => {
      setLoaded(null);
      setFailure(null);
    }, []),
  };
}
