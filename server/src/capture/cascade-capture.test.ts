import { expect, test } from 'vitest';
import { actAs, createNotesDatabase } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';

/** From here on the general path is an error, so that who takes it is seen. */
const CLOSE_GENERAL_PATH = `CREATE OR REPLACE FUNCTION audit.write_changes(t audit.tracked, olds jsonb[], news jsonb[]) RETURNS void LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'the general path'; END $$`;

test.each(postgresVersions)('a table that is altered while the statement that its foreign key follows is under way is recorded as it is now, on Postgres %i', async (version) => {
  await using db = await createNotesDatabase({ version });
  await db.owner.query(`
    CREATE TABLE mother (id integer PRIMARY KEY, organization integer NOT NULL);
    CREATE TABLE child (id integer PRIMARY KEY, organization integer NOT NULL, mother_id integer REFERENCES mother ON DELETE CASCADE);
    GRANT ALL ON mother, child TO audit_app;
    INSERT INTO mother VALUES (1, 1);
    INSERT INTO child VALUES (1, 1, 1);
    SELECT audit.track('child', 'CARD');
    ${CLOSE_GENERAL_PATH}`);
  const holder = await db.owner.connect();
  try {
    await holder.query('SELECT pg_advisory_lock(77)');
    const removal = actAs(db, db.ana, (client) => client.query('DELETE FROM mother WHERE id = 1 AND pg_advisory_xact_lock(77) IS NOT NULL'));
    const outcome = removal.then(() => 'recorded by the function', (error: Error) => error.message);
    const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await expect.poll(async () => (await db.owner.query(waiting)).rowCount, { timeout: 60_000 }).toBe(1);
    await db.owner.query('ALTER TABLE child ADD extra text');
    await holder.query('SELECT pg_advisory_unlock(77)');
    expect(await outcome).toContain('the general path');
  } finally {
    holder.release(true);
  }
});
