import fc from 'fast-check';
import type { AuditEntry } from '@audit-log/shared/entry';
import type { AuditLogExclusion, AuditLogFilter } from '@audit-log/shared/filter';
import type { Api } from './api.js';

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const PAGE = `query ($filter: AuditLogFilterInput, $first: Int, $after: String, $last: Int, $before: String) {
  auditLogs(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    edges { node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

/** What a filter means, as plainly as can be said: none of the product's own code. */
export function plainly(filter: AuditLogFilter, entry: AuditEntry): boolean {
  if (filter.eventTypes && !filter.eventTypes.includes(entry.eventType)) return false;
  if (filter.actions && !filter.actions.includes(entry.action)) return false;
  if (filter.userIds && !filter.userIds.includes(entry.user.id)) return false;
  if ((filter.projectIds || filter.withoutProject) && !inProjects(filter, entry)) return false;
  if (filter.entityId && entry.entity?.id !== filter.entityId) return false;
  if (filter.operationId && entry.operationId !== filter.operationId) return false;
  if (filter.from && entry.time < filter.from) return false;
  if (filter.to && entry.time >= filter.to) return false;
  const out = filter.exclude;
  if (!out) return true;
  if (out.eventTypes?.includes(entry.eventType) || out.actions?.includes(entry.action)) return false;
  if (out.userIds?.includes(entry.user.id) || inProjects(out, entry)) return false;
  if (out.entityId && entry.entity?.id === out.entityId) return false;
  return !(out.operationId && entry.operationId === out.operationId);
}

function inProjects({ projectIds, withoutProject }: AuditLogExclusion, { project }: AuditEntry): boolean {
  return project === null ? withoutProject === true : (projectIds ?? []).includes(project.id);
}

/** Filters made of what occurs in these entries, with now and then a value that does not. */
export function filtersOver(entries: readonly AuditEntry[]): fc.Arbitrary<AuditLogFilter> {
  const values = (of: (entry: AuditEntry) => string | null | undefined): string[] => [
    ...new Set(entries.map(of).filter((value): value is string => typeof value === 'string')),
  ];
  const sometimes = <T>(arbitrary: fc.Arbitrary<T>, weight = 1): fc.Arbitrary<T | undefined> =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
  const some = (all: string[]): fc.Arbitrary<string[] | undefined> => sometimes(fc.uniqueArray(fc.constantFrom(...all, 'never-seen'), { maxLength: 12 }), 2);
  const one = (all: string[]): fc.Arbitrary<string | undefined> => sometimes(fc.constantFrom(...all));
  const times = values(({ time }) => time);
  const facets = {
    eventTypes: some(values(({ eventType }) => eventType)),
    actions: some(values(({ action }) => action)),
    userIds: some(values(({ user }) => user.id)),
    projectIds: some(values(({ project }) => project?.id)),
    withoutProject: sometimes(fc.boolean()),
    entityId: one(values(({ entity }) => entity?.id)),
    operationId: one(values(({ operationId }) => operationId)),
  };
  return fc.record({ ...facets, from: one(times), to: one(times), exclude: sometimes(fc.record(facets), 3) });
}

/** The ids of all pages, one after the other. */
export async function walk(api: Api, filter: AuditLogFilter, size: number, direction: 'forwards' | 'backwards'): Promise<string[]> {
  const ids: string[] = [];
  const forwards = direction === 'forwards';
  let place: string | null = null;
  for (;;) {
    const extent: Record<string, unknown> = forwards ? { first: size, after: place } : { last: size, before: place };
    const { auditLogs }: { auditLogs: Page } = await api.request(PAGE, { filter, ...extent });
    const page = auditLogs.edges.map(({ node }) => node.id);
    if (page.length > size) throw new Error(`a page of ${page.length} where ${size} were asked for`);
    if (forwards) ids.push(...page);
    else ids.unshift(...page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = auditLogs.pageInfo;
    if (!(forwards ? hasNextPage : hasPreviousPage)) return ids;
    const next: string | null = forwards ? endCursor : startCursor;
    if (next === null || next === place) throw new Error('there is more, and no way to go on');
    place = next;
  }
}
