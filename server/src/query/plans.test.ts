import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Counts } from '../counts/counts.js';
import { planOf, statementsOf, type Plan, type Statement } from '../testing/plans.js';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { AuditQuery } from './audit-query.js';
import { USUAL_BOUND } from './statement.js';

const MONTHS = 24;
const ENTRIES = 24_000;
const LIMIT = 50;

/** Two years in monthly partitions; the last thousandth of types, actions, users and projects is rare, the first common. */
const FILL = `
  SELECT audit.create_organization('one'), audit.create_organization('two');
  SELECT audit.define('TYPE_' || n, ARRAY['act_' || n]) FROM generate_series(1, 20) n;
  INSERT INTO audit.actor (organization, kind, id, name) SELECT o, 'USER', 'u' || n, 'User ' || n FROM generate_series(1, 2) o, generate_series(1, 2000) n;
  INSERT INTO audit.project (organization, id, name) SELECT o, 'p' || n, 'Project ' || n FROM generate_series(1, 2) o, generate_series(1, 500) n;
  INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
  SELECT o, audit.uuid_v7(at), at,
    (SELECT key FROM audit.event_type WHERE name = 'TYPE_' || greatest(1, 20 - n % 60)),
    (SELECT key FROM audit.action WHERE name = 'act_' || greatest(1, 20 - n % 80)),
    (SELECT key FROM audit.project WHERE organization = o AND id = 'p' || greatest(1, 500 - n % 1000)),
    (SELECT key FROM audit.actor WHERE organization = o AND id = 'u' || greatest(1, 2000 - n % 3000)),
    'e' || n % 4000, CASE WHEN n % 7 = 0 THEN ('00000000-0000-4000-8000-' || lpad((n / 70)::text, 12, '0'))::uuid END, 'x', '[]',
    '{"ip": null, "userAgent": null, "via": "api"}'
  FROM generate_series(1, 2) o, generate_series(1, ${ENTRIES}) n, LATERAL (SELECT now() - n * interval '${(MONTHS - 1) * 30} days' / ${ENTRIES} AS at) moment
  WHERE o = 1 OR n % 10 = 0`;

/** A filter, and the indexes of the log that answer it: the one that drives, and that by which what is shown is read. */
const SHAPES: readonly [string, object, string[]][] = [
  ['no filter', {}, ['entry_pkey']],
  ['a common event type', { eventTypes: ['TYPE_1'] }, ['entry_event_type', 'entry_pkey']],
  ['a rare event type', { eventTypes: ['TYPE_20'] }, ['entry_event_type', 'entry_pkey']],
  ['actions', { actions: ['act_1', 'act_2', 'act_20'] }, ['entry_action', 'entry_pkey']],
  ['a user', { userIds: ['u1'] }, ['entry_actor', 'entry_pkey']],
  ['users by the dozen', { userIds: Array.from({ length: 60 }, (_, n) => `u${n + 1}`) }, ['entry_actor', 'entry_pkey']],
  ['a project, and none', { projectIds: ['p7'], withoutProject: true }, ['entry_pkey', 'entry_project']],
  ['a time', { from: new Date(Date.now() - 9e9).toISOString(), to: new Date(Date.now() - 3e9).toISOString() }, ['entry_pkey']],
  ['a thing', { entityId: 'e17' }, ['entry_entity', 'entry_pkey']],
  ['an operation', { operationId: '00000000-0000-4000-8000-000000000017' }, ['entry_operation', 'entry_pkey']],
  ['all but what is common', { exclude: { eventTypes: ['TYPE_1'], actions: ['act_1'] } }, ['entry_pkey']],
  ['all but a thing', { exclude: { entityId: 'e17' } }, ['entry_pkey']],
  ['a common and a rare facet', { eventTypes: ['TYPE_1'], userIds: ['u1970'] }, ['entry_actor', 'entry_pkey']],
  ['facets that never meet', { eventTypes: ['TYPE_1'], userIds: ['u1999'] }, ['entry_actor']],
];

