import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from './database/pool.js';
import { logger } from './logger.js';
import { Readiness } from './readiness.js';
import { Sequencer } from './sequencer/sequencer.js';
import { DatabaseProxy } from './testing/database-proxy.js';
import { actAs, createNotesDatabase } from './testing/notes.js';
import type { NotesDatabase } from './testing/notes.js';
import { PATIENCE } from './testing/waiting.js';

const numbersElsewhere = { lag: () => null };

describe('a server is ready', () => {
  let db: NotesDatabase;
  let schema: number;

  beforeEach(async () => {
    db = await createNotesDatabase();
    const { rows } = await db.owner.query<{ number: number }>('SELECT max(number) AS number FROM public.audit_migration');
    schema = rows[0]?.number ?? 0;
  });
  afterEach(() => db[Symbol.asyncDispose]());

  it('while somebody numbers entries, in this process or another', async () => {
    const here = new Readiness({ pool: db.database.pool, sequencer: numbersElsewhere, schema });
    expect(await here.problems()).toEqual(['No process numbers entries: they are recorded, and wait.']);
    await using sequencer = new Sequencer({ url: db.appUrl, logger });
    await expect.poll(() => here.problems(), PATIENCE).toEqual([]);
    const there = new Readiness({ pool: db.database.pool, sequencer, schema });
    expect(await there.problems()).toEqual([]);
  });

  it('unless entries have waited for more than a minute', async () => {
    await using sequencer = new Sequencer({ url: db.appUrl, logger });
    await expect.poll(() => sequencer.lag(), PATIENCE).not.toBeNull();
    const readiness = new Readiness({ pool: db.database.pool, sequencer: { lag: () => 61.4 }, schema });
    expect(await readiness.problems()).toEqual(['The oldest entry without a number has waited for 61 s.']);
  });

  it('by an age that grows for as long as an entry cannot be numbered', async () => {
    await using sequencer = new Sequencer({ url: db.appUrl, logger });
    await expect.poll(() => sequencer.lag(), PATIENCE).not.toBeNull();
    const blocker = await db.owner.connect();
    await blocker.query('BEGIN; LOCK TABLE audit.leaf IN ACCESS EXCLUSIVE MODE');
    await actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization, body) VALUES ('n', 1, 'waits')`));
    sequencer.wake();
    await expect.poll(() => sequencer.pending, PATIENCE).toBe(1);
    await expect.poll(() => sequencer.lag(), PATIENCE).toBeGreaterThan(0.3);
    await blocker.query('ROLLBACK');
    blocker.release();
    await expect.poll(() => [sequencer.pending, sequencer.numbered], PATIENCE).toEqual([0, 1]);
    expect(sequencer.lag()).toBeLessThan(10);
  });

  it('unless it is stopping, whatever else holds', async () => {
    await using _sequencer = new Sequencer({ url: db.appUrl, logger });
    const readiness = new Readiness({ pool: db.database.pool, sequencer: numbersElsewhere, schema });
    readiness.stop();
    expect(await readiness.problems()).toEqual(['The server is stopping.']);
  });

  it('unless the database is away, or does not answer in time', async () => {
    await using proxy = await DatabaseProxy.open(db.appUrl);
    await using database = await Database.open({ url: proxy.url });
    await using _sequencer = new Sequencer({ url: db.appUrl, logger });
    const readiness = new Readiness({ pool: database.pool, sequencer: numbersElsewhere, schema, patience: 200 });
    await expect.poll(() => readiness.problems(), PATIENCE).toEqual([]);

    const blocker = await db.owner.connect();
    await blocker.query('BEGIN; LOCK TABLE public.audit_migration IN ACCESS EXCLUSIVE MODE');
    expect(await readiness.problems()).toEqual(['The database did not answer within 0.2 s.']);
    // Who asks again waits for the same look: one that hangs takes one connection, however often it is asked.
    expect(await readiness.problems()).toEqual(['The database did not answer within 0.2 s.']);
    expect(database.pool.totalCount - database.pool.idleCount).toBe(1);
    await blocker.query('ROLLBACK');
    blocker.release();
    await expect.poll(() => readiness.problems(), PATIENCE).toEqual([]);

    proxy.down();
    await expect.poll(() => readiness.problems(), PATIENCE).toEqual(['The database cannot be reached (ECONNREFUSED).']);
    await proxy.up();
    await expect.poll(() => readiness.problems(), PATIENCE).toEqual([]);
  });
});
