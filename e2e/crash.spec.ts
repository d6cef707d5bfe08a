import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { CrashWriter, type Change } from './crash-writer.js';
import { backendsOf, connect, postmasterOf } from './postmaster.js';
import { Random } from './random.js';
import { recomputedLeaves } from './recompute.js';
import { Stack } from './stack.js';
import { Watcher } from './watcher.js';

const FULL = process.env['FULL'] === '1';
const ROUNDS = FULL ? 30 : 5;
const WRITERS = 8;
const PATIENCE = { timeout: 120_000, interval: 50 };
const VICTIMS = ['the server', 'Postgres', 'the server, then Postgres', 'Postgres, then the server', 'one backend'] as const;

/** Kills by the signal that nothing can handle; what is gone already stays so. */
function kill(pid: number | null | undefined): void {
  try {
    if (pid) process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function strike(stack: Stack, victim: (typeof VICTIMS)[number], random: Random): Promise<void> {
  const postgres = () => kill(postmasterOf(stack.dataDirectory)?.pid);
  const between = random.between(0, 30);
  switch (victim) {
    case 'the server':
      return stack.kill();
    case 'Postgres':
      return postgres();
    case 'the server, then Postgres':
      await stack.kill();
      await delay(between);
      return postgres();
    case 'Postgres, then the server':
      postgres();
      await delay(between);
      return stack.kill();
    case 'one backend': {
      const postmaster = postmasterOf(stack.dataDirectory);
      // While it starts it has none.
      const backends = postmaster ? await backendsOf(postmaster).catch(() => []) : [];
      if (backends.length > 0) kill(random.of(backends));
    }
  }
}

/** Sees to it that the server is there, as a process manager does, and that work goes on: `done` grows. */
async function recover(stack: Stack, done: () => number): Promise<number> {
  const begun = performance.now();
  const enough = done() + WRITERS;
  await expect
    .poll(async () => {
      if (stack.pid === null) await stack.start();
      return done();
    }, PATIENCE)
    .toBeGreaterThan(enough);
  return performance.now() - begun;
}

/** Watches until told, over as many servers as it takes; what is not a cut is an error. */
async function watchOn(watcher: Watcher, stack: Stack, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await watcher.watch(stack.port).catch((error: unknown) => {
      if (/does not hold entry|hole|cursor/.test(String(error))) throw error;
    });
    await delay(50);
  }
}

/** What the log says there is: of each test case and folder that was not removed, its name. */
const FOLDED = `
  SELECT e.entity_id AS id, (array_agg(c ->> 'new' ORDER BY e.occurred_at DESC, e.id DESC) FILTER (WHERE c IS NOT NULL))[1] AS name
  FROM audit.entry e JOIN audit.event_type t ON t.key = e.event_type JOIN audit.action a ON a.key = e.action
  LEFT JOIN LATERAL (SELECT c FROM jsonb_array_elements(e.changes) c WHERE c ->> 'field' IN ('title', 'name')) c ON true
  WHERE t.name IN ('TEST_CASE', 'FOLDER') GROUP BY e.entity_id HAVING NOT bool_or(a.name = 'delete') ORDER BY 1`;
const THERE = `SELECT id::text, title AS name FROM workspace.test_case UNION ALL SELECT id::text, name FROM workspace.folder ORDER BY 1`;

/** Changes with the number of entries that they have. */
async function entriesOf(owner: pg.Client, changes: readonly Change[]): Promise<(Change & { found: number })[]> {
  const { rows } = await owner.query<{ operation: string; found: number }>(
    'SELECT operation_id AS operation, count(*)::int AS found FROM audit.entry WHERE operation_id IS NOT NULL GROUP BY 1',
  );
  const found = new Map(rows.map((row) => [row.operation, row.found]));
  return changes.map((change) => ({ ...change, found: found.get(change.operation) ?? 0 }));
}

test(`kill -9 of server, Postgres and both in ${ROUNDS} rounds: every acknowledged change has its entry once, none is there in half, no hole, watchers miss nothing`, async () => {
  const random = new Random();
  process.stdout.write(`seed ${random.seed}\n`);
  await using stack = await Stack.start({ LOG_LEVEL: 'fatal' });
  const projectId = await stack.api.createProject('Survivors');
  await using one = new Watcher(stack.key);
  await using other = new Watcher(stack.key);
  let writing = true;
  let watching = true;
  const watched = [one, other].map((watcher) => watchOn(watcher, stack, () => !watching));
  await expect.poll(() => one.cursor !== null && other.cursor !== null, PATIENCE).toBe(true);
  const watchedFrom = (await stack.api.entries({})).length;

  const writers = Array.from({ length: WRITERS }, (_, w) => new CrashWriter(stack, projectId, new Random(random.seed + w), `w${w}`));
  const done = (): number => writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const written = writers.map((writer) => writer.work(() => !writing));
  await recover(stack, done);
  const recoveries: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await delay(random.between(0, 800));
    // The first rounds take each in turn, so that even few rounds have all of them.
    const victim = VICTIMS[round] ?? random.of(VICTIMS);
    await strike(stack, victim, random);
    if (random.next() < 0.3 && stack.pid === null) {
      // Once more while it starts.
      const starting = stack.start().catch(() => undefined);
      await delay(random.between(0, 2000));
      await stack.kill();
      await starting;
    }
    recoveries.push(await recover(stack, done));
    process.stdout.write(`  ${victim}: work goes on after ${Math.round(recoveries.at(-1) ?? 0)} ms\n`);
  }
  writing = false;
  await Promise.all(written);

  const postmaster = postmasterOf(stack.dataDirectory);
  if (!postmaster) throw new Error('no Postgres is running');
  await using owner = await connect(postmaster.url);
  const count = async (text: string): Promise<number> => (await owner.query<{ n: number }>(text)).rows[0]?.n ?? 0;
  await expect.poll(() => count('SELECT count(*)::int AS n FROM audit.pending'), PATIENCE).toBe(0);
  const total = await count('SELECT seq::int AS n FROM audit.head WHERE organization = 1');
  const numbers = Array.from({ length: total }, (_, i) => i + 1);
  await expect.poll(() => [one, other].map(({ sequences }) => sequences.at(-1)), PATIENCE).toEqual([total, total]);
  watching = false;

  const changes = await entriesOf(owner, writers.flatMap((writer) => writer.changes));
  expect(changes.filter(({ acknowledged, entries, found }) => acknowledged && found !== entries)).toEqual([]);
  const doubtful = changes.filter(({ acknowledged }) => !acknowledged);
  expect(doubtful.filter(({ entries, found }) => found !== 0 && found !== entries)).toEqual([]);
  const there = (await owner.query(THERE)).rows;
  expect(there.length).toBeGreaterThan(0);
  expect(there).toEqual((await owner.query(FOLDED)).rows);

  expect(await count('SELECT count(*)::int AS n FROM audit.entry')).toBe(total);
  const leaves = await recomputedLeaves(owner, 1);
  expect(leaves.map(({ seq }) => seq)).toEqual(numbers);
  expect(new Set(leaves.map(({ id }) => id)).size).toBe(total);
  expect(leaves.filter(({ stored, recomputed }) => stored !== recomputed)).toEqual([]);
  for (const { sequences } of [one, other]) expect(sequences).toEqual(numbers.slice(-sequences.length));
  for (const { sequences } of [one, other]) expect(sequences[0]).toBeLessThanOrEqual(watchedFrom + 1);

  const kept = doubtful.filter(({ found }) => found > 0).length;
  const slowest = Math.round(Math.max(...recoveries));
  process.stdout.write(
    `${ROUNDS} rounds: ${total} entries, ${changes.length} changes, of them ${doubtful.length} without an answer (${kept} made all the same); work goes on after ${slowest} ms at most\n`,
  );
  await Promise.all([one, other].map((watcher) => watcher[Symbol.asyncDispose]()));
  await Promise.all(watched);
}, FULL ? 1_800_000 : 900_000);
