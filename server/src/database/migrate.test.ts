import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, postgresVersions } from '../testing/postgres.js';
import type { TestDatabase } from '../testing/postgres.js';
import { applicationRole } from './application-role.js';
import { migrate } from './migrate.js';

describe.each(postgresVersions)('migrate, on Postgres %i', (version) => {
  let db: TestDatabase;
  let directory: string;

  beforeEach(async () => {
    db = await createTestDatabase({ version, migrated: false });
    directory = await mkdtemp(join(tmpdir(), 'audit-log-sql-'));
    await write('0001_first.sql', 'CREATE TABLE first (n int); GRANT SELECT ON first TO :app;');
  });
  afterEach(async () => {
    await db[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });

  const write = (file: string, sql: string) => writeFile(join(directory, file), sql);
  const run = async () => {
    const applied: string[] = [];
    const client = new pg.Client({ connectionString: db.ownerUrl });
    await client.connect();
    try {
      await migrate({ client, applicationRole, directory, onApplied: (file) => applied.push(file) });
    } finally {
      await client.end();
    }
    return applied;
  };

  it('applies what has not landed yet, in order, and only once', async () => {
    await write('0010_third.sql', 'INSERT INTO first SELECT n FROM second');
    await write('0002_second.sql', 'CREATE TABLE second AS SELECT 2 AS n');
    expect(await run()).toEqual(['0001_first.sql', '0002_second.sql', '0010_third.sql']);
    expect(await run()).toEqual([]);
  });

  it("puts the application's role in place of :app, and leaves casts alone", async () => {
    await write('0002_cast.sql', `CREATE DOMAIN app AS text; CREATE TABLE cast_to AS SELECT 'x'::app AS x`);
    await run();
    expect((await db.database.pool.query('SELECT * FROM first')).rows).toEqual([]);
  });

  it('works once when many start at the same time', async () => {
    const outcomes = await Promise.all([run(), run(), run(), run()]);
    expect(outcomes.flat()).toEqual(['0001_first.sql']);
  });

  it('leaves nothing of a migration that fails, keeps those before it, and says the line', async () => {
    await write('0002_broken.sql', 'CREATE TABLE left_over (n int);\nSELECT nonsense;');
    await expect(run()).rejects.toThrow(/^0002_broken\.sql:2: column "nonsense" does not exist/);
    const tables = await db.owner.query(`SELECT to_regclass('first') AS first, to_regclass('left_over') AS left_over`);
    expect(tables.rows).toEqual([{ first: 'first', left_over: null }]);
  });

  it('refuses a database that a newer program migrated', async () => {
    await run();
    await db.owner.query(`INSERT INTO audit_migration (number, name, checksum) VALUES (9, '0009_future.sql', '')`);
    await expect(run()).rejects.toThrow(/newer version of the program \(0009_future\.sql is unknown here\)/);
  });

  it('refuses to go on from a migration that was edited after it landed', async () => {
    await run();
    await write('0001_first.sql', 'CREATE TABLE first (n bigint)');
    await expect(run()).rejects.toThrow(/0001_first\.sql differs from the one this database was migrated with/);
  });

  it('takes other line ends for no edit', async () => {
    await write('0002_lines.sql', 'SELECT 1;\nSELECT 2;\n');
    await run();
    await write('0002_lines.sql', 'SELECT 1;\r\nSELECT 2;\r\n');
    expect(await run()).toEqual([]);
  });
});
