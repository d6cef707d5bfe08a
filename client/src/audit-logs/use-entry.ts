import { skipToken, useQuery } from '@apollo/client/react';
import { AuditLogDocument } from '../gql/graphql.js';
import { failureOf } from '../ui/failure.js';
import type { Entry } from './entry-window.js';

interface EntryFailure {
  title: string;
  text: string;
  /** Whether trying again may help. */
  retry: boolean;
}

/** One entry: the one that is known, or else the server's. */
export function useEntry(
  id: string,
  known: Entry | undefined,
): { entry: Entry | undefined; failure: EntryFailure | null; retry: () => void } {
  const { data, error, refetch } = useQuery(
    AuditLogDocument,
    known === undefined ? { variables: { id }, fetchPolicy: 'no-cache' } : skipToken,
  );
  const retry = () => void refetch();
  if (known !== undefined) return { entry: known, failure: null, retry };
  const found = data?.auditLog;
  if (found != null && found.id === id) return { entry: found, failure: null, retry };
  if (error !== undefined && failureOf(error).code !== 'BAD_USER_INPUT') {
    const text = `${failureOf(error).message} The list is not affected.`;
    return { entry: undefined, failure: { title: 'The entry did not load', text, retry: true }, retry };
  }
  if (found === null || error !== undefined) {
    const text = 'The link may be incomplete, or the entry may be older than what is kept.';
    return { entry: undefined, failure: { title: 'There is no such entry', text, retry: false }, retry };
  }
  return { entry: undefined, failure: null, retry };
}
