import { useApolloClient } from '@apollo/client/react';
import { EVENT_TYPES } from '@audit-log/shared/catalogue';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { useEffect, useState } from 'react';
import { AuditLogFilterOptionsDocument } from '../gql/graphql.js';
import { choiceOf, facets, withChoice, type Facet } from './facets.js';

/** Values of a filter that no entry of the log has, nor could have. */
export interface Unknown {
  readonly facet: Facet;
  readonly values: readonly string[];
  /** The filter without them. */
  readonly without: PageFilter;
}

type Known = Partial<Record<Facet['key'], ReadonlySet<string>>>;

/** More event types or actions than a log has. */
const most = 200;

const catalogued: Known = {
  eventTypes: new Set(EVENT_TYPES.map(({ name }) => name)),
  actions: new Set(EVENT_TYPES.flatMap(({ actions }) => actions)),
};

/**
 * What an address asks for that there is not: event types and actions that are neither in the catalogue nor in the log,
 * which may hold others.
 */
export function useUnknown(filter: PageFilter, loaded: boolean): readonly Unknown[] {
  const client = useApolloClient();
  const [logged, setLogged] = useState<Known>({});
  const strange = facets.flatMap((facet) => {
    const values = strangeValues(filter, facet);
    return values.length === 0 ? [] : [{ facet, values }];
  });
  const ask = strange.map(({ facet }) => facet.field).join();
  useEffect(() => {
    if (!loaded || ask === '') return;
    for (const field of ask.split(',') as Facet['field'][]) {
      const key = facets.find((facet) => facet.field === field)?.key ?? 'eventTypes';
      client
        .query({ query: AuditLogFilterOptionsDocument, variables: { field, first: most }, fetchPolicy: 'no-cache' })
        .then(({ data }) => {
          const values = data?.auditLogFilterOptions.map(({ value }) => value ?? '');
          if (values !== undefined) setLogged((before) => ({ ...before, [key]: new Set(values) }));
        })
        // Then it is not known, and nothing is said.
        .catch(() => undefined);
    }
  }, [client, ask, loaded]);
  return strange.flatMap(({ facet, values }) => {
    const unknown = values.filter((value) => logged[facet.key]?.has(value) === false);
    return unknown.length === 0 ? [] : [{ facet, values: unknown, without: withoutValues(filter, facet, unknown) }];
  });
}

function strangeValues(filter: PageFilter, facet: Facet): readonly string[] {
  const { include, exclude } = choiceOf(filter, facet);
  return [...include, ...exclude].filter((value) => catalogued[facet.key]?.has(value) === false);
}

function withoutValues(filter: PageFilter, facet: Facet, values: readonly string[]): PageFilter {
  const { include, exclude } = choiceOf(filter, facet);
  const kept = (list: readonly string[]) => list.filter((value) => !values.includes(value));
  return withChoice(filter, facet, { include: kept(include), exclude: kept(exclude) });
}
