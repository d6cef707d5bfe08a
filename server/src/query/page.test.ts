import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import { matches } from '@audit-log/shared/filter-match';
import { ENTRIES, fill, filtersOf, plainly, projects, types, users } from '../testing/log-fixture.js';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { AuditQuery } from './audit-query.js';
import type { Page, PageArguments } from './page.js';

describe.each(postgresVersions)('pages on Postgres %i', (version) => {
  let db: TestDatabase;
  let generous: AuditQuery;
  let all: AuditEntry[];

  beforeAll(async () => {
    db = await createTestDatabase({ version });
    await db.owner.query(fill());
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
    const filters = filtersOf(times);
    const bounds = fc.constantFrom(10_000, 60, 9);
    await fc.assert(
      fc.asyncProperty(filters, bounds, fc.constantFrom(1, 7, 50, 200), fc.boolean(), async (filter, keys, size, knowing) => {
        const query = await AuditQuery.open(db.database, { keys, rows: keys, leastOfStream: 3 });
        query.frequencies.of(1);
        if (knowing) await query.frequencies.settled();
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

  test('a page of none says whether there is more, and ends where it began', async () => {
    const { edges } = await generous.page(1, {}, { first: 3 });
    const [after, before] = [edges[1]?.cursor, edges[2]?.cursor];
    const info = async (args: PageArguments) => (await generous.page(1, {}, args)).pageInfo;
    expect(await info({ first: 0 })).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null });
    expect(await info({ first: 0, after })).toEqual({ hasNextPage: true, hasPreviousPage: true, startCursor: null, endCursor: after });
    expect(await info({ last: 0, before })).toEqual({ hasNextPage: true, hasPreviousPage: true, startCursor: before, endCursor: null });
    expect(await info({ first: 0, after, before })).toMatchObject({ hasNextPage: false });
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

  test('an option is found by its own name, whatever its letters, and in other forms of them', async () => {
    const names = ['ΟΔΟΣ', 'İstanbul', 'Ｆｕｌｌ', 'Plain'];
    await db.owner.query(
      `WITH made AS (
        INSERT INTO audit.actor (organization, kind, id, name) SELECT 2, 'USER', name, name FROM unnest($1::text[]) AS name RETURNING key
      )
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor, changes, source)
      SELECT 2, audit.uuid_v7(now()), now(), e.event_type, e.action, made.key, '[]', NULL
      FROM made, (SELECT * FROM audit.entry WHERE organization = 2 LIMIT 1) e`,
      [names],
    );
    const found = async (search: string) => (await generous.options(2, 'USER', search, 50)).map(({ value }) => value);
    for (const name of names) expect(await found(name)).toEqual([name]);
    for (const [typed, name] of [['full', 'Ｆｕｌｌ'], ['ＦＵＬＬ', 'Ｆｕｌｌ'], ['pLaIn', 'Plain'], ['stanbul', 'İstanbul'], ['ΔΟς', 'ΟΔΟΣ']] as const) expect(await found(typed), typed).toEqual([name]);
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

  test('the facet with the fewest entries drives, whatever its kind, as soon as that is known', async () => {
    await db.owner.query(`
      INSERT INTO audit.project (organization, id, name) VALUES (1, 'seldom', 'Seldom');
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, changes, source)
      SELECT e.organization, audit.uuid_v7(e.occurred_at), e.occurred_at, e.event_type, e.action, p.key, e.actor, '[]', e.source
      FROM (SELECT * FROM audit.entry WHERE organization = 1 ORDER BY occurred_at LIMIT 1) e, audit.project p WHERE p.id = 'seldom'`);
    const filter = { userIds: users, projectIds: ['seldom'] };
    const query = await AuditQuery.open(db.database, { keys: 60, rows: 60, leastOfStream: 3 });
    expect(await query.page(1, filter, {})).toMatchObject({ edges: [], searchedBackTo: expect.any(String) });
    await query.frequencies.settled();
    expect(await query.page(1, filter, {})).toMatchObject({ edges: [{ node: { project: { id: 'seldom' } } }], searchedBackTo: null });
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
