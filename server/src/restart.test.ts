import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { applicationUrl } from './database/application-role.js';
import { EmbeddedPostgres } from './database/embedded.js';
import { Database } from './database/pool.js';
import { runningPostmaster } from './database/postmaster.js';
import { prepareDatabase } from './database/prepare.js';
import type { TestDatabase } from './testing/postgres.js';
import { ADMIN_KEY, startProduct } from './testing/product.js';
import { CREATE_PROJECT } from './testing/workspace.js';

const PATIENCE = { timeout: 60_000, interval: 50 };
const NUMBERED = `
  SELECT e.entity_name AS name, l.seq::int AS seq FROM audit.entry e
  JOIN audit.event_type t ON t.key = e.event_type LEFT JOIN audit.leaf l ON l.organization = e.organization AND l.id = e.id
  WHERE t.name = 'PROJECT' ORDER BY e.occurred_at`;

/** A Postgres of the test's own, which may be killed. */
async function startOwn(): Promise<{ db: TestDatabase; postmaster: () => number }> {
  const directory = await mkdtemp(join(tmpdir(), 'audit-log-restart-'));
  const resources = new AsyncDisposableStack();
  resources.defer(() => rm(directory, { recursive: true, force: true }));
  const cluster = resources.use(await EmbeddedPostgres.start({ directory }));
  const { ownerUrl } = cluster;
  const appUrl = applicationUrl(ownerUrl);
  await prepareDatabase({ ownerUrl, appUrl, appGiven: false, onApplied: () => undefined });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  owner.on('error', () => undefined);
  resources.defer(() => owner.end());
  const database = resources.use(await Database.open({ url: appUrl }));
  const db = { ownerUrl, appUrl, database, owner, [Symbol.asyncDispose]: () => resources.disposeAsync() };
  return { db, postmaster: () => runningPostmaster(join(directory, 'postgres'))?.pid ?? 0 };
}

describe('a Postgres that ends under the server', () => {
  it('takes nothing with it that was acknowledged, shut down or killed: every change once, numbered without a hole', async () => {
    const { db, postmaster } = await startOwn();
    await using _db = db;
    await using product = await startProduct({ db });
    const key = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
    const sure: string[] = [];
    const unsure: string[] = [];
    const others = new Set<string>();
    let writing = true;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; writing; i += 1) {
        const name = `${writer}-${i}`;
        const { errors } = await key.ask(CREATE_PROJECT, { input: { name } });
        const code = errors[0]?.extensions?.code;
        if (code === undefined) sure.push(name);
        else if (code === 'OUTCOME_UNKNOWN') unsure.push(name);
        else others.add(code);
        if (code !== undefined) await delay(100);
      }
    });

    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const before = sure.length;
      await expect.poll(() => sure.length, PATIENCE).toBeGreaterThan(before + 10);
      const pid = postmaster();
      // Zero would mean the whole group that runs the tests.
      expect(pid).toBeGreaterThan(0);
      process.kill(pid, signal);
      await expect.poll(() => postmaster() !== 0 && postmaster() !== pid, PATIENCE).toBe(true);
      await expect.poll(async () => (await key.ask('{ organization { id } }')).status, PATIENCE).toBe(200);
    }
    const before = sure.length;
    await expect.poll(() => sure.length, PATIENCE).toBeGreaterThan(before + 10);
    writing = false;
    await Promise.all(writers);
    expect([...others]).toEqual(['UNAVAILABLE']);

    const entries = async () => (await db.owner.query<{ name: string; seq: number | null }>(NUMBERED)).rows;
    await expect.poll(async () => (await entries()).every(({ seq }) => seq !== null), PATIENCE).toBe(true);
    const names = (await entries()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(sure.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !sure.includes(name) && !unsure.includes(name))).toEqual([]);
    const { rows } = await db.owner.query('SELECT count(*)::int AS leaves, max(seq)::int AS last FROM audit.leaf WHERE organization = 1');
    expect(rows[0].leaves).toBe(rows[0].last);
  }, 300_000);
});
