import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { Backoff } from '../database/backoff.js';
import { leafOf, type HashedEntry, type Leaf } from '../integrity/leaf.js';
import { QueuePosition } from './queue-position.js';

export interface SequencerOptions {
  /** Connection of the application's role; the sequencer opens one of its own. */
  url: string;
  logger: Logger;
  /** Entries a transaction numbers at most; default 1,000. */
  batch?: number;
}

interface PendingEntry extends HashedEntry {
  number: string;
}

/** A look always gives one row at least, for the snapshot's xmin. */
type LookRow = { xmin: string; now: number } & (PendingEntry | { number: null });

const LOOK = `
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now, pending.*
  FROM (VALUES (1)) AS once LEFT JOIN audit.take_pending($1, $2, $3, $4) AS pending ON true`;
const APPEND = `SELECT audit.append_leaves($1, $2, $3, $4, $5)`;
const TRY_LOCK = `SELECT pg_try_advisory_lock(audit.sequencer_lock()) AS held`;

// A commit in this process wakes it at once; those of other processes are found by looking.
const IDLE_MS = 40;
const STANDBY_MS = 200;
// A holder that freezes longer than this loses its connection, and with it the lock.
const FROZEN_AFTER = '15s';

/**
 * Numbers committed entries and writes their leaves. Runs in every process; the one whose connection holds the advisory
 * lock works, the others stand by and take over within a fraction of a second when that connection ends. Everything it
 * writes goes through that same connection, one transaction a batch: a batch is numbered whole or not at all.
 */
export class Sequencer implements AsyncDisposable {
  readonly #options: Required<SequencerOptions>;
  readonly #stop = new AbortController();
  readonly #stuck = new Set<number>();
  readonly #running: Promise<void>;
  #wake: () => void = () => undefined;
  #woken = false;
  #numbered = 0;
  /** Of the entries that the last look found and that have no number yet; null while another process numbers. */
  #waiting: { count: number; since: number } | null = null;

  constructor(options: SequencerOptions) {
    this.#options = { batch: 1_000, ...options };
    this.#running = this.#run();
  }

  /** Something was committed: look now. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** How many entries this process has numbered. */
  get numbered(): number {
    return this.#numbered;
  }

  /** Entries that the last look found waiting, at most a batch; null where another process numbers. */
  get pending(): number | null {
    return this.#waiting?.count ?? null;
  }

  /** Seconds for which the oldest of them has waited; with none, since the last look. Null where another process numbers. */
  lag(): number | null {
    return this.#waiting === null ? null : Math.max(0, Date.now() - this.#waiting.since) / 1000;
  }

  /** Ends after the batch under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stop.signal.aborted) {
      const client = new pg.Client({ connectionString: this.#options.url, application_name: 'audit-log sequencer', options: '-c jit=off', keepAlive: true, connectionTimeoutMillis: 10_000 });
      // Without a listener a lost connection would end the process; the query under way rejects anyway.
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query(`SET idle_session_timeout = '${FROZEN_AFTER}'`);
        backoff.succeeded();
        if (await this.#acquire(client)) await this.#sequence(client);
      } catch (error) {
        if (this.#stop.signal.aborted) break;
        this.#options.logger[backoff.again ? 'debug' : 'warn']({ error }, 'the sequencer has no connection and tries again');
        await this.#pause(backoff.failed());
      } finally {
        this.#waiting = null;
        await client.end().catch(() => undefined);
      }
    }
  }

  /** Waits for the lock by asking: a blocking wait would hold back vacuum with its snapshot. */
  async #acquire(client: pg.Client): Promise<boolean> {
    while (!this.#stop.signal.aborted) {
      const { rows } = await client.query<{ held: boolean }>({ name: 'try-lock', text: TRY_LOCK });
      if (rows[0]?.held) return true;
      await this.#pause(STANDBY_MS);
    }
    return false;
  }

  async #sequence(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{ low: string }>('SELECT audit.sequencer_low() AS low');
    let position = QueuePosition.from(Number(rows[0]?.low));
    this.#options.logger.info({ low: position.low }, 'numbering entries');
    while (!this.#stop.signal.aborted) {
      this.#woken = false;
      this.#waiting ??= { count: 0, since: Date.now() };
      const step = await this.#step(client, position);
      position = step.position;
      if (step.found < this.#options.batch) await this.#untilWoken();
    }
  }

  async #step(client: pg.Client, position: QueuePosition): Promise<{ position: QueuePosition; found: number }> {
    const found = await client.query<LookRow>({
      name: 'look',
      text: LOOK,
      values: [position.high, position.gaps.map((gap) => gap.first), position.gaps.map((gap) => gap.last), this.#options.batch],
    });
    const xmin = BigInt(found.rows[0]?.xmin ?? 0);
    const entries = found.rows.filter((row): row is LookRow & PendingEntry => row.number !== null);
    this.#waiting = { count: entries.length, since: Date.now() - longestWait(entries) };
    const stuck = new Set<number>();
    const taken: { number: string; leaf: Leaf }[] = [];
    for (const entry of entries) {
      const leaf = this.#leafOf(entry);
      if (leaf) taken.push({ number: entry.number, leaf });
      else stuck.add(Number(entry.number));
    }
    let next = position.after(entries.map((entry) => Number(entry.number)), stuck, xmin);
    if (next.hasNewGaps) {
      const { rows } = await client.query<{ id: string }>({ name: 'own-transaction', text: 'SELECT pg_current_xact_id()::text AS id' });
      next = next.closedBy(BigInt(rows[0]?.id ?? 0));
    }
    if (taken.length > 0) {
      await client.query({
        name: 'append',
        text: APPEND,
        values: [
          taken.map(({ number }) => number),
          taken.map(({ leaf }) => leaf.details),
          taken.map(({ leaf }) => leaf.source),
          taken.map(({ leaf }) => leaf.hash),
          next.low,
        ],
      });
      this.#numbered += taken.length;
    }
    this.#waiting = { count: 0, since: Date.now() };
    return { position: next, found: entries.length };
  }

  /**
   * Capture lets nothing in that has no canonical form. Should something get there all the same, it stays in the queue,
   * said once and loudly, and the log goes on without it.
   */
  #leafOf(entry: PendingEntry): Leaf | undefined {
    try {
      return leafOf(entry);
    } catch (error) {
      const number = Number(entry.number);
      if (!this.#stuck.has(number)) this.#options.logger.error({ error, entry: entry.id }, 'an entry has no canonical form and cannot be numbered');
      this.#stuck.add(number);
      return undefined;
    }
  }

  async #untilWoken(): Promise<void> {
    if (this.#woken) return;
    await this.#pause(IDLE_MS);
  }

  /** Ends early when woken. */
  async #pause(milliseconds: number): Promise<void> {
    const early = new AbortController();
    this.#wake = () => early.abort();
    if (this.#stop.signal.aborted) return;
    await delay(milliseconds, undefined, { signal: early.signal }).catch(() => undefined);
    this.#wake = () => undefined;
  }
}

/** Milliseconds since the oldest of these was recorded, by the database's clock alone. */
function longestWait(entries: readonly (LookRow & PendingEntry)[]): number {
  return entries.reduce((longest, { now, recorded_at: recordedAt }) => Math.max(longest, now - (Date.parse(recordedAt) || now)), 0);
}
