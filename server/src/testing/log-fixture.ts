import fc from 'fast-check';
import type { AuditEntry } from '@audit-log/shared/entry';
import type { AuditLogFilter } from '@audit-log/shared/filter';

/** Of the first organization; the second has a quarter of it. */
export const ENTRIES = 700;
export const types = ['TYPE_A', 'TYPE_B', 'TYPE_C'];
export const actions = ['create', 'update', 'delete'];
export const users = ['u1', 'u2', 'u3', 'u4'];
export const projects = ['p1', 'p2', 'p3'];
const entities = ['e1', 'e2', 'e3'];
const operations = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

/**
 * Entries over three months with many at the same microsecond, in two organizations; skewed, so that some combinations never
 * meet. Which of them are in the sample is the same every time.
 * @param content entity name, changes and source, as SQL
 */
export const fill = (entries = ENTRIES, content = `'x', '[]', '{"ip": null, "userAgent": null, "via": "api"}'`): string => `
  SELECT audit.create_organization('one'), audit.create_organization('two');
  SELECT setseed(0.42);
  SELECT audit.define(name, '{create,update,delete}') FROM unnest('{TYPE_A,TYPE_B,TYPE_C}'::text[]) name;
  INSERT INTO audit.actor (organization, kind, id, name) SELECT o, 'USER', 'u' || n, 'User ' || n FROM generate_series(1, 2) o, generate_series(1, 4) n;
  INSERT INTO audit.project (organization, id, name) SELECT o, 'p' || n, 'Project ' || n FROM generate_series(1, 2) o, generate_series(1, 3) n;
  WITH raw AS MATERIALIZED (
    SELECT 1 + (n % 5 = 0)::int AS organization, now() - interval '70 days' + floor(n / 3) * interval '${(4 * ENTRIES) / entries} hours' AS at,
      right(md5(n::text), 12) AS chance, power(random(), 2) AS a, power(random(), 3) AS b, random() AS c, power(random(), 2) AS d, random() AS e, random() AS f
    FROM generate_series(1, ${(entries * 5) / 4}) n
  ), made AS (
    INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
    SELECT r.organization, (left(audit.uuid_v7(at)::text, 24) || r.chance)::uuid, at,
    (SELECT key FROM audit.event_type WHERE name = 'TYPE_' || chr(65 + floor(a * 3)::int)),
    (SELECT key FROM audit.action WHERE name = ('{create,update,delete}'::text[])[1 + floor(b * 3)::int]),
    (SELECT key FROM audit.project p WHERE p.organization = r.organization AND p.id = 'p' || (1 + floor(c * 4)::int)),
    (SELECT key FROM audit.actor w WHERE w.organization = r.organization AND w.id = 'u' || (1 + floor(d * 4)::int)),
    CASE WHEN e < 0.6 THEN 'e' || (1 + floor(e * 5)::int) END,
    CASE WHEN f < 0.2 THEN ('00000000-0000-4000-8000-00000000000' || (1 + floor(f * 10)::int))::uuid END,
    ${content}
    FROM raw r RETURNING organization, occurred_at, id
  )
  INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made`;

/** Mostly there is no condition on a field, else few filters find anything. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>, weight = 1) => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
const some = <T>(values: readonly T[]) => sometimes(fc.subarray([...values]), 2);
const one = <T>(values: readonly T[]) => sometimes(fc.constantFrom(...values));
const facets = {
  eventTypes: some([...types, 'NEVER_SEEN']),
  actions: some(actions),
  userIds: some([...users, 'nobody']),
  projectIds: some(projects),
  withoutProject: sometimes(fc.boolean()),
};

/** What a filter means, said once more and as plainly as can be: not the code under test. */
export function plainly(filter: AuditLogFilter, entry: AuditEntry): boolean {
  const inProjects = (f: AuditLogFilter) =>
    (entry.project ? (f.projectIds ?? []).includes(entry.project.id) : false) || (f.withoutProject === true && entry.project === null);
  if (filter.eventTypes && !filter.eventTypes.includes(entry.eventType)) return false;
  if (filter.actions && !filter.actions.includes(entry.action)) return false;
  if (filter.userIds && !filter.userIds.includes(entry.user.id)) return false;
  if ((filter.projectIds || filter.withoutProject) && !inProjects(filter)) return false;
  if (filter.entityId && entry.entity?.id !== filter.entityId) return false;
  if (filter.operationId && entry.operationId !== filter.operationId) return false;
  if (filter.from && entry.time < filter.from) return false;
  if (filter.to && entry.time >= filter.to) return false;
  const x = filter.exclude;
  if (!x) return true;
  return !(
    x.eventTypes?.includes(entry.eventType) ||
    x.actions?.includes(entry.action) ||
    x.userIds?.includes(entry.user.id) ||
    inProjects(x) ||
    (x.entityId && entry.entity?.id === x.entityId) ||
    (x.operationId && entry.operationId === x.operationId)
  );
}


/** Any filter; `times` are those to begin or end at. */
export const filtersOf = (times: readonly string[]): fc.Arbitrary<AuditLogFilter> =>
  fc.record({
    ...facets,
    from: one(times),
    to: one(times),
    entityId: one([...entities, 'e9']),
    operationId: one(operations),
    exclude: sometimes(fc.record({ ...facets, entityId: one(entities), operationId: one(operations) }), 3),
  });
