import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Counts } from '../counts/counts.js';
import { logger } from '../logger.js';
import { AuditQuery } from '../query/audit-query.js';
import { MOST_BY_CONTENT, USUAL_BOUND } from '../query/statement.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { explaining, type Carried, type Explaining } from '../testing/nested-plans.js';
import { readBy, stepsOf, summaryOf, wholesOf } from '../testing/plans.js';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { untilSearchable } from '../testing/waiting.js';
import { Indexer } from './indexer.js';

const LIMIT = 50;
const ENTRIES = 10_000;
const IMPORTED = 2_000;

/** A window of the narrowest kind that is full of an import. */
const IMPORT_BEGAN = Math.floor((Date.now() / 1000 - 350 * 86_400) / 256) * 256;
const timeOf = (second: number): string => new Date(second * 1000).toISOString();

/** Two years of one organization: words of every frequency, two that never meet, and an import of thousands within minutes. */
const FILL = `
  SELECT audit.create_organization('one'), audit.create_organization('two');
  SELECT audit.define('TYPE_' || n, '{create,update}') FROM generate_series(1, 20) n;
  INSERT INTO audit.actor (organization, kind, id, name) SELECT o, 'USER', 'u' || n, 'User ' || n FROM generate_series(1, 2) o, generate_series(1, 200) n;
  WITH moment AS (
    SELECT 1 AS o, n, now() - n * interval '700 days' / ${ENTRIES} AS at, CASE WHEN n % 2 = 0 THEN 'left' ELSE 'right' END || ' usual'
      || CASE WHEN n % 100 = 0 THEN ' middling' ELSE '' END || CASE WHEN n = ${ENTRIES - 1} THEN ' rare' ELSE '' END AS name
    FROM generate_series(1, ${ENTRIES}) n
    UNION ALL SELECT 1, n, to_timestamp(${IMPORT_BEGAN}) + n * interval '100 milliseconds', 'imported together' FROM generate_series(1, ${IMPORTED}) n
    UNION ALL SELECT 2, n, now() - n * interval '700 days' / 500, 'left right usual middling rare imported' FROM generate_series(1, 500) n
  ), made AS (
    INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor, entity_id, entity_name, changes, source)
    SELECT o, audit.uuid_v7(at), at, (SELECT key FROM audit.event_type WHERE name = 'TYPE_' || greatest(1, 20 - n % 60)),
      (SELECT key FROM audit.action WHERE name = CASE WHEN n % 3 = 0 THEN 'create' ELSE 'update' END),
      (SELECT key FROM audit.actor WHERE organization = o AND id = 'u' || greatest(1, 200 - n % 300)), 'e' || n % 400, name,
      jsonb_build_array(jsonb_build_object('field', 'status', 'old', CASE WHEN n % 2 = 0 THEN 'Draft' END, 'new', CASE WHEN n % 100 = 7 THEN 'Outdated' ELSE 'Active' END)),
      jsonb_build_object('ip', CASE WHEN n % 1000 = 3 THEN '192.0.2.7' ELSE '10.0.' || n % 3 || '.' || n % 200 END, 'userAgent', NULL, 'via', 'api')
    FROM moment RETURNING organization, occurred_at, id
  )
  INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made`;

const LOOKS = ['search_content', 'search_pkey'];
/** All are walked through by the log's own order, and each looked up. */
const WALK = ['entry_pkey', 'search_pkey'];

