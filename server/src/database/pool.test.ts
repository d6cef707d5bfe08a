import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../testing/postgres.js';

const setting = `SELECT current_setting('audit.organization', true) AS organization, pg_backend_pid() AS connection`;

describe('Database', () => {
  it('shows each borrower the organization it asked for, on a connection that served another before', async () => {
    await using db = await createTestDatabase({ maxConnections: 1 });
    const seen = [];
    for (const organization of [1, 1, 2, 1]) {
      const answer = await db.database.withOrganization(organization, (client) => client.query(setting));
      seen.push(answer.rows[0]);
    }
    expect(seen.map((row) => row.organization)).toEqual(['1', '1', '2', '1']);
    expect(new Set(seen.map((row) => row.connection)).size).toBe(1);
  });

  it('makes the setting only where it differs', async () => {
    await using db = await createTestDatabase({ maxConnections: 1 });
    const overheard: string[] = [];
    db.database.pool.on('connect', (client) => {
      const query = client.query.bind(client);
      client.query = ((...args: Parameters<typeof query>) => {
        overheard.push(JSON.stringify(args[0]));
        return query(...args);
      }) as typeof client.query;
    });
    // The first connection was made before anybody listened.
    await db.database.withOrganization(1, (client) => client.query('BEGIN')).catch(() => undefined);
    for (const organization of [1, 1, 1, 2]) await db.database.withOrganization(organization, async () => undefined);
    expect(overheard.filter((statement) => statement.includes('set-organization'))).toHaveLength(2);
  });

  it('lends no connection on which a transaction was left open, failed or not', async () => {
    await using db = await createTestDatabase({ maxConnections: 1 });
    const forgotten = db.database.withOrganization(1, (client) => client.query('BEGIN'));
    await expect(forgotten).rejects.toThrow('a transaction was left open');
    const failed = db.database.withOrganization(1, async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT nonsense');
    });
    await expect(failed).rejects.toThrow('nonsense');
    const isFresh = 'SELECT now() = statement_timestamp() AS fresh';
    const next = await db.database.withOrganization(1, (client) => client.query(isFresh));
    expect(next.rows).toEqual([{ fresh: true }]);
  });

  it('lends an organization only a part of the connections, so that its questions keep nobody else waiting', async () => {
    await using db = await createTestDatabase({ maxConnections: 9 });
    const answered = Promise.withResolvers<undefined>();
    let begun = 0;
    const many = Array.from({ length: 50 }, () =>
      db.database.withOrganization(1, async () => {
        begun += 1;
        await answered.promise;
      }),
    );
    expect(await db.database.withOrganization(2, async () => 'another')).toBe('another');
    expect(begun).toBeLessThan(9);
    answered.resolve(undefined);
    await Promise.all(many);
    expect(begun).toBe(50);
  });

  it('keeps a connection whose borrower merely refused', async () => {
    await using db = await createTestDatabase({ maxConnections: 1 });
    const connection = async () => (await db.database.pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
    const before = await connection();
    await expect(db.database.withOrganization(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await connection()).toBe(before);
  });

  it('loses a connection that is lent, and with it the work and nothing else', async () => {
    await using db = await createTestDatabase({ maxConnections: 1 });
    const lost = db.database.withOrganization(1, async (client) => {
      const { rows } = await client.query<{ connection: number }>(setting);
      // Not events.once, which would listen for the error itself.
      const ended = new Promise<void>((resolve) => void client.once('end', resolve));
      await db.owner.query('SELECT pg_terminate_backend($1)', [rows[0]?.connection]);
      await ended;
      return client.query(setting);
    });
    await expect(lost).rejects.toThrow('not queryable');
    const next = await db.database.withOrganization(1, (client) => client.query(setting));
    expect(next.rows).toMatchObject([{ organization: '1' }]);
  });

  it('answers times as text with their microseconds, by hand and through TypeORM', async () => {
    await using db = await createTestDatabase();
    const statement = `SET timezone = 'UTC'; SELECT '2026-01-02T03:04:05.678901Z'::timestamptz AS at`;
    const at = '2026-01-02 03:04:05.678901+00';
    const [, byHand] = (await db.database.pool.query(statement)) as unknown as { rows: unknown[] }[];
    expect(byHand?.rows).toEqual([{ at }]);
    expect(await db.database.dataSource.query(`SELECT '${at}'::timestamptz AS at`)).toEqual([{ at }]);
  });
});
