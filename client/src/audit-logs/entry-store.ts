import type { AuditLogsQueryVariables } from '../gql/graphql.js';
import { backoff } from '../ui/backoff.js';
import { failureOf, type Failure } from '../ui/failure.js';
import {
  addLive,
  appendOlder,
  mustReload,
  prependNewer,
  showPending,
  windowOf,
  type Entry,
  type EntryWindow,
  type OlderPlace,
  type Page,
} from './entry-window.js';

/** Entries that came together after a time without live. */
export interface Bridge {
  /** Of the one that was recorded first. */
  readonly entryId: string;
  readonly count: number;
  /** In milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly why: 'cut' | 'paused';
}

export type FetchPage = (range: PageRequest, signal: AbortSignal) => Promise<Page>;
export type PageRequest = Pick<AuditLogsQueryVariables, 'first' | 'after' | 'last' | 'before'> & {
  /** Only what is older, where there is no cursor to start from. */
  readonly to?: string;
  /** Asks once more for the newest page of the same list: what is relative in its range stays as it was. */
  readonly again?: true;
};

/** What one end of the list is doing. */
export type EndState =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  /** The server looked back so far without filling a page, and goes on. */
  | { readonly status: 'searching'; readonly backTo: string | null }
  | { readonly status: 'stopped'; readonly backTo: string | null }
  /** `retryAt`: when it is tried again by itself, in milliseconds since 1970; null when that was given up. */
  | { readonly status: 'failed'; readonly failure: Failure; readonly retries: number; readonly retryAt: number | null };

export interface EntryList {
  /** Null until the first page has come. */
  readonly window: EntryWindow | null;
  readonly older: EndState;
  readonly newer: EndState;
  /** Where live was interrupted, the newest last. */
  readonly bridges: readonly Bridge[];
  /** Where to listen from for what is recorded after the first page was read. */
  readonly tailCursor: string | null;
  /** So many of the newest entries cannot be searched yet, and were not looked at; by the last answer that told. */
  readonly unsearched: number;
  /** Some of them can be searched by now, but the list is as it was. */
  readonly overtaken: boolean;
}

const pageSize = 100;
/** The first page fills the screen and no more, so that it comes soon. */
export const firstPageSize = 50;
/** What arrives faster is taken in together, in milliseconds: so often can the eye see a list change. */
export const takeInEvery = 250;
/** So many interruptions are remembered. */
const mostBridges = 50;
/** How often a page is asked for again by itself. */
export const automaticRetries = 5;

const nothing: EntryList = {
  window: null,
  older: { status: 'idle' },
  newer: { status: 'idle' },
  bridges: [],
  tailCursor: null,
  unsearched: 0,
  overtaken: false,
};

/** The entries of one filter: loads pages at both ends of the window, takes in what arrives. */
export class EntryStore {
  #list = nothing;
  #listeners = new Set<() => void>();
  #requests = new AbortController();
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #searching = true;
  /** Not yet in the list. */
  #arrived: { readonly node: Entry }[] = [];
  #tookIn = -Infinity;

