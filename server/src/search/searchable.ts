import { networkText, parseAddress } from '@audit-log/shared/address';
import type { RecordedChange } from '@audit-log/shared/entry';
import { wordsOfEntry } from '@audit-log/shared/words';
import { facetFact, factsOf } from './facts.js';
import { beginningsOf, vectorOf } from './text-search.js';

/** What an entry can be found by is made of this. */
export interface Content {
  readonly id: string;
  readonly occurred_at: string;
  readonly entity_name: string | null;
  readonly changes: readonly RecordedChange[] | null;
  readonly ip: string | null;
  readonly event_type: number;
  readonly action: number;
  readonly project: number | null;
  readonly actor: number;
}

/** A row of `audit.search`, as texts of Postgres' types; the windows of time are added there. */
export interface Searchable {
  readonly time: string;
  readonly id: string;
  readonly words: string;
  readonly longValues: string;
  readonly ip: string | null;
}

export function searchableOf(row: Content): Searchable {
  const { facts, longValues } = factsOf(row.changes, row.ip);
  const facets = [facetFact('event_type', row.event_type), facetFact('action', row.action), facetFact('project', row.project), facetFact('actor', row.actor)];
  const words = wordsOfEntry(row.entity_name, row.changes);
  const address = row.ip === null ? null : parseAddress(row.ip);
  return {
    time: row.occurred_at,
    id: row.id,
    words: vectorOf(words, [...facts, ...facets, ...beginningsOf(words)]),
    longValues: `{${longValues.join(',')}}`,
    ip: address && networkText(address),
  };
}
