import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProductError } from '../errors.js';

const WINDOW_SECONDS = 15 * 60;

/** Failed sign-ins within a quarter of an hour after which an address, or a place, has to wait. */
const FAILURES_PER_EMAIL = 20;
const FAILURES_PER_IP = 200;

/**
 * Slows down the guessing of passwords. Every attempt counts before its password is looked at, so that many at once
 * are counted too; a right password takes its count back. Links are not counted: their tokens cannot be guessed.
 */
export class SignInThrottle {
  readonly #byEmail = new RateLimiterMemory({ points: FAILURES_PER_EMAIL, duration: WINDOW_SECONDS });
  readonly #byIp = new RateLimiterMemory({ points: FAILURES_PER_IP, duration: WINDOW_SECONDS });

  /** @throws ProductError TOO_MANY_REQUESTS that says how long to wait */
  async attempt(email: string, ip: string | null): Promise<void> {
    try {
      await this.#byEmail.consume(email);
      if (ip !== null) await this.#byIp.consume(ip);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const minutes = Math.ceil(refusal.msBeforeNext / 60_000);
      throw new ProductError('TOO_MANY_REQUESTS', `Too many failed sign-ins. Try again in ${minutes} min.`);
    }
  }

  /** The attempt was a right one. */
  async succeeded(email: string, ip: string | null): Promise<void> {
    await this.#byEmail.delete(email);
    if (ip !== null) await this.#byIp.reward(ip);
  }
}
