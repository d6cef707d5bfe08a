import type { Pool } from 'pg';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { ProductError } from '../errors.js';
import { consume, inWords, sharedLimiter } from './limiter.js';

/**
 * How often one person may do within an hour what leaves an entry each time although nothing changes: far more than any
 * person does, and too little for a program to fill the log with.
 */
export const ALLOWANCES = {
  /** Sign in with the right password. */
  'sign-in': 200,
  /** Open the log's page, or a saved address of it. */
  view: 500,
} as const;

export type Allowed = keyof typeof ALLOWANCES;

const HOUR = 60 * 60;

const DONE: Readonly<Record<Allowed, string>> = { 'sign-in': 'You have signed in', view: 'You have opened the log' };

/** What each person has left of these, counted for all server processes together. */
export class Allowances {
  readonly #limiters: Readonly<Record<Allowed, RateLimiterAbstract>>;

  constructor(pool: Pool) {
    const limiter = (what: Allowed): RateLimiterAbstract => sharedLimiter(pool, `allowance ${what}`, { points: ALLOWANCES[what], duration: HOUR });
    this.#limiters = { 'sign-in': limiter('sign-in'), view: limiter('view') };
  }

  /** @throws ProductError TOO_MANY_REQUESTS that says when to try again */
  async take(what: Allowed, personId: string): Promise<void> {
    const retryAfter = Math.ceil(await consume(this.#limiters[what], personId));
    if (retryAfter === 0) return;
    const message = `${DONE[what]} ${ALLOWANCES[what]} times within an hour, the most that is possible. Try again in ${inWords(retryAfter)}.`;
    throw new ProductError('TOO_MANY_REQUESTS', message, { retryAfter });
  }
}
