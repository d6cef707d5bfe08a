import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { FatalError } from '../errors.js';
import { logger } from '../logger.js';
import { embeddedBinaries } from './binaries.js';
import type { PostgresBinaries } from './binaries.js';
import { createCluster, productDatabase, readPassword } from './cluster.js';
import { hasEnded, launch, stop } from './launch.js';
import type { Order } from './launch.js';
import { ownerConnection, stopPredecessor, takeDataFolder } from './postmaster.js';
import { findLauncher } from './unprivileged.js';

export interface EmbeddedOptions {
  /** Folder for the cluster (`postgres/`) and its password; made if missing. */
  directory: string;
  /** Default: the Postgres that npm brought. */
  binaries?: PostgresBinaries;
  /** The database to make sure of; default `audit_log`. */
  database?: string;
  /** Settings on Postgres' command line, over the product's own. */
  settings?: Record<string, string>;
  /** Called when Postgres has ended while nobody asked it to, and cannot be started again, or did so too often. */
  onExit?: (error: Error) => void;
  /** Told what takes a while, for people. */
  onProgress?: (message: string) => void;
}

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
 * left behind: an orphan that still runs is stopped first. One process owns a folder at a time. When it ends by itself,
 * killed say, it is started again in the same place, a few times.
 */
export class EmbeddedPostgres implements AsyncDisposable {
  #stopping = false;
  #recovering: Promise<void> = Promise.resolve();
  /** When it ended by itself lately, in milliseconds of `performance.now()`. */
  #ends: number[] = [];
  #claim: pg.Client | null = null;

  private constructor(
    /** Connection of the superuser who owns the product's database; the same for as long as this lasts. */
    readonly ownerUrl: string,
    private readonly order: Order & { port: number },
    private child: ChildProcess,
    private readonly options: EmbeddedOptions,
  ) {}

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
    const order = { binaries, launcher, data, password, settings };
    const { child, port } = await launch(order);
    const postgres = new EmbeddedPostgres(ownerConnection(port, password, database), { ...order, port }, child, options);
    try {
      await ensureDatabase(await postgres.#take(), database);
      postgres.#watch();
      return postgres;
    } catch (error) {
      await postgres[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Ends sessions that are left, and returns when everything is written and Postgres is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    await this.#recovering;
    await this.#claim?.end().catch(() => undefined);
    await stop(this.child);
  }

  async #take(): Promise<pg.Client> {
    const { port, password, data } = this.order;
    this.#claim = await takeDataFolder(port, password, data);
    return this.#claim;
  }

  #watch(): void {
    const onEnd = (): void => {
      if (!this.#stopping) this.#recovering = this.#recover();
    };
    if (hasEnded(this.child)) onEnd();
    else this.child.once('exit', onEnd);
  }

  /** Starts it again where it was: on the same port, so that all who were connected find it there. */
  async #recover(): Promise<void> {
    const { data, password } = this.order;
    while (!this.#stopping) {
      const now = performance.now();
      this.#ends = [...this.#ends.filter((end) => now - end < WINDOW_MS), now];
      if (this.#ends.length > MOST_RESTARTS) {
        return this.options.onExit?.(new FatalError(`The database ended unexpectedly ${this.#ends.length} times within ten minutes; LOG_LEVEL=debug shows what it said.`));
      }
      logger.error('the database ended unexpectedly and is started again');
      try {
        await this.#claim?.end().catch(() => undefined);
        // Where its supervisor alone was killed, Postgres still runs.
        await stopPredecessor(data, password);
        this.child = (await launch(this.order)).child;
        await this.#take();
        logger.warn('the database is back');
        return this.#watch();
      } catch (error) {
        logger.error({ error }, 'the database could not be started again');
      }
    }
  }
}

/** How often Postgres is started again within ten minutes when it ends by itself. */
const MOST_RESTARTS = 5;
const WINDOW_MS = 600_000;

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

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
}
