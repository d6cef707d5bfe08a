import { availableParallelism } from 'node:os';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { logger } from '../logger.js';
import { Cancellation, cancelled } from './cancellation.js';
import { Lane } from './lane.js';

export interface DatabaseOptions {
  /** Connection of the application's role, as `postgres://…`. */
  url: string;
  /** The rows TypeORM maps. */
  entities?: NonNullable<DataSourceOptions['entities']>;
  /** Connections of each of the two pools; default 10. */
  maxConnections?: number;
  /**
   * After how many milliseconds Postgres stops a statement, which then throws SQLSTATE 57014; default 30,000. Every read
   * is bounded in work and answers within milliseconds, and a removal of 100,000 test cases within some 15 s: what takes
   * longer holds locks and a connection that others wait for.
   */
  statementTimeout?: number;
}

const STATEMENT_TIMEOUT_MS = 30_000;
/** How long to wait for a connection, a new one or one that others have, before the database counts as away. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Reads of one organization at once, of the connections that all have: as many as processors can work on, which is enough
 * for as many pages as one process can answer; half of it while others ask too. Fifty of the most expensive questions then
 * keep nobody else waiting: with both of two processors to themselves they made another's page take three times as long,
 * with one of them one and a half times. To be left with one when alone would cost a third of the pages.
 */
export const MOST_OF_ONE = Math.min(Math.max(availableParallelism(), 2), 8);
const MOST_BESIDE_OTHERS = Math.ceil(MOST_OF_ONE / 2);
/** A thousand pages take a second or two. */
const LONGEST_LINE = 1_000;

/** Shared with the pools' listeners, which are there before the database is. */
interface Life {
  closing: boolean;
}

/**
 * The server's way into the database, as the application's role: a pool for what is written by hand, TypeORM for
 * the workspace. Times come back as text with microseconds from both: a JavaScript Date cuts them.
 */
export class Database implements AsyncDisposable {
  /** The organization each connection was last set to. Connections that end are forgotten with it. */
  readonly #organizations = new WeakMap<pg.PoolClient, number>();

  private constructor(
    readonly pool: pg.Pool,
    readonly dataSource: DataSource,
    private readonly life: Life,
    private readonly lane: Lane,
  ) {}

  /** Opens both pools. Rejects where the database cannot be reached or refuses the role. */
  static async open({ url, entities = [], maxConnections = 10, statementTimeout = STATEMENT_TIMEOUT_MS }: DatabaseOptions): Promise<Database> {
    const pool = new pg.Pool({
      connectionString: url,
      max: maxConnections,
      types: textualTimes,
      // JIT compiling costs more than it saves on statements that answer within milliseconds. Planning over all the
      // partitions costs more than the page itself, so the named statements are planned once for each connection.
      options: `-c jit=off -c plan_cache_mode=force_generic_plan -c statement_timeout=${statementTimeout}`,
      application_name: 'audit-log',
      connectionTimeoutMillis: LONGEST_WAIT_MS,
    });
    const life: Life = { closing: false };
    const onLost = (error: unknown): void => {
      // Pools end before their connections do: a database that stops right after is no loss.
      if (!life.closing) logger.warn({ error }, 'an idle database connection was lost');
    };
    pool.on('error', onLost);
    // A connection that breaks while it is lent says so beside its query's own error; unheard it would end the process.
    pool.on('connect', (client) => client.on('error', () => undefined));
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      entities,
      synchronize: false,
      applicationName: 'audit-log typeorm',
      poolSize: maxConnections,
      installExtensions: false,
      poolErrorHandler: onLost,
      extra: { types: textualTimes, options: `-c jit=off -c statement_timeout=${statementTimeout}`, connectionTimeoutMillis: LONGEST_WAIT_MS },
    });
    try {
      await pool.query('SELECT 1');
      await dataSource.initialize();
    } catch (error) {
      await pool.end();
      throw error;
    }
    const lane = new Lane({
      most: maxConnections,
      mostOfOne: Math.min(MOST_OF_ONE, maxConnections),
      mostBesideOthers: Math.min(MOST_BESIDE_OTHERS, maxConnections),
      longest: LONGEST_LINE,
      patience: LONGEST_WAIT_MS,
    });
    return new Database(pool, dataSource, life, lane);
  }

  /**
   * Lends a connection on which row-level security shows this organization's rows. The setting costs a round
   * trip only where the connection last served another organization. Reads of one organization wait for one another before
   * they take all connections; within `work` there must be no other call of this, which might wait for its own end.
   * @param signal cancels in Postgres what `work` is reading when whoever asked goes away
   * @throws TOO_MANY_REQUESTS where a thousand of the organization wait; what `work` throws; a transaction it left open is rolled back with its connection. ProductError CANCELLED
   * when the signal has aborted
   */
  async withOrganization<T>(organization: number, work: (client: pg.PoolClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.lane.run(organization, () => this.#lend(organization, work, signal), signal);
  }

  async #lend<T>(organization: number, work: (client: pg.PoolClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled();
    const client = await this.pool.connect();
    let reusable = false;
    const cancellation = signal ? new Cancellation(client, signal) : null;
    try {
      // Whoever waited for the connection may be gone by now.
      if (signal?.aborted) throw cancelled();
      if (this.#organizations.get(client) !== organization) {
        // Forgotten first: if the statement fails, nobody knows what the connection is set to.
        this.#organizations.delete(client);
        await client.query({ ...setOrganization, values: [String(organization)] });
        this.#organizations.set(client, organization);
      }
      const result = await work(client);
      reusable = client.getTransactionStatus() === 'I';
      if (!reusable) throw new Error('a transaction was left open on a pooled connection');
      return result;
    } catch (error) {
      reusable = client.getTransactionStatus() === 'I';
      throw signal?.aborted ? cancelled() : error;
    } finally {
      if (cancellation && !(await cancellation.end())) reusable = false;
      client.release(!reusable);
    }
  }

  /** Waits for what is running, then closes every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.life.closing = true;
    await Promise.all([this.pool.end(), this.dataSource.isInitialized ? this.dataSource.destroy() : undefined]);
  }
}

const setOrganization = {
  name: 'set-organization',
  text: `SELECT set_config('audit.organization', $1, false)`,
};

const { DATE, TIMESTAMP, TIMESTAMPTZ } = pg.types.builtins;
const asText = new Set<number>([DATE, TIMESTAMP, TIMESTAMPTZ]);

/** Postgres' own text for dates and times, pg's parsers for all else; per pool, so that nobody else's are changed. */
const textualTimes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (asText.has(oid) ? (text: string) => text : pg.types.getTypeParser(oid, format)),
};
