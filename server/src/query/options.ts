import type { PoolClient } from 'pg';
import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import type { ActorKind } from '@audit-log/shared/entry';
import { ProductError } from '../errors.js';

export type FilterField = 'EVENT_TYPE' | 'ACTION' | 'USER' | 'PROJECT';

/** A value that a filter can have, with the name people know it by. */
export interface FilterOption {
  /** What the filter takes; null stands for the entries of no project (`withoutProject`). */
  value: string | null;
  name: string | null;
  /** Of a user only. */
  kind: ActorKind | null;
}

export const MOST_OPTIONS = 200;

/**
 * Names and what is sought among them are folded by one hand, Postgres': what JavaScript takes for the small letter of one may be
 * another, as of Σ at a word's end and of İ. The forms are as in `shared/src/words.ts`: compatible characters and both sigmas are one.
 */
const folded = (text: string): string => `translate(lower(normalize(${text}, NFKC)), 'ς', 'σ')`;

/** The condition that a name holds what is sought; nothing is in every name. */
export const holds = (name: string, sought: string): string => `(${sought} = '' OR strpos(${folded(name)}, ${folded(sought)}) > 0)`;

// Each candidate is probed in its own facet's index, so the cost does not grow with the log: without OFFSET 0 Postgres would
// make a join of it, for which it may read all of the log.
const OPTIONS: Record<FilterField, string> = {
  EVENT_TYPE: `SELECT name AS value FROM audit.event_type d
    WHERE EXISTS (SELECT FROM audit.entry e WHERE e.organization = $1 AND e.event_type = d.key LIMIT 1 OFFSET 0)`,
  ACTION: `SELECT name AS value FROM audit.action d
    WHERE EXISTS (SELECT FROM audit.entry e WHERE e.organization = $1 AND e.action = d.key LIMIT 1 OFFSET 0)`,
  USER: `SELECT id AS value, name, kind FROM audit.actor d
    WHERE organization = $1 AND ${holds('coalesce(name, id)', '$2')}
      AND EXISTS (SELECT FROM audit.entry e WHERE e.organization = $1 AND e.actor = d.key LIMIT 1 OFFSET 0)
    ORDER BY lower(coalesce(name, id)), id LIMIT $3`,
  PROJECT: `SELECT id AS value, name FROM audit.project d
    WHERE organization = $1 AND ${holds('name', '$2')}
      AND EXISTS (SELECT FROM audit.entry e WHERE e.organization = $1 AND e.project = d.key LIMIT 1 OFFSET 0)
    ORDER BY lower(name), id LIMIT $3`,
};
const WITHOUT_PROJECT = `SELECT EXISTS (SELECT FROM audit.entry WHERE organization = $1 AND project IS NULL) AS occurs`;

/** The options of a field that hold the search text, whatever its case; in the order of their names. */
export async function readOptions(client: PoolClient, organization: number, field: FilterField, search: string, first: number): Promise<FilterOption[]> {
  if (!Number.isInteger(first) || first < 1 || first > MOST_OPTIONS) {
    throw new ProductError('BAD_USER_INPUT', `\`first\` must be from 1 to ${MOST_OPTIONS}, not ${first}.`);
  }
  const sought = search.trim().replaceAll('\0', '');
  if (field === 'EVENT_TYPE' || field === 'ACTION') {
    const { rows } = await client.query<{ value: string }>({ name: `options-${field}`, text: OPTIONS[field], values: [organization] });
    const label = field === 'EVENT_TYPE' ? eventTypeOf : actionOf;
    return rows
      .map(({ value }) => ({ value, name: label(value).label, kind: null }))
      .filter(({ value, name }) => `${value}\n${name}`.toLowerCase().includes(sought.toLowerCase()))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      .slice(0, first);
  }
  const { rows } = await client.query<{ value: string; name: string | null; kind?: ActorKind }>({
    name: `options-${field}`,
    text: OPTIONS[field],
    values: [organization, sought, first],
  });
  const options: FilterOption[] = rows.map(({ value, name, kind }) => ({ value, name, kind: kind ?? null }));
  if (field === 'PROJECT' && sought === '') {
    const none = await client.query<{ occurs: boolean }>({ name: 'options-without-project', text: WITHOUT_PROJECT, values: [organization] });
    if (none.rows[0]?.occurs) options.unshift({ value: null, name: null, kind: null });
  }
  return options.slice(0, first);
}
