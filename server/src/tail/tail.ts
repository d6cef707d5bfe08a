import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AuditEntry } from '@audit-log/shared/entry';
import { filterKey, type NormalFilter } from '@audit-log/shared/filter';
import { compileFilter } from '@audit-log/shared/filter-match';
import type { Database } from '../database/pool.js';
import { boundOf, organizationOf, type Log } from '../entry/log.js';
import { ProductError } from '../errors.js';
import { soundFilter, type AuditQuery } from '../query/audit-query.js';
import type { Edge } from '../query/page.js';
import { Backoff } from '../database/backoff.js';
import { isOutage } from '../outage.js';
import { HeadListener } from './head-listener.js';
import { LogReader, type Head } from './log-reader.js';
import { OrganizationTail, type SharedFilter } from './organization-tail.js';

/** Entries in the order of the log, at most 200, and how far it has been looked through. */
export interface Batch {
  edges: Edge[];
  /** Give it as `after` to go on from here: nothing is missed, nothing comes twice. */
  cursor: string;
  /** Everything that is in the log now has been looked through. */
  caughtUp: boolean;
}

export interface TailOptions {
  database: Database;
  query: AuditQuery;
  /** Connection of the application's role; the listener opens one of its own. */
  url: string;
  logger: Logger;
  /** Time between batches at most, in milliseconds; default 5,000. */
  heartbeat?: number;
}

const HEARTBEAT_MS = 5_000;
/** In case a notification is lost. */
const LOOK_ANYWAY_MS = 2_000;

/** The log as it grows. One reader of each watched organization's log in a process, whoever watches. */
export class Tail implements AsyncDisposable {
  readonly #options: Required<TailOptions>;
  readonly #reader: LogReader;
  readonly #listener: HeadListener;
  readonly #organizations = new Map<number, Promise<OrganizationTail>>();
  readonly #watchers = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: TailOptions) {
    this.#options = { heartbeat: HEARTBEAT_MS, ...options };
    this.#reader = new LogReader(options.database, options.query.dimensions);
    this.#listener = new HeadListener(options.url, options.logger, (organization) => this.#advance(organization), () => this.#advanceAll());
    this.#timer = setInterval(() => this.#advanceAll(), LOOK_ANYWAY_MS).unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#listener[Symbol.asyncDispose]();
  }

  /** How many watch, in this process. */
  get watching(): number {
    return [...this.#watchers.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * Watches a log: first what came after `after`, then what comes, every matching entry once and in the
   * order of the log. Without `after` it begins at the end. Ends when the signal aborts; while the
   * database is away nothing comes.
   * @throws ProductError BAD_USER_INPUT for a bad filter or cursor; LOG_REWOUND when the log no longer holds the place of
   * the cursor, since an older backup was restored
   */
  async *watch(log: Log, filter: unknown, after: string | null, signal: AbortSignal): AsyncGenerator<Batch, void> {
    try {
      yield* this.#watch(log, filter, after, signal);
    } catch (error) {
      // A read that was cancelled with the watch is its end, not its failure.
      if (!signal.aborted) throw error;
    }
  }

  async *#watch(log: Log, filter: unknown, after: string | null, signal: AbortSignal): AsyncGenerator<Batch, void> {
    const organization = organizationOf(log);
    const shared = sharedFilter(soundFilter(filter), boundOf(log));
    const start = after === null ? null : this.#options.query.cursors.readTail(organization, after, 'after');
    if (start) await outlasting(signal, () => this.#refuseRewound(organization, start, signal));
    this.#watchers.set(organization, (this.#watchers.get(organization) ?? 0) + 1);
    try {
      const tail = await outlasting(signal, () => this.#tailOf(organization));
      await outlasting(signal, () => tail.advance());
      yield* this.#follow(organization, tail, shared, start ?? tail.end, signal);
    } finally {
      this.#leave(organization);
    }
  }

  async *#follow(organization: number, tail: OrganizationTail, filter: SharedFilter, start: Head, signal: AbortSignal): AsyncGenerator<Batch, void> {
    const { cursors } = this.#options.query;
    let place = start;
    let due = 0; // the first batch comes at once: it tells the watcher where it stands
    while (!signal.aborted) {
      const chunk = await outlasting(signal, () => tail.after(place.sequence, signal));
      const entries = chunk ? unseen(tail.matching(chunk, filter), place.sequence) : [];
      place = chunk?.end ?? place;
      if (entries.length > 0 || Date.now() >= due) {
        const edges = entries.map((node) => ({ node, cursor: cursors.page(organization, node) }));
        yield { edges, cursor: cursors.tail(organization, place), caughtUp: place.sequence >= tail.end.sequence };
        due = Date.now() + this.#options.heartbeat;
      } else if (!chunk) {
        await tail.grown(place.sequence, due - Date.now(), signal);
      }
    }
  }

  async #refuseRewound(organization: number, { sequence, leaf }: Head, signal: AbortSignal): Promise<void> {
    const stored = await this.#reader.leafAt(organization, sequence, signal);
    if (stored?.equals(leaf)) return;
    throw new ProductError(
      'LOG_REWOUND',
      `The log does not hold entry #${sequence} as this cursor knows it: an older backup was restored. Read the log again from a new page, and go on from its tailCursor.`,
    );
  }

  async #tailOf(organization: number): Promise<OrganizationTail> {
    let opened = this.#organizations.get(organization);
    if (!opened) {
      opened = OrganizationTail.open(this.#reader, organization);
      this.#organizations.set(organization, opened);
      // A failure is for those who wait now; the next one tries again.
      opened.catch(() => this.#organizations.delete(organization));
    }
    return opened;
  }

  #leave(organization: number): void {
    const left = (this.#watchers.get(organization) ?? 1) - 1;
    if (left > 0) {
      this.#watchers.set(organization, left);
    } else {
      this.#watchers.delete(organization);
      this.#organizations.delete(organization);
    }
  }

  #advanceAll(): void {
    for (const organization of this.#organizations.keys()) this.#advance(organization);
  }

  #advance(organization: number): void {
    // What fails here is tried again by the timer, and by every watcher's own reading.
    this.#organizations
      .get(organization)
      ?.then((tail) => tail.advance())
      .catch((error: unknown) => this.#options.logger.warn({ error, organization }, 'the tail could not read on'));
  }
}

/** Reads while the database is there and waits while it is away: for a watcher an outage is a pause, and no end. */
async function outlasting<T>(signal: AbortSignal, read: () => Promise<T>): Promise<T> {
  const backoff = new Backoff();
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (signal.aborted || !isOutage(error)) throw error;
      await delay(backoff.failed(), undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What both let through; `bound` null: nothing bounds it. */
function sharedFilter(asked: NormalFilter, bound: NormalFilter | null): SharedFilter {
  if (bound === null) return { key: filterKey(asked), matches: compileFilter(asked) };
  const [first, second] = [compileFilter(bound), compileFilter(asked)];
  return { key: `${filterKey(asked)} within ${filterKey(bound)}`, matches: (entry) => first(entry) && second(entry) };
}

/** Of a chunk that was entered in its middle, what comes after the place. */
function unseen(entries: readonly AuditEntry[], sequence: number): readonly AuditEntry[] {
  return entries.filter((entry) => (entry.sequence ?? 0) > sequence);
}
