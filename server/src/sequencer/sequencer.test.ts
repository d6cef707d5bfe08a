import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { verifyLog } from '../integrity/verify.js';
import { actAs, createNotesDatabase, type NotesDatabase } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { Sequencer } from './sequencer.js';

const logger = pino({ level: 'silent' });

const insert = (db: NotesDatabase, id: string, pause = 0) =>
  actAs(db, db.ana, async (client) => {
    await client.query('INSERT INTO note (id, organization, body) VALUES ($1, 1, $1)', [id]);
    await client.query('SELECT pg_sleep($1)', [pause / 1000]);
  });

async function numbered(db: NotesDatabase): Promise<{ seq: number; entity_id: string }[]> {
  const { rows } = await db.owner.query<{ seq: number; entity_id: string }>(
    'SELECT l.seq::int, e.entity_id FROM audit.leaf l JOIN audit.entry e ON e.id = l.id WHERE l.organization = 1 ORDER BY l.seq',
  );
  return rows;
}

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });

describe.each(postgresVersions)('the sequencer on Postgres %i', (version) => {
  test('numbers what was committed late, when it is committed, and waits for nobody', async () => {
    await using db = await createNotesDatabase({ version });
    await using sequencer = new Sequencer({ url: db.appUrl, logger });
    const late = actAs(db, db.ana, async (client) => {
      await client.query(`INSERT INTO note (id, organization) VALUES ('late', 1)`);
      await insert(db, 'early');
      sequencer.wake();
      await until(async () => expect(await numbered(db)).toEqual([{ seq: 1, entity_id: 'early' }]));
    });
    await late;
    sequencer.wake();
    await until(async () => expect(await numbered(db)).toEqual([{ seq: 1, entity_id: 'early' }, { seq: 2, entity_id: 'late' }]));
  });

  test('leaves no hole for what was rolled back, and passes over it for good', async () => {
    await using db = await createNotesDatabase({ version });
    await using sequencer = new Sequencer({ url: db.appUrl, logger });
    await insert(db, 'a');
    await expect(insert(db, 'a')).rejects.toThrow('duplicate key');
    await actAs(db, db.ana, async (client) => {
      await client.query(`INSERT INTO note (id, organization) VALUES ('undone', 1)`);
      throw new Error('undone');
    }).catch(() => undefined);
    await insert(db, 'b');
    sequencer.wake();
    await until(async () => expect(await numbered(db)).toHaveLength(2));
    // What a sequencer that takes over would look at reaches beyond what was rolled back, as soon as the next batch is written.
    await until(async () => {
      await insert(db, `c${Math.random()}`);
      const { rows } = await db.owner.query('SELECT low > 3 AS beyond FROM audit.sequencer');
      expect(rows).toEqual([{ beyond: true }]);
    });
  });

  test('each organization has numbers of its own', async () => {
    await using db = await createNotesDatabase({ version });
    await insert(db, 'mine');
    await actAs(db, db.otherAna, (client) => client.query(`INSERT INTO note (id, organization) VALUES ('theirs', 2)`));
    await using sequencer = new Sequencer({ url: db.appUrl, logger });
    sequencer.wake();
    await until(async () => {
      const { rows } = await db.owner.query('SELECT organization, seq::int FROM audit.head ORDER BY 1');
      expect(rows).toEqual([{ organization: 1, seq: 1 }, { organization: 2, seq: 1 }]);
    });
  });

  test('eight writers, slow and rolled-back transactions, and the holder cut off again and again: every entry once, no hole, every hash right', async () => {
    await using db = await createNotesDatabase({ version, maxConnections: 12 });
    await using _first = new Sequencer({ url: db.appUrl, logger, batch: 7 });
    await using _second = new Sequencer({ url: db.appUrl, logger, batch: 5 });
    const committed: string[] = [];
    const writer = async (w: number) => {
      for (let i = 0; i < 25; i += 1) {
        const id = `w${w}-${i}`;
        await insert(db, id, Math.random() * 20);
        committed.push(id);
        if (w === 0) await actAs(db, db.ana, (c) => c.query(`INSERT INTO note (id, organization) VALUES ('undone', 1); SELECT 1/0`)).catch(() => undefined);
      }
    };
    const slow = insert(db, 'slow', 1_500).then(() => committed.push('slow'));
    const cutter = (async () => {
      for (let cut = 0; cut < 6; cut += 1) {
        await delay(150);
        await db.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
      }
    })();
    await Promise.all([...Array.from({ length: 8 }, (_, w) => writer(w)), slow, cutter]);
    await until(async () => expect(await numbered(db)).toHaveLength(committed.length));
    const entries = await numbered(db);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
    expect(entries.map(({ entity_id }) => entity_id).toSorted()).toEqual(committed.toSorted());
    expect(await verifyLog(db.database, 1)).toEqual({ leaves: committed.length, faults: [] });
    const { rows } = await db.owner.query('SELECT count(*)::int AS left FROM audit.pending');
    expect(rows).toEqual([{ left: 0 }]);
  });
});

test('an entry altered behind the log is found by its hash', async () => {
  await using db = await createNotesDatabase();
  await using sequencer = new Sequencer({ url: db.appUrl, logger });
  await insert(db, 'a');
  await insert(db, 'b');
  sequencer.wake();
  await until(async () => expect(await numbered(db)).toHaveLength(2));
  await db.owner.query(`ALTER TABLE audit.entry DISABLE TRIGGER USER; UPDATE audit.entry SET entity_name = 'forged' WHERE entity_id = 'b'`);
  const { leaves, faults } = await verifyLog(db.database, 1);
  expect(leaves).toBe(2);
  expect(faults).toEqual([expect.stringMatching(/^#2: the details of .* are not those that were recorded\.$/), expect.stringContaining('#2')]);
  await db.owner.query(`ALTER TABLE audit.leaf DISABLE TRIGGER USER; DELETE FROM audit.leaf WHERE seq = 1`);
  expect((await verifyLog(db.database, 1)).faults[0]).toBe('#1 is missing: after #0 comes #2.');
});