/** A filter, and the indexes that answer it: within the function that looks through windows, where one does, and of the page around it. */
const SHAPES: readonly [string, object, { looks?: string[]; page: string[] }][] = [
  ['a frequent word', { search: 'usual' }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a middling word', { search: 'middling' }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a rare word', { search: 'rare' }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a word that there is not', { search: 'never' }, { looks: LOOKS, page: [] }],
  ['frequent words that never meet', { search: 'left right' }, { looks: LOOKS, page: [] }],
  ['a phrase', { search: '"left usual"' }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a phrase of frequent words that never occurs', { search: '"usual left"' }, { looks: LOOKS, page: [] }],
  ['the beginning of a word', { search: 'midd*' }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a frequent word without another', { search: 'usual -left' }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a frequent word with a rare event type', { search: 'usual', eventTypes: ['TYPE_20'] }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a frequent word with a user who did little', { search: 'usual', userIds: ['u199'] }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a frequent word but of a common event type', { search: 'usual', exclude: { eventTypes: ['TYPE_1'] } }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a frequent word but with another', { search: 'usual', exclude: { search: 'left' } }, { looks: LOOKS, page: ['entry_pkey', 'search_pkey'] }],
  ['an address', { ips: ['192.0.2.7'] }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a common network', { ips: ['10.0.1.0/24'] }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a network with a facet', { ips: ['10.0.0.0/24'], eventTypes: ['TYPE_20'] }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a value that fields seldom had', { details: { field: 'status', new: 'Outdated' } }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a value that fields often had', { details: { field: 'status', old: '', new: 'Active' } }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['a value with a facet', { details: { field: 'status', new: 'Active' }, actions: ['create'] }, { looks: LOOKS, page: ['entry_pkey'] }],
  ['what was imported at once, from elsewhere', { search: 'imported' }, { looks: LOOKS, page: [] }],
  ['what was imported at once, from there', { search: 'imported', from: timeOf(IMPORT_BEGAN), to: timeOf(IMPORT_BEGAN + 200) }, { looks: LOOKS, page: WALK }],
  ['a phrase that never occurs, of words that all that was imported has', { search: '"together imported"', from: timeOf(IMPORT_BEGAN), to: timeOf(IMPORT_BEGAN + 200) }, { looks: LOOKS, page: WALK }],
  ['one letter', { search: 'u*' }, { page: WALK }],
  ['all without a word', { search: '-usual' }, { page: WALK }],
  ['all but a word', { exclude: { search: 'usual' } }, { page: WALK }],
  ['all but a network', { exclude: { ips: ['10.0.0.0/16'] } }, { page: WALK }],
  ['all but a value', { exclude: { details: { field: 'status', new: 'Active' } } }, { page: WALK }],
  ['a wide network', { ips: ['10.0.0.0/8'] }, { page: WALK }],
  ['a thing, with a word', { search: 'usual', entityId: 'e17' }, { page: ['entry_entity', ...WALK] }],
  ['a facet, but for a word', { eventTypes: ['TYPE_20'], exclude: { search: 'left' } }, { page: ['entry_event_type', ...WALK] }],
];

describe.each(postgresVersions)('the plans of content on Postgres %i, under row-level security', (version) => {
  const resources = new AsyncDisposableStack();
  let db: TestDatabase;
  let explained: Explaining;
  let query: AuditQuery;
  let wholeOf: (name: string) => string;

  beforeAll(async () => {
    db = resources.use(await createTestDatabase({ version }));
    await db.owner.query(FILL);
    {
      await using working = new AsyncDisposableStack();
      working.use(new Sequencer({ url: db.appUrl, logger }));
      for (let i = 0; i < 3; i += 1) working.use(new Indexer({ url: db.appUrl, logger }));
      await untilSearchable(db);
    }
    await db.owner.query('VACUUM (ANALYZE) audit.entry, audit.search, audit.actor');
    explained = resources.use(await explaining(db));
    wholeOf = await wholesOf(db.owner);
    // As much time as it takes, so that what is looked at depends on the entries alone.
    query = await AuditQuery.open(explained.database, { ...USUAL_BOUND, longest: '1 minute' });
    query.frequencies.of(1);
    await query.frequencies.settled();
  }, 120_000);
  afterAll(() => resources.disposeAsync());

  test.each(SHAPES)('a page of %s reads these indexes alone, within its bound, and sorts no more than it may find', async (_, filter, { looks, page }) => {
    for (const args of [{ first: LIMIT }, { last: LIMIT }]) {
      explained.carried();
      await query.page(1, filter, args);
      const carried = explained.carried();
      const pages = carried.filter(({ text }) => text.includes('bounded'));
      expect(pages).toHaveLength(1);
      for (const { plan } of pages) {
        const summary = summaryOf(plan, wholeOf);
        expect(summary.indexes).toEqual(page);
        expect(summary.readThrough.filter((table) => !['search_mark', 'head'].includes(table))).toEqual([]);
        expect(summary.rows).toBeLessThanOrEqual(MOST_BY_CONTENT + 2 * (LIMIT + 1));
        expect(summary.sorted).toBeLessThanOrEqual(MOST_BY_CONTENT + 1);
      }
      expectLooks(carried.filter(({ text }) => text.includes('audit.search s')).filter((one) => !pages.includes(one)), looks ?? []);
    }
  });

  test('a count by content looks through windows, too', async () => {
    explained.carried();
    expect(await new Counts(explained.database, query, 5_000, '1 minute').total(1, { search: 'middling' }, false)).toMatchObject({ value: ENTRIES / 100, accuracy: 'EXACT' });
    expectLooks(explained.carried().filter(({ text }) => /^\s*SELECT (?:floor|array_agg)/.test(text)), LOOKS);
  });

  /** Two of them find where the log begins and ends, the others go by the index of content, and nothing is read through or sorted. */
  function expectLooks(looks: readonly Carried[], indexes: readonly string[]): void {
    const summaries = looks.map(({ plan }) => summaryOf(plan, wholeOf));
    expect([...new Set(summaries.flatMap((summary) => summary.indexes))].toSorted()).toEqual(indexes);
    for (const summary of summaries) expect(summary).toMatchObject({ readThrough: [], sorted: 0, rows: 0 });
    const steps = looks.map(({ plan }) => [...stepsOf(plan)]);
    const byIndex = steps.filter((one) => one.some((step) => step['Index Name'] === 'search_content'));
    if (indexes.length > 0) expect(steps.length - byIndex.length).toBe(2);
    expect(byIndex.length).toBeLessThanOrEqual(USUAL_BOUND.windows ?? 0);
    for (const one of byIndex) expect(one.map((step) => step['Node Type'])).toEqual(['Aggregate', 'Subquery Scan', 'Limit', 'Bitmap Heap Scan', 'Bitmap Index Scan']);
    const rows = (type: string): number[] => byIndex.map((one) => one.filter((step) => step['Node Type'] === type).reduce((sum, step) => sum + readBy(step), 0));
    // All that is compared of a look, whether or not it is what is sought.
    const most = 4 * MOST_BY_CONTENT + 1;
    for (const found of rows('Limit')) expect(found).toBeLessThanOrEqual(most);
    // What a page may find, and of each width one window that held too much.
    expect(rows('Bitmap Heap Scan').reduce((sum, read) => sum + read, 0)).toBeLessThanOrEqual(7 * most);
  }
});
