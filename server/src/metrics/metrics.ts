import { createRequire } from 'node:module';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Services } from '../context.js';
import type { Answered } from '../http.js';
import type { Readiness } from '../readiness.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

export interface Measured {
  readonly services: Services;
  readonly readiness: Readiness;
  readonly graphql: { readonly sockets: number };
}

/**
 * What an operator watches, in Prometheus' text form. Names begin with `audit_log_`, those of the process with
 * `process_` and `nodejs_`. Labels take few values that are known beforehand: no path, no operation, no organization.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'route' | 'method' | 'status'>;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    new Gauge({ name: 'audit_log_build_info', help: 'Always 1; the label says which version runs.', labelNames: ['version'], registers }).set({ version }, 1);
    this.#requests = new Histogram({
      name: 'audit_log_http_request_duration_seconds',
      help: 'Requests by route, method and status, and how long their answers took to go out.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
      registers,
    });
  }

  /** For HttpServer's `onAnswered`. */
  readonly answered = ({ route, method, status, seconds }: Answered): void => {
    this.#requests.observe({ route, method, status }, seconds);
  };

  /** Adds what the services know, read whenever it is asked for. Once, when they are there. */
  measure({ services, readiness, graphql }: Measured): void {
    const { sequencer, database, tail, exporter, access } = services;
    const driver = database.dataSource.driver as unknown as { readonly master: PoolCounts };
    this.#gauge('audit_log_sockets', 'Sockets of GraphQL that were let in.', () => graphql.sockets);
    this.#gauge('audit_log_subscriptions', 'Subscriptions to the log.', () => tail.watching);
    this.#gauge('audit_log_exports', 'Exports that are being written.', () => exporter.running);
    this.#gauge('audit_log_sequencer_active', '1 in the process that numbers entries: one of all that share a database.', () => (sequencer.lag() === null ? 0 : 1));
    this.#gauge('audit_log_sequencer_pending', 'Entries that the last look found waiting for a number, 1,000 at most.', () => sequencer.pending ?? 0);
    this.#gauge('audit_log_sequencer_lag_seconds', 'How long the oldest entry without a number has waited.', () => sequencer.lag() ?? 0);
    this.#counter('audit_log_entries_numbered_total', 'Entries numbered by this process.', [], () => [[{}, sequencer.numbered]]);
    this.#counter('audit_log_sign_ins_total', 'Sign-ins by password that this process saw, by outcome.', ['outcome'], () =>
      Object.entries(access.signIn.outcomes).map(([outcome, count]) => [{ outcome }, count]),
    );
    const pools = { query: database.pool, workspace: driver.master };
    this.#registry.registerMetric(new Gauge({
      name: 'audit_log_database_connections',
      help: 'Connections to the database by pool, those in use and those that are free, and who waits for one.',
      labelNames: ['pool', 'state'],
      registers: [],
      collect() {
        for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
          this.set({ pool, state: 'used' }, totalCount - idleCount);
          this.set({ pool, state: 'free' }, idleCount);
          this.set({ pool, state: 'waiting' }, waitingCount);
        }
      },
    }));
    // Not a number while the database is away: the other metrics are still read.
    this.#gauge('audit_log_search_pending', 'Entries of all organizations that have a number and cannot be searched yet.', () => searchPending(database.pool).catch(() => NaN));
    // Last, since it takes a connection itself.
    this.#gauge('audit_log_ready', '1 while /readyz answers 200.', async () => ((await readiness.problems()).length === 0 ? 1 : 0));
  }

  /** The whole text, and its content type. */
  async read(): Promise<{ type: string; text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #gauge(name: string, help: string, read: () => number | Promise<number>): void {
    this.#registry.registerMetric(new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        this.set(await read());
      },
    }));
  }

  /** Of what others count: the number so far is taken as it is. */
  #counter<Label extends string>(name: string, help: string, labelNames: Label[], read: () => [Partial<Record<Label, string>>, number][]): void {
    this.#registry.registerMetric(new Counter({
      name,
      help,
      labelNames,
      registers: [],
      collect() {
        this.reset();
        for (const [labels, count] of read()) this.inc(labels, count);
      },
    }));
  }
}

async function searchPending(pool: Services['database']['pool']): Promise<number> {
  const { rows } = await pool.query<{ pending: string }>({ name: 'search-pending', text: 'SELECT audit.search_pending() AS pending' });
  return Number(rows[0]?.pending);
}

/** Of pg's pool; TypeORM does not say that it has one. */
interface PoolCounts {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}
