import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';

/** A message of graphql-transport-ws, as it came. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export interface BareSocketOptions extends ClientOptions {
  /** Default: the protocol's own. */
  readonly protocols?: readonly string[];
}

/** A socket that speaks nothing by itself: tests write and read the messages of the protocol one by one. */
export class BareSocket implements Disposable {
  readonly closed: Promise<Closing>;
  readonly #messages: Message[] = [];
  readonly #waiting: ((message: Message | Closing) => void)[] = [];
  #closing: Closing | null = null;

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message;
      const waiting = this.#waiting.shift();
      if (waiting) waiting(message);
      else this.#messages.push(message);
    });
    void this.closed.then((closing) => {
      this.#closing = closing;
      for (const waiting of this.#waiting.splice(0)) waiting(closing);
    });
  }

  /** Opens a socket at the address of /graphql. */
  static async open(url: string, { protocols = ['graphql-transport-ws'], ...options }: BareSocketOptions = {}): Promise<BareSocket> {
    const socket = new WebSocket(url.replace('http:', 'ws:'), [...protocols], options);
    const bare = new BareSocket(socket);
    await once(socket, 'open');
    socket.on('error', () => undefined);
    return bare;
  }

  /** Opens a socket and is let in with a key. */
  static async begin(url: string, key: string, options: BareSocketOptions = {}): Promise<BareSocket> {
    const bare = await BareSocket.open(url, options);
    bare.send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } });
    const answer = await bare.next();
    if (!('type' in answer) || answer.type !== 'connection_ack') throw new Error(`the socket was not let in: ${JSON.stringify(answer)}`);
    return bare;
  }

  /** Sends a message; a text goes out as it is. */
  send(message: Message | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, rest: Record<string, unknown> = {}): void {
    this.send({ type: 'subscribe', id, payload: { query, ...rest } });
  }

  /** The next message, or how the socket was closed. */
  async next(): Promise<Message | Closing> {
    const message = this.#messages.shift() ?? this.#closing;
    return message ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The next message of one operation, past those of others; or how the socket was closed. */
  async nextOf(id: string): Promise<Message | Closing> {
    for (;;) {
      const message = await this.next();
      if (!('type' in message) || message.id === id) return message;
    }
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}
