import { expect, test } from 'vitest';
import { logger } from '../logger.js';
import { AuditQuery } from '../query/audit-query.js';
import { EVERYTHING } from '../query/page.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { Tail } from '../tail/tail.js';
import { fillWithContent } from '../testing/content-fixture.js';
import { createTestDatabase, postgresVersions } from '../testing/postgres.js';
import { PATIENCE, untilSearchable, whileHolding } from '../testing/waiting.js';
import { Indexer } from './indexer.js';

const TARDY = `
  WITH made AS (
    INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor, entity_id, entity_name, changes, source)
    SELECT 1, audit.uuid_v7(clock_timestamp()), clock_timestamp(), t.key, a.key, w.key, 'tardy', 'tardy', '[]', NULL
    FROM audit.event_type t, audit.action a, audit.actor w, generate_series(1, 3)
    WHERE t.name = 'TYPE_A' AND a.name = 'create' AND w.organization = 1 AND w.id = 'u1'
    RETURNING organization, occurred_at, id
  ) INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made`;

test.each(postgresVersions)('a page by content says how many entries it could not look at yet, and the tail from its tailCursor finds them, on Postgres %i', async (version) => {
  await using db = await createTestDatabase({ version });
  await db.owner.query(fillWithContent(40));
  await using _sequencer = new Sequencer({ url: db.appUrl, logger });
  await using _indexer = new Indexer({ url: db.appUrl, logger });
  await untilSearchable(db);
  const query = await AuditQuery.open(db.database);
  await using tail = new Tail({ database: db.database, query, url: db.appUrl, logger, heartbeat: 200 });
  const filter = { search: 'tardy', exclude: { search: 'alpha' } };
  expect(await query.page(1, filter, {})).toMatchObject({ edges: [], unsearched: 0 });

  const head = async (): Promise<number> => Number((await db.owner.query<{ seq: string }>('SELECT seq FROM audit.head WHERE organization = 1')).rows[0]?.seq);
  const before = await head();
  const tailCursor = await whileHolding(db, (owner) => owner.query('SELECT FROM audit.search_mark FOR UPDATE'), async () => {
    await db.owner.query(TARDY);
    await expect.poll(head, PATIENCE).toBe(before + 3);
    expect((await query.page(1, { entityId: 'tardy' }, {})).unsearched).toBe(0);
    expect((await query.page(1, filter, {}, undefined, { ...EVERYTHING, unsearched: false })).unsearched).toBe(0);
    const page = await query.page(1, filter, {});
    expect(page).toMatchObject({ edges: [], unsearched: 3 });
    return page.tailCursor;
  });
  const over = new AbortController();
  let found = 0;
  for await (const { edges } of tail.watch(1, filter, tailCursor, over.signal)) if ((found += edges.length) === 3) over.abort();
  expect(found).toBe(3);
  await untilSearchable(db);
  expect((await query.page(1, filter, {})).edges).toHaveLength(3);
});
