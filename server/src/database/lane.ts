import { ProductError } from '../errors.js';
import { cancelled } from './cancellation.js';

export interface LaneLimits {
  /** That run at once. */
  readonly most: number;
  /** Of one organization. */
  readonly mostOfOne: number;
  /** How many of one organization may wait. */
  readonly longest: number;
  /** For how long, in milliseconds. */
  readonly patience: number;
}

interface Waiting {
  readonly organization: number;
  readonly begin: () => void;
}

/**
 * Where the reads of all organizations take turns: so many at once, and so many of each organization, in the order in
 * which they came. Whoever asks for much waits behind their own questions, and nobody else does.
 */
export class Lane {
  readonly #running = new Map<number, number>();
  readonly #waiting: Waiting[] = [];
  #total = 0;

  constructor(private readonly limits: LaneLimits) {}

  /**
   * Runs the work when its turn comes.
   * @throws what the work throws; ProductError TOO_MANY_REQUESTS when too many wait, UNAVAILABLE when
   * the turn does not come in time, CANCELLED when the signal aborts before it
   */
  async run<T>(organization: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled();
    if (this.#mayBegin(organization) && this.#waiting.length === 0) this.#begin(organization);
    else await this.#turn(organization, signal);
    try {
      return await work();
    } finally {
      this.#end(organization);
    }
  }

  #turn(organization: number, signal?: AbortSignal): Promise<void> {
    const { longest, patience } = this.limits;
    if (this.#waiting.filter((other) => other.organization === organization).length >= longest) {
      throw new ProductError('TOO_MANY_REQUESTS', `${longest} questions of this organization are waiting: ask again when some have been answered.`, { retryAfter: 1 });
    }
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        signal?.removeEventListener('abort', leave);
        clearTimeout(timer);
      };
      const giveUp = (error: ProductError): void => {
        settle();
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(error);
      };
      const leave = (): void => giveUp(cancelled());
      const waiting: Waiting = {
        organization,
        begin: () => {
          settle();
          resolve();
        },
      };
      const timer = setTimeout(() => giveUp(late(patience)), patience);
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  #mayBegin(organization: number): boolean {
    return this.#total < this.limits.most && (this.#running.get(organization) ?? 0) < this.limits.mostOfOne;
  }

  #begin(organization: number): void {
    this.#total += 1;
    this.#running.set(organization, (this.#running.get(organization) ?? 0) + 1);
  }

  #end(organization: number): void {
    this.#total -= 1;
    const left = (this.#running.get(organization) ?? 1) - 1;
    if (left > 0) this.#running.set(organization, left);
    else this.#running.delete(organization);
    this.#next();
  }

  #next(): void {
    for (;;) {
      const place = this.#waiting.findIndex(({ organization }) => this.#mayBegin(organization));
      const [next] = place < 0 ? [] : this.#waiting.splice(place, 1);
      if (!next) return;
      this.#begin(next.organization);
      next.begin();
    }
  }
}

function late(patience: number): ProductError {
  return new ProductError('UNAVAILABLE', `The database had no time for this within ${patience / 1000} s; nothing was changed. Try again.`);
}
