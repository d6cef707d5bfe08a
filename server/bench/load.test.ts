import { logger } from '@audit-log/server/logger';
import { Indexer } from '@audit-log/server/search/indexer';
import { Sequencer } from '@audit-log/server/sequencer/sequencer';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../src/testing/postgres.js';
import { PATIENCE } from '../src/testing/waiting.js';
import { load } from './load.js';

const ROLLUP = 'SELECT organization, day::text, event_type, action, entries FROM audit.rollup WHERE day < to_timestamp($1 / 1e6) ORDER BY 1, 2, 3, 4';
const COUNTED = `
  SELECT organization, (occurred_at AT TIME ZONE 'UTC')::date::text AS day, event_type, action, count(*) AS entries
  FROM audit.entry WHERE occurred_at < to_timestamp($1 / 1e6) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
/** Months that are not the sum of their days. */
const MONTHS_OFF = `
  SELECT FROM audit.rollup_month m FULL JOIN (
    SELECT organization, date_trunc('month', day::timestamp)::date AS month, event_type, action, sum(entries) AS entries FROM audit.rollup GROUP BY 1, 2, 3, 4
  ) d USING (organization, month, event_type, action)
  WHERE coalesce(m.entries, 0) <> coalesce(d.entries, 0)`;
const NUMBERS = 'SELECT organization, seq, id FROM audit.leaf WHERE occurred_at < to_timestamp($1 / 1e6) ORDER BY 1, 2';

const SEARCHABLE = `
  SELECT organization, occurred_at::text, id, words::text, long_values::text, host(ip) AS ip
  FROM audit.search WHERE occurred_at < to_timestamp($1 / 1e6) ORDER BY 1, 2, 3`;
const LEFT = 'SELECT FROM audit.head h JOIN audit.search_mark m USING (organization) WHERE m.seq < h.seq';

/** As if all that was generated had just been committed. */
const ANEW = `
  ALTER TABLE audit.leaf DISABLE TRIGGER append_only;
  DELETE FROM audit.leaf;
  DELETE FROM audit.rollup;
  UPDATE audit.head SET seq = 0;
  TRUNCATE audit.search;
  UPDATE audit.search_mark SET seq = 0;
  DELETE FROM audit.pending;
  INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM audit.entry ORDER BY occurred_at, id`;

test('the rollup, the numbers and what searches look at are those of counting, and those that the sequencer and the indexer give to the same entries', async () => {
  await using db = await createTestDatabase();
  await using connections = new AsyncDisposableStack();
  const owner = new pg.Client({ connectionString: db.ownerUrl });
  await owner.connect();
  connections.defer(() => owner.end());
  const rows = 3_000;
  const { end } = await load(owner, { rows, seed: 1 }, () => undefined);
  const made = async (text: string): Promise<unknown[]> => (await owner.query<Record<string, unknown>>(text, [end])).rows;

  const [rollup, numbers] = [await made(ROLLUP), await made(NUMBERS)];
  expect(numbers).toHaveLength(rows);
  expect(rollup.length).toBeGreaterThan(1_000);
  expect(rollup).toEqual(await made(COUNTED));
  expect((await owner.query(MONTHS_OFF)).rowCount).toBe(0);
  const searchable = await made(SEARCHABLE);
  expect(searchable).toHaveLength(rows);
  expect((await owner.query(LEFT)).rowCount).toBe(0);

  await owner.query(ANEW);
  connections.use(new Sequencer({ url: db.appUrl, logger }));
  await expect.poll(async () => (await owner.query('SELECT FROM audit.pending')).rowCount, PATIENCE).toBe(0);
  expect(await made(ROLLUP)).toEqual(rollup);
  expect((await owner.query(MONTHS_OFF)).rowCount).toBe(0);
  expect(await made(NUMBERS)).toEqual(numbers);

  connections.use(new Indexer({ url: db.appUrl, logger }));
  await expect.poll(async () => (await owner.query(LEFT)).rowCount, PATIENCE).toBe(0);
  expect(await made(SEARCHABLE)).toEqual(searchable);
});
