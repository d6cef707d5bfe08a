import type { ClientBase } from 'pg';
import type { NormalExclusion, NormalFilter } from '@audit-log/shared/filter';
import type { Dimensions } from '../entry/dimensions.js';
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
}

const KEYS = {
  users: `SELECT key, id FROM audit.actor WHERE organization = $1 AND id = ANY ($2)`,
  projects: `SELECT key, id FROM audit.project WHERE organization = $1 AND id = ANY ($2)`,
} as const;

/** Turns names and outside ids into keys. What never occurred has no key, and matches nothing. */
export async function selectionOf(client: ClientBase, dimensions: Dimensions, organization: number, filter: NormalFilter): Promise<Selection> {
  const facets = async (from: NormalExclusion): Promise<Facets> => ({
    eventTypes: from.eventTypes ? await dimensions.keys(client, 'eventType', from.eventTypes) : null,
    actions: from.actions ? await dimensions.keys(client, 'action', from.actions) : null,
    users: from.userIds ? await keysOf(client, 'users', organization, from.userIds) : null,
    projects: from.projectIds ? await keysOf(client, 'projects', organization, from.projectIds) : null,
    withoutProject: from.withoutProject ?? false,
    entityId: from.entityId ?? null,
    operationId: from.operationId ?? null,
    content: contentOf(from),
  });
  return { include: await facets(filter), exclude: [await facets(filter.exclude ?? {})] };
}

/**
 * What a filter lets through of a log: of a part of one, only what that part has.
 * @param without conditions of the filter that are left out; never those of the part
 */
export async function selectionWithin(client: ClientBase, dimensions: Dimensions, log: Log, filter: NormalFilter, without: Partial<Facets> = {}): Promise<Selection> {
  const organization = organizationOf(log);
  const { include, exclude } = await selectionOf(client, dimensions, organization, filter);
  const asked = { include: { ...include, ...without }, exclude: exclude.map((facets) => ({ ...facets, ...without })) };
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

async function keysOf(client: ClientBase, facet: keyof typeof KEYS, organization: number, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<{ key: number }>({ name: `keys-${facet}`, text: KEYS[facet], values: [organization, ids] });
  return rows.map((row) => row.key);
}
