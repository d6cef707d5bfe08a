/**
 * The same page of fifty entries, asked of each server in its own words, and what it is to answer, from the oracle: plain
 * SQL over the log's tables as their owner.
 */
import { iso } from './entries.js';

export const PAGE_SIZE = 50;

/** The six columns of the page, and the id: what the oracle says of an entry. */
export interface Expected {
  readonly id: string;
  readonly time: string;
  readonly eventType: string;
  readonly action: string;
  readonly project: { readonly id: string; readonly name: string } | null;
  readonly user: { readonly id: string; readonly kind: string; readonly name: string | null };
  readonly entity: { readonly id: string; readonly name: string | null } | null;
  /** As they are stored, and as they are shown: with names in place of the ids of persons. */
  readonly changes: readonly Readonly<Record<string, unknown>>[];
  readonly details: readonly Readonly<Record<string, unknown>>[];
}

export const ORACLE = `
  SELECT e.id, audit.iso(e.occurred_at) AS time, t.name AS "eventType", a.name AS action,
    CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END AS project,
    json_build_object('id', u.id, 'kind', u.kind, 'name', u.name) AS user,
    CASE WHEN e.entity_id IS NOT NULL THEN json_build_object('id', e.entity_id, 'name', e.entity_name) END AS entity,
    e.changes, audit.shown_changes(e.organization, e.changes) AS details
  FROM audit.entry e
  JOIN audit.event_type t ON t.key = e.event_type
  JOIN audit.action a ON a.key = e.action
  JOIN audit.actor u ON u.organization = e.organization AND u.key = e.actor
  LEFT JOIN audit.project p ON p.organization = e.organization AND p.key = e.project
  WHERE e.organization = $1 AND e.occurred_at < $2
  ORDER BY e.occurred_at DESC, e.id DESC LIMIT ${PAGE_SIZE}`;

export interface Dialect {
  readonly path: string;
  /** @param microseconds the place to begin after */
  body(microseconds: number): string;
  /** The entries of an answer, each with what this server gives of it. */
  read(answer: unknown): unknown[];
  /** The same of the oracle's. */
  expect(entry: Expected): unknown;
}

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
}

const DOCUMENT = `query Page($after: String, $first: Int) { auditLogs(after: $after, first: $first) {
  edges { cursor node { id time eventType action project { id name } user { id kind name } entity { id name } details { field old new redacted } } }
  pageInfo { hasNextPage endCursor } } }`;

const shown = ({ changes: _, ...rest }: Expected): unknown => rest;
const ofProduct = (answer: unknown): unknown[] => (answer as { data: { auditLogs: Connection<unknown> } }).data.auditLogs.edges.map(({ node }) => node);

export function productDialect(cursor: (microseconds: number) => string): Dialect {
  return {
    path: '/graphql',
    body: (place) => JSON.stringify({ query: DOCUMENT, variables: { after: cursor(place), first: PAGE_SIZE } }),
    read: ofProduct,
    expect: shown,
  };
}

export const bareDialect: Dialect = {
  path: '/',
  body: (place) => JSON.stringify({ after: iso(place) }),
  read: ofProduct,
  expect: shown,
};

const POSTGRAPHILE = `query Page($organization: Int!, $before: Datetime!, $first: Int!) {
  allEntries(first: $first, orderBy: [OCCURRED_AT_DESC, ROW_ID_DESC], filter: { organization: { equalTo: $organization }, occurredAt: { lessThan: $before } }) {
    edges { cursor node { rowId occurredAt type { name } act { name } inProject { rowId name } user { rowId kind name } entityId entityName changes } }
    pageInfo { hasNextPage endCursor } } }`;

interface PostgraphileEntry {
  rowId: string;
  occurredAt: string;
  type: { name: string };
  act: { name: string };
  inProject: { rowId: string; name: string } | null;
  user: { rowId: string; kind: string; name: string | null };
  entityId: string | null;
  entityName: string | null;
  changes: unknown;
}

export function postgraphileDialect(organization: number): Dialect {
  return {
    path: '/graphql',
    body: (place) => JSON.stringify({ query: POSTGRAPHILE, variables: { organization, before: iso(place), first: PAGE_SIZE } }),
    read: (answer) =>
      (answer as { data: { allEntries: Connection<PostgraphileEntry> } }).data.allEntries.edges.map(({ node }) => ({
        id: node.rowId,
        time: new Date(node.occurredAt).toISOString(),
        eventType: node.type.name,
        action: node.act.name,
        project: node.inProject && { id: node.inProject.rowId, name: node.inProject.name },
        user: { id: node.user.rowId, kind: node.user.kind, name: node.user.name },
        entity: node.entityId === null ? null : { id: node.entityId, name: node.entityName },
        changes: node.changes,
      })),
    expect: ({ details: _, ...rest }) => ({ ...rest, time: new Date(rest.time).toISOString() }),
  };
}

const PLAIN = `query Page($before: DateTimeISO!, $first: Int!) { entries(before: $before, first: $first) {
  id time eventType action projectId projectName userId userKind userName entityId entityName changes { field old new oldId newId } } }`;

export const plainDialect: Dialect = {
  path: '/graphql',
  body: (place) => JSON.stringify({ query: PLAIN, variables: { before: iso(place), first: PAGE_SIZE } }),
  read: (answer) => (answer as { data: { entries: unknown[] } }).data.entries,
  expect: ({ id, time, eventType, action, project, user, entity, changes }) => ({
    id,
    time: new Date(time).toISOString(),
    eventType,
    action,
    projectId: project?.id ?? null,
    projectName: project?.name ?? null,
    userId: user.id,
    userKind: user.kind,
    userName: user.name,
    entityId: entity?.id ?? null,
    entityName: entity?.name ?? null,
    changes: changes.map(({ field, old, new: after, oldId, newId }) => ({ field, old: old ?? null, new: after ?? null, oldId: oldId ?? null, newId: newId ?? null })),
  }),
};
