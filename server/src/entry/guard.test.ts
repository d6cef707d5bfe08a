import pino from 'pino';
import { expect, test, vi } from 'vitest';
import { Sequencer } from '../sequencer/sequencer.js';
import { actAs, createNotesDatabase } from '../testing/notes.js';
import { PATIENCE } from '../testing/waiting.js';

const LOG = ['entry', 'leaf', 'head', 'pending', 'actor', 'project', 'event_type', 'action', 'organization', 'sequencer', 'tracked', 'cursor_key', 'application_role', 'noted', 'rollup', 'rollup_month', 'search', 'search_mark'];

test('the application can neither update, delete nor truncate a table of the log, nor write to one past its functions', async () => {
  await using db = await createNotesDatabase();
  const { rows } = await db.owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(LOG.toSorted());
  for (const name of [...LOG, 'entry_older', 'entry_later']) {
    for (const statement of [`DELETE FROM audit.${name}`, `TRUNCATE audit.${name}`, `INSERT INTO audit.${name} DEFAULT VALUES`, `ALTER TABLE audit.${name} DISABLE TRIGGER ALL`]) {
      await expect(db.database.pool.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
    }
    const column = await db.owner.query<{ name: string }>(`SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1`, [`audit.${name}`]);
    await expect(db.database.pool.query(`UPDATE audit.${name} SET ${column.rows[0]?.name} = DEFAULT`)).rejects.toThrow('permission denied');
  }
});

test('not even the owner alters an entry or a leaf by mistake', async () => {
  await using db = await createNotesDatabase();
  await actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization) VALUES ('n1', 1)`));
  await using sequencer = new Sequencer({ url: db.appUrl, logger: pino({ level: 'silent' }) });
  sequencer.wake();
  await vi.waitFor(async () => expect((await db.owner.query('SELECT FROM audit.leaf')).rowCount).toBe(1), PATIENCE);
  for (const table of ['entry', 'leaf']) {
    for (const statement of [`UPDATE audit.${table} SET id = gen_random_uuid()`, `DELETE FROM audit.${table}`, `TRUNCATE audit.${table}`]) {
      await expect(db.owner.query(statement), statement).rejects.toThrow('the audit log is append-only');
    }
  }
  await expect(db.owner.query('TRUNCATE audit.entry_later')).rejects.toThrow('the audit log is append-only');
});

test('a leaf is written by the holder of the lock alone, and only for an entry that waits', async () => {
  await using db = await createNotesDatabase();
  const append = `SELECT audit.append_leaves('{1}', ARRAY[sha256('a')], ARRAY[sha256('a')], ARRAY[sha256('a')], 1)`;
  await expect(db.database.pool.query(append)).rejects.toThrow('this connection does not hold its lock');
  await using holder = await db.database.pool.connect().then((client) => Object.assign(client, { [Symbol.asyncDispose]: async () => client.release(true) }));
  await holder.query('SELECT pg_advisory_lock(audit.sequencer_lock())');
  await expect(holder.query(append)).rejects.toThrow('1 of 1 entries were not pending');
  // Nor can its holder make a successor pass over what waits.
  await actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization) VALUES ('n1', 1)`));
  for (const low of [2, 100_000_000, 0]) await holder.query(`SELECT audit.append_leaves('{}', '{}', '{}', '{}', ${low})`);
  expect((await db.owner.query('SELECT low::int FROM audit.sequencer')).rows).toEqual([{ low: 1 }]);
  await expect(db.database.pool.query(`SELECT audit.take_pending(0, '{}', '{}', 10)`)).rejects.toThrow('does not hold its lock');
  await expect(db.database.pool.query(append)).rejects.toThrow('this connection does not hold its lock');
});

test('without an organization no row is seen, and with one only its own', async () => {
  await using db = await createNotesDatabase();
  await actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization, project_id) VALUES ('n1', 1, 'p1')`));
  await actAs(db, db.otherAna, (client) => client.query(`INSERT INTO note (id, organization, project_id) VALUES ('n2', 2, 'p2')`));
  await using sequencer = new Sequencer({ url: db.appUrl, logger: pino({ level: 'silent' }) });
  sequencer.wake();
  await vi.waitFor(async () => expect((await db.owner.query('SELECT FROM audit.leaf')).rowCount).toBe(2), PATIENCE);
  await using client = await db.database.pool.connect().then((lent) => Object.assign(lent, { [Symbol.asyncDispose]: async () => lent.release(true) }));
  for (const table of ['entry', 'leaf', 'head', 'actor', 'project']) {
    const seen = async (): Promise<unknown[]> => (await client.query<{ organization: number }>(`SELECT organization FROM audit.${table}`)).rows;
    expect(await seen(), table).toEqual([]);
    await client.query(`SET audit.organization = '2'`);
    expect(await seen(), table).toEqual([{ organization: 2 }]);
    await client.query('RESET audit.organization');
    expect(await seen(), table).toEqual([]);
    const own = await db.database.withOrganization(1, (lent) => lent.query(`SELECT organization FROM audit.${table}`));
    expect(own.rows, table).toEqual([{ organization: 1 }]);
  }
});
