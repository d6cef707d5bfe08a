import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { AuditLogExactCountDocument } from '../gql/graphql.js';
import type { Entry } from './entry-window.js';
import { operationFilter } from './operation-words.js';

/** How many entries the operation of an entry has in all; null until that is known, and where it did not come. */
export function useOperationTotal(entry: Entry | null, wanted: boolean): number | null {
  const client = useApolloClient();
  const filter = entry === null ? null : operationFilter(entry);
  const key = wanted && filter !== null ? JSON.stringify(filter) : null;
  const [answer, setAnswer] = useState<{ key: string; total: number } | null>(null);

  useEffect(() => {
    if (key === null) return undefined;
    let over = false;
    client
      .query({ query: AuditLogExactCountDocument, variables: { filter: JSON.parse(key) as NonNullable<typeof filter> }, fetchPolicy: 'no-cache' })
      .then(({ data }) => {
        const count = data?.auditLogCount;
        if (!over && count?.accuracy === 'EXACT') setAnswer({ key, total: count.value });
      })
      // The list is right without it.
      .catch(() => undefined);
    return () => {
      over = true;
    };
  }, [client, key]);

  return answer !== null && answer.key === key ? answer.total : null;
}
