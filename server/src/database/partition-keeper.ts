import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { logger } from '../logger.js';
import { isOutage } from '../outage.js';
import { Backoff } from './backoff.js';
import { ensurePartitions } from './partitions.js';

const everyDay = 24 * 60 * 60 * 1000;

/**
 * Keeps the log's partitions a year ahead: at the start and once a day, beside everything else. While the database is
 * away it tries again; what fails otherwise is logged and made up for on the next day. Meanwhile `entry_later` takes
 * what has no month.
 */
export class PartitionKeeper implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #client: pg.Client | null = null;

  /** @param ownerUrl connection of the role that owns the log */
  constructor(private readonly ownerUrl: string) {
    this.#running = this.#run();
  }

  /** A DETACH that waits for somebody's open transaction is given up: the next start goes on from there. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#client?.end().catch(() => undefined);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const backoff = new Backoff();
    while (!signal.aborted) {
      let wait = everyDay;
      try {
        await this.#ensure();
        backoff.succeeded();
      } catch (error) {
        if (signal.aborted) return;
        const away = isOutage(error);
        logger[away && backoff.again ? 'debug' : 'error']({ error }, 'the partitions of the log could not be made ahead');
        if (away) wait = backoff.failed();
      }
      await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #ensure(): Promise<void> {
    const client = new pg.Client({ connectionString: this.ownerUrl, application_name: 'audit-log partitions', connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    this.#client = client;
    try {
      await client.connect();
      await ensurePartitions(client, new Date());
    } finally {
      this.#client = null;
      await client.end().catch(() => undefined);
    }
  }
}
