import { backoff } from '../ui/backoff.js';

/** `unknown`: no answer, or none that says it. */
export type DatabaseState = 'there' | 'away' | 'unknown';

/** Longer than this nobody is left waiting once the database is back, in milliseconds. */
const LONGEST_WAIT = 5_000;

/**
 * Whether the server's database is away, as its answers say. While it is, one question is asked again and again, and
 * everything else waits for it.
 */
export class Outage {
  #over: PromiseWithResolvers<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<() => void>();

  constructor(private readonly ask: () => Promise<DatabaseState>) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether it is away right now. */
  readonly snapshot = (): boolean => this.#over !== null;

  /** Calls back whenever it is back. Returns how to stop that. */
  onOver(listener: () => void): () => void {
    return this.subscribe(() => {
      if (this.#over === null) listener();
    });
  }

  /** An answer said that it is away. */
  begin(): void {
    if (this.#over !== null) return;
    this.#over = Promise.withResolvers();
    this.#tell();
    this.#wait(1);
  }

  /** Something happened that an outage would explain: asks, once. */
  async suspect(): Promise<void> {
    if (this.#over === null && (await this.ask()) === 'away') this.begin();
  }

  /** Resolves when it is there. */
  async over(): Promise<void> {
    await this.#over?.promise;
  }

  /** Asks at once. */
  readonly retryNow = (): void => {
    if (this.#over === null) return;
    clearTimeout(this.#timer);
    void this.#try(1);
  };

  #wait(failures: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(failures), Math.min(LONGEST_WAIT, backoff(failures)));
  }

  async #try(failures: number): Promise<void> {
    const over = this.#over;
    const state = await this.ask();
    // Asked twice at once: the first answer counted.
    if (over !== this.#over) return;
    if (state !== 'there') return this.#wait(failures + 1);
    clearTimeout(this.#timer);
    this.#over = null;
    over?.resolve();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Asks the least that needs the database, of nobody in particular. Does not reject. */
export async function askDatabase(): Promise<DatabaseState> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ organization { id } }' }),
    });
    if (response.status !== 503) return 'there';
    // A server that is just starting, or a proxy in front of none, answers 503 too.
    return (await response.text()).includes('"UNAVAILABLE"') ? 'away' : 'unknown';
  } catch {
    return 'unknown';
  }
}
