import type { AuditEntry } from './entry.js';
import { normalizeFilter, type AuditLogFilter, type NormalExclusion } from './filter.js';

/** What of an entry a filter looks at; `time` in the log's form. Every `AuditEntry` is one. */
export interface FilterSubject {
  readonly time: string;
  readonly eventType: string;
  readonly action: string;
  readonly user: Pick<AuditEntry['user'], 'id'>;
  readonly project: Pick<NonNullable<AuditEntry['project']>, 'id'> | null;
  readonly entity: Pick<NonNullable<AuditEntry['entity']>, 'id'> | null;
  readonly operationId: string | null;
}

type Predicate = (subject: FilterSubject) => boolean;

/**
 * The filter as a function, for matching many entries.
 * @throws FilterError when the filter is not a sound one.
 */
export function compileFilter(input: AuditLogFilter | null | undefined): Predicate {
  const { from, to, exclude, ...facets } = normalizeFilter(input);
  const included = facetPredicates(facets);
  if (from !== undefined) included.push(({ time }) => time >= from);
  if (to !== undefined) included.push(({ time }) => time < to);
  const excluded = facetPredicates(exclude ?? {});
  return (subject) => included.every((test) => test(subject)) && !excluded.some((test) => test(subject));
}

/**
 * Whether the filter lets the entry through.
 * @throws FilterError when the filter is not a sound one.
 */
export function matches(filter: AuditLogFilter | null | undefined, subject: FilterSubject): boolean {
  return compileFilter(filter)(subject);
}

function facetPredicates(facets: NormalExclusion): Predicate[] {
  const { eventTypes, actions, userIds, projectIds, withoutProject, entityId, operationId } = facets;
  const predicates: Predicate[] = [];
  const oneOf = (values: readonly string[] | undefined, valueOf: (subject: FilterSubject) => string): void => {
    if (values === undefined) return;
    const set = new Set(values);
    predicates.push((subject) => set.has(valueOf(subject)));
  };
  oneOf(eventTypes, (subject) => subject.eventType);
  oneOf(actions, (subject) => subject.action);
  oneOf(userIds, (subject) => subject.user.id);
  if (projectIds !== undefined || withoutProject) {
    const projects = new Set(projectIds);
    predicates.push(({ project }) => (project === null ? withoutProject === true : projects.has(project.id)));
  }
  if (entityId !== undefined) predicates.push(({ entity }) => entity?.id === entityId);
  if (operationId !== undefined) predicates.push((subject) => subject.operationId === operationId);
  return predicates;
}
