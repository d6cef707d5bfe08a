import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import { Counts } from '../counts/counts.js';
import type { Log } from '../entry/log.js';
import { logger } from '../logger.js';
import { Indexer } from '../search/indexer.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { Tail } from '../tail/tail.js';
import { contentFiltersOf, fillWithContent, LONG, plainlyWithContent, recordedEntries, type RecordedEntry } from '../testing/content-fixture.js';
import { filtersOf } from '../testing/log-fixture.js';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { untilSearchable } from '../testing/waiting.js';
import { AuditQuery, soundFilter } from './audit-query.js';

const ENTRIES = 400;
/** Filters that leave much, since of random ones two leave next to nothing. */
const BROAD: readonly AuditLogFilter[] = [
  { userIds: ['u1', 'u2', 'u3'] },
  { exclude: { actions: ['delete'], search: 'rare' } },
  { eventTypes: ['TYPE_A', 'TYPE_B'] },
  { exclude: { projectIds: ['p1'], entityId: 'e1' } },
  { projectIds: ['p1', 'p2'], withoutProject: true },
  { search: 'usual' },
  { ips: ['10.0.0.0/15', '2001:db8::/40'] },
  { details: { field: 'status' } },
];
const EXACT = { accuracy: 'EXACT', error: null };

describe.each(postgresVersions)('a part of a log on Postgres %i', (version) => {
  const resources = new AsyncDisposableStack();
  let db: TestDatabase;
  let query: AuditQuery;
  let tail: Tail;
  let counts: Counts;
  let all: RecordedEntry[];
  let beginning: string;
  let filters: fc.Arbitrary<[bound: AuditLogFilter, asked: AuditLogFilter]>;

  beforeAll(async () => {
    db = resources.use(await createTestDatabase({ version }));
    await db.owner.query(fillWithContent(ENTRIES));
    resources.use(new Sequencer({ url: db.appUrl, logger }));
    resources.use(new Indexer({ url: db.appUrl, logger }));
    await untilSearchable(db);
    query = await AuditQuery.open(db.database);
    beginning = query.cursors.tail(1, { sequence: 0, leaf: Buffer.alloc(8) });
    tail = resources.use(new Tail({ database: db.database, query, url: db.appUrl, logger, heartbeat: 20 }));
    counts = new Counts(db.database, query, 20_000, '1 minute');
    all = await recordedEntries(db, await walk(1, {}));
    expect(all).toHaveLength(ENTRIES);
    const times = all.filter((_, i) => i % 37 === 0).map(({ time }) => time);
    const any = fc.oneof(fc.constantFrom(...BROAD), fc.constantFrom(...BROAD), filtersOf(times), contentFiltersOf(times));
    filters = fc.tuple(any, any);
  });
  afterAll(() => resources.disposeAsync());

  async function walk(log: Log, filter: AuditLogFilter, of = query) {
    const found = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo } = await of.page(log, filter, { first: 60, after });
      found.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage) return found;
      expect(pageInfo.endCursor).not.toBe(after);
      after = pageInfo.endCursor;
    }
  }

  const part = (bound: AuditLogFilter): Log => ({ organization: 1, within: soundFilter(bound) });
  const idsOf = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

  test('any filter of any part, in pages, counts, bars and facets: what both let through, and nothing else', async () => {
    let narrowed = 0;
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(10_000, 60, 9), async ([bound, asked], rows) => {
        const visible = all.filter((entry) => plainlyWithContent(bound, entry));
        const expected = visible.filter((entry) => plainlyWithContent(asked, entry));
        const tight = await AuditQuery.open(db.database, { keys: rows, rows, leastOfStream: 3, longest: '1 minute' });
        expect(idsOf(await walk(part(bound), asked, tight))).toEqual(idsOf(expected));
        expect(await counts.total(part(bound), asked, false)).toEqual({ value: expected.length, ...EXACT });

        const bars = await counts.histogram(part(bound), asked, 20);
        expect(bars.reduce((sum, { count }) => sum + count.value, 0)).toBe(expected.length);
        for (const { from, to, count } of bars) expect(count.value).toBe(expected.filter(({ time }) => time >= from && time < to).length);

        const { users, projects } = await counts.facets(part(bound), asked, 50);
        for (const { option, count } of users) {
          const theirs = { ...asked, userIds: [option.value ?? ''], exclude: { ...asked.exclude, userIds: undefined } };
          expect(count).toEqual({ value: visible.filter((entry) => plainlyWithContent(theirs, entry)).length, ...EXACT });
        }
        expect(users.map(({ option }) => option.value).filter((id) => !visible.some(({ user }) => user.id === id))).toEqual([]);
        expect(projects.map(({ option }) => option.value).filter((id) => !visible.some(({ project }) => (project?.id ?? null) === id))).toEqual([]);
        if (expected.length > 0 && expected.length < visible.length && visible.length < ENTRIES) narrowed += 1;
      }),
      { numRuns: 40, examples: [[[{ details: { field: 'body', new: LONG } }, { search: 'usual' }], 10_000]] },
    );
    expect(narrowed).toBeGreaterThan(0);
  });

  test('any filter of any part, as it is watched from the beginning on', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async ([bound, asked]) => {
        const over = new AbortController();
        const got: string[] = [];
        for await (const { edges, caughtUp } of tail.watch(part(bound), asked, beginning, over.signal)) {
          got.push(...idsOf(edges.map(({ node }) => node)));
          if (caughtUp) over.abort();
        }
        const expected = all.filter((entry) => plainlyWithContent(bound, entry) && plainlyWithContent(asked, entry));
        expect(got.toSorted()).toEqual(idsOf(expected).toSorted());
      }),
      { numRuns: 30 },
    );
  });

  test('an entry beyond the part is as one that never was', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.nat(ENTRIES - 1), async ([bound], i) => {
        const entry = all[i];
        if (entry === undefined) throw new Error('there is no such entry');
        const found = await query.entry(part(bound), entry.id);
        expect(found?.id).toBe(plainlyWithContent(bound, entry) ? entry.id : undefined);
      }),
      { numRuns: 40 },
    );
  });

  test('options are what occurs in the part, and a search narrows them by name', async () => {
    const bound = { userIds: ['u1', 'u3'], actions: ['delete'], exclude: { projectIds: ['p2'] } };
    const visible = all.filter((entry) => plainlyWithContent(bound, entry));
    const options = (field: 'EVENT_TYPE' | 'ACTION' | 'USER' | 'PROJECT', search = '') => counts.options({ organization: 1, within: soundFilter(bound) }, field, search, 50);
    expect(await options('USER')).toEqual([1, 3].map((n) => ({ value: `u${n}`, name: `User ${n}`, kind: 'USER' })));
    expect((await options('USER', 'R 3')).map(({ value }) => value)).toEqual(['u3']);
    expect(await options('USER', 'r 2')).toEqual([]);
    expect((await options('PROJECT')).map(({ value }) => value)).toEqual([null, 'p1', 'p3']);
    expect((await options('PROJECT', 'ject')).map(({ value }) => value)).toEqual(['p1', 'p3']);
    expect((await options('ACTION')).map(({ value }) => value)).toEqual(['delete']);
    expect((await options('EVENT_TYPE')).map(({ value }) => value)).toEqual([...new Set(visible.map(({ eventType }) => eventType))].toSorted());
    await expect(options('USER', '').then(() => counts.options({ organization: 1, within: {} }, 'USER', '', 201))).rejects.toThrow('`first` must be from 1 to 200, not 201.');
  });

  test('the bars of a part begin with the day of its first entry, not with the log', async () => {
    // Few, so that the first of them is days later than the log's.
    const bound = { eventTypes: ['TYPE_C'], actions: ['delete'], userIds: ['u4'] };
    const visible = all.filter((entry) => plainlyWithContent(bound, entry));
    const [first] = await counts.histogram(part(bound), {}, 200);
    expect(first?.from).toBe(`${visible.at(-1)?.time.slice(0, 10)}T00:00:00.000000Z`);
    expect(first?.from.slice(0, 10)).not.toBe(all.at(-1)?.time.slice(0, 10));
  });
});
