import { describe, expect, it } from 'vitest';
import { DatabaseProxy } from '../testing/database-proxy.js';
import { createTestDatabase } from '../testing/postgres.js';
import { PATIENCE } from '../testing/waiting.js';
import { PartitionKeeper } from './partition-keeper.js';

const MONTHS = `SELECT count(*)::int AS months FROM pg_inherits WHERE inhparent = 'audit.entry'::regclass AND inhrelid::regclass::text ~ 'entry_\\d'`;

describe('the keeper of the partitions', () => {
  it('makes up for it by itself when the database was away at its time', async () => {
    await using db = await createTestDatabase();
    const months = async () => (await db.owner.query<{ months: number }>(MONTHS)).rows[0]?.months ?? 0;
    const usual = await months();
    // The last month is not there yet.
    const { rows } = await db.owner.query<{ last: string }>(
      `SELECT max(inhrelid::regclass::text) AS last FROM pg_inherits WHERE inhparent = 'audit.entry'::regclass AND inhrelid::regclass::text ~ 'entry_\\d'`,
    );
    await db.owner.query(`ALTER TABLE audit.entry DETACH PARTITION ${rows[0]?.last}`);
    await db.owner.query(`DROP TABLE ${rows[0]?.last}`);
    expect(await months()).toBe(usual - 1);

    await using proxy = await DatabaseProxy.open(db.ownerUrl);
    proxy.down();
    await using _keeper = new PartitionKeeper(proxy.url);
    await proxy.up();
    await expect.poll(months, PATIENCE).toBe(usual);
  });
});
