import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { connect, createDatabase } from './database.js';
import { Random } from './random.js';
import { recomputedLeaves } from './recompute.js';
import { Stack } from './stack.js';
import { Watcher } from './watcher.js';

const LONG_SECONDS = 10;
const PATIENCE = { timeout: 120_000, interval: 50 };

/** A change with a pause inside its transaction, made past both servers. */
async function change(client: pg.Client, name: string, { pause, undo = false }: { pause: number; undo?: boolean }): Promise<void> {
  await client.query('BEGIN');
  await client.query('INSERT INTO workspace.project (organization, key, name) VALUES (1, $1, $2)', [`P${randomUUID().slice(0, 8).toUpperCase()}`, name]);
  await client.query('SELECT pg_sleep($1)', [pause]);
  await client.query(undo ? 'ROLLBACK' : 'COMMIT');
}

test.each([18, 15])(
  'on Postgres %i: eight writers, one transaction open for long, some rolled back, and of two servers the one that numbers is killed: every committed entry once, no hole, every hash right',
  async (version) => {
    const random = new Random();
    process.stdout.write(`seed ${random.seed}\n`);
    await using database = await createDatabase(version);
    const settings = { DATABASE_URL: database.url };
    // The first takes the numbering, the second stands by.
    await using numbering = await Stack.start(settings);
    await using standby = await Stack.start(settings);
    await using owner = await connect(database.url);
    const count = async (text: string): Promise<number> => (await owner.query<{ n: number }>(text)).rows[0]?.n ?? 0;
    // That the key looks at the log stands in it too, once a day: before anything is counted.
    await numbering.api.entries({});
    await change(owner, 'first', { pause: 0 });
    const before = await count('SELECT count(*)::int AS n FROM audit.entry WHERE organization = 1');
    await expect.poll(() => count('SELECT seq::int AS n FROM audit.head WHERE organization = 1'), PATIENCE).toBe(before);

    await using moving = new Watcher(numbering.key);
    await using staying = new Watcher(numbering.key);
    const cutOff = moving.watch(numbering.port);
    const watching = staying.watch(standby.port);
    await expect.poll(() => moving.cursor !== null && staying.cursor !== null, PATIENCE).toBe(true);
    let committed = before;
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, w) => {
      await using client = await connect(database.url);
      for (let i = 0; writing || i < 10; i += 1) {
        const undo = w === 7 && i % 2 === 1;
        await change(client, `${w}-${i}`, { pause: random.between(0, 0.1), undo });
        if (!undo) committed += 1;
      }
    });
    const long = (async () => {
      await using client = await connect(database.url);
      await change(client, 'long', { pause: LONG_SECONDS });
      committed += 1;
    })();

    await delay((LONG_SECONDS * 1000) / 2);
    await numbering.kill();
    await cutOff;
    const goingOn = moving.watch(standby.port);
    await long;
    writing = false;
    await Promise.all(writers);

    expect(await count('SELECT count(*)::int AS n FROM audit.entry WHERE organization = 1')).toBe(committed);
    const numbers = Array.from({ length: committed }, (_, i) => i + 1);
    await expect.poll(() => moving.sequences.at(-1), PATIENCE).toBe(committed);
    await expect.poll(() => staying.sequences.at(-1), PATIENCE).toBe(committed);
    for (const { sequences } of [moving, staying]) expect(sequences).toEqual(numbers.slice(before));

    const leaves = await recomputedLeaves(owner, 1);
    expect(leaves.map(({ seq }) => seq)).toEqual(numbers);
    expect(leaves.filter(({ stored, recomputed }) => stored !== recomputed)).toEqual([]);
    expect(new Set(leaves.map(({ id }) => id)).size).toBe(committed);
    await moving[Symbol.asyncDispose]();
    await staying[Symbol.asyncDispose]();
    await Promise.all([goingOn, watching]);
  },
);
