import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CloseCode } from 'graphql-ws';
import type { Context, Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Principal } from '../access/principal.js';
import { logger } from '../logger.js';
import { CONNECTION_INIT_TIMEOUT, MAX_BODY_OF_STRANGERS, MAX_MISSED_PINGS, MAX_UNSENT, PING_INTERVAL } from './limits.js';
import { Operations } from './operations.js';
import type { PageView } from './viewing.js';

/** What a client may send when it connects, in place of a header, which browsers cannot set on a socket. */
export interface ConnectionParams extends Record<string, unknown> {
  /** As the header: "Bearer KEY". */
  readonly authorization?: unknown;
  /** The key alone. */
  readonly apiKey?: unknown;
  /** As the headers View-Id and View-Filter. */
  readonly viewId?: unknown;
  readonly viewFilter?: unknown;
}

/** What belongs to one socket. */
export interface SocketState {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly operations: Operations;
  /** Who proved to be at the other end. */
  principal?: Principal;
  pageView?: PageView;
}

export type Connection = Context<ConnectionParams, SocketState>;

export interface SocketLimits {
  readonly connectionInitTimeout: number;
  readonly pingInterval: number;
  readonly maxUnsent: number;
}

export const USUAL_SOCKET_LIMITS: SocketLimits = {
  connectionInitTimeout: CONNECTION_INIT_TIMEOUT,
  pingInterval: PING_INTERVAL,
  maxUnsent: MAX_UNSENT,
};

/** A code of WebSocket's own at which clients of graphql-transport-ws come again by themselves. */
export const TRY_AGAIN_LATER = 1013;
const MESSAGE_TOO_BIG = 1009;

/**
 * Ties a socket to the protocol. In place of graphql-ws' own `useServer`, which reads on from who never reads, keeps no
 * hold of operations after `complete`, and writes to the console what a peer does wrong.
 */
export function serveSocket(server: Server<SocketState>, socket: WebSocket, request: IncomingMessage, limits: SocketLimits): void {
  const operations = new Operations();
  const state: SocketState = { socket, request, operations };
  const closed = server.opened(
    {
      protocol: socket.protocol,
      // Resolves when the peer has taken it, as far as can be known: a slow reader holds up the batches behind it.
      send: (data) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) resolve();
          else socket.send(data, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) =>
        inOrder(state, (message) => {
          // Nothing begins on a socket that is being closed, however long its peer takes to agree.
          if (socket.readyState !== socket.OPEN) return;
          const handled = receive(message).catch((error: unknown) => fail(socket, error));
          operations.received(handled);
        }),
    },
    state,
  );
  const stopPinging = keepAlive(socket, request.socket, limits.pingInterval);
  holdBack(socket, request.socket, limits.maxUnsent);
  // A frame that is too large or no frame at all: `ws` closes with the code for it, and it is no error of ours.
  socket.on('error', () => undefined);
  socket.once('close', (code, reason) => {
    stopPinging();
    operations.cancelAll();
    void closed(code, reason.toString());
  });
}

/** Hands on each message as it comes, but one that has to wait, and then those behind it. */
function inOrder(state: SocketState, take: (message: string) => void): void {
  const { socket, operations } = state;
  let held: Promise<void> | null = null;
  socket.on('message', (data: Buffer) => {
    if (state.principal === undefined && data.length > MAX_BODY_OF_STRANGERS) return socket.close(MESSAGE_TOO_BIG, 'Message too big');
    // Text frames come as one Buffer: neither arrays nor fragments are asked for.
    const message = data.toString();
    const wait = held ?? operations.standingInTheWayOf(message);
    if (wait === null) return take(message);
    // What is not taken yet is not to pile up.
    socket.pause();
    const mine = wait.then(() => operations.standingInTheWayOf(message)).then(() => {
      take(message);
      if (held !== mine) return;
      held = null;
      socket.resume();
    });
    held = mine;
  });
}

function fail(socket: WebSocket, error: unknown): void {
  // Whoever hangs up in the middle of a message has not failed us.
  if (socket.readyState !== socket.OPEN) return;
  // Of the protocol, but the server's own to send, such as `next`.
  if (error instanceof Error && error.message.startsWith('Unexpected message of type')) {
    return socket.close(CloseCode.BadRequest, 'Invalid message received');
  }
  logger.error({ error }, 'a message on a socket failed');
  // The library's own 4500 would tell clients never to come again.
  socket.close(TRY_AGAIN_LATER, 'Try Again Later');
}

/** Ends the socket whose peer neither answers pings nor takes what waits for it. Returns what stops it. */
export function keepAlive(
  socket: Pick<WebSocket, 'on' | 'ping' | 'terminate' | 'readyState' | 'OPEN'>,
  connection: Pick<Socket, 'bytesWritten' | 'writableLength'>,
  interval: number,
): () => void {
  let missed = 0;
  let taken = 0;
  let waited = 0;
  const hear = (): void => void (missed = 0);
  socket.on('pong', hear).on('message', hear);
  const timer = setInterval(() => {
    // Pings come behind what waits: a slow peer that takes of it is not dead.
    if (waited > 0 && connection.bytesWritten - connection.writableLength > taken) missed = 0;
    if (missed >= MAX_MISSED_PINGS) return socket.terminate();
    missed += 1;
    if (socket.readyState === socket.OPEN) socket.ping();
    taken = connection.bytesWritten - connection.writableLength;
    waited = connection.writableLength;
  }, interval).unref();
  return () => clearInterval(timer);
}

/** Who does not read is not read from either: else the answers to what it asks would pile up here. */
function holdBack(socket: WebSocket, connection: Socket, maxUnsent: number): void {
  const hold = (): void => {
    if (socket.bufferedAmount <= maxUnsent || socket.isPaused) return;
    socket.pause();
    connection.once('drain', () => socket.resume());
  };
  // Of pings of WebSocket's own, `ws` takes no more than 60 before their answers have gone out.
  socket.on('message', hold);
}
