import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { Backoff } from '../database/backoff.js';
import { searchableOf } from './searchable.js';
import type { Content, Searchable } from './searchable.js';

export interface IndexerOptions {
  /** Connection of the application's role; the indexer opens one of its own. */
  url: string;
  logger: Logger;
  /** Entries a transaction makes searchable at most; default 500. */
  batch?: number;
}

/** An entry that is there, or one whose month was removed. */
type Row = { organization: number; seq: string } & (Content | { id: null });

const TAKE = 'SELECT * FROM audit.take_unsearchable($1)';
const WRITE = 'SELECT audit.make_searchable($1, $2, $3, $4, $5, $6, $7, $8)';

const TIDY = 'SELECT audit.tidy_search()';

/** In case a notification is lost. */
const LOOK_ANYWAY_MS = 2_000;
/** One that froze in the middle loses its connection, and with it its organization. */
const FROZEN_AFTER_MS = 15_000;
/** Entries that come one after the other are written together. */
const GATHER_MS = 50;
/** Of working out words: requests are answered in the same process, between one turn and the next. */
const LONGEST_AT_ONCE_MS = 10;
/** Longer than any batch takes. */
const LONGEST_REST_MS = 1_000;

/**
 * Writes what searches look at, after entries have got their numbers. Runs in every process: each transaction takes one
 * organization that no other is busy with, and moves its mark with the rows that it writes, so that whoever sees the mark sees all
 * entries up to it. It rests for as long as it has worked, so that under load half of a processor stays with whoever makes the
 * entries; what has piled up is written afterwards.
 */
export class Indexer implements AsyncDisposable {
  readonly #options: Required<IndexerOptions>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #wake: () => void = () => undefined;
  #woken = false;

  constructor(options: IndexerOptions) {
    this.#options = { batch: 500, ...options };
    this.#running = this.#run();
  }

  /** Ends after the batch under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const client = new pg.Client({ connectionString: this.#options.url, application_name: 'audit-log indexer', options: `-c jit=off -c idle_in_transaction_session_timeout=${FROZEN_AFTER_MS}`, keepAlive: true, connectionTimeoutMillis: 10_000 });
      client.on('error', () => undefined);
      client.on('notification', () => {
        this.#woken = true;
        this.#wake();
      });
      try {
        await client.connect();
        await client.query('LISTEN audit_sequenced');
        await this.#follow(client, () => backoff.succeeded());
      } catch (error) {
        if (signal.aborted) break;
        this.#options.logger[backoff.again ? 'debug' : 'warn']({ error }, 'entries cannot be made searchable; trying again');
        await delay(backoff.failed(), undefined, { signal }).catch(() => undefined);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  async #follow(client: pg.Client, onStep: () => void): Promise<void> {
    let untidy = false;
    while (!this.#stop.signal.aborted) {
      this.#woken = false;
      const begun = performance.now();
      const written = await this.#step(client);
      onStep();
      untidy ||= written > 0;
      if (written > 0) {
        await this.#pause(Math.min(Math.max(performance.now() - begun, GATHER_MS), LONGEST_REST_MS), false);
      } else if (!this.#woken) {
        await this.#pause(LOOK_ANYWAY_MS, true);
        if (untidy && !this.#woken && !this.#stop.signal.aborted) {
          await client.query(TIDY);
          untidy = false;
        }
      }
    }
  }

  /** One transaction. @returns how many entries it went past; none where everything is searchable, or others are at it */
  async #step(client: pg.Client): Promise<number> {
    await client.query('BEGIN');
    const { rows } = await client.query<Row>({ name: 'take', text: TAKE, values: [this.#options.batch] });
    await client.query('SAVEPOINT taken');
    try {
      await write(client, rows);
    } catch (error) {
      if (!isOfData(error)) throw error;
      await client.query('ROLLBACK TO taken');
      for (const row of rows) await this.#writeAnyhow(client, row);
    }
    await client.query('COMMIT');
    return rows.length;
  }

  /** What Postgres will not take is found by none of its content, and said; it keeps nothing behind it from being found. */
  async #writeAnyhow(client: pg.Client, row: Row): Promise<void> {
    await client.query('SAVEPOINT one');
    try {
      await write(client, [row]);
    } catch (error) {
      if (!isOfData(error)) throw error;
      this.#options.logger.error({ error, entry: row.id }, 'an entry cannot be made searchable');
      await client.query('ROLLBACK TO one');
      await write(client, [row], { words: '', longValues: '{}', ip: null });
    }
    await client.query('RELEASE one');
  }

  /** Ends early when stopped, and where it says so when something has got its number. */
  async #pause(milliseconds: number, untilWoken: boolean): Promise<void> {
    const early = new AbortController();
    this.#wake = () => {
      if (untilWoken || this.#stop.signal.aborted) early.abort();
    };
    if (!this.#stop.signal.aborted) await delay(milliseconds, undefined, { signal: early.signal }).catch(() => undefined);
    this.#wake = () => undefined;
  }
}

/** Writes rows that follow one another, and moves the mark past them. */
async function write(client: pg.Client, rows: readonly Row[], instead: Partial<Searchable> = {}): Promise<void> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const entries: Searchable[] = [];
  let begun = performance.now();
  for (const row of rows) {
    if (row.id !== null) entries.push({ ...searchableOf(row), ...instead });
    if (performance.now() - begun < LONGEST_AT_ONCE_MS) continue;
    await turn();
    begun = performance.now();
  }
  const column = <K extends keyof Searchable>(name: K): Searchable[K][] => entries.map((entry) => entry[name]);
  const values = [column('time'), column('id'), column('words'), column('longValues'), column('ip')];
  await client.query({ name: 'write', text: WRITE, values: [first.organization, Number(first.seq) - 1, last.seq, ...values] });
}

/** SQLSTATE's classes of data, constraints and program limits. */
function isOfData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(?:22|23|54)/.test(error.code ?? '');
}
