import pg from 'pg';
import { logger } from '../logger.js';
import { ensurePartitions } from './partitions.js';

const everyDay = 24 * 60 * 60 * 1000;

/**
 * Keeps the log's partitions a year ahead: at the start and once a day, beside everything else. A day on which it
 * fails is logged and made up for on the next; meanwhile `entry_later` takes what has no month.
 */
export class PartitionKeeper implements AsyncDisposable {
  #running: Promise<void>;
  #client: pg.Client | null = null;
  readonly #timer: NodeJS.Timeout;

  /** @param ownerUrl connection of the role that owns the log */
  constructor(private readonly ownerUrl: string) {
    this.#running = this.#run();
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#run());
    }, everyDay).unref();
  }

  /** A DETACH that waits for somebody's open transaction is given up: the next start goes on from there. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#client?.end().catch(() => undefined);
    await this.#running;
  }

  async #run(): Promise<void> {
    const client = new pg.Client({ connectionString: this.ownerUrl, application_name: 'audit-log partitions' });
    client.on('error', () => undefined);
    this.#client = client;
    try {
      await client.connect();
      await ensurePartitions(client, new Date());
    } catch (error) {
      logger.error({ error }, 'the partitions of the log could not be made ahead');
    } finally {
      this.#client = null;
      await client.end().catch(() => undefined);
    }
  }
}
