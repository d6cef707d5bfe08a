const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/**
 * How long those who keep a connection of their own wait before they open it again: twice as long after each failure,
 * at most 5 s, shortened by up to a fifth at random so that they do not all come back at once.
 */
export class Backoff {
  #failures = 0;

  /** Whether the last attempt failed too: what was said once need not be said again. */
  get again(): boolean {
    return this.#failures > 0;
  }

  /** An attempt failed. @returns milliseconds to wait */
  failed(): number {
    this.#failures += 1;
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#failures - 1)) * (1 - Math.random() / 5);
  }

  succeeded(): void {
    this.#failures = 0;
  }
}
