import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { AuditQuery } from '../query/audit-query.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { actAs, createNotesDatabase, type NotesDatabase } from '../testing/notes.js';
import { Tail, type Batch } from './tail.js';

const logger = pino({ level: 'silent' });
const HEARTBEAT = 200;

interface Setup extends AsyncDisposable {
  db: NotesDatabase;
  query: AuditQuery;
  sequencer: Sequencer;
  tail: Tail;
}

async function setUp(): Promise<Setup> {
  const resources = new AsyncDisposableStack();
  const db = resources.use(await createNotesDatabase());
  const query = await AuditQuery.open(db.database);
  const sequencer = resources.use(new Sequencer({ url: db.appUrl, logger }));
  const tail = resources.use(new Tail({ database: db.database, query, url: db.appUrl, logger, heartbeat: HEARTBEAT }));
  return { db, query, sequencer, tail, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function write({ db, sequencer }: Setup, ...ids: string[]): Promise<void> {
  await actAs(db, db.ana, (client) => client.query('INSERT INTO note (id, organization, body) SELECT id, 1, id FROM unnest($1::text[]) id', [ids]));
  sequencer.wake();
}

/** The cursor of someone who has nothing yet. */
function beginning({ query }: Setup): string {
  return query.cursors.tail(1, { sequence: 0, leaf: Buffer.alloc(8) });
}

/** A watcher that keeps all that it is given. */
class Watcher implements AsyncDisposable {
  readonly ids: string[] = [];
  readonly sequences: number[] = [];
  cursor = '';
  readonly #over = new AbortController();
  readonly #batches: AsyncGenerator<Batch, void>;

  constructor(tail: Tail, { filter = {}, after = null, organization = 1 }: { filter?: object; after?: string | null; organization?: number } = {}) {
    this.#batches = tail.watch(organization, filter, after, this.#over.signal);
  }

  async next(): Promise<Batch> {
    const { value } = await this.#batches.next();
    if (!value) throw new Error('the watch ended');
    this.cursor = value.cursor;
    for (const { node } of value.edges) {
      this.ids.push(node.entity?.id ?? '');
      this.sequences.push(node.sequence ?? 0);
    }
    return value;
  }

  async until(count: number): Promise<void> {
    while (this.ids.length < count) await this.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.#batches.return();
  }
}

describe('the tail', () => {
  test('begins at the end of the log, at once, and goes on with what comes', async () => {
    await using setup = await setUp();
    await write(setup, 'before');
    await using first = new Watcher(setup.tail, { after: beginning(setup) });
    await first.until(1);
    await using watcher = new Watcher(setup.tail);
    expect(await watcher.next()).toMatchObject({ edges: [], caughtUp: true });
    await write(setup, 'after');
    await watcher.until(1);
    expect(watcher.ids).toEqual(['after']);
  });

  test('gives large entries in small batches, every one once', async () => {
    await using setup = await setUp();
    const ids = Array.from({ length: 9 }, (_, i) => `n${i}`);
    const insert = 'INSERT INTO note (id, organization, body) SELECT id, 1, repeat(md5(id), 22000) FROM unnest($1::text[]) id';
    await actAs(setup.db, setup.db.ana, (client) => client.query(insert, [ids]));
    setup.sequencer.wake();
    await using watcher = new Watcher(setup.tail, { after: beginning(setup) });
    let largest = 0;
    while (watcher.ids.length < ids.length) largest = Math.max(largest, (await watcher.next()).edges.length);
    expect(watcher.ids).toEqual(ids);
    expect(largest).toBeLessThanOrEqual(3);
  });

  test('with a cursor first gives what was missed, then what comes: every entry once, in order', async () => {
    await using setup = await setUp();
    await using watcher = new Watcher(setup.tail);
    await watcher.next();
    const ids = Array.from({ length: 450 }, (_, i) => `n${i}`);
    await write(setup, ...ids.slice(0, 430));
    await watcher.until(430);
    await using late = new Watcher(setup.tail, { after: beginning(setup) });
    const first = await late.next();
    expect(first.edges).toHaveLength(200);
    expect(first.caughtUp).toBe(false);
    await write(setup, ...ids.slice(430));
    await Promise.all([watcher.until(450), late.until(450)]);
    expect(late.ids).toEqual(ids);
    expect(watcher.ids).toEqual(ids);
    expect(late.sequences).toEqual(ids.map((_, i) => i + 1));
  });

  test('goes on from the cursor of any batch without a gap and without a repeat', async () => {
    await using setup = await setUp();
    await write(setup, ...Array.from({ length: 300 }, (_, i) => `n${i}`));
    const seen: string[] = [];
    let after = beginning(setup);
    while (seen.length < 300) {
      await using watcher = new Watcher(setup.tail, { after });
      await watcher.next();
      seen.push(...watcher.ids);
      after = watcher.cursor;
    }
    expect(seen).toEqual(Array.from({ length: 300 }, (_, i) => `n${i}`));
  });

  test('a page and the tail from its tailCursor miss nothing, whenever the page was read', async () => {
    await using setup = await setUp();
    const writers = [1, 2, 3, 4].map(async (w) => {
      for (let i = 0; i < 25; i += 1) await write(setup, `w${w}-${i}`);
    });
    const readers = Array.from({ length: 6 }, async (_, r) => {
      await new Promise((resolve) => setTimeout(resolve, r * 15));
      const page = await setup.query.page(1, {}, { first: 200 });
      const got = new Set(page.edges.map(({ node }) => node.entity?.id));
      await using watcher = new Watcher(setup.tail, { after: page.tailCursor });
      while (got.size < 100) for (const { node } of (await watcher.next()).edges) got.add(node.entity?.id);
      return got.size;
    });
    await Promise.all(writers);
    expect(await Promise.all(readers)).toEqual([100, 100, 100, 100, 100, 100]);
  });

  test('lets through what the filter does, and heartbeats move the cursor past what it does not', async () => {
    await using setup = await setUp();
    await using watcher = new Watcher(setup.tail, { filter: { entityId: 'wanted' } });
    await watcher.next();
    const before = watcher.cursor;
    await write(setup, 'other', 'another');
    while (watcher.cursor === before) expect((await watcher.next()).edges).toEqual([]);
    await write(setup, 'wanted', 'unwanted');
    await watcher.until(1);
    expect(watcher.ids).toEqual(['wanted']);
  });

  test('a watcher that does not read for long is not skipped, however much came meanwhile', async () => {
    await using setup = await setUp();
    await using slow = new Watcher(setup.tail);
    await slow.next();
    await using quick = new Watcher(setup.tail);
    await quick.next();
    for (let part = 0; part < 5; part += 1) await write(setup, ...Array.from({ length: 1000 }, (_, i) => `${part}-${i}`));
    await quick.until(5000);
    await slow.until(5000);
    expect(slow.sequences).toEqual(Array.from({ length: 5000 }, (_, i) => i + 1));
  });

  test('hears again after its connection was cut', async () => {
    await using setup = await setUp();
    await using watcher = new Watcher(setup.tail);
    await watcher.next();
    await setup.db.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'audit-log tail' AND datname = current_database()`);
    await write(setup, 'a');
    await watcher.until(1);
    expect(watcher.ids).toEqual(['a']);
  });

  test('takes no harm from a notification that is not the sequencer’s', async () => {
    await using setup = await setUp();
    await using watcher = new Watcher(setup.tail);
    await watcher.next();
    for (const payload of ['', 'null', '7', '{"x": 1}', '[1']) await setup.db.database.pool.query(`SELECT pg_notify('audit_sequenced', $1)`, [payload]);
    await write(setup, 'a');
    await watcher.until(1);
    expect(watcher.ids).toEqual(['a']);
  });

  test('ends at once when told to, also while it waits', async () => {
    await using setup = await setUp();
    const over = new AbortController();
    const batches = setup.tail.watch(1, {}, null, over.signal);
    await batches.next();
    const waiting = batches.next();
    over.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('refuses a bad filter, and every cursor but a tail cursor of this log', async () => {
    await using setup = await setUp();
    await write(setup, 'a');
    const theirs = await setup.query.page(2, {}, {});
    const refused = async (filter: object, after: string | null, message: string): Promise<void> => {
      const first = setup.tail.watch(1, filter, after, new AbortController().signal).next();
      await expect(first).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) });
    };
    await refused({ colour: 'red' }, null, '`colour` is not a field of the filter.');
    for (const bad of ['', 'nonsense', theirs.tailCursor, setup.query.cursors.page(1, { time: '2026-01-01T00:00:00.000000Z', id: '01a20f41-eea4-7937-9366-a5fc3563a694' })]) {
      await refused({}, bad, '`after` is not a tail cursor of this log');
    }
  });

  test('says so when the log was rewound behind a cursor', async () => {
    await using setup = await setUp();
    await using watcher = new Watcher(setup.tail);
    await watcher.next();
    await write(setup, 'a', 'b');
    await watcher.until(2);
    const { cursors } = setup.query;
    for (const place of [{ sequence: 3, leaf: Buffer.alloc(8, 1) }, { sequence: 2, leaf: Buffer.alloc(8, 1) }]) {
      const rewound = setup.tail.watch(1, {}, cursors.tail(1, place), new AbortController().signal).next();
      await expect(rewound).rejects.toMatchObject({ code: 'LOG_REWOUND' });
    }
  });
});
