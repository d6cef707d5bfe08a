import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { ProductError } from '../errors.js';

/** What pg knows of a connection, and does not declare. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

/** The code of a CancelRequest in the protocol, in place of a version: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const CANCEL_REQUEST = 80_877_102;
/** Between two requests: the first may have come between two statements, when there was nothing to cancel. */
const REPEAT_MS = 100;
/** Postgres closes the connection at once when the request has been carried out. */
const PATIENCE_MS = 2_000;

/** What reads throw whose asker has gone. It is nobody's to read, and no failure of ours. */
export function cancelled(): ProductError {
  return new ProductError('CANCELLED', 'Whoever asked has gone away: the read was stopped.');
}

/**
 * Cancels in Postgres what runs on a connection, as soon as the signal aborts. It asks over a connection of its own, as
 * the protocol wants it, which needs neither a password nor a free place in a pool; where the server can only be reached
 * over TLS, the request may be refused, and the statement runs until its time is over.
 */
export class Cancellation {
  #asking: Promise<boolean> | null = null;
  #ended = false;

  constructor(
    private readonly client: ClientBase,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', this.#begin, { once: true });
    if (signal.aborted) this.#begin();
  }

  /**
   * To be awaited before the connection is used for anything else, or the cancellation may hit that.
   * @returns false where nobody knows whether one is still under way: then the connection must not be used again
   */
  async end(): Promise<boolean> {
    this.#ended = true;
    this.signal.removeEventListener('abort', this.#begin);
    return (await this.#asking) ?? true;
  }

  readonly #begin = (): void => {
    this.#asking ??= this.#ask();
  };

  async #ask(): Promise<boolean> {
    let settled = true;
    while (!this.#ended) {
      settled = await requestCancel(this.client as unknown as Backend);
      if (!this.#ended) await delay(REPEAT_MS);
    }
    return settled;
  }
}

/** Resolves with whether Postgres has carried it out: from then on it hits nothing that begins later. */
function requestCancel({ host, port, processID, secretKey }: Backend): Promise<boolean> {
  const message = Buffer.alloc(16);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(CANCEL_REQUEST, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  return new Promise((resolve) => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    const timer = setTimeout(() => finish(false), PATIENCE_MS);
    const finish = (carriedOut: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(carriedOut);
    };
    socket.once('connect', () => socket.write(message));
    socket.once('error', () => finish(false));
    // It answers with nothing but the end.
    socket.once('end', () => finish(true)).resume();
  });
}
