import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import type { AuditLogExclusion, AuditLogFilter } from '@audit-log/shared/filter';
import type { PageFilter } from '@audit-log/shared/filter-url';
import type { AuditLogFilterField } from '../gql/graphql.js';

/** What entries can be narrowed by, beside the time. */
export interface Facet {
  readonly key: 'eventTypes' | 'actions' | 'userIds' | 'projectIds';
  readonly field: AuditLogFilterField;
  readonly label: string;
  /** What its search box asks for. */
  readonly find: string;
}

export const facets: readonly Facet[] = [
  { key: 'eventTypes', field: 'EVENT_TYPE', label: 'Event type', find: 'Find an event type' },
  { key: 'actions', field: 'ACTION', label: 'Action', find: 'Find an action' },
  { key: 'userIds', field: 'USER', label: 'User', find: 'Find a user, key or agent' },
  { key: 'projectIds', field: 'PROJECT', label: 'Project', find: 'Find a project' },
];

/** The value that stands for "no project" among the projects. */
export const noProject = '';

export type Mode = 'include' | 'exclude';

/** The chosen values of one facet. No value is in both lists. */
export interface Choice {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export function choiceOf(filter: AuditLogFilter, { key }: Facet): Choice {
  return { include: valuesOf(filter, key), exclude: valuesOf(filter.exclude ?? {}, key) };
}

export function withChoice(filter: PageFilter, { key }: Facet, choice: Choice): PageFilter {
  return {
    ...filter,
    ...listOf(key, choice.include),
    exclude: { ...filter.exclude, ...listOf(key, choice.exclude) },
  };
}

/** A click on a value: chosen in this mode, or no longer chosen. */
export function toggled(choice: Choice, value: string, mode: Mode): Choice {
  const without = {
    include: choice.include.filter((one) => one !== value),
    exclude: choice.exclude.filter((one) => one !== value),
  };
  const wasChosen = choice.include.includes(value) || choice.exclude.includes(value);
  return wasChosen ? without : { ...without, [mode]: [...without[mode], value] };
}

/** What was included is excluded from now on, or the other way round. */
export function turned(choice: Choice, from: Mode): Choice {
  const to = from === 'include' ? 'exclude' : 'include';
  const values = [...choice[to], ...choice[from]];
  return from === 'include' ? { include: [], exclude: values } : { include: values, exclude: [] };
}

/** The filter without anything chosen; the time stays. */
export function cleared({ range, from, to }: PageFilter): PageFilter {
  return { range, from, to };
}

export function isNarrowed(filter: PageFilter): boolean {
  const { eventTypes, actions, userIds, projectIds, withoutProject, entityId, operationId, search, ips, details, exclude } = filter;
  const own = [eventTypes, actions, userIds, projectIds, entityId, operationId, search, ips, details].some((part) => part != null);
  return own || withoutProject === true || (exclude != null && isNarrowed(exclude));
}

/** How a value reads; users and projects by the names that are known, others by what of the id is telling. */
export function valueLabel({ key }: Facet, value: string, names: ReadonlyMap<string, string>): string {
  switch (key) {
    case 'eventTypes':
      return eventTypeOf(value).label;
    case 'actions':
      return actionOf(value).label;
    default:
      return value === noProject ? 'no project' : (names.get(value) ?? shortId(value));
  }
}

/** An id that has no name: enough of it to tell it from others. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}

function valuesOf(part: AuditLogExclusion, key: Facet['key']): readonly string[] {
  const values = part[key] ?? [];
  return key === 'projectIds' && part.withoutProject === true ? [...values, noProject] : values;
}

function listOf(key: Facet['key'], values: readonly string[]): AuditLogExclusion {
  const ids = values.filter((value) => key !== 'projectIds' || value !== noProject);
  const list = ids.length === 0 ? null : ids;
  if (key !== 'projectIds') return { [key]: list };
  return { projectIds: list, withoutProject: values.includes(noProject) ? true : null };
}
