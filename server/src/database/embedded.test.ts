import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embeddedBinaries } from './binaries.js';
import { EmbeddedPostgres } from './embedded.js';
import { runningPostmaster } from './postmaster.js';

const [runSource, embeddedChild] = ['run-source.mjs', 'embedded-child.ts'].map((file) =>
  fileURLToPath(new URL(`../testing/${file}`, import.meta.url)),
) as [string, string];

/** Whether every folder above lets anybody through. */
async function isOpenToOthers(path: string): Promise<boolean> {
  const parent = dirname(path);
  if (parent === path) return true;
  return ((await stat(parent)).mode & 0o001) !== 0 && isOpenToOthers(parent);
}

/** Recovery takes a second, on a busy machine ten; six in a row a minute. */
const PATIENCE = { timeout: 200_000, interval: 50 };

/** The process is there, or the test is wrong: 0 would mean the whole group that runs the tests. */
function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  if (!pid) throw new Error('there is no process to kill');
  process.kill(pid, signal);
}

describe('EmbeddedPostgres', { timeout: 240_000 }, () => {
  let folder: string;
  let directory: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-log-embedded-'));
    directory = join(folder, 'data');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await expect.poll(() => runningPostmaster(join(directory, 'postgres')), PATIENCE).toBeNull();
    await rm(folder, { recursive: true, force: true });
  });

  const query = async (url: string, text: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const postmaster = () => runningPostmaster(join(directory, 'postgres'));

  it('keeps what was written from one start to the next, and runs only in between', async () => {
    {
      await using first = await EmbeddedPostgres.start({ directory });
      await query(first.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS n');
      expect(postmaster()).not.toBeNull();
    }
    expect(postmaster()).toBeNull();
    await using second = await EmbeddedPostgres.start({ directory });
    expect(await query(second.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('is reached by password alone, syncs what is committed, and folds the case of every script', async () => {
    await using postgres = await EmbeddedPostgres.start({ directory });
    const url = new URL(postgres.ownerUrl);
    url.password = 'postgres';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(join(directory, 'postgres-password'))).mode & 0o777).toBe(0o600);

    const durable = `SELECT setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`;
    expect(await query(postgres.ownerUrl, durable)).toEqual([{ setting: 'on' }, { setting: 'on' }, { setting: 'on' }]);
    expect(await query(postgres.ownerUrl, `SELECT lower('ÄÖÜ ΣΩ ЖЯ') AS folded`)).toEqual([{ folded: 'äöü σω жя' }]);
  });

  it('ends with the process that started it, kill -9 included', async () => {
    const child = await startInChild();
    expect(postmaster()).not.toBeNull();
    child.kill('SIGKILL');
    await expect.poll(postmaster, PATIENCE).toBeNull();
  });

  it('starts over a Postgres that outlived its server and its supervisor', async () => {
    const child = await startInChild();
    const orphan = postmaster();
    for (const pid of [child.pid, parentOf(orphan?.pid)]) kill(pid, 'SIGKILL');
    expect(postmaster()).toEqual(orphan);

    await using postgres = await EmbeddedPostgres.start({ directory });
    expect(await query(postgres.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(postmaster()?.pid).not.toBe(orphan?.pid);
  });

  it('starts after everything was killed at once, with the number of the dead in the folder', async () => {
    const child = await startInChild();
    for (const pid of [postmaster()?.pid, child.pid]) kill(pid, 'SIGKILL');
    await using postgres = await EmbeddedPostgres.start({ directory });
    expect(await query(postgres.ownerUrl, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('is not misled by a dead number that now belongs to another program', async () => {
    await (await EmbeddedPostgres.start({ directory }))[Symbol.asyncDispose]();
    const { pid } = process;
    await writeFile(join(directory, 'postgres', 'postmaster.pid'), `${pid}\n${directory}\n0\n5432\n\n127.0.0.1\n0\nready\n`);
    await using postgres = await EmbeddedPostgres.start({ directory });
    expect(await query(postgres.ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('makes a folder anew that was killed while being made', async () => {
    await mkdir(join(directory, 'postgres.new', 'base'), { recursive: true });
    await using postgres = await EmbeddedPostgres.start({ directory });
    expect(await query(postgres.ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it.each(['closed', 'open'])('runs under a folder that is %s to others, and finds its way back', async (access) => {
    await chmod(folder, access === 'open' ? 0o755 : 0o700);
    await (await EmbeddedPostgres.start({ directory }))[Symbol.asyncDispose]();
    await using postgres = await EmbeddedPostgres.start({ directory });
    expect(await query(postgres.ownerUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    // Root hands an open folder to another user, and keeps one, or all where the program lies in a closed folder, that
    // this user could not reach.
    const me = process.getuid?.();
    const { uid } = await stat(join(directory, 'postgres'));
    const reached = access === 'open' && (await isOpenToOthers(embeddedBinaries().postgres));
    expect(uid === me).toBe(me !== 0 || !reached);
  });

  it.each(['SIGKILL', 'SIGQUIT'] as const)('starts again in the same place when it ends by itself (%s), with what was committed', async (signal) => {
    const exits: Error[] = [];
    await using postgres = await EmbeddedPostgres.start({ directory, onExit: (error) => exits.push(error) });
    await query(postgres.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS n');
    const before = postmaster();
    kill(before?.pid, signal);
    // The old one may answer until the signal has reached it.
    await expect.poll(() => postmaster()?.pid !== before?.pid && query(postgres.ownerUrl, 'SELECT n FROM kept').catch(() => 'away'), PATIENCE).toEqual([{ n: 1 }]);
    expect(postmaster()?.port).toBe(before?.port);
    expect(exits).toEqual([]);
  });

  it('starts again when its supervisor is killed', async () => {
    await using postgres = await EmbeddedPostgres.start({ directory });
    const before = postmaster();
    kill(parentOf(before?.pid), 'SIGKILL');
    await expect.poll(() => postmaster()?.pid !== before?.pid && query(postgres.ownerUrl, 'SELECT 1 AS n').catch(() => 'away'), PATIENCE).toEqual([{ n: 1 }]);
  });

  it('gives up on a Postgres that ends again and again, and says so once', async () => {
    const exits: Error[] = [];
    const postgres = await EmbeddedPostgres.start({ directory, onExit: (error) => exits.push(error) });
    await expect
      .poll(async () => {
        const answers = await query(postgres.ownerUrl, 'SELECT 1').catch(() => null);
        const running = postmaster();
        if (answers !== null && running !== null) kill(running.pid, 'SIGKILL');
        return exits.map(({ message }) => message);
      }, PATIENCE)
      .toEqual([expect.stringMatching(/^The database ended unexpectedly 6 times within ten minutes/)]);
    await postgres[Symbol.asyncDispose]();
    expect(exits).toHaveLength(1);
  });

  /** A server's process of its own, that has written something and goes on. */
  async function startInChild(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [runSource, embeddedChild, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    await new Promise((resolve, reject) => {
      child.stdout?.once('data', resolve);
      child.once('exit', () => reject(new Error('the child ended')));
    });
    return child;
  }

  function parentOf(pid: number | undefined): number {
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  }
});
