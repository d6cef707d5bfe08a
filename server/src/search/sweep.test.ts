import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditLogFilter } from '@audit-log/shared/filter';
import { logger } from '../logger.js';
import { AuditQuery } from '../query/audit-query.js';
import type { Page } from '../query/page.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { contentFiltersOf, fillWithContent, plainlyWithContent, recordedEntries, type RecordedEntry } from '../testing/content-fixture.js';
import { drawnSeed, FULL } from '../testing/full.js';
import { filtersOf } from '../testing/log-fixture.js';
import { createTestDatabase, postgresVersions, type TestDatabase } from '../testing/postgres.js';
import { untilSearchable } from '../testing/waiting.js';
import { Indexer } from './indexer.js';

const { entries: ENTRIES, questions: QUESTIONS } = FULL ? { entries: 200_000, questions: 400 } : { entries: 20_000, questions: 40 };
/** A question is asked on until so many entries were found; far more is the same again. */
const ENOUGH = 1_000;
const SETUP_MS = FULL ? 1_200_000 : 240_000;

/** Three entries like others of the first organization, each at any time of the last two months: in the middle of what is being read. */
const ARRIVE = `
  WITH made AS (
    INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
    SELECT organization, audit.uuid_v7(at), at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source
    FROM (SELECT *, now() - random() * interval '60 days' AS at FROM audit.entry WHERE organization = 1 AND id > $1 ORDER BY id LIMIT 3) like_others
    RETURNING organization, occurred_at, id
  )
  INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made`;

/** All that a question finds, page by page, until that is enough: newest first, or oldest first backwards. */
async function asked(query: AuditQuery, filter: AuditLogFilter, first: number, forwards: boolean, enough = ENOUGH): Promise<{ found: Page['edges']; whole: boolean }> {
  const found: Page['edges'] = [];
  for (let place: string | null = null; ;) {
    const page: Page = await query.page(1, filter, forwards ? { first, after: place } : { last: first, before: place });
    found.push(...(forwards ? page.edges : page.edges.toReversed()));
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    const whole = !(forwards ? hasNextPage : hasPreviousPage);
    if (whole || found.length >= enough) return { found, whole };
    place = forwards ? endCursor : startCursor;
  }
}

describe.each(postgresVersions)(`${QUESTIONS} questions to ${ENTRIES} entries, while others arrive, on Postgres %i`, (version) => {
  const resources = new AsyncDisposableStack();
  let db: TestDatabase;
  let query: AuditQuery;
  let all: RecordedEntry[];

  beforeAll(async () => {
    db = resources.use(await createTestDatabase({ version }));
    await db.owner.query(fillWithContent(ENTRIES));
    resources.use(new Sequencer({ url: db.appUrl, logger }));
    resources.use(new Indexer({ url: db.appUrl, logger }));
    await untilSearchable(db, SETUP_MS);
    await db.owner.query('VACUUM (ANALYZE) audit.entry');
    query = await AuditQuery.open(db.database);
    all = await recordedEntries(db, (await asked(query, {}, 200, true, Infinity)).found.map(({ node }) => node));
  }, SETUP_MS);
  afterAll(() => resources.disposeAsync());

  test('each answer, continued pages too, forwards and backwards: what a plain predicate gives of all, in order', async () => {
    expect(all).toHaveLength(ENTRIES);
    const known = new Set(all.map(({ id }) => id));
    const times = all.filter((_, i) => i % 997 === 0).map(({ time }) => time);
    const questions = fc.sample(fc.tuple(fc.oneof(filtersOf(times), contentFiltersOf(times)), fc.constantFrom(50, 200), fc.boolean()), { numRuns: QUESTIONS, seed: drawnSeed() });

    let arriving = true;
    const writer = (async () => {
      for (let n = 0; arriving; n += 1) await db.owner.query(ARRIVE, [all[(n * 7919) % ENTRIES]?.id]);
    })();
    const arrived: [AuditLogFilter, Page['edges'][number]['node']][] = [];
    try {
      for (const [filter, size, forwards] of questions) {
        const { found, whole } = await asked(query, filter, size, forwards);
        const matching = all.filter((entry) => plainlyWithContent(filter, entry)).map(({ id }) => id);
        const expected = forwards ? matching : matching.toReversed();
        const nodes = found.map(({ node }) => node);
        const old = nodes.filter(({ id }) => known.has(id)).map(({ id }) => id);
        expect(old, JSON.stringify(filter)).toEqual(whole ? expected : expected.slice(0, old.length));
        const places = nodes.map(({ time, id }) => `${time} ${id}`);
        expect(places).toEqual(forwards ? places.toSorted().toReversed() : places.toSorted());
        expect(new Set(places).size).toBe(places.length);
        for (const node of nodes) if (!known.has(node.id)) arrived.push([filter, node]);
      }
    } finally {
      arriving = false;
      await writer;
    }
    const late = new Map((await recordedEntries(db, arrived.map(([, node]) => node))).map((entry) => [entry.id, entry]));
    expect(late.size).toBeGreaterThan(0);
    for (const [filter, { id }] of arrived) expect(plainlyWithContent(filter, late.get(id) as RecordedEntry), JSON.stringify(filter)).toBe(true);
  }, FULL ? 3_600_000 : 300_000);
});
