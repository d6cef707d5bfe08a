import type { ClientBase } from 'pg';
import type { NormalExclusion, NormalFilter } from '@audit-log/shared/filter';
import type { Dimension, Dimensions } from '../entry/dimensions.js';
import { boundOf, organizationOf, type Log } from '../entry/log.js';
import { both } from './both.js';
import { contentOf, type Content } from './content.js';

/** The facets of a filter, or of its exclusion, by the keys of the database; null where there is no condition. */
export interface Facets {
  eventTypes: number[] | null;
  actions: number[] | null;
  users: number[] | null;
  projects: number[] | null;
  withoutProject: boolean;
  entityId: string | null;
  operationId: string | null;
  /** Missing as null: what asks for facets alone. */
  content?: Content | null;
}

/** A filter as the database knows it. */
export interface Selection {
  include: Facets;
  /** What matches any of them is left out. One for a filter, more where several filters hold together. */
  exclude: readonly Facets[];
  /** Whether something is named that has no key, since it never occurred until now. */
  unknown?: boolean;
}

const KEYS = {
  users: `SELECT key, id FROM audit.actor WHERE organization = $1 AND id = ANY ($2)`,
  projects: `SELECT key, id FROM audit.project WHERE organization = $1 AND id = ANY ($2)`,
} as const;

/** Turns names and outside ids into keys. What never occurred has no key, and matches nothing. */
export async function selectionOf(client: ClientBase, dimensions: Dimensions, organization: number, filter: NormalFilter): Promise<Selection> {
  let unknown = false;
  const named = async (dimension: Dimension, names: readonly string[]): Promise<number[]> => {
    const keys = await dimensions.keys(client, dimension, names);
    if (keys.length < new Set(names).size) unknown = true;
    return keys;
  };
  const identified = async (facet: keyof typeof KEYS, ids: readonly string[]): Promise<number[]> => {
    if (ids.length === 0) return [];
    const { rows } = await client.query<{ key: number; id: string }>({ name: `keys-${facet}`, text: KEYS[facet], values: [organization, ids] });
    // One id may stand for actors of several kinds.
    if (new Set(rows.map(({ id }) => id)).size < new Set(ids).size) unknown = true;
    return rows.map(({ key }) => key);
  };
  const facets = async (from: NormalExclusion): Promise<Facets> => ({
    eventTypes: from.eventTypes ? await named('eventType', from.eventTypes) : null,
    actions: from.actions ? await named('action', from.actions) : null,
    users: from.userIds ? await identified('users', from.userIds) : null,
    projects: from.projectIds ? await identified('projects', from.projectIds) : null,
    withoutProject: from.withoutProject ?? false,
    entityId: from.entityId ?? null,
    operationId: from.operationId ?? null,
    content: contentOf(from),
  });
  const [include, exclude] = [await facets(filter), await facets(filter.exclude ?? {})];
  return { include, exclude: [exclude], unknown };
}

/**
 * What a filter lets through of a log: of a part of one, only what that part has.
 * @param without conditions of the filter that are left out; never those of the part
 */
export async function selectionWithin(client: ClientBase, dimensions: Dimensions, log: Log, filter: NormalFilter, without: Partial<Facets> = {}): Promise<Selection> {
  const organization = organizationOf(log);
  const { include, exclude, ...rest } = await selectionOf(client, dimensions, organization, filter);
  const asked = { ...rest, include: { ...include, ...without }, exclude: exclude.map((facets) => ({ ...facets, ...without })) };
  const bound = boundOf(log);
  return bound === null ? asked : both(asked, await selectionOf(client, dimensions, organization, bound));
}

/** Whether any of it looks at an entry's content. */
export function isByContent({ include, exclude }: Selection): boolean {
  return [include, ...exclude].some(({ content }) => content != null);
}

/** Whether the selection is empty by itself: a list without a value that ever occurred. */
export function selectsNothing({ include }: Selection): boolean {
  const { eventTypes, actions, users, projects, withoutProject, content } = include;
  return [eventTypes, actions, users, withoutProject ? null : projects, content?.ips].some((values) => values?.length === 0);
}
