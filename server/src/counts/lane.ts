import { cancelled } from '../database/cancellation.js';
import { ProductError } from '../errors.js';

interface Waiting {
  readonly organization: number;
  readonly begin: () => void;
}

/**
 * Where work that takes a processor for tens of milliseconds goes one after the other, so that pages pass beside it: so
 * many at once in all, one of each organization, in the order in which they came.
 */
export class Lane {
  readonly #running = new Set<number>();
  readonly #waiting: Waiting[] = [];

  /**
   * @param most that run at once
   * @param longest how many of one organization may wait
   */
  constructor(
    private readonly most: number,
    private readonly longest = 100,
  ) {}

  /**
   * Runs the work when its turn comes.
   * @throws what the work throws; ProductError TOO_MANY_REQUESTS when too many wait, CANCELLED when the signal aborts before the turn
   */
  async run<T>(organization: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#turn(organization, signal);
    try {
      return await work();
    } finally {
      this.#running.delete(organization);
      this.#next();
    }
  }

  #turn(organization: number, signal?: AbortSignal): Promise<void> {
    if (this.#waiting.filter((other) => other.organization === organization).length >= this.longest) {
      throw new ProductError('TOO_MANY_REQUESTS', `${this.longest} counts of this organization are waiting: ask again when some have been answered.`, { retryAfter: 1 });
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        organization,
        begin: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = (): void => {
        const place = this.#waiting.indexOf(waiting);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(cancelled());
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      if (signal?.aborted) leave();
      this.#next();
    });
  }

  #next(): void {
    while (this.#running.size < this.most) {
      const place = this.#waiting.findIndex(({ organization }) => !this.#running.has(organization));
      const [next] = place < 0 ? [] : this.#waiting.splice(place, 1);
      if (!next) return;
      this.#running.add(next.organization);
      next.begin();
    }
  }
}
