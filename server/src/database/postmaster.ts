import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { FatalError } from '../errors.js';
import { productDatabase, readPassword, superuser } from './cluster.js';

/** How long a server that is being stopped may take to let go of its data folder, and its Postgres to end then. */
const patience = { owned: 6_000, silent: 60_000 };

/** Held on the `postgres` database by whoever owns the data folder, from start to end. */
const folderLock = 6_017_301;

interface Postmaster {
  pid: number;
  port: number;
}

/** Connection of the superuser to a Postgres of ours. */
export function ownerConnection(port: number, password: string, database: string): string {
  return `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** The Postgres that runs on this data folder right now, if one does. */
export function runningPostmaster(data: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && isAlive(pid) ? { pid, port } : null;
}

/** Whether a Postgres runs in this data directory, with or without a server that owns it. */
export function isDataFolderInUse(directory: string): boolean {
  const found = runningPostmaster(join(directory, 'postgres'));
  return found !== null && isPostgres(found.pid);
}

/** Whether a cluster was made in this data directory. */
export function hasDatabase(directory: string): boolean {
  return existsSync(join(directory, 'postgres', 'PG_VERSION'));
}

/** The owner's connection to the product's database in this data directory, where a server runs it; else null. */
export async function runningDatabase(directory: string, database = productDatabase): Promise<string | null> {
  const found = runningPostmaster(join(directory, 'postgres'));
  if (!found || !isPostgres(found.pid)) return null;
  const url = ownerConnection(found.port, readPassword(directory), database);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return url;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Sees to it that no Postgres runs on the folder. One whose server was killed is stopped; one whose server is just
 * ending is waited for.
 * @throws FatalError where a server that is alive keeps the folder
 */
export async function stopPredecessor(
  data: string,
  password: string,
  onProgress?: (message: string) => void,
): Promise<void> {
  const begun = performance.now();
  let told = false;
  for (let found = runningPostmaster(data); found; found = runningPostmaster(data)) {
    if (!isPostgres(found.pid)) {
      // The number went to another program, after a restart of the machine say; Postgres would take it for its own.
      rmSync(join(data, 'postmaster.pid'), { force: true });
      return;
    }
    if (!told) onProgress?.('waiting for the database of an earlier server to end');
    told = true;
    const state = await stateOf(found.port, password);
    if (state === 'orphan') process.kill(found.pid, 'SIGINT');
    else if (performance.now() - begun > patience[state]) throw folderInUse(data);
    await delay(150);
  }
}

/** Marks the folder as in use for as long as the connection lasts, which the operating system ends with its process. */
export async function takeDataFolder(port: number, password: string, data: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerConnection(port, password, 'postgres') });
  client.on('error', () => undefined);
  await client.connect();
  const result = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [folderLock]);
  if (result.rows[0]?.taken) return client;
  await client.end();
  throw folderInUse(data);
}

function folderInUse(data: string): FatalError {
  return new FatalError(`Another server is using the data folder ${data}: stop it, or set DATA_DIR to another folder.`);
}

/** Whether a server owns this Postgres. One that does not answer is starting or ending, or too busy to tell. */
async function stateOf(port: number, password: string): Promise<'orphan' | 'owned' | 'silent'> {
  const url = ownerConnection(port, password, 'postgres');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const result = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [folderLock]);
    return result.rows[0]?.free === true ? 'orphan' : 'owned';
  } catch {
    return 'silent';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Only Linux tells; elsewhere a number found in postmaster.pid is believed. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return process.platform !== 'linux';
  }
}
