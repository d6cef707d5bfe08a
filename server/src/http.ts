import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { FatalError } from './errors.js';
import { logger } from './logger.js';

/** What answers on one path, for requests and for sockets. */
export interface Endpoint {
  request(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Routes {
  graphql: Endpoint;
  /** What answers `GET /export`. */
  export: Endpoint['request'];
  /** Whether the server can do its work; false answers /healthz with 503. */
  isHealthy(): Promise<boolean>;
}

export interface ListenOptions {
  host: string;
  port: number;
  /** Whether people reach the server over https. */
  secure: boolean;
  /** How long to wait for a port that is taken, in milliseconds: a predecessor may be letting go of it. Default 0. */
  patience?: number;
  /**
   * How long a connection may stand still, in milliseconds, before it is ended: a reader who takes nothing of its answer
   * holds that in memory, and an export its place. Default five minutes, in which an export finds something to send.
   */
  stall?: number;
  /** Folder of the built page; default the product's. */
  page?: string;
}

const builtClient = fileURLToPath(new URL('../../client/dist', import.meta.url));

/**
 * The one port of the product. It listens at once, so that a taken port is known before anything is started, and
 * answers 503 until it has routes.
 */
export class HttpServer implements AsyncDisposable {
  #routes: Routes | null = null;
  readonly #page: ReturnType<typeof sirv>;
  readonly #headers: [string, string][];
  /** Every connection, those that became sockets of GraphQL too, which the server itself no longer knows. */
  readonly #connections = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    page: string,
    secure: boolean,
  ) {
    if (!existsSync(page)) throw new FatalError(`The page is not built (${page} is missing): run \`npm run build\`.`);
    this.#page = sirv(page, { single: true, etag: true, setHeaders: cacheHeaders });
    this.#headers = Object.entries(securityHeaders(secure));
    server.on('connection', (connection: Duplex) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
    });
    server.on('request', (request, response) => void this.#answer(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** @throws FatalError where the port is taken or may not be listened on */
  static async listen({ host, port, secure, patience = 0, stall = 300_000, page = builtClient }: ListenOptions): Promise<HttpServer> {
    const server = createServer({ requestTimeout: 60_000 });
    server.setTimeout(stall);
    const http = new HttpServer(server, page, secure);
    const deadline = performance.now() + patience;
    for (;;) {
      const failure = await bind(server, host, port);
      if (!failure) return http;
      if (failure.code === 'EADDRINUSE' && performance.now() < deadline) await delay(200);
      else throw new FatalError(cannotListen(failure, host, port));
    }
  }

  /** Begins to answer. */
  serve(routes: Routes): void {
    this.#routes = routes;
  }

  /** Takes no new connection, and ends those there are when what they wait for is answered, after 3 s in any case. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    // A connection whose last answer has just gone out counts as idle a moment later.
    const sweep = setInterval(() => this.server.closeIdleConnections(), 50);
    const limit = setTimeout(() => this.#connections.forEach((connection) => connection.destroy()), 3000);
    await closed;
    clearInterval(sweep);
    clearTimeout(limit);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of this.#headers) response.setHeader(name, value);
    try {
      const path = pathOf(request);
      if (!this.#routes) send(response, 503, 'starting');
      else if (path === '/graphql') await this.#routes.graphql.request(request, response);
      else if (path === '/export' && request.method === 'GET') await this.#routes.export(request, response);
      else if (path === '/healthz') await this.#health(this.#routes, response);
      else if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, 'method not allowed');
      else this.#page(request, response, () => send(response, 404, 'not found'));
    } catch (error) {
      // Whoever sent it is gone, before all of it came: there is nobody to answer, and nothing of ours failed.
      if (request.destroyed && !request.complete) return;
      logger.error({ error, url: request.url }, 'a request failed');
      if (response.headersSent) response.destroy();
      else send(response, 500, 'internal error');
    }
  }

  async #health(routes: Routes, response: ServerResponse): Promise<void> {
    const healthy = await routes.isHealthy();
    response.setHeader('Cache-Control', 'no-store');
    send(response, healthy ? 200 : 503, healthy ? 'ok' : 'not ready');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that goes away in the middle of a handshake is no error of ours.
    socket.on('error', () => socket.destroy());
    if (this.#routes && pathOf(request) === '/graphql') this.#routes.graphql.upgrade(request, socket, head);
    else socket.end(`HTTP/1.1 ${this.#routes ? '404 Not Found' : '503 Service Unavailable'}\r\nConnection: close\r\n\r\n`);
  }
}

async function bind(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  try {
    // Rejects with the error event.
    await once(server.listen({ host, port }), 'listening');
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken by another program: set PORT to a free one.`;
  if (code === 'EACCES') return `Port ${port} may not be listened on by this user: set PORT to one above 1023.`;
  return `Cannot listen on ${host}, port ${port}: ${message}.`;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** Built files carry a hash in their name and never change; the page that names them is asked for every time. */
function cacheHeaders(response: ServerResponse, path: string): void {
  response.setHeader('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function securityHeaders(secure: boolean): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'self'",
      "script-src 'self'",
      // Mantine writes its variables into style elements and attributes.
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // Links of invitations hold a token.
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
}
