import { useApolloClient } from '@apollo/client/react';
import { valuesOf } from '@audit-log/shared/change-values';
import type { FieldChange } from '@audit-log/shared/entry';
import { useEffect, useState } from 'react';
import { AuditLogsDocument } from '../gql/graphql.js';

/** So many of the latest entries are asked what changed in them. */
const looked = 100;
/** Longer values nobody chooses from a list. */
const longest = 80;
const pause = 200;

/** Fields of the product, which may be asked for before any of the latest entries changed one. */
const usual = [
  'status', 'priority', 'owner', 'title', 'folder', 'labels', 'requirements', 'description', 'preconditions', 'steps',
  'expectedResults', 'template', 'type', 'reference', 'project', 'name', 'key', 'parent', 'role', 'scopes', 'outcome',
];

export interface KnownChanges {
  readonly fields: readonly string[];
  readonly old: readonly string[];
  readonly now: readonly string[];
}

/** What the latest entries changed: which fields, and of one field from what and to what, the most frequent first. */
export function useKnownChanges(field: string): KnownChanges {
  const client = useApolloClient();
  const [latest, setLatest] = useState<readonly FieldChange[]>([]);
  const [ofField, setOfField] = useState<readonly FieldChange[]>([]);

  useEffect(() => {
    const request = new AbortController();
    const ask = (filter: object, take: (changes: readonly FieldChange[]) => void) =>
      client
        .query({
          query: AuditLogsDocument,
          variables: { filter, first: looked },
          fetchPolicy: 'no-cache',
          context: { fetchOptions: { signal: request.signal } },
        })
        .then(({ data }) => {
          if (!request.signal.aborted) take((data?.auditLogs.edges ?? []).flatMap(({ node }) => node.details));
        })
        // Then nothing is suggested; any value can be written all the same.
        .catch(() => undefined);
    if (field === '') {
      void ask({}, setLatest);
      return () => request.abort();
    }
    const timer = setTimeout(() => void ask({ details: { field } }, setOfField), pause);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [client, field]);

  const own = ofField.filter((change) => change.field === field && !change.redacted);
  const values = (side: 'old' | 'new') =>
    byFrequency(own.flatMap(({ field: name, old, new: now }) => valuesOf({ field: name, old, new: now }, side))).filter(
      (value) => value !== '' && value.length <= longest,
    );
  return { fields: [...new Set([...byFrequency(latest.map((change) => change.field)), ...usual])], old: values('old'), now: values('new') };
}

function byFrequency(values: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([value]) => value);
}
