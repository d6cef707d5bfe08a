import { useApolloClient } from '@apollo/client/react';
import type { ActorKind } from '@audit-log/shared/entry';
import { useEffect, useState } from 'react';
import { AuditLogFilterOptionsDocument } from '../gql/graphql.js';
import { failureOf, type Failure } from '../ui/failure.js';
import type { Facet } from './facets.js';

export interface Option {
  readonly value: string;
  readonly name: string | null;
  readonly kind: ActorKind | null;
}

export interface Options {
  /** Undefined until the first answer; then the last answer, also while another search is on its way. */
  readonly options: readonly Option[] | undefined;
  /** Whether there may be more than these. */
  readonly cut: boolean;
  readonly failure: Failure | null;
  readonly retry: () => void;
}

const pause = 150;
export const most = 100;

/** The values that occur in the log, also of what is gone, which match a search. */
export function useOptions(facet: Facet, search: string): Options {
  const client = useApolloClient();
  const [options, setOptions] = useState<readonly Option[]>();
  const [cut, setCut] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const request = new AbortController();
    // Not every letter is worth a question.
    const timer = setTimeout(
      async () => {
        try {
          const { data } = await client.query({
            query: AuditLogFilterOptionsDocument,
            variables: { field: facet.field, search: search.trim() || null, first: most },
            fetchPolicy: 'no-cache',
            context: { fetchOptions: { signal: request.signal } },
          });
          if (request.signal.aborted || data === undefined) return;
          setFailure(null);
          setCut(data.auditLogFilterOptions.length === most);
          // What belongs to no project is offered by the page itself.
          setOptions(data.auditLogFilterOptions.flatMap(({ value, ...rest }) => (value === null ? [] : [{ value, ...rest }])));
        } catch (error) {
          if (!request.signal.aborted) setFailure(failureOf(error));
        }
      },
      search === '' ? 0 : pause,
    );
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [client, facet, search, attempt]);

  return { options, cut, failure, retry: () => setAttempt((count) => count + 1) };
}
