import type { AuditLogsAddedSubscription } from '../gql/graphql.js';
import { backoff } from '../ui/backoff.js';
import { failureOf, type Failure } from '../ui/failure.js';

export type Batch = AuditLogsAddedSubscription['auditLogsAdded'];

export type TailState =
  | { readonly status: 'paused' }
  | { readonly status: 'connecting' }
  | { readonly status: 'catching-up' }
  | { readonly status: 'live' }
  /** Cut off; `retryAt` in milliseconds since 1970. */
  | { readonly status: 'reconnecting'; readonly retryAt: number }
  /** The server will not go on from this cursor: the list must be loaded afresh. */
  | { readonly status: 'rewound' }
  /** The server refused, and asking again would not help. */
  | { readonly status: 'refused'; readonly failure: Failure };

/** A time without live, and what it kept back. */
export interface Bridge {
  /** Of the entry that was recorded first of them: below it the list is as it was. */
  readonly entryId: string;
  readonly count: number;
  /** From the last word of the server to the moment when nothing was missing any more, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly why: 'cut' | 'paused';
}

interface Sink {
  next: (batch: Batch) => void;
  error: (error: unknown) => void;
  /** The server ended the subscription without an error. */
  complete: () => void;
}

export interface TailSource {
  /** Subscribes to what is recorded after the cursor; returns how to stop. */
  subscribe: (after: string, sink: Sink) => () => void;
  /** Drops a connection on which nothing comes any more, so that the next attempt makes a new one. */
  drop: () => void;
}

/** The server says something every 5 s: after this much silence, in milliseconds, the connection counts as cut. */
export const silence = 12_000;

/**
 * Listens to the log from a cursor on, and goes on from the last batch after every cut. "Live" is said only while
 * batches come, "catching up" while the server is still reading what was missed.
 */
export class TailConnection {
  #state: TailState = { status: 'paused' };
  #failures = 0;
  #stopSubscription: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastWord = 0;
  /** What is being caught up with since the last interruption; null before the first one and where nothing is missing. */
  #missed: { readonly from: number; readonly why: Bridge['why']; count: number; entryId: string | null } | null = null;

  constructor(
    private readonly source: TailSource,
    private cursor: string,
    private readonly onBatch: (batch: Batch) => void,
    private readonly onState: (state: TailState) => void,
    /** An interruption is over, during which entries were recorded. */
    private readonly onBridge: (bridge: Bridge) => void = () => undefined,
  ) {}

  start(): void {
    if (this.#state.status !== 'paused') return;
    this.#set({ status: 'connecting' });
    this.#subscribe();
  }

  /** Stops listening; `start` goes on from the last batch. */
  pause(): void {
    this.#interrupted('paused');
    this.#end();
    this.#failures = 0;
    this.#set({ status: 'paused' });
  }

  /** The network is gone: says so without waiting for the silence. */
  cutOff(): void {
    if (this.#stopSubscription === null) return;
    this.#drop();
  }

  /** Tries at once, where it waits to try again. */
  retryNow(): void {
    if (this.#state.status !== 'reconnecting') return;
    this.#end();
    this.#set({ status: 'connecting' });
    this.#subscribe();
  }

  #subscribe(): void {
    let ended = false;
    this.#awaitWord();
    const stop = this.source.subscribe(this.cursor, {
      next: (batch) => {
        if (ended) return;
        this.#failures = 0;
        this.cursor = batch.cursor;
        this.#lastWord = Date.now();
        this.#awaitWord();
        this.onBatch(batch);
        this.#bridge(batch);
        this.#set({ status: batch.caughtUp ? 'live' : 'catching-up' });
      },
      error: (error) => {
        if (!ended) this.#cut(failureOf(error));
      },
      complete: () => {
        if (!ended) this.#cut(null);
      },
    });
    this.#stopSubscription = () => {
      ended = true;
      stop();
    };
  }

  /** Counts the silence from now on. */
  #awaitWord(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#drop(), silence);
  }

  #drop(): void {
    // Ended first, so that what the dropped connection says of it is no second cut.
    this.#end();
    this.source.drop();
    this.#cut(null);
  }

  #cut(failure: Failure | null): void {
    this.#interrupted('cut');
    this.#end();
    if (failure?.code === 'LOG_REWOUND') return this.#set({ status: 'rewound' });
    if (failure !== null && refusals.has(failure.code)) return this.#set({ status: 'refused', failure });
    this.#failures += 1;
    const wait = backoff(this.#failures);
    this.#set({ status: 'reconnecting', retryAt: Date.now() + wait });
    this.#timer = setTimeout(() => this.#subscribe(), wait);
  }

  #interrupted(why: Bridge['why']): void {
    if (this.#lastWord > 0) this.#missed ??= { from: this.#lastWord, why, count: 0, entryId: null };
  }

  #bridge({ edges, caughtUp }: Batch): void {
    const missed = this.#missed;
    if (missed === null) return;
    missed.entryId ??= edges[0]?.node.id ?? null;
    missed.count += edges.length;
    if (!caughtUp) return;
    this.#missed = null;
    const { entryId, count, from, why } = missed;
    if (entryId !== null) this.onBridge({ entryId, count, from, to: Date.now(), why });
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#stopSubscription?.();
    this.#stopSubscription = null;
  }

  #set(state: TailState): void {
    if (state.status === this.#state.status && state.status !== 'reconnecting') return;
    this.#state = state;
    this.onState(state);
  }
}

const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);
