import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { logger } from '../logger.js';

/** How many months after the current one have a partition of their own. */
const monthsAhead = 12;

/** Held while partitions are made; another process that finds it taken leaves the work to its holder. */
const partitionLock = 6_017_235;

/** A month counted from year 0, so that months can be added and compared. */
type Month = number;

/**
 * Makes the monthly partitions of `audit.entry` up to twelve months after `now`, carved out of `entry_later`.
 * Writers go on meanwhile, those with an open transaction too, which DETACH waits for; only an entry dated later
 * than the months made so far is refused while `entry_later` is off. A process that dies half-way leaves a state the
 * next call goes on from. Rows already in `entry_later` stay there, and so do the months they belong to.
 * @param client the owner's connection, not inside a transaction
 */
export async function ensurePartitions(client: pg.Client, now: Date): Promise<void> {
  const lock = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [partitionLock]);
  if (!lock.rows[0]?.taken) return;
  try {
    await carveMonths(client, now.getUTCFullYear() * 12 + now.getUTCMonth() + monthsAhead + 1);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [partitionLock]);
  }
}

/** @param end the first month that needs no partition */
async function carveMonths(client: pg.Client, end: Month): Promise<void> {
  const { months, later } = await attachedPartitions(client);
  const begin = Math.max(...months) + 1;
  if (later === 'attached') {
    if (begin >= end) return;
    if ((await firstMonthIn(client, 'entry_later', end)) <= begin) {
      logger.warn({ month: monthName(begin) }, 'entry_later holds entries of the next month to make: it stays as it is');
      return;
    }
    await client.query('ALTER TABLE audit.entry DETACH PARTITION audit.entry_later CONCURRENTLY');
  }
  if (later === 'leaving') await client.query('ALTER TABLE audit.entry DETACH PARTITION audit.entry_later FINALIZE');
  await dropLeftBound(client);

  // Asked again, now that nothing can be added to it any more.
  const bound = Math.max(begin, await firstMonthIn(client, 'entry_later', end));
  for (let month = begin; month < bound; month += 1) {
    const name = `entry_${monthName(month)}`;
    const made = await client.query('SELECT to_regclass($1) AS found', [`audit.${name}`]);
    if (made.rows[0]?.found === null) await client.query('SELECT audit.create_entry_partition($1)', [name]);
    await attach(client, name, `FROM ('${firstInstant(month)}') TO ('${firstInstant(month + 1)}')`);
  }
  await attach(client, 'entry_later', `FROM ('${firstInstant(bound)}') TO (MAXVALUE)`);
}

interface Attached {
  months: Month[];
  later: 'attached' | 'leaving' | 'detached';
}

async function attachedPartitions(client: pg.Client): Promise<Attached> {
  const { rows } = await client.query<{ name: string; leaving: boolean }>(`
    SELECT c.relname AS name, i.inhdetachpending AS leaving
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit.entry'::regclass`);
  const months = rows.flatMap(({ name }) => {
    const [, year, month] = /^entry_(\d{4})_(\d{2})$/.exec(name) ?? [];
    return year && month ? [Number(year) * 12 + Number(month) - 1] : [];
  });
  const later = rows.find(({ name }) => name === 'entry_later');
  return { months, later: later ? (later.leaving ? 'leaving' : 'attached') : 'detached' };
}

/** The month of the earliest row in a partition, or `end` where there is none before it. */
async function firstMonthIn(client: pg.Client, partition: string, end: Month): Promise<Month> {
  const { rows } = await client.query<{ month: number | null }>(
    `SELECT (extract(year FROM first) * 12 + extract(month FROM first) - 1)::int AS month
     FROM (SELECT min(occurred_at) AT TIME ZONE 'UTC' AS first FROM audit.${partition} WHERE occurred_at < $1) AS rows`,
    [firstInstant(end)],
  );
  return rows[0]?.month ?? end;
}

/** DETACH CONCURRENTLY leaves the old bound behind as a CHECK, which would pile up, and outlive the bound. */
async function dropLeftBound(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT conname AS name FROM pg_constraint
    WHERE conrelid = 'audit.entry_later'::regclass AND contype = 'c'
      AND conname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'audit.entry'::regclass)`);
  for (const { name } of rows) {
    await client.query(`ALTER TABLE audit.entry_later DROP CONSTRAINT ${pg.escapeIdentifier(name)}`);
  }
}

/** ATTACH passes beside writers, not beside a vacuum: it gives way and comes again. */
async function attach(client: pg.Client, partition: string, bounds: string): Promise<void> {
  await client.query(`SET lock_timeout = '2s'`);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(`ALTER TABLE audit.entry ATTACH PARTITION audit.${partition} FOR VALUES ${bounds}`);
        return;
      } catch (error) {
        const waited = error instanceof pg.DatabaseError && error.code === '55P03';
        if (!waited || attempt === 30) throw error;
        await delay(500);
      }
    }
  } finally {
    await client.query('RESET lock_timeout');
  }
}

function monthName(month: Month): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}_${String((month % 12) + 1).padStart(2, '0')}`;
}

function firstInstant(month: Month): string {
  return `${monthName(month).replace('_', '-')}-01T00:00:00Z`;
}
