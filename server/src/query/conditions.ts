import { contentCondition } from './content.js';
import type { Frequency, ListFacet } from './frequency.js';
import { isByContent, type Facets, type Selection } from './selection.js';

/** Adds a value to a statement's, and says how its text names it. */
export type Parameter = (value: unknown, type: string) => string;

export function parameterOf(values: unknown[]): Parameter {
  return (value, type) => `$${values.push(value)}::${type}`;
}

/** An index to walk: one stream for each value, or a single one. */
export interface Arm {
  condition: string;
  /** The values that `v.value` stands for; null: a single stream without one. */
  values: { type: string; keys: readonly (number | string)[] } | null;
  /**
   * A column that the condition makes the same for all, without the planner knowing it: named first in the order, or else
   * the index that has it before the time is not seen to be in order, and all of the log is read in its place.
   */
  constant?: string;
}

/** An arm's entries by time, as its index has them. */
export function orderOf({ constant }: Arm, order: 'ASC' | 'DESC'): string {
  return [constant, 'occurred_at', 'id'].filter((column) => column !== undefined).map((column) => `${column} ${order}`).join(', ');
}

/** Whether a condition is on something that no index of facets holds, so that each entry passed over costs a row of the heap. */
export function looksAtHeap({ include, exclude }: Selection): boolean {
  return [include, ...exclude].some(({ entityId, operationId }) => entityId !== null || operationId !== null);
}

/** Whether each entry passed over costs more than an index entry. */
export function looksBeyondIndex(selection: Selection): boolean {
  return looksAtHeap(selection) || isByContent(selection);
}

/** What of an entry the conditions look at. */
export function columnsOf(selection: Selection): string {
  return `occurred_at, id, event_type, action, project, actor${looksAtHeap(selection) ? ', entity_id, operation_id' : ''}`;
}

/**
 * The whole selection as one condition on a row that is called `bounded`, but for its times. $1 is the organization. Filters of other
 * values have the same text.
 */
export function matchedBy(selection: Selection, parameter: Parameter): string {
  const { include, exclude } = selection;
  const keys = (list: number[] | null): string => parameter(list, 'int[]');
  return [
    anyOf('event_type', keys(include.eventTypes)),
    anyOf('action', keys(include.actions)),
    anyOf('actor', keys(include.users)),
    inProjects(keys(include.projects), parameter(include.withoutProject, 'boolean')),
    ...exclude.flatMap((excluded) => [
      noneOf('event_type', keys(excluded.eventTypes)),
      noneOf('action', keys(excluded.actions)),
      noneOf('actor', keys(excluded.users)),
      noneOf('project', keys(excluded.projects)),
      `NOT (project IS NULL AND ${parameter(excluded.withoutProject, 'boolean')})`,
    ]),
    ...(looksAtHeap(selection)
      ? [
          same('entity_id', parameter(include.entityId, 'text')),
          same('operation_id', parameter(include.operationId, 'uuid')),
          ...exclude.flatMap((excluded) => [
            different('entity_id', parameter(excluded.entityId, 'text')),
            different('operation_id', parameter(excluded.operationId, 'uuid')),
          ]),
        ]
      : []),
    ...(isByContent(selection) ? [contentCondition(selection, '$1', 'bounded', parameter)] : []),
  ]
    .map((condition) => `(${condition})`)
    .join(' AND ');
}

/** The facets that can drive, by how few entries a value of theirs usually has. */
const USUAL_ORDER: readonly ListFacet[] = ['users', 'projects', 'actions', 'eventTypes'];

/**
 * What drives: an entity or operation has few entries. Of the other facets the one that lets the fewest through, as far as
 * that is known; else a person or project before an action or a type.
 */
export function armsOf({ include }: Selection, frequency?: Frequency): Arm[] {
  if (include.operationId !== null) return [values('operation_id', 'uuid', [include.operationId])];
  if (include.entityId !== null) return [values('entity_id', 'text', [include.entityId])];
  const [rarest] = byRarity(include, frequency);
  return rarest === undefined ? [{ condition: 'true', values: null }] : armsOfFacet(rarest, include);
}

/**
 * How many entries of the log's sample the facet that drives lets through, over all of its time; 0 where that is not known.
 * @param frequency asked for where a facet drives
 */
export function drivenBy({ include }: Selection, frequency: () => Frequency | undefined): number {
  if (include.operationId !== null || include.entityId !== null) return 0;
  if (byRarity(include).length === 0) return Infinity;
  const known = frequency();
  const [rarest] = byRarity(include, known);
  return rarest === undefined ? 0 : (known?.of(rarest, include) ?? 0);
}

/** The facets that the filter has lists of, the best to be driven by first. */
function byRarity(include: Facets, frequency?: Frequency): ListFacet[] {
  const able = USUAL_ORDER.filter((facet) => include[facet] !== null || (facet === 'projects' && include.withoutProject));
  return frequency && able.length > 1 ? able.toSorted((a, b) => frequency.of(a, include) - frequency.of(b, include)) : able;
}

function armsOfFacet(facet: ListFacet, { eventTypes, actions, users, projects, withoutProject }: Facets): Arm[] {
  if (facet === 'users') return [values('actor', 'int', users ?? [])];
  if (facet === 'actions') return [values('action', 'smallint', actions ?? [])];
  if (facet === 'eventTypes') return [values('event_type', 'smallint', eventTypes ?? [])];
  return [...(projects ? [values('project', 'int', projects)] : []), ...(withoutProject ? [{ condition: 'project IS NULL', values: null, constant: 'project' }] : [])];
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
