import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, postgresVersions } from '../testing/postgres.js';
import type { TestDatabase } from '../testing/postgres.js';
import { ensurePartitions } from './partitions.js';

describe.each(postgresVersions)('ensurePartitions, on Postgres %i', (version) => {
  let db: TestDatabase;
  let owner: pg.Client;

  beforeEach(async () => {
    db = await createTestDatabase({ version });
    owner = new pg.Client({ connectionString: db.ownerUrl });
    await owner.connect();
  });
  afterEach(async () => {
    await owner.end();
    await db[Symbol.asyncDispose]();
  });

  const partitions = async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit.entry'::regclass ORDER BY 1`,
    );
    return rows.map(({ name }) => name.replace('audit.entry_', ''));
  };
  /** An entry of that time, written by the owner; with it the partition it went to. */
  const write = async (time: string, client: pg.Client | pg.PoolClient = owner) => {
    const { rows } = await client.query(
      `INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor)
       VALUES (1, gen_random_uuid(), $1, 1, 1, 1) RETURNING tableoid::regclass::text AS partition`,
      [time],
    );
    return rows[0].partition.replace('audit.entry_', '');
  };
  /** A month so far ahead that the migration cannot have made it. */
  const later = new Date(Date.UTC(new Date().getUTCFullYear() + 3, 10, 15));
  const year = later.getUTCFullYear();

  it('makes every month up to twelve months ahead, and is then done', async () => {
    await ensurePartitions(owner, later);
    const names = await partitions();
    expect(names).toContain(`${year}_11`);
    expect(names).toContain(`${year + 1}_11`);
    expect(names).not.toContain(`${year + 1}_12`);
    const months = names
      .filter((name) => /^\d/.test(name))
      .map((name) => Number(name.slice(0, 4)) * 12 + Number(name.slice(5)));
    expect(months).toEqual(months.map((_, index) => (months[0] ?? 0) + index));

    await ensurePartitions(owner, later);
    expect(await partitions()).toEqual(names);
  });

  it('sends entries on both sides of a bound to where they belong', async () => {
    await ensurePartitions(owner, later);
    expect(await write(`${year}-11-30T23:59:59.999999Z`)).toBe(`${year}_11`);
    expect(await write(`${year}-12-01T00:00:00Z`)).toBe(`${year}_12`);
    expect(await write(`${year + 1}-12-01T00:00:00Z`)).toBe('later');
    expect(await write('1999-01-01T00:00:00Z')).toBe('older');
  });

  it('gives a new month the indexes, guards and rights of the others', async () => {
    await ensurePartitions(owner, later);
    const facts = async (name: string) => {
      const { rows } = await owner.query(
        `SELECT (SELECT count(*) FROM pg_index WHERE indrelid = $1::regclass AND indisvalid) AS indexes,
                (SELECT count(*) FROM pg_trigger WHERE tgrelid = $1::regclass AND tgenabled <> 'D') AS triggers,
                (SELECT coalesce(relacl::text, '') FROM pg_class WHERE oid = $1::regclass) AS rights`,
        [`audit.entry_${name}`],
      );
      return rows[0];
    };
    expect(await facts(`${year}_12`)).toEqual(await facts('older'));
    await expect(owner.query(`TRUNCATE audit.entry_${year}_12`)).rejects.toThrow(/append-only/);
  });

  it('lets a transaction that was already writing go on, and writes that come meanwhile', async () => {
    const writer = await db.owner.connect();
    await writer.query('BEGIN');
    const now = new Date().toISOString();
    await write(now, writer);
    const made = ensurePartitions(owner, later);
    // DETACH waits for the open transaction; from then on only the other end of the wait can end it.
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'ALTER%DETACH%' AND wait_event_type = 'Lock'`;
    await expect.poll(async () => (await db.owner.query(waiting)).rowCount).toBe(1);
    await write(now, writer);
    const other = await db.owner.connect();
    await write(now, other);
    other.release();
    await writer.query('COMMIT');
    writer.release();
    await made;
    expect(await partitions()).toContain(`${year + 1}_11`);
    expect((await owner.query('SELECT count(*)::int AS n FROM audit.entry')).rows).toEqual([{ n: 3 }]);
  });

  it('moves no entry: months that later already holds stay there, those before them are made', async () => {
    expect(await write(`${year}-12-24T12:00:00Z`)).toBe('later');
    await ensurePartitions(owner, later);
    const names = await partitions();
    expect(names).toContain(`${year}_11`);
    expect(names).not.toContain(`${year}_12`);
    expect(names).toContain('later');
    const found = await owner.query('SELECT tableoid::regclass::text AS partition FROM audit.entry');
    expect(found.rows).toEqual([{ partition: 'audit.entry_later' }]);
  });

  it('goes on from whatever a process that died half-way left', async () => {
    await owner.query('ALTER TABLE audit.entry DETACH PARTITION audit.entry_later CONCURRENTLY');
    await owner.query('SELECT audit.create_entry_partition($1)', [`entry_${year}_11`]);
    await ensurePartitions(owner, later);
    expect(await write(`${year}-11-15T00:00:00Z`)).toBe(`${year}_11`);
    expect(await write(`${year + 50}-01-01T00:00:00Z`)).toBe('later');
  });

  it('leaves no old bound on what it took off, however often', async () => {
    const checks = `SELECT conname FROM pg_constraint WHERE conrelid = 'audit.entry_later'::regclass AND contype = 'c'`;
    const constraints = async () => (await owner.query(`${checks} ORDER BY 1`)).rows;
    const before = await constraints();
    for (const month of [0, 1, 2]) await ensurePartitions(owner, new Date(Date.UTC(year, month, 1)));
    expect(await constraints()).toEqual(before);
  });
});