describe.each(postgresVersions)('the plans of Postgres %i, under row-level security', (version) => {
  let db: TestDatabase;
  let query: AuditQuery;
  let asked: Statement[];

  beforeAll(async () => {
    db = await createTestDatabase({ version });
    await makeMonths(db);
    await db.owner.query(FILL);
    await db.owner.query('VACUUM (ANALYZE) audit.entry, audit.actor, audit.project');
    asked = statementsOf(db.database);
    query = await AuditQuery.open(db.database);
    query.frequencies.of(1);
    await query.frequencies.settled();
  }, 120_000);
  afterAll(() => db?.[Symbol.asyncDispose]());

  const lastAsked = (): Promise<Plan> => planOf(db, 1, asked.at(-1) ?? { text: '', values: [] });

  test.each(SHAPES)('a page of %s reads these indexes alone, within its bound, and sorts no more than pages', async (_, filter, indexes) => {
    for (const args of [{ first: LIMIT }, { last: LIMIT }]) {
      await query.page(1, filter, args);
      const { text, values } = asked.at(-1) ?? { text: '', values: [] };
      expect(text).toContain('bounded');
      const plan = await planOf(db, 1, { text, values });
      expect(plan.indexes).toEqual(indexes);
      expect(plan.readThrough.filter((table) => table !== 'head')).toEqual([]);
      expect(plan.rows).toBeLessThanOrEqual(USUAL_BOUND.keys + LIMIT + 1);
      const streams = 'userIds' in filter ? (filter.userIds as string[]).length : 3;
      expect(plan.sorted).toBeLessThanOrEqual(streams * (LIMIT + 1));
    }
  });

  test('one entry is found by its id in its own month', async () => {
    const { edges } = await query.page(1, {}, { first: 1 });
    await query.entry(1, edges[0]?.node.id ?? '');
    expect(await lastAsked()).toMatchObject({ indexes: ['entry_pkey'], readThrough: [], rows: 1 });
  });

  test('a count looks at keys up to its bound, and past it at the sample', async () => {
    const counts = new Counts(db.database, query, 5_000);
    await counts.total(1, { userIds: ['u1'] }, false);
    const [look, sample] = asked.slice(-2);
    expect(await planOf(db, 1, look ?? { text: '', values: [] })).toMatchObject({ indexes: ['entry_actor'], readThrough: [], rows: 5_001 });
    await counts.total(1, { projectIds: ['p400'], withoutProject: true }, false);
    expect(await lastAsked()).toMatchObject({ indexes: ['entry_project'], readThrough: [], rows: ENTRIES / 1000 });
    const sampled = await planOf(db, 1, sample ?? { text: '', values: [] });
    expect(sampled).toMatchObject({ indexes: ['entry_sample'], readThrough: [] });
    expect(sampled.rows).toBeLessThan(ENTRIES / 40);
  });

  test.each([
    ['EVENT_TYPE', 'entry_event_type', 20],
    ['ACTION', 'entry_action', 20],
    ['USER', 'entry_actor', 2_000],
    ['PROJECT', 'entry_project', 500],
  ] as const)('the options of %s are looked for one by one, each once', async (field, index, most) => {
    const before = asked.length;
    await query.options(1, field, '', 50);
    for (const statement of asked.slice(before)) {
      const plan = await planOf(db, 1, statement);
      expect(plan).toMatchObject({ indexes: [index], readThrough: expect.not.arrayContaining(['entry']) });
      // Postgres tells averages, which 15 rounds.
      expect(plan.rows).toBeLessThanOrEqual(2 * most + 50);
    }
  });

  test('a histogram of event types reads the days, and of the log nothing', async () => {
    await new Counts(db.database, query).histogram(1, { eventTypes: ['TYPE_1'], from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' }, 60);
    expect(await lastAsked()).toMatchObject({ readThrough: [], rows: 0 });
  });
});

/** A partition for each of the months before this one, as a log has them that is so old. */
async function makeMonths({ owner }: TestDatabase): Promise<void> {
  const now = new Date();
  const month = (back: number): string => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back)).toISOString();
  await owner.query('ALTER TABLE audit.entry DETACH PARTITION audit.entry_older');
  // The last one is there already: a database begins with it.
  for (let back = 2; back < MONTHS; back += 1) {
    const name = `entry_${month(back).slice(0, 7).replace('-', '_')}`;
    await owner.query(`SELECT audit.create_entry_partition('${name}')`);
    await owner.query(`ALTER TABLE audit.entry ATTACH PARTITION audit.${name} FOR VALUES FROM ('${month(back)}') TO ('${month(back - 1)}')`);
  }
  await owner.query(`ALTER TABLE audit.entry ATTACH PARTITION audit.entry_older FOR VALUES FROM (MINVALUE) TO ('${month(MONTHS - 1)}')`);
}
