import { join } from 'node:path';
import { applicationUrl } from '@audit-log/server/database/application-role';
import { EmbeddedPostgres } from '@audit-log/server/database/embedded';
import { ensurePartitions } from '@audit-log/server/database/partitions';
import { prepareDatabase } from '@audit-log/server/database/prepare';
import { CursorCodec } from '@audit-log/server/query/cursor';
import pg from 'pg';
import { iso } from './entries.js';
import { load } from './load.js';
import type { Load } from './load.js';
import { at } from './random.js';
import { ServerProcess } from './server-process.js';

export interface BedOptions {
  /** Holds a folder for each number of rows. */
  readonly directory: string;
  readonly rows: number;
  readonly seed: number;
  readonly say: (message: string) => void;
}

export interface Work {
  readonly time: number;
  readonly buffers: number;
}

/** Without what the product does beside its requests, and what the benchmarks ask. */
const WORK = `SELECT coalesce(sum(total_exec_time), 0) AS time, coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float8 AS buffers
  FROM pg_stat_statements WHERE query !~ 'take_pending|append_leaves|advisory|audit_migration|api_key_use|pg_stat_statements|bench[.]'`;

/** While filling nothing has to survive: what is unwhole goes on from the last month. */
const FILLING = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '16GB',
  synchronous_commit: 'off',
  autovacuum: 'off',
  maintenance_work_mem: '1GB',
  max_parallel_maintenance_workers: '2',
};

/** The product's own settings, with room for all who are measured, and counts of the blocks that statements touch. */
const MEASURING = { max_connections: '200', shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'top' };

/** A Postgres of its own with the entries in it, and the product's server over it, started as it is in production. */
export class Bed implements AsyncDisposable {
  #product: ServerProcess | null = null;

  private constructor(
    readonly load: Load,
    readonly ownerUrl: string,
    /** The owner's way in: sees all organizations. */
    readonly owner: pg.Pool,
    private readonly cursors: CursorCodec,
    private readonly folder: string,
    private readonly resources: AsyncDisposableStack,
  ) {}

  /** Makes what is missing of the data first. */
  static async open({ directory, rows, seed, say }: BedOptions): Promise<Bed> {
    const folder = join(directory, `rows-${rows}`);
    const loaded = await fill(folder, rows, seed, say);
    const resources = new AsyncDisposableStack();
    try {
      const postgres = resources.use(await EmbeddedPostgres.start({ directory: folder, settings: MEASURING }));
      const owner = new pg.Pool({ connectionString: postgres.ownerUrl, max: 4, options: '-c jit=off' });
      owner.on('error', () => undefined);
      resources.defer(() => owner.end());
      await owner.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
      const { rows: secrets } = await owner.query<{ secret: Buffer }>('SELECT secret FROM audit.cursor_key');
      return new Bed(loaded, postgres.ownerUrl, owner, new CursorCodec(at(secrets, 0).secret), folder, resources);
    } catch (error) {
      await resources.disposeAsync();
      throw error;
    }
  }

  /** The connection of the application's role. */
  get appUrl(): string {
    return applicationUrl(this.ownerUrl);
  }

  /** The product's server; started when it is first asked for, and when it was stopped. */
  async product(): Promise<ServerProcess> {
    this.#product ??= await ServerProcess.start('../../dist/main.js', {
      DATABASE_URL: this.ownerUrl,
      DATA_DIR: join(this.folder, 'server'),
    });
    return this.#product;
  }

  async stopProduct(): Promise<void> {
    await this.#product?.[Symbol.asyncDispose]();
    this.#product = null;
  }

  /** The product's cursor of a place in the log of the organization, in microseconds: what is older comes after it. */
  cursor(organization: number, microseconds: number): string {
    return this.cursors.page(at(this.load.organizations, organization).number, { time: iso(microseconds), id: '00000000-0000-0000-0000-000000000000' });
  }

  /** What Postgres has done until now for whoever is measured: milliseconds of executing statements, and blocks of 8 kB touched. */
  async work(): Promise<Work> {
    const { rows } = await this.owner.query<Work>({ name: 'work', text: WORK });
    return at(rows, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopProduct();
    await this.resources.disposeAsync();
  }
}

async function fill(folder: string, rows: number, seed: number, say: (message: string) => void): Promise<Load> {
  await using postgres = await EmbeddedPostgres.start({ directory: folder, settings: FILLING, onProgress: say });
  await prepareDatabase({ ownerUrl: postgres.ownerUrl, appUrl: applicationUrl(postgres.ownerUrl), appGiven: false, onApplied: () => undefined });
  const owner = new pg.Client({ connectionString: postgres.ownerUrl });
  await owner.connect();
  try {
    const loaded = await load(owner, { rows, seed }, say);
    await ensurePartitions(owner, new Date());
    return loaded;
  } finally {
    await owner.end();
  }
}
