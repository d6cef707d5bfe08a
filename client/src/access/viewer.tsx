import { useApolloClient, useQuery } from '@apollo/client/react';
import type { Permission } from '@audit-log/shared/permission';
import { createContext, use, useCallback, useEffect, useMemo, type ReactNode } from 'react';
import { onDoubt, operation, socket } from '../apollo.js';
import { ViewerDocument, type ViewerFieldsFragment } from '../gql/graphql.js';
import { failureOf, type Failure } from '../ui/failure.js';

/** Who is looking. `loading` and `failed` are before that is known. */
export type ViewerState =
  | { status: 'loading' }
  | { status: 'failed'; failure: Failure; retry: () => void }
  | { status: 'signed-out' }
  | { status: 'signed-in'; viewer: ViewerFieldsFragment; can: (permission: Permission) => boolean };

const ViewerContext = createContext<ViewerState>({ status: 'loading' });

const viewerQuery = operation(ViewerDocument);

export function useViewer(): ViewerState {
  return use(ViewerContext);
}

export function ViewerProvider({ children }: { children: ReactNode }) {
  const client = useApolloClient();
  const { data, error, loading, refetch } = useQuery(viewerQuery, { fetchPolicy: 'cache-first' });

  useEffect(
    () =>
      onDoubt(() => {
        // An answer replaces what is known; without one it stands.
        client.query({ query: viewerQuery, fetchPolicy: 'network-only' }).catch(() => undefined);
      }),
    [client],
  );

  const state = useMemo((): ViewerState => {
    if (data !== undefined) {
      const { viewer } = data;
      if (viewer === null) return { status: 'signed-out' };
      return { status: 'signed-in', viewer, can: (permission) => viewer.permissions.includes(permission) };
    }
    if (error === undefined || loading) return { status: 'loading' };
    return { status: 'failed', failure: failureOf(error), retry: () => void refetch() };
  }, [data, error, loading, refetch]);

  return <ViewerContext value={state}>{children}</ViewerContext>;
}

/** Puts a new viewer, or none, in place of the old one, and forgets everything the old one has seen. */
export function useChangeViewer(): (viewer: ViewerFieldsFragment | null) => Promise<void> {
  const client = useApolloClient();
  return useCallback(
    async (viewer) => {
      socket.terminate();
      await client.clearStore();
      client.writeQuery({ query: viewerQuery, data: { viewer } });
    },
    [client],
  );
}
