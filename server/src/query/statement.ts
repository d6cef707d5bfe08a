import { createHash } from 'node:crypto';
import { ENTRY_COLUMNS, ENTRY_JOINS, ENTRY_SIZE, MOST_AT_ONCE } from '../entry/entry-row.js';
import type { Selection } from './selection.js';
import type { Place } from './cursor.js';

/** The part of the log a page is looked for in, both ends exclusive; newest first. */
export interface Range {
  upper: Place;
  lower: Place;
}

export interface PageStatement {
  name: string;
  text: string;
  values: unknown[];
}

export type Direction = 'older' | 'newer';

/** What one page may pass over: what is not found within it is looked for by the next page. */
export interface Bound {
  /** Index entries, where the index answers every condition. */
  keys: number;
  /** Fewer where one is not answered by the index, since each entry then costs a row of the heap. */
  rows: number;
  /** A filter of a thousand values still gets this far with each. */
  leastOfStream: number;
}

export const USUAL_BOUND: Bound = { keys: 10_000, rows: 1_500, leastOfStream: 32 };

/** An index to walk: one stream for each value, or a single one. */
interface Arm {
  condition: string;
  /** The values that `v.value` stands for; null: a single stream without one. */
  values: { type: string; keys: readonly (number | string)[] } | null;
}

/**
 * One page as one statement, shaped so that its cost has a bound whatever the filter: the planner is left no choice
 * (each step is fenced by a LIMIT), the rarest kind of facet drives, and each stream reads at most so many index entries
 * in order. Where a stream met its limit, `cut` says how far the answer reaches; the streams are merged, cut there, and
 * only what is shown is joined, and of that no more than fits into an answer. The one row that always comes carries `cut` and the head, taken in the same snapshot.
 */
export function pageStatement(organization: number, selection: Selection, range: Range, direction: Direction, limit: number, work = USUAL_BOUND): PageStatement {
  const { include, exclude } = selection;
  const arms = armsOf(selection);
  const streams = arms.reduce((sum, arm) => sum + (arm.values?.keys.length ?? 1), 0);
  const onHeap = exclude.entityId !== null || exclude.operationId !== null || include.entityId !== null || include.operationId !== null;
  const bound = Math.max(work.leastOfStream, Math.floor((onHeap ? work.rows : work.keys) / streams));
  const order = direction === 'older' ? 'DESC' : 'ASC';

  const values: unknown[] = [organization, range.upper.time, range.upper.id, range.lower.time, range.lower.id, bound, limit + 1];
  const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const keys = (list: number[] | null): string => parameter(list, 'int[]');
  const matched = [
    anyOf('event_type', keys(include.eventTypes)),
    anyOf('action', keys(include.actions)),
    anyOf('actor', keys(include.users)),
    inProjects(keys(include.projects), parameter(include.withoutProject, 'boolean')),
    noneOf('event_type', keys(exclude.eventTypes)),
    noneOf('action', keys(exclude.actions)),
    noneOf('actor', keys(exclude.users)),
    noneOf('project', keys(exclude.projects)),
    `NOT (project IS NULL AND ${parameter(exclude.withoutProject, 'boolean')})`,
    ...(onHeap
      ? [
          same('entity_id', parameter(include.entityId, 'text')),
          same('operation_id', parameter(include.operationId, 'uuid')),
          different('entity_id', parameter(exclude.entityId, 'text')),
          different('operation_id', parameter(exclude.operationId, 'uuid')),
        ]
      : []),
  ].map((condition) => `(${condition})`);

  const streamsText = arms.map((arm) => {
    const source = arm.values ? `unnest(${parameter(arm.values.keys, `${arm.values.type}[]`)}) AS v(value)` : '(VALUES (0)) AS v(value)';
    return `
    SELECT s.* FROM ${source} CROSS JOIN LATERAL (
      SELECT occurred_at, id, place, matched FROM (
        SELECT occurred_at, id, row_number() OVER () AS place, ${matched.join(' AND ')} AS matched FROM (
          SELECT occurred_at, id, event_type, action, project, actor${onHeap ? ', entity_id, operation_id' : ''}
          FROM audit.entry
          WHERE organization = $1 AND ${arm.condition}
            AND occurred_at <= $2 AND occurred_at >= $4 AND (occurred_at, id) < ($2, $3) AND (occurred_at, id) > ($4, $5)
          ORDER BY occurred_at ${order}, id ${order} LIMIT $6
        ) bounded
      ) numbered WHERE matched OR place = $6 LIMIT $7
    ) s`;
  });

  const beyond = direction === 'older' ? '<' : '>';
  const text = `
  WITH found AS MATERIALIZED (${streamsText.join('\n    UNION ALL')}
  ), cut AS (
    SELECT occurred_at, id FROM found WHERE place = $6 ORDER BY occurred_at ${order}, id ${order} LIMIT 1
  ), page AS (
    SELECT occurred_at, id FROM found
    WHERE matched AND NOT EXISTS (SELECT FROM cut WHERE (found.occurred_at, found.id) ${beyond} (cut.occurred_at, cut.id))
    ORDER BY occurred_at ${order}, id ${order} LIMIT $7
  )
  SELECT h.seq AS head, h.hash AS head_hash, audit.iso(cut.occurred_at) AS cut_time, cut.id AS cut_id, shown.*
  FROM audit.head h LEFT JOIN cut ON true LEFT JOIN (
    SELECT ${ENTRY_COLUMNS}, (SELECT l.seq FROM audit.leaf l WHERE l.organization = $1 AND l.id = e.id) AS seq,
      count(*) OVER () AS in_page, sum(${ENTRY_SIZE}) OVER (ORDER BY e.occurred_at ${order}, e.id ${order}) - ${ENTRY_SIZE} AS size_before
    FROM page CROSS JOIN LATERAL (
      SELECT * FROM audit.entry x WHERE x.organization = $1 AND x.occurred_at = page.occurred_at AND x.id = page.id OFFSET 0
    ) e ${ENTRY_JOINS}
  ) shown ON shown.size_before < ${MOST_AT_ONCE}
  WHERE h.organization = $1
  ORDER BY shown.time ${order}, shown.id ${order}`;
  return { name: `page-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`, text, values };
}

