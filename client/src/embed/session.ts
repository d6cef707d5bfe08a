import { idOfToken, type FromViewer } from './protocol.js';

/** What the server says of a token. */
export interface TokenInfo {
  readonly expiresInSeconds: number;
  readonly origins: readonly string[];
  /** Which part of the log it shows. */
  readonly part: string;
}

export type EmbedState =
  /** No token yet. */
  | { readonly status: 'waiting' }
  | { readonly status: 'checking' }
  | { readonly status: 'open'; readonly part: string }
  /** What is shown stays, and stands still. */
  | { readonly status: 'expired'; readonly part: string }
  | { readonly status: 'refused'; readonly reason: 'token' | 'origin' | 'page' }
  /** It is not known whether the token is good. */
  | { readonly status: 'failed' };

interface Surroundings {
  /** Of the token in the page's address, whose origins may frame it. */
  readonly pageId: string;
  /** The origins of all pages around it, from within outwards; null where the browser does not tell. */
  readonly ancestors: readonly string[] | null;
  readonly framed: boolean;
}

interface Means {
  /** Sends the token with everything from now on; null: nothing. */
  readonly authorize: (token: string | null) => void;
  /** Asks the server about the token that is sent; null where it is none any more. */
  readonly ask: () => Promise<TokenInfo | null>;
  readonly tell: (event: FromViewer['event'], reason?: NonNullable<FromViewer['reason']>) => void;
}

/** Before its end a token is to be renewed: at a fifth of its time, within these, in seconds. */
const AHEAD = { least: 15, most: 300 };
/** So often it is asked for again, in milliseconds. */
const AGAIN = 10_000;

/**
 * The life of an embedded viewer: takes tokens, shows only in pages that they are for, and says when it needs another. That the
 * page's own token allows whatever frames the page is seen to by the browser (frame-ancestors); of every other one it is checked here.
 */
export class EmbedSession {
  #state: EmbedState = { status: 'waiting' };
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts tokens: what is found out about one is no matter when another has come. */
  #taken = 0;
  #opened = false;
  #part = '';

  constructor(
    private readonly surroundings: Surroundings,
    private readonly means: Means,
  ) {}

  readonly snapshot = (): EmbedState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins with the token of the page's address, or waits for one. */
  start(token: string | null): void {
    if (!this.surroundings.framed) return this.#refuse('page');
    if (token !== null) return void this.take(token, null);
    this.means.tell('ready');
  }

  /**
   * A token has come.
   * @param sender the origin that handed it over; null: it was in the page's address
   */
  async take(token: string, sender: string | null): Promise<void> {
    if (!this.surroundings.framed) return;
    const id = idOfToken(token);
    // The origins of the page's own token were told with the page; of another one the sender's origin is compared.
    if (id === null || (sender === null && id !== this.surroundings.pageId)) return this.#unlessShown('token');
    this.#taken += 1;
    if (!this.#opened) this.#set({ status: 'checking' });
    this.means.authorize(token);
    await this.#check(this.#taken, sender);
  }

  /** Something was refused: asks whether the token is still good. */
  async doubt(): Promise<void> {
    if (this.#state.status === 'open') await this.#check(this.#taken, null);
  }

  /** Asks the page around it for a token, once more. */
  readonly retry = (): void => {
    if (this.#state.status === 'failed') void this.#check(this.#taken, null);
    else this.means.tell(this.#opened ? 'expired' : 'ready');
  };

  async #check(taken: number, sender: string | null): Promise<void> {
    let info: TokenInfo | null;
    try {
      info = await this.means.ask();
    } catch {
      if (taken === this.#taken && !this.#opened) this.#set({ status: 'failed' });
      return;
    }
    if (taken !== this.#taken) return;
    if (info === null) return this.#ended();
    const around = [...(this.surroundings.ancestors ?? []), ...(sender === null ? [] : [sender])];
    if (around.some((origin) => !info.origins.includes(origin))) {
      this.means.authorize(null);
      return this.#refuse('origin');
    }
    this.#part = info.part;
    this.#open(info.expiresInSeconds);
  }

  #open(seconds: number): void {
    const first = !this.#opened || this.#state.status !== 'open';
    this.#opened = true;
    this.#set({ status: 'open', part: this.#part });
    if (first) this.means.tell('shown');
    const ahead = Math.min(Math.max(seconds / 5, AHEAD.least), AHEAD.most);
    this.#plan(seconds, Math.max(seconds - ahead, 0));
  }

  /** Asks for another token when it is time, and again until it has come or this one has ended. */
  #plan(left: number, wait: number): void {
    clearTimeout(this.#timer);
    const until = Date.now() + left * 1000;
    const ask = (): void => {
      if (Date.now() >= until) return this.#ended();
      this.means.tell('renew');
      this.#timer = setTimeout(ask, Math.min(AGAIN, until - Date.now()));
    };
    this.#timer = setTimeout(ask, wait * 1000);
  }

  #ended(): void {
    clearTimeout(this.#timer);
    if (!this.#opened) return this.#refuse('token');
    this.#set({ status: 'expired', part: this.#part });
    this.means.tell('expired');
    // Whoever is around it may have been away.
    this.#timer = setInterval(() => this.means.tell('expired'), AGAIN);
  }

  /** What is no token, or one of another page, changes nothing of what is shown. */
  #unlessShown(reason: 'token'): void {
    if (!this.#opened) this.#refuse(reason);
  }

  #refuse(reason: 'token' | 'origin' | 'page'): void {
    clearTimeout(this.#timer);
    this.#opened = false;
    this.#set({ status: 'refused', reason });
    this.means.tell('refused', reason);
  }

  #set(state: EmbedState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
