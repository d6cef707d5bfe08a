import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { ProductError } from '../errors.js';
import type { Logger } from '../logger.js';
import { isKnownDevice } from './device.js';
import { consume, inWords, reward, sharedLimiter } from './limiter.js';
import type { Counted } from './limiter.js';
import type { Block } from './network.js';
import { blocksOf, networkOf } from './network.js';
import { onPool } from './rows.js';
import type { Query } from './rows.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Attempts, and seconds within which they count. OWASP's ASVS (2.2.1) wants at most 100 failures an hour at one account:
 * from unknown devices 10 at once twice, at the end of an hour and at the beginning of the next, and 79 turns.
 */
export const LIMITS = {
  /** At one account with a browser that has signed in to it before; beyond, it counts like all others. */
  device: { points: 20, duration: HOUR },
  /** At one account from one network. */
  place: { points: 10, duration: 15 * MINUTE },
  /** At all accounts from one network. */
  network: { points: 100, duration: 15 * MINUTE },
  /**
   * At all accounts from one IPv6 /48, of which anybody may have 65,536 networks; a carrier may divide one among as many
   * telephones, so it is as much as ten networks have.
   */
  site: { points: 1000, duration: 15 * MINUTE },
  /** At one account from all networks, without waiting for a turn. */
  account: { points: 10, duration: HOUR },
  /** Failures at one account that have an entry each, all addresses without an account being one; beyond, they are counted. */
  told: { points: 100, duration: 5 * MINUTE },
} as const;

/** Seconds from one turn to the next at an account under attack. */
const TURN_SPACING = 48;
/** Seconds after its time until which a turn may be taken. */
const TURN_PATIENCE = 3 * MINUTE;
/** So many networks have a place in the line, of about an hour; more are told to ask again. */
const MOST_WAITING = 75;
/** And so many of one block of addresses, by its bits (see `blocksOf`): a third of the line belongs to one provider at most. */
const MOST_WAITING_OF: Readonly<Record<number, number>> = { 56: 2, 48: 4, 32: 25, 24: 8, 16: 25 };

/** How often rows that do not count any more are deleted. */
const CLEAN_MS = 10 * MINUTE * 1000;

export interface Attempt {
  readonly email: string;
  readonly ip: string | null;
  /** The token of the browser's device cookie. */
  readonly device: string | null;
}

/** An attempt whose password may be looked at. */
export interface Admission {
  /** The password was right: the attempt does not count. */
  succeeded(): Promise<void>;
}

/**
 * Slows down the guessing of passwords, and locks nobody out: what others fail counts neither against a browser that
 * has signed in to the account before, nor for good against a new one, which gets its turn. Links are not counted:
 * their tokens cannot be guessed. Whether an account exists makes no difference.
 *
 * The line of turns is fair by blocks of addresses too: whoever holds an IPv6 /48 or an IPv4 /24 has four or eight of its
 * 75 places, whoever holds a /32 or a /16 a third. What remains: who attacks from a dozen /24 or
 * twenty /48 of three providers can keep it full, and a new browser then has to be the first to ask when a place is free,
 * or come by a link; the same goes for the neighbours within a block whose places are taken. Known browsers never wait.
 *
 * Every attempt counts before its password is looked at, so that many at once are counted too. All server processes
 * count together, in Postgres; where that fails each counts for itself, with the same limits.
 */
export class SignInThrottle implements Disposable {
  readonly #device: RateLimiterAbstract;
  readonly #place: RateLimiterAbstract;
  readonly #network: RateLimiterAbstract;
  readonly #site: RateLimiterAbstract;
  readonly #account: RateLimiterAbstract;
  readonly #told: RateLimiterAbstract;
  readonly #turnInMemory = new RateLimiterMemory({ points: 1, duration: TURN_SPACING, keyPrefix: 'turn' });
  readonly #query: Query;
  readonly #cleaning: NodeJS.Timeout;

  constructor(
    pool: Pool,
    private readonly logger: Logger,
  ) {
    const limiter = (name: keyof typeof LIMITS): RateLimiterAbstract => sharedLimiter(pool, name, LIMITS[name]);
    this.#device = limiter('device');
    this.#place = limiter('place');
    this.#network = limiter('network');
    this.#site = limiter('site');
    this.#account = limiter('account');
    this.#told = limiter('told');
    this.#query = onPool(pool);
    this.#cleaning = setInterval(() => void this.#clean(), CLEAN_MS).unref();
  }

  /** @throws ProductError TOO_MANY_REQUESTS that says how long to wait */
  async attempt(attempt: Attempt): Promise<Admission> {
    const account = digest(attempt.email);
    const network = networkOf(attempt.ip);
    const known = await isKnownDevice(this.#query, attempt.device, attempt.email);
    if (known) {
      const device = digest(`${attempt.device} ${attempt.email}`);
      if ((await consume(this.#device, device)) === 0) return { succeeded: () => reward([this.#device, device]) };
    }
    const place = digest(`${network} ${attempt.email}`);
    const blocks = blocksOf(attempt.ip);
    const site = blocks.find(({ bits }) => bits === 48);
    const counted: Counted[] = [[this.#network, network], [this.#place, place], ...(site ? [[this.#site, digest(site.name)] as const] : [])];
    for (const [done, [limiter, key]] of counted.entries()) {
      const wait = await consume(limiter, key);
      if (wait === 0) continue;
      // What is refused unlooked at is no guess: it counts against nobody else in the network.
      await reward(...counted.slice(0, done));
      throw tooMany(wait);
    }
    const turn = (await consume(this.#account, account)) && (await this.#takeTurn(account, network, blocks));
    if (turn > 0) {
      // Whoever only asks whether it is their turn has not guessed.
      await reward(...counted);
      throw tooMany(turn);
    }
    return { succeeded: () => reward(...counted, [this.#account, account]) };
  }

  /** Whether a failure is to have an entry of its own. @param personId null: at an address without an account */
  async isToldAlone(personId: string | null): Promise<boolean> {
    return (await consume(this.#told, personId ?? 'nobody')) === 0;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#cleaning);
  }

  /** Seconds until the network's turn; 0: it is now. */
  async #takeTurn(account: string, network: string, blocks: readonly Block[]): Promise<number> {
    const names = blocks.map(({ name }) => name);
    const most = blocks.map(({ bits }) => MOST_WAITING_OF[bits] ?? MOST_WAITING);
    try {
      const [turn] = await this.#query<{ wait: number | null }>(
        'SELECT account.take_turn($1, $2, $3, $4, $5, make_interval(secs => $6), make_interval(secs => $7)) AS wait',
        [account, network, names, most, MOST_WAITING, TURN_SPACING, TURN_PATIENCE],
      );
      return turn?.wait ?? TURN_SPACING;
    } catch (error) {
      this.logger.warn({ error }, 'turns of sign-ins cannot be kept in the database: this process counts for itself');
      return consume(this.#turnInMemory, account);
    }
  }

  async #clean(): Promise<void> {
    try {
      await this.#query('DELETE FROM account.sign_in_attempts WHERE expire < $1', [Date.now()]);
      await this.#query('DELETE FROM account.sign_in_turn WHERE at < now() - make_interval(secs => $1)', [TURN_PATIENCE]);
    } catch (error) {
      this.logger.warn({ error }, 'old counts of sign-ins could not be deleted');
    }
  }
}

/** No address of anybody lies about in the table of counts. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function tooMany(wait: number): ProductError {
  const seconds = Math.ceil(wait);
  return new ProductError('TOO_MANY_REQUESTS', `Too many failed sign-ins. Try again in ${inWords(seconds)}.`, { retryAfter: seconds });
}
