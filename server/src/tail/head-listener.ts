import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { Backoff } from '../database/backoff.js';

/**
 * Hears from the sequencer, whichever process it runs in: one notification a batch, with the new heads. While the
 * connection is down nothing is heard; `onAny` is called when it is back, since anything may have happened meanwhile.
 */
export class HeadListener implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly logger: Logger,
    private readonly onHead: (organization: number) => void,
    private readonly onAny: () => void,
  ) {
    this.#running = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stop.signal.aborted) {
      const client = new pg.Client({ connectionString: this.url, application_name: 'audit-log tail', keepAlive: true, connectionTimeoutMillis: 10_000 });
      const ended = new Promise<void>((resolve) => {
        client.once('end', resolve);
        client.on('error', () => resolve());
        this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      client.on('notification', ({ payload }) => this.#heard(payload ?? '{}'));
      try {
        await client.connect();
        await client.query('LISTEN audit_sequenced');
        backoff.succeeded();
        this.onAny();
        await ended;
        if (!this.#stop.signal.aborted) throw new Error('the connection was closed');
      } catch (error) {
        this.logger[backoff.again ? 'debug' : 'warn']({ error }, 'the tail cannot listen and tries again');
      } finally {
        await client.end().catch(() => undefined);
      }
      await delay(backoff.failed(), undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** '{"1": 4711, …}'; an empty object stands for too many to name. Any role may notify, so it may be anything else too. */
  #heard(payload: string): void {
    const organizations = organizationsIn(payload);
    if (organizations.length === 0) this.onAny();
    for (const organization of organizations) this.onHead(organization);
  }
}

function organizationsIn(payload: string): number[] {
  try {
    return Object.keys(JSON.parse(payload) as object)
      .map(Number)
      .filter(Number.isInteger);
  } catch {
    return [];
  }
}
