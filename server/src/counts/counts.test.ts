import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import { normalizeFilter, type AuditLogFilter } from '@audit-log/shared/filter';
import { logger } from '../logger.js';
import { AuditQuery } from '../query/audit-query.js';
import { selectionOf } from '../query/selection.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { actions, fill, filtersOf, plainly, projects, types, users } from '../testing/log-fixture.js';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { PATIENCE } from '../testing/waiting.js';
import type { Count } from './count.js';
import { Counts, type FacetCount } from './counts.js';
import { lookStatement, sampleStatement } from './statement.js';

const ENTRIES = 6_400;

async function numbered({ owner }: TestDatabase): Promise<void> {
  await vi.waitFor(async () => expect((await owner.query('SELECT FROM audit.pending')).rowCount).toBe(0), { timeout: 100_000, interval: 100 });
}

async function everyEntry(query: AuditQuery): Promise<AuditEntry[]> {
  const all: AuditEntry[] = [];
  for (let after: string | null = null; ;) {
    const { edges, pageInfo } = await query.page(1, {}, { first: 200, after });
    all.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

/** An entry of now, as a change writes it. */
const ADD = `
  WITH made AS (
    INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor, changes, source)
    SELECT 1, audit.uuid_v7(now()), now(), t.key, a.key, w.key, '[]', '{"ip": null, "userAgent": null, "via": "api"}'
    FROM audit.event_type t, audit.action a, audit.actor w WHERE t.name = 'TYPE_A' AND a.name = 'create' AND w.organization = 1 AND w.id = 'u1'
    RETURNING organization, occurred_at, id
  ) INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made`;

/** What every answer promises, whatever its accuracy. An estimate may miss by more than it says once in twenty, never by three times as much. */
function holds({ value, accuracy, error }: Count, truth: number): void {
  if (accuracy === 'EXACT') expect([value, error]).toEqual([truth, null]);
  if (accuracy === 'AT_LEAST') expect([value <= truth, error]).toEqual([true, null]);
  if (accuracy === 'ESTIMATE') expect(Math.abs(value - truth)).toBeLessThanOrEqual(3 * Number(error));
}

describe.each(postgresVersions)('counts on Postgres %i', (version) => {
  let db: TestDatabase;
  let query: AuditQuery;
  let counts: Counts;
  let all: AuditEntry[];
  let sequencer: Sequencer;

  beforeAll(async () => {
    db = await createTestDatabase({ version });
    await db.owner.query(fill(ENTRIES));
    sequencer = new Sequencer({ url: db.appUrl, logger });
    await numbered(db);
    await db.owner.query('VACUUM (ANALYZE) audit.entry');
    query = await AuditQuery.open(db.database);
    // Known, so that what is frequent is estimated without a look.
    query.frequencies.of(1);
    await query.frequencies.settled();
    counts = new Counts(db.database, query);
    all = await everyEntry(query);
    expect(all).toHaveLength(ENTRIES);
  }, 120_000);
  afterAll(async () => {
    await sequencer?.[Symbol.asyncDispose]();
    await db?.[Symbol.asyncDispose]();
  });

  test('any filter, however tight the bound of work: the true number, or one that says what it is worth', async () => {
    const times = all.filter((_, i) => i % 371 === 0).flatMap(({ time }) => [time, `${time.slice(0, 10)}T00:00:00.000000Z`]);
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(filtersOf(times), fc.constantFrom(20_000, 600, 9), async (filter, look) => {
        const truth = all.filter((entry) => plainly(filter, entry)).length;
        const count = await new Counts(db.database, query, look).total(1, filter, false);
        seen.add(count.accuracy);
        holds(count, truth);
        if (look > ENTRIES) expect(count.accuracy).toBe('EXACT');
        expect(await new Counts(db.database, query, look).total(1, filter, true)).toEqual({ value: truth, accuracy: 'EXACT', error: null });
      }),
      { numRuns: 60, examples: [[{ userIds: ['u1'] }, 9], [{ exclude: { eventTypes: ['TYPE_A', 'TYPE_C'], entityId: 'e3' } }, 9], [{ userIds: ['u1'], exclude: { entityId: 'e1' } }, 9]] },
    );
    expect([...seen].toSorted()).toEqual(['AT_LEAST', 'ESTIMATE', 'EXACT']);
  });

  test('the histogram is every entry in its bucket, by action', async () => {
    const times = all.filter((_, i) => i % 371 === 0).map(({ time }) => time);
    await fc.assert(
      fc.asyncProperty(filtersOf(times), fc.constantFrom(1, 24, 60, 200), async (filter, most) => {
        const buckets = await counts.histogram(1, filter, most);
        expect(buckets.length).toBeLessThanOrEqual(most);
        const expected = all.filter((entry) => plainly(filter, entry));
        const inBuckets = buckets.map(({ from, to }) => expected.filter(({ time }) => time >= from && time < to));
        expect(inBuckets.flat()).toHaveLength(expected.length);
        for (const [i, { count, actions: parts }] of buckets.entries()) {
          const within = inBuckets[i] ?? [];
          expect(count).toEqual({ value: within.length, accuracy: 'EXACT', error: null });
          const truth = actions.map((action) => [action, within.filter((entry) => entry.action === action).length] as const).filter(([, n]) => n > 0);
          expect(Object.fromEntries(parts.map((part) => [part.action, part.count.value]))).toEqual(Object.fromEntries(truth));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('a facet counts what each option would give with the rest of the filter', async () => {
    const of = (counted: readonly FacetCount[]) => Object.fromEntries(counted.map(({ option, count }) => [option.value, count.value]));
    const times = all.filter((_, i) => i % 371 === 0).map(({ time }) => time);
    await fc.assert(
      fc.asyncProperty(filtersOf(times), async (filter) => {
        const found = await counts.facets(1, filter, 200);
        const truth = (field: 'eventTypes' | 'actions' | 'userIds' | 'projectIds', options: readonly string[]) => {
          const { withoutProject: _, ...rest } = filter;
          const { withoutProject: __, ...restOfExclusion } = filter.exclude ?? {};
          const base: AuditLogFilter = field === 'projectIds' ? { ...rest, exclude: restOfExclusion } : filter;
          const others = { ...base, [field]: undefined, exclude: { ...base.exclude, [field]: undefined } };
          return Object.fromEntries(options.map((value) => [value, all.filter((entry) => plainly({ ...others, [field]: [value] }, entry)).length] as const).filter(([, n]) => n > 0));
        };
        expect(of(found.eventTypes)).toEqual(truth('eventTypes', types));
        expect(of(found.actions)).toEqual(truth('actions', actions));
        expect(of(found.users)).toEqual(truth('userIds', users));
        const { null: withoutProject, ...inProjects } = of(found.projects);
        expect(inProjects).toEqual(truth('projectIds', projects));
        const { projectIds: _, ...others } = filter;
        const none = { ...others, withoutProject: true, exclude: { ...filter.exclude, projectIds: undefined, withoutProject: undefined } };
        expect(withoutProject ?? 0).toBe(all.filter((entry) => plainly(none, entry)).length);
      }),
      { numRuns: 15 },
    );
  });

  test('the error that an estimate states is kept in nineteen of twenty cases', async () => {
    const tight = new Counts(db.database, query, 9);
    const cases = await Promise.all(
      types.flatMap((type) => actions.flatMap((action) => users.map(async (user) => {
        const filter = { eventTypes: [type], actions: [action], userIds: [user] };
        const { value, error, accuracy } = await tight.total(1, filter, false);
        return accuracy === 'EXACT' || Math.abs(value - all.filter((entry) => plainly(filter, entry)).length) <= Number(error);
      }))));
    expect(cases.filter(Boolean).length / cases.length).toBeGreaterThanOrEqual(0.95);
  });

  test('what is new is counted as soon as it has its number, and another organization never', async () => {
    const filter = { exclude: { actions: ['delete'] } };
    const before = await counts.total(1, filter, false);
    const elsewhere = await counts.total(2, {}, false);
    await db.owner.query(ADD);
    await expect.poll(async () => (await counts.total(1, filter, false)).value, PATIENCE).toBe(before.value + 1);
    expect(await counts.total(2, {}, false)).toEqual(elsewhere);
    expect(elsewhere).toEqual({ value: ENTRIES / 4, accuracy: 'EXACT', error: null });
    all = await everyEntry(query);
  });

  test('while the newest entries wait for a number nothing is said to be exact that is without them', async () => {
    const filter = { eventTypes: ['TYPE_A'] };
    const before = await counts.total(1, filter, false);
    expect(before.accuracy).toBe('EXACT');
    await sequencer[Symbol.asyncDispose]();
    await db.owner.query(ADD);
    const least = { value: before.value, accuracy: 'AT_LEAST', error: null };
    await expect.poll(() => counts.total(1, filter, false), PATIENCE).toEqual(least);
    expect(await counts.total(1, filter, true)).toEqual(least);
    // Counted by looking, it is there already.
    expect(await counts.total(1, { ...filter, userIds: users }, false)).toMatchObject({ accuracy: 'EXACT' });
    sequencer = new Sequencer({ url: db.appUrl, logger });
    await expect.poll(() => counts.total(1, filter, false), PATIENCE).toEqual({ value: before.value + 1, accuracy: 'EXACT', error: null });
    all = await everyEntry(query);
  });

  test('a list of nothing that ever occurred, and times that end before they begin, give nothing', async () => {
    const nothing = { value: 0, accuracy: 'EXACT', error: null };
    expect(await counts.total(1, { userIds: ['nobody'] }, false)).toEqual(nothing);
    expect(await counts.total(1, { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, true)).toEqual(nothing);
    expect(await counts.histogram(1, { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 60)).toEqual([]);
    await expect(counts.histogram(1, {}, 201)).rejects.toThrow('`buckets` must be from 1 to 200, not 201.');
    await expect(counts.facets(1, {}, 0)).rejects.toThrow('`first` must be from 1 to 200, not 0.');
    await expect(counts.total(1, { colour: 'red' }, false)).rejects.toThrow('`colour` is not a field of the filter.');
  });

  test('the sample is read from its own index, and a look from the index of the facet that drives: no table is read through', async () => {
    const plan = async (filter: AuditLogFilter, statement: typeof lookStatement | typeof sampleStatement): Promise<string> =>
      db.database.withOrganization(1, async (client) => {
        const selection = await selectionOf(client, query.dimensions, 1, normalizeFilter(filter));
        const { text, values } = statement(1, selection, { from: null, to: null }, { facet: 'actor', width: null }, 20_000);
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
        // A month without an entry has no page to read, by whatever way.
        return rows.map((row) => row['QUERY PLAN']).filter((line) => !line.includes('cost=0.00..0.00')).join('\n');
      });
    const sample = await plan({ exclude: { projectIds: ['p1'] } }, sampleStatement);
    expect(sample).toMatch(/Index Only Scan using entry_\w+_organization_occurred_at_event_type_action_\w+_idx/);
    expect(sample).not.toMatch(/Seq Scan|Sort|_pkey/);
    const look = await plan({ userIds: ['u1', 'u2'], actions: ['create'] }, lookStatement);
    expect(look).toMatch(/Index Only Scan (Backward )?using entry_\w+_organization_actor_occurred_at/);
    expect(look).not.toMatch(/Seq Scan|Sort/);
  });
});
