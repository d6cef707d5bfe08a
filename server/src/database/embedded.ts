import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { FatalError } from '../errors.js';
import { logger } from '../logger.js';
import { embeddedBinaries } from './binaries.js';
import type { PostgresBinaries } from './binaries.js';
import { createCluster, productDatabase, readPassword } from './cluster.js';
import { ownerConnection, stopPredecessor, takeDataFolder } from './postmaster.js';
import { findLauncher } from './unprivileged.js';
import type { Launcher } from './unprivileged.js';

export interface EmbeddedOptions {
  /** Folder for the cluster (`postgres/`) and its password; made if missing. */
  directory: string;
  /** Default: the Postgres that npm brought. */
  binaries?: PostgresBinaries;
  /** The database to make sure of; default `audit_log`. */
  database?: string;
  /** Settings on Postgres' command line, over the product's own. */
  settings?: Record<string, string>;
  /** Called if Postgres ends while nobody asked it to. */
  onExit?: () => void;
  /** Told what takes a while, for people. */
  onProgress?: (message: string) => void;
}

const supervisor = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './supervisor.ts' : './supervisor.js', import.meta.url),
);

const productSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // Sockets have a path of at most 107 bytes, which a data folder may exceed.
  unix_socket_directories: '',
  timezone: 'UTC',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // A page of the log touches few rows; random reads come from memory or a solid-state disk.
  random_page_cost: '1.1',
  log_min_messages: 'warning',
};

/**
 * A real PostgreSQL beside the server, with its data in a folder. It listens on the loopback under a password
 * kept in that folder, ends when this process ends however that happens, and starts over whatever an earlier one
 * left behind: an orphan that still runs is stopped first. One process owns a folder at a time.
 */
export class EmbeddedPostgres implements AsyncDisposable {
  #stopping = false;

  private constructor(
    /** Connection of the superuser who owns the product's database. */
    readonly ownerUrl: string,
    private readonly process: ChildProcess,
    private readonly claim: pg.Client,
    onExit: (() => void) | undefined,
  ) {
    process.once('exit', () => {
      if (!this.#stopping) onExit?.();
    });
  }

  /** @throws FatalError where Postgres cannot run here, or another server is using the folder */
  static async start(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const { directory, database = productDatabase, onProgress } = options;
    const binaries = options.binaries ?? embeddedBinaries();
    const data = join(directory, 'postgres');
    makeFolder(directory);
    refuseNewerData(data);
    if (!existsSync(data)) {
      onProgress?.(`creating the database in ${data}`);
      await createCluster(binaries, directory);
    }
    const password = readPassword(directory);
    await stopPredecessor(data, password, onProgress);

    const launcher = findLauncher(binaries, data);
    const settings = { ...productSettings, ...options.settings };
    const { child, port } = await launch(binaries, launcher, data, password, settings);
    try {
      const claim = await takeDataFolder(port, password, data);
      await ensureDatabase(claim, database);
      return new EmbeddedPostgres(ownerConnection(port, password, database), child, claim, options.onExit);
    } catch (error) {
      await stop(child);
      throw error;
    }
  }

  /** Ends sessions that are left, and returns when everything is written and Postgres is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    await this.claim.end().catch(() => undefined);
    await stop(this.process);
  }
}

/** The folder, with those above it. Not mkdir's own `recursive`: in /proc that one never ends. */
function makeFolder(directory: string): void {
  try {
    if (existsSync(directory)) {
      if (statSync(directory).isDirectory()) return;
      throw new Error('it is a file');
    }
    if (dirname(directory) !== directory) makeFolder(dirname(directory));
    mkdirSync(directory);
  } catch (error) {
    if (error instanceof FatalError) throw error;
    throw new FatalError(`The data folder ${directory} cannot be made (${messageOf(error)}): set DATA_DIR to one that can.`, { cause: error });
  }
}

/** The major version that this program's Postgres reads. */
const dataVersion = '18';

function refuseNewerData(data: string): void {
  const file = join(data, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = readFileSync(file, 'utf8').trim();
  if (Number(version) <= Number(dataVersion)) return;
  throw new FatalError(`${data} was made by PostgreSQL ${version}, newer than the ${dataVersion} of this program: start the newer program, or set DATA_DIR to another folder.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Starts Postgres on a free port and waits until it answers. */
async function launch(
  binaries: PostgresBinaries,
  launcher: Launcher,
  data: string,
  password: string,
  settings: Record<string, string>,
): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [command = '', ...args] = [...launcher.prefix, binaries.postgres, '-D', data, ...flags];
    const order = { command, args, uid: launcher.uid, gid: launcher.gid };
    const child = spawn(process.execPath, [supervisor, JSON.stringify(order)], {
      // Its own process group, so that Ctrl-C in a terminal reaches the server alone.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const output = collectOutput(child);
    if (await answers(child, port, password)) return { child, port };
    await stop(child);
    const text = output();
    // Sessions of a predecessor that was killed hold its shared memory for a moment; a free port may be taken by now.
    const passing = /shared memory block|could not bind|already exists/.test(text);
    if (!passing || attempt === 10) throw new FatalError(`Postgres did not start on ${data}:\n${text.trim()}`);
    await delay(500);
  }
}

/** Logs what Postgres says; the last of it explains a start that failed. */
function collectOutput(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-4000);
    for (const line of text.split('\n')) if (line.trim()) logger.debug({ postgres: line.trim() });
  });
  return () => tail;
}

async function answers(child: ChildProcess, port: number, password: string): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const client = new pg.Client({ connectionString: ownerConnection(port, password, 'postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch {
      // Recovery after a crash takes as long as it takes: Postgres either answers one day or ends.
      await delay(40);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
