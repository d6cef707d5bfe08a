import { useApolloClient } from '@apollo/client/react';
import { filterFromSearchParams, filterToSearchParams, resolveRange, type PageFilter } from '@audit-log/shared/filter-url';
import { useEffect, useState } from 'react';
import { AuditLogFacetCountsDocument, type FacetCountFieldsFragment } from '../gql/graphql.js';
import { serverNow } from '../ui/server-clock.js';
import { countsOf, type FacetCounts } from './facet-counts.js';
import { withChoice, type Facet } from './facets.js';

interface Answer {
  readonly key: string;
  /** Null where they did not come: the values can be chosen without. */
  readonly counts: FacetCounts | null;
  /** Whether they came before the values had been shown, so that these can stand in their order. */
  readonly inTime: boolean;
}

/** So long values wait for their counts, in milliseconds: later nothing may move under a pointer. */
const patience = 500;

/** How many entries each value of a facet would give in the current view; undefined while one should wait for it. */
export function useFacetCounts(facet: Facet, filter: PageFilter): Omit<Answer, 'key'> | undefined {
  const client = useApolloClient();
  const [answer, setAnswer] = useState<Answer>();
  // What is chosen in the facet itself makes no difference to its counts.
  const key = `${facet.key} ${filterToSearchParams(withChoice(filter, facet, { include: [], exclude: [] })).toString()}`;

  useEffect(() => {
    const request = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      setAnswer({ key, counts: null, inTime: false });
    }, patience);
    const { filter: others } = filterFromSearchParams(new URLSearchParams(key.slice(facet.key.length + 1)));
    client
      .query({
        query: AuditLogFacetCountsDocument,
        variables: { filter: resolveRange(others, serverNow()) },
        fetchPolicy: 'no-cache',
        context: { fetchOptions: { signal: request.signal }, queryDeduplication: false },
      })
      .then(({ data }) => {
        if (data === undefined || request.signal.aborted) return;
        const { eventTypes, actions, users, projects } = data.auditLogFacets;
        const counted: Readonly<Record<Facet['key'], readonly FacetCountFieldsFragment[]>> = { eventTypes, actions, userIds: users, projectIds: projects };
        setAnswer({ key, counts: countsOf(counted[facet.key]), inTime: !late });
      })
      .catch(() => {
        if (!request.signal.aborted) setAnswer({ key, counts: null, inTime: !late });
      })
      .finally(() => clearTimeout(timer));
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [client, facet, key]);

  return answer?.key === key ? answer : undefined;
}
