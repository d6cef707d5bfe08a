import { ProductError } from '../errors.js';
import { cancelled } from './cancellation.js';

export interface LaneLimits {
  /** That run at once. */
  readonly most: number;
  /** Of one organization, while no other asks. */
  readonly mostOfOne: number;
  /** Of one organization that is not alone: others have begun something within the last second. Default `mostOfOne`. */
  readonly mostBesideOthers?: number;
  /** How many of one organization may wait. */
  readonly longest: number;
  /** For how long, in milliseconds. */
  readonly patience: number;
}

/** Asked by one organization, and when: by `performance.now()`. */
interface Asked {
  readonly organization: number;
  readonly at: number;
}

const COMPANY_MS = 1_000;

interface Waiting {
  readonly begin: () => void;
}

/**
 * Where the reads of all organizations take turns: so many at once, and so many of each organization. Those that wait are let in
 * one organization after the other, each in the order in which its questions came: whoever asks for much waits behind their own,
 * and nobody else does; who is alone may have more of the machine.
 */
export class Lane {
  readonly #running = new Map<number, number>();
  /** Of each organization, and the organizations in the order of their turns. */
  readonly #waiting = new Map<number, Waiting[]>();
  #total = 0;
  /** The last two organizations that began something, the later one first. */
  #last: readonly Asked[] = [];

  constructor(private readonly limits: LaneLimits) {}

  /**
   * Runs the work when its turn comes.
   * @throws what the work throws; ProductError TOO_MANY_REQUESTS when too many wait, UNAVAILABLE when
   * the turn does not come in time, CANCELLED when the signal aborts before it
   */
  async run<T>(organization: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled();
    if (this.#mayBegin(organization) && this.#waiting.size === 0) this.#begin(organization);
    else await this.#turn(organization, signal);
    try {
      return await work();
    } finally {
      this.#end(organization);
    }
  }

  #turn(organization: number, signal?: AbortSignal): Promise<void> {
    const { longest, patience } = this.limits;
    const line = this.#waiting.get(organization) ?? [];
    if (line.length >= longest) {
      throw new ProductError('TOO_MANY_REQUESTS', `${longest} questions of this organization are waiting: ask again when some have been answered.`, { retryAfter: 1 });
    }
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        signal?.removeEventListener('abort', leave);
        clearTimeout(timer);
      };
      const giveUp = (error: ProductError): void => {
        settle();
        line.splice(line.indexOf(waiting), 1);
        if (line.length === 0) this.#waiting.delete(organization);
        reject(error);
      };
      const leave = (): void => giveUp(cancelled());
      const waiting: Waiting = {
        begin: () => {
          settle();
          resolve();
        },
      };
      const timer = setTimeout(() => giveUp(late(patience)), patience);
      signal?.addEventListener('abort', leave, { once: true });
      line.push(waiting);
      this.#waiting.set(organization, line);
      this.#next();
    });
  }

  #mayBegin(organization: number): boolean {
    const { most, mostOfOne, mostBesideOthers = mostOfOne } = this.limits;
    return this.#total < most && (this.#running.get(organization) ?? 0) < (this.#isAlone(organization) ? mostOfOne : mostBesideOthers);
  }

  #isAlone(organization: number): boolean {
    const since = performance.now() - COMPANY_MS;
    return this.#last.every((asked) => asked.organization === organization || asked.at < since);
  }

  #begin(organization: number): void {
    this.#total += 1;
    this.#last = [{ organization, at: performance.now() }, ...this.#last.filter((asked) => asked.organization !== organization).slice(0, 1)];
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
      const turn = [...this.#waiting].find(([organization]) => this.#mayBegin(organization));
      const next = turn?.[1].shift();
      if (!turn || !next) return;
      const [organization, line] = turn;
      this.#waiting.delete(organization);
      if (line.length > 0) this.#waiting.set(organization, line);
      this.#begin(organization);
      next.begin();
    }
  }
}

function late(patience: number): ProductError {
  return new ProductError('UNAVAILABLE', `The database had no time for this within ${patience / 1000} s; nothing was changed. Try again.`);
}
