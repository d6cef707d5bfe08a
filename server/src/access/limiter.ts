import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** How often something may be done within how many seconds. */
export interface Limit {
  readonly points: number;
  readonly duration: number;
}

/** A limit, and the key under which something counts there. */
export type Counted = readonly [limiter: RateLimiterAbstract, key: string];

/** Counts for all server processes together, in Postgres; where that fails each counts for itself, with the same limit. */
export function sharedLimiter(pool: Pool, name: string, { points, duration }: Limit): RateLimiterAbstract {
  return new RateLimiterPostgres({
    points,
    duration,
    keyPrefix: name,
    storeClient: pool,
    storeType: 'pool',
    schemaName: 'account',
    tableName: 'sign_in_attempts',
    tableCreated: true,
    clearExpiredByTimeout: false,
    insuranceLimiter: new RateLimiterMemory({ points, duration, keyPrefix: name }),
  });
}

/** Counts one. Returns the seconds to wait; 0: it is within the limit. */
export async function consume(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(refusal.msBeforeNext, 1) / 1000;
  }
}

/** Takes back what was counted. */
export async function reward(...counted: readonly Counted[]): Promise<void> {
  for (const [limiter, key] of counted) await limiter.reward(key);
}

/** For people: seconds, or from 100 on minutes. */
export function inWords(seconds: number): string {
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