/** What drives: an entity or operation has few entries, a person or project fewer than an action or a type. */
function armsOf({ include }: Selection): Arm[] {
  if (include.operationId !== null) return [values('operation_id', 'uuid', [include.operationId])];
  if (include.entityId !== null) return [values('entity_id', 'text', [include.entityId])];
  if (include.users) return [values('actor', 'int', include.users)];
  const withoutProject: Arm = { condition: 'project IS NULL', values: null };
  if (include.projects) return [values('project', 'int', include.projects), ...(include.withoutProject ? [withoutProject] : [])];
  if (include.withoutProject) return [withoutProject];
  if (include.actions) return [values('action', 'smallint', include.actions)];
  if (include.eventTypes) return [values('event_type', 'smallint', include.eventTypes)];
  return [{ condition: 'true', values: null }];
}

function values(column: string, type: string, keys: readonly (number | string)[]): Arm {
  return { condition: `${column} = v.value`, values: { type, keys } };
}

function anyOf(column: string, parameter: string): string {
  return `${parameter} IS NULL OR ${column} = ANY (${parameter})`;
}

function inProjects(keys: string, without: string): string {
  return `${keys} IS NULL AND NOT ${without} OR project = ANY (${keys}) OR project IS NULL AND ${without}`;
}

/** An empty list excludes nothing; nor does a list exclude what has no value. */
function noneOf(column: string, parameter: string): string {
  return `${parameter} IS NULL OR (${column} = ANY (${parameter})) IS NOT TRUE`;
}

function same(column: string, parameter: string): string {
  return `${parameter} IS NULL OR ${column} = ${parameter}`;
}

function different(column: string, parameter: string): string {
  return `${parameter} IS NULL OR ${column} IS DISTINCT FROM ${parameter}`;
}
