import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { AuditLogFilterOptionsDocument } from '../gql/graphql.js';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import type { EntryWindow } from './entry-window.js';
import { choiceOf, facets, noProject, type Facet } from './facets.js';
import type { Option } from './use-options.js';
import { isPerson } from './value.js';
import { actorName } from './words.js';

export interface Names {
  readonly names: ReadonlyMap<string, string>;
  /** Takes in what some other part of the page has learnt. */
  readonly learn: (options: readonly Option[]) => void;
}

const most = 200;

/**
 * The names of the users, projects and things in the filter: an address holds ids alone. They come from the entries
 * in view, from the options that were shown, and those of users and projects otherwise from the server.
 */
export function useNames(filter: AuditLogFilter, window: Pick<EntryWindow, 'edges'> | null): Names {
  const client = useApolloClient();
  const [learnt, setLearnt] = useState<ReadonlyMap<string, string>>(new Map());
  const edges = window?.edges;

  const names = useMemo(() => {
    const all = new Map(learnt);
    for (const { node } of edges ?? []) {
      all.set(node.user.id, actorName(node.user));
      if (node.project !== null) all.set(node.project.id, node.project.name);
      // Newest first: of the names a thing has had, the last one.
      const { entity } = node;
      if (entity?.name != null && !all.has(entity.id)) all.set(entity.id, entity.name);
    }
    return all;
  }, [learnt, edges]);

  const learn = useCallback((options: readonly Option[]) => {
    setLearnt((before) => {
      const after = new Map(before);
      for (const option of options) after.set(option.value, actorName(option));
      return after.size === before.size ? before : after;
    });
  }, []);

  const missing = facets.filter((facet) => hasUnknown(facet, filter, names)).map(({ field }) => field);
  const ask = missing.join();
  const loaded = window !== null;
  useEffect(() => {
    if (!loaded || ask === '') return;
    for (const field of ask.split(',') as Facet['field'][]) {
      client
        .query({ query: AuditLogFilterOptionsDocument, variables: { field, first: most }, fetchPolicy: 'no-cache' })
        .then(({ data }) => {
          learn((data?.auditLogFilterOptions ?? []).flatMap((o) => (o.value === null ? [] : [{ ...o, value: o.value }])));
        })
        // Without a name the id stands in its place.
        .catch(() => undefined);
    }
  }, [client, ask, loaded, learn]);

  return { names, learn };
}

function hasUnknown(facet: Facet, filter: AuditLogFilter, names: ReadonlyMap<string, string>): boolean {
  if (facet.key === 'userIds' && personsIn(filter).some((id) => !names.has(id))) return true;
  if (facet.key !== 'userIds' && facet.key !== 'projectIds') return false;
  const { include, exclude } = choiceOf(filter, facet);
  return [...include, ...exclude].some((value) => value !== noProject && !names.has(value));
}

/** The persons that a change is filtered by. */
function personsIn({ details, exclude }: AuditLogFilter): readonly string[] {
  const changes = [details, exclude?.details].filter((change) => change != null && isPerson(change.field));
  return changes.flatMap((change) => [change?.old, change?.new]).filter((id) => id != null && id !== '') as string[];
}
