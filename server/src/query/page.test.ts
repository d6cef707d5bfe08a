import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import { matches } from '@audit-log/shared/filter-match';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { AuditQuery } from './audit-query.js';
import type { Page, PageArguments } from './page.js';

const ENTRIES = 700;
const types = ['TYPE_A', 'TYPE_B', 'TYPE_C'];
const actions = ['create', 'update', 'delete'];
const users = ['u1', 'u2', 'u3', 'u4'];
const projects = ['p1', 'p2', 'p3'];
const entities = ['e1', 'e2', 'e3'];
const operations = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

/** Entries over three months with many at the same microsecond, in two organizations; skewed, so that some combinations never meet. */
const FILL = `
  SELECT audit.create_organization('one'), audit.create_organization('two');
  SELECT setseed(0.42);
  SELECT audit.define(name, '{create,update,delete}') FROM unnest('{TYPE_A,TYPE_B,TYPE_C}'::text[]) name;
  INSERT INTO audit.actor (organization, kind, id, name) SELECT o, 'USER', 'u' || n, 'User ' || n FROM generate_series(1, 2) o, generate_series(1, 4) n;
  INSERT INTO audit.project (organization, id, name) SELECT o, 'p' || n, 'Project ' || n FROM generate_series(1, 2) o, generate_series(1, 3) n;
  WITH raw AS MATERIALIZED (
    SELECT 1 + (n % 5 = 0)::int AS organization, now() - interval '70 days' + floor(n / 3) * interval '4 hours' AS at,
      power(random(), 2) AS a, power(random(), 3) AS b, random() AS c, power(random(), 2) AS d, random() AS e, random() AS f
    FROM generate_series(1, ${(ENTRIES * 5) / 4}) n
  )
  INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
  SELECT r.organization, audit.uuid_v7(at), at,
    (SELECT key FROM audit.event_type WHERE name = 'TYPE_' || chr(65 + floor(a * 3)::int)),
    (SELECT key FROM audit.action WHERE name = ('{create,update,delete}'::text[])[1 + floor(b * 3)::int]),
    (SELECT key FROM audit.project p WHERE p.organization = r.organization AND p.id = 'p' || (1 + floor(c * 4)::int)),
    (SELECT key FROM audit.actor w WHERE w.organization = r.organization AND w.id = 'u' || (1 + floor(d * 4)::int)),
    CASE WHEN e < 0.6 THEN 'e' || (1 + floor(e * 5)::int) END,
    CASE WHEN f < 0.2 THEN ('00000000-0000-4000-8000-00000000000' || (1 + floor(f * 10)::int))::uuid END,
    'x', '[]', '{"ip": null, "userAgent": null, "via": "api"}'
  FROM raw r`;

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
function plainly(filter: AuditLogFilter, entry: AuditEntry): boolean {
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

describe.each(postgresVersions)('pages on Postgres %i', (version) => {
  let db: TestDatabase;
  let generous: AuditQuery;
  let all: AuditEntry[];

  beforeAll(async () => {
    db = await createTestDatabase({ version });
    await db.owner.query(FILL);
    generous = await AuditQuery.open(db.database);
    all = await walk((args) => generous.page(1, {}, args), { first: 200 });
  });
  afterAll(() => db[Symbol.asyncDispose]());

  test('the whole log is every entry of the organization once, newest first', () => {
    expect(all).toHaveLength(ENTRIES);
    const keys = all.map(({ time, id }) => `${time} ${id}`);
    expect(keys).toEqual(keys.toSorted().toReversed());
    expect(new Set(keys).size).toBe(ENTRIES);
  });

  test('any filter, any page size, forwards and backwards, however tight the bound of work: what a plain predicate gives, in order', async () => {
    const times = all.filter((_, i) => i % 37 === 0).map(({ time }) => time);
    const filters: fc.Arbitrary<AuditLogFilter> = fc.record({
      ...facets,
      from: one(times),
      to: one(times),
      entityId: one([...entities, 'e9']),
      operationId: one(operations),
      exclude: sometimes(fc.record({ ...facets, entityId: one(entities), operationId: one(operations) }), 3),
    });
    const bounds = fc.constantFrom(10_000, 60, 9);
    await fc.assert(
      fc.asyncProperty(filters, bounds, fc.constantFrom(1, 7, 50, 200), async (filter, keys, size) => {
        const query = await AuditQuery.open(db.database, { keys, rows: keys, leastOfStream: 3 });
        const expected = all.filter((entry) => plainly(filter, entry));
        expect(all.filter((entry) => matches(filter, entry))).toEqual(expected);
        const ask = (args: PageArguments) => query.page(1, filter, args);
        expect(await walk(ask, { first: size })).toEqual(expected);
        expect(await walk(ask, { last: size })).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('`after` and `before` together bound the page from both sides', async () => {
    const whole = await generous.page(1, {}, { first: 20 });
    const [after, before] = [whole.edges[3]?.cursor, whole.edges[10]?.cursor];
    const between = whole.edges.slice(4, 10).map(({ node }) => node.id);
    const ids = (page: Page) => page.edges.map(({ node }) => node.id);
    expect(ids(await generous.page(1, {}, { first: 50, after, before }))).toEqual(between);
    expect(ids(await generous.page(1, {}, { last: 2, after, before }))).toEqual(between.slice(-2));
  });

  test('a bound that is met before the page is full says how far it has looked, and where to go on', async () => {
    const query = await AuditQuery.open(db.database, { keys: 9, rows: 9, leastOfStream: 3 });
    const filter = { exclude: { eventTypes: types.slice(0, 2), actions: ['create'] } };
    const page = await query.page(1, filter, { first: 50 });
    expect(page.pageInfo.hasNextPage).toBe(true);
    expect(page.searchedBackTo).toBe(all[8]?.time);
    expect(page.pageInfo.endCursor).not.toBeNull();
  });

  test('one entry is found by its id, and those of another organization are as absent as those that never were', async () => {
    const [entry] = all;
    expect(await generous.entry(1, entry?.id.toUpperCase() ?? '')).toEqual(entry);
    expect(await generous.entry(2, entry?.id ?? '')).toBeNull();
    expect(await generous.entry(1, '01a20f41-eea4-7937-9366-a5fc3563a694')).toBeNull();
    expect(await generous.entry(1, "' OR true --")).toBeNull();
  });

  test('options are what occurs, and a search narrows them by name', async () => {
    expect(await generous.options(1, 'USER', '', 50)).toEqual(users.map((id, i) => ({ value: id, name: `User ${i + 1}`, kind: 'USER' })));
    expect(await generous.options(1, 'USER', 'R 3', 50)).toEqual([{ value: 'u3', name: 'User 3', kind: 'USER' }]);
    expect((await generous.options(1, 'PROJECT', '', 50)).map(({ value }) => value)).toEqual([null, ...projects]);
    expect((await generous.options(1, 'EVENT_TYPE', '', 50)).map(({ value }) => value)).toEqual(types);
    expect((await generous.options(1, 'ACTION', 'DELE', 50)).map(({ value }) => value)).toEqual(['delete']);
    await expect(generous.options(1, 'ACTION', '', 201)).rejects.toThrow('`first` must be from 1 to 200, not 201.');
  });

  test('arguments out of their limits and cursors that are not of this log are refused by name', async () => {
    const foreign = await generous.page(2, {}, { first: 1 });
    const own = await generous.page(1, {}, { first: 1 });
    const cursor = own.edges[0]?.cursor ?? '';
    const refused = (args: PageArguments, message: string) => expect(generous.page(1, {}, args)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) });
    await refused({ first: 1, last: 1 }, 'either `first` or `last`');
    await refused({ first: 201 }, '`first` must be from 0 to 200');
    await refused({ last: -1 }, '`last` must be from 0 to 200');
    for (const bad of ['', 'x', foreign.edges[0]?.cursor ?? '', own.tailCursor, `${cursor}A`, cursor.replace(/^./, 'B'), cursor.slice(0, -1)]) {
      await refused({ after: bad }, '`after` is not a cursor of a page of this log');
    }
    await expect(generous.page(1, { userIds: [''], colour: 'red' }, {})).rejects.toThrow('`userIds[0]` must not be empty. `colour` is not a field of the filter.');
  });
});

/** All pages of a connection, one after the other; refuses to go on without getting further. */
async function walk(ask: (args: PageArguments) => Promise<Page>, size: { first: number } | { last: number }): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  const forwards = 'first' in size;
  const limit = forwards ? size.first : size.last;
  let place: string | null = null;
  for (;;) {
    const page: Page = await ask(forwards ? { ...size, after: place } : { ...size, before: place });
    const entries = page.edges.map(({ node }) => node);
    expect(entries.length).toBeLessThanOrEqual(limit);
    if (forwards) found.push(...entries);
    else found.unshift(...entries);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(forwards ? hasNextPage : hasPreviousPage)) return found;
    const next: string | null = forwards ? endCursor : startCursor;
    expect(next).not.toBe(place);
    expect(next).not.toBeNull();
    place = next;
  }
}
