import type { Pool } from 'pg';
import type { Logger } from '../logger.js';

const FLUSH_MS = 10_000;

/**
 * When each API key was last used, written every ten seconds and at the end: a request costs no write. What a
 * crash takes with it is at most the last ten seconds of it.
 */
export class KeyUse implements AsyncDisposable {
  readonly #lastUsed = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly pool: Pool,
    private readonly logger: Logger,
  ) {
    this.#timer = setInterval(() => void this.#flush(), FLUSH_MS).unref();
  }

  note(keyId: string): void {
    this.#lastUsed.set(keyId, Date.now());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#lastUsed.size === 0) return;
    const ids = [...this.#lastUsed.keys()];
    const seconds = [...this.#lastUsed.values()].map((milliseconds) => milliseconds / 1000);
    this.#lastUsed.clear();
    try {
      // In the order of the ids, so that two processes that flush at once do not wait for each other in a ring.
      await this.pool.query(
        `INSERT INTO account.api_key_use AS known (api_key_id, last_used_at)
         SELECT k.id, to_timestamp(used.seconds)
         FROM unnest($1::uuid[], $2::float8[]) AS used(id, seconds) JOIN account.api_key k ON k.id = used.id ORDER BY k.id
         ON CONFLICT (api_key_id) DO UPDATE SET last_used_at = greatest(known.last_used_at, excluded.last_used_at)`,
        [ids, seconds],
      );
    } catch (error) {
      this.logger.warn({ error }, 'the last use of API keys could not be written');
    }
  }
}
