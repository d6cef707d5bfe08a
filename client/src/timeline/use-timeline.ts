import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { AuditLogTimelineDocument, type AuditLogEntryFragment } from '../gql/graphql.js';
import { failureOf, type Failure } from '../ui/failure.js';

export interface Timeline {
  /** Of the thing, newest first; null until the first have come. */
  readonly entries: readonly AuditLogEntryFragment[] | null;
  /** Whether it has older ones, which `loadOlder` asks for. */
  readonly more: boolean;
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
  readonly loadOlder: () => void;
}

/** So many are loaded at once: of nearly everything that is all. */
const atOnce = 1000;

/** Every entry of one thing. @param entityId which of them; another one needs another component */
export function useTimeline(entityId: string): Timeline {
  const client = useApolloClient();
  const [loaded, setLoaded] = useState<{ entries: readonly AuditLogEntryFragment[]; after: string | null } | null>(null);
  const [wanted, setWanted] = useState(atOnce);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const done = loaded !== null && (loaded.after === null || loaded.entries.length >= wanted);
  const after = loaded?.after ?? null;

  useEffect(() => {
    if (done || failure !== null) return undefined;
    const request = new AbortController();
    client
      .query({
        query: AuditLogTimelineDocument,
        variables: { filter: { entityId }, after },
        fetchPolicy: 'no-cache',
        context: { fetchOptions: { signal: request.signal }, queryDeduplication: false },
      })
      .then(({ data }) => {
        if (data === undefined || request.signal.aborted) return;
        const { edges, pageInfo } = data.auditLogs;
        setLoaded((before) => ({
          entries: [...(before?.entries ?? []), ...edges.map(({ node }) => node)],
          after: pageInfo.hasNextPage ? pageInfo.endCursor : null,
        }));
      })
      .catch((error: unknown) => {
        if (!request.signal.aborted) setFailure(failureOf(error));
      });
    return () => request.abort();
  }, [client, entityId, after, done, failure, attempt]);

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
  };
}