  constructor(private readonly fetchPage: FetchPage) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): EntryList => this.#list;

  /** Loads the newest page, and forgets what was there. */
  readonly load = (): void => {
    this.stop();
    this.#requests = new AbortController();
    this.#set({ ...nothing });
    void this.#older(0);
  };

  /** Ends all requests and retries. */
  readonly stop = (): void => {
    this.#requests.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    // The first page brings them, or the tail that goes on from it.
    this.#arrived = [];
  };

  /** Loads the next older page, unless that is under way or there is none; a failed one waits for `retry`. */
  readonly loadOlder = (): void => {
    if (this.#list.older.status === 'idle' && this.#list.window?.older != null) void this.#older(0);
  };

  readonly loadNewer = (): void => {
    if (this.#list.newer.status === 'idle' && this.#list.window?.newer != null) void this.#newer(0);
  };

  /** Tries at once what has failed, at both ends, and goes on with a search that was stopped. */
  readonly retry = (): void => {
    const { older, newer } = this.#list;
    if (older.status === 'failed' || older.status === 'stopped') void this.#older(0);
    if (newer.status === 'failed') void this.#newer(0);
  };

  /** Ends a search that finds nothing, where it is. */
  readonly stopSearching = (): void => {
    this.#searching = false;
  };

  /** Takes in what has just been recorded: at once where little comes, else what has come together. */
  readonly addLive = (edges: readonly { readonly node: Entry }[], isAside: () => boolean): void => {
    if (edges.length === 0) return;
    this.#arrived.push(...edges);
    if (this.#arrived.length > edges.length) return;
    const wait = Math.max(0, this.#tookIn + takeInEvery - performance.now());
    if (wait === 0) this.#takeIn(isAside());
    else this.#later(wait, () => this.#takeIn(isAside()));
  };

  /** Marks where live was interrupted, among the entries. */
  readonly addBridge = (bridge: Bridge): void => {
    if (this.#list.window !== null) this.#set({ bridges: [...this.#list.bridges, bridge].slice(-mostBridges) });
  };

  #takeIn(aside: boolean): void {
    const edges = this.#arrived.splice(0);
    this.#tookIn = performance.now();
    const { window } = this.#list;
    if (window === null) return;
    const next = addLive(window, edges, aside);
    // The reader is at the top and watches: the list starts over from the newest page.
    if (!aside && next.overflowed) this.load();
    else this.#set({ window: next });
  }

  /** Shows what waits; loads afresh where that is the only way to show all of it. */
  readonly showPending = (): void => {
    const { window } = this.#list;
    if (window === null) return;
    if (mustReload(window)) this.load();
    else if (window.pending.length > 0) this.#set({ window: showPending(window) });
  };

  /**
   * Asks how much cannot be searched yet. What could be searched meanwhile is shown, in place of what was, where the list may
   * change; no answer is worse for nobody.
   */
  readonly lookAgain = async (mayChange: () => boolean): Promise<void> => {
    const { signal } = this.#requests;
    try {
      const page = await this.fetchPage({ first: firstPageSize, again: true }, signal);
      if (signal.aborted || this.#list.window === null) return;
      const { unsearched, tailCursor } = page;
      if (mayChange()) this.#set({ window: windowOf(page), tailCursor, unsearched, overtaken: false });
      else this.#set({ unsearched, overtaken: this.#list.overtaken || unsearched < this.#list.unsearched });
    } catch {
      // It is asked again soon.
    }
  };

  /** All that matches has come live, whether it can be searched or not. */
  readonly missesNothing = (): void => {
    this.#set({ unsearched: 0, overtaken: false });
  };

  async #older(failures: number): Promise<void> {
    const { signal } = this.#requests;
    this.#searching = true;
    this.#set({ older: { status: 'loading' } });
    try {
      for (;;) {
        const before = this.#list.window;
        const page = await this.fetchPage(
          before === null ? { first: firstPageSize } : { first: pageSize, ...before.older },
          signal,
        );
        if (signal.aborted) return;
        // Entries may have arrived while the page was on its way, and have pushed out those that it goes on from.
        const current = this.#list.window;
        if (current !== null && before !== null && !samePlace(current.older, before.older)) continue;
        const window = current === null ? windowOf(page) : appendOlder(current, page);
        const tailCursor = this.#list.tailCursor ?? page.tailCursor;
        const unsearched = before === null ? page.unsearched : this.#list.unsearched;
        const backTo = page.searchedBackTo;
        if (page.edges.length > 0 || window.older === null) {
          this.#set({ window, tailCursor, unsearched, older: { status: 'idle' } });
          return;
        }
        if (!this.#searching) {
          this.#set({ window, tailCursor, unsearched, older: { status: 'stopped', backTo } });
          return;
        }
        this.#set({ window, tailCursor, unsearched, older: { status: 'searching', backTo } });
      }
    } catch (error) {
      this.#failed('older', error, failures + 1, signal);
    }
  }

  async #newer(failures: number): Promise<void> {
    const { signal } = this.#requests;
    this.#set({ newer: { status: 'loading' } });
    try {
      const page = await this.fetchPage({ last: pageSize, before: this.#list.window?.newer ?? null }, signal);
      const { window } = this.#list;
      if (signal.aborted || window === null) return;
      this.#set({ window: prependNewer(window, page), newer: { status: 'idle' } });
    } catch (error) {
      this.#failed('newer', error, failures + 1, signal);
    }
  }

  #failed(end: 'older' | 'newer', error: unknown, failures: number, signal: AbortSignal): void {
    if (signal.aborted) return;
    const failure = failureOf(error);
    const again = failures <= automaticRetries && mayPass(failure);
    const wait = backoff(failures);
    this.#set({ [end]: { status: 'failed', failure, retries: failures, retryAt: again ? Date.now() + wait : null } });
    if (!again) return;
    this.#later(wait, () => {
      if (this.#list[end].status === 'failed') void (end === 'older' ? this.#older(failures) : this.#newer(failures));
    });
  }

  #later(wait: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, wait);
    this.#timers.add(timer);
  }

  #set(change: Partial<EntryList>): void {
    this.#list = { ...this.#list, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function samePlace(one: OlderPlace | null, other: OlderPlace | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Asking again helps against trouble on the way and in the server, not against a refusal. */
function mayPass({ code }: Failure): boolean {
  return ['NETWORK', 'SERVER', 'INTERNAL_SERVER_ERROR', 'TOO_MANY_REQUESTS'].includes(code);
}
