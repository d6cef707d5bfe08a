import { setTimeout as delay } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Backoff } from '../database/backoff.js';
import type { Logger } from '../logger.js';
import type { Revocation } from './token-cache.js';

export interface RevocationListenerOptions {
  readonly pool: Pool;
  readonly logger: Logger;
  /** Called for each revocation, and with `all` when the connection was lost: some may have passed unheard. */
  readonly onRevocation: (revocation: Revocation) => void;
  /** Called with true when revocations are heard from now on, with false when they are not. */
  readonly onListening: (listening: boolean) => void;
}

/**
 * Hears what the database says is taken away (channel `access`, after the commit), on a connection of its own. A
 * lost connection is opened again until `[Symbol.asyncDispose]`.
 */
export class RevocationListener implements AsyncDisposable {
  readonly #stop = new AbortController();
  #client: PoolClient | null = null;

  private constructor(private readonly options: RevocationListenerOptions) {}

  /** Listens before it returns. Rejects where the database cannot be reached. */
  static async open(options: RevocationListenerOptions): Promise<RevocationListener> {
    const listener = new RevocationListener(options);
    await listener.#listen();
    return listener;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#client?.release(true);
    this.#client = null;
  }

  async #listen(): Promise<void> {
    const client = await this.options.pool.connect();
    client.on('notification', ({ payload }) => this.options.onRevocation(parseRevocation(payload ?? '')));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection was closed')));
    try {
      await client.query('LISTEN access');
    } catch (error) {
      client.release(true);
      throw error;
    }
    if (this.#stop.signal.aborted) return client.release(true);
    this.#client = client;
    this.options.onListening(true);
  }

  #lost(client: PoolClient, error: Error): void {
    if (client !== this.#client) return;
    this.#client = null;
    client.release(true);
    this.options.logger.warn(
      { error },
      'revocations are not heard: tokens are read from the database until they are again',
    );
    this.options.onListening(false);
    this.options.onRevocation({ kind: 'all' });
    void this.#listenAgain();
  }

  async #listenAgain(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stop.signal.aborted) {
      try {
        await delay(backoff.failed(), undefined, { signal: this.#stop.signal, ref: false });
        await this.#listen();
        // Who came in since it was lost may have been shut out unheard.
        this.options.onRevocation({ kind: 'all' });
        return;
      } catch (error) {
        this.options.logger.debug({ error }, 'cannot listen for revocations yet');
      }
    }
  }
}

/** Reads "session 0b5c…", the form that account.notify_access() gives. What it does not know takes everything away. */
function parseRevocation(payload: string): Revocation {
  const [kind, id] = payload.split(' ');
  if (id !== undefined && (kind === 'person' || kind === 'session' || kind === 'api_key'))
    return { kind, id };
  return { kind: 'all' };
}
