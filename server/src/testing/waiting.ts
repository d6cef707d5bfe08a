import { expect, vi } from 'vitest';
import type { PoolClient } from 'pg';
import type { TestDatabase } from './postgres.js';

/** For `expect.poll` and `vi.waitFor`: what comes within a fraction of a second may take many on a busy machine. */
export const PATIENCE = { timeout: 60_000, interval: 50 } as const;

/** Waits until every entry has its number and can be searched; a sequencer and an indexer must be running. */
export async function untilSearchable({ owner }: TestDatabase, timeout: number = PATIENCE.timeout): Promise<void> {
  const left = `SELECT (SELECT count(*) FROM audit.pending) + (SELECT sum(h.seq - m.seq) FROM audit.head h JOIN audit.search_mark m USING (organization)) AS left`;
  await vi.waitFor(async () => expect(Number((await owner.query<{ left: string }>(left)).rows[0]?.left)).toBe(0), { ...PATIENCE, timeout });
}

/** Waits until `count` connections of the server wait for a lock that somebody else holds. */
export async function untilBlocked({ owner }: TestDatabase, count = 1): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await owner.query(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows[0].count;
    }, PATIENCE)
    .toBe(count);
}

/** Waits until `count` connections that requests work on wait for a lock; the sequencer and others may wait as well. */
export async function untilRequestsBlocked({ owner }: TestDatabase, count: number): Promise<void> {
  const blocked = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name IN ('audit-log', 'audit-log typeorm')`;
  await expect.poll(async () => (await owner.query(blocked)).rows[0].count, PATIENCE).toBe(count);
}

/** Runs `work` in a transaction of the owner's, which is open while `meanwhile` goes on, and then commits. */
export async function whileHolding<T>(
  db: TestDatabase,
  work: (owner: PoolClient) => Promise<unknown>,
  meanwhile: (owner: PoolClient) => Promise<T>,
): Promise<T> {
  const owner = await db.owner.connect();
  try {
    await owner.query('BEGIN');
    await work(owner);
    const result = await meanwhile(owner);
    await owner.query('COMMIT');
    return result;
  } finally {
    owner.release(true);
  }
}
