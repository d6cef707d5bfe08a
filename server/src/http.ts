import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { FatalError } from './errors.js';
import { logger } from './logger.js';
import { scopeOf, withinScope } from './request-scope.js';

/** What answers on one path, for requests and for sockets. */
export interface Endpoint {
  request(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Routes {
  graphql: Endpoint;
  /** What answers `GET /export`. */
  export: Endpoint['request'];
  /** The origins whose pages may frame `/embed/ID`. */
  framing(id: string): Promise<readonly string[]>;
  /** What keeps the server from doing its work, a sentence each; with any, /readyz answers 503. */
  problems(): Promise<readonly string[]>;
}

/** How a request went. */
export interface Answered {
  readonly route: Route;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** What a path is served by: few and known, whatever is asked for. */
export type Route = 'graphql' | 'export' | 'healthz' | 'readyz' | 'page';

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
  /** How long requests may take once the server is to end, in milliseconds; default 8,000. */
  lastWait?: number;
  /** Told of every request once its answer has gone out, or its caller has. */
  onAnswered?: (answered: Answered) => void;
  /** Folder of the built page; default the product's. */
  page?: string;
}

/** Less than the 10 s after which Docker kills. */
const LAST_WAIT_MS = 8000;

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
    private readonly lastWait: number,
    private readonly onAnswered: (answered: Answered) => void,
  ) {
    if (!existsSync(page)) throw new FatalError(`The page is not built (${page} is missing): run \`npm run build\`.`);
    this.#page = sirv(page, { single: true, etag: true, gzip: true, brotli: true, setHeaders: cacheHeaders });
    this.#headers = Object.entries(securityHeaders(secure));
    server.on('connection', (connection: Duplex) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
    });
    server.on('request', (request, response) => {
      const scope = scopeOf(request);
      response.setHeader('X-Request-Id', scope.requestId);
      withinScope(scope, () => {
        this.#observe(request, response);
        void this.#answer(request, response);
      });
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** @throws FatalError where the port is taken or may not be listened on */
  static async listen(options: ListenOptions): Promise<HttpServer> {
    const { host, port, secure, patience = 0, stall = 300_000, page = builtClient, lastWait = LAST_WAIT_MS, onAnswered = () => undefined } = options;
    const server = createServer({ requestTimeout: 60_000 });
    server.setTimeout(stall);
    const http = new HttpServer(server, page, secure, lastWait, onAnswered);
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

  /** Takes no new connection, and ends those there are when what they wait for is answered, after `lastWait` in any case. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    // A connection whose last answer has just gone out counts as idle a moment later.
    const sweep = setInterval(() => this.server.closeIdleConnections(), 50);
    const limit = setTimeout(() => this.#connections.forEach((connection) => connection.destroy()), this.lastWait);
    await closed;
    clearInterval(sweep);
    clearTimeout(limit);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of this.#headers) response.setHeader(name, value);
    try {
      const path = pathOf(request);
      // Alive is whoever can say so, also while it starts, waits for its database or stops.
      if (path === '/healthz') probe(response, 200, 'ok');
      else if (path === '/readyz') await this.#readiness(response);
      else if (!this.#routes) send(response, 503, 'starting');
      else if (path === '/graphql') await this.#routes.graphql.request(request, response);
      else if (path === '/export' && request.method === 'GET') await this.#routes.export(request, response);
      // Its headers alone would be an export that nobody gets; the page is no answer either.
      else if (path === '/export') send(response.setHeader('Allow', 'GET'), 405, 'method not allowed');
      else if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, 'method not allowed');
      else {
        const [, embedded] = EMBEDDED.exec(path) ?? [];
        if (embedded !== undefined) allowFraming(response, await this.#routes.framing(embedded));
        else if (path === EMBED_SCRIPT) response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        response.once('pipe', (file) => outlive(file, response));
        this.#page(request, response, () => send(response, 404, 'not found'));
      }
    } catch (error) {
      // Whoever sent it is gone, before all of it came: there is nobody to answer, and nothing of ours failed.
      if (request.destroyed && !request.complete) return;
      // Not what follows the path: addresses of links hold tokens.
      logger.error({ error, path: pathOf(request) }, 'a request failed');
      if (response.headersSent) response.destroy();
      else send(response, 500, 'internal error');
    }
  }

  async #readiness(response: ServerResponse): Promise<void> {
    const problems = this.#routes === null ? ['The server is starting.'] : await this.#routes.problems();
    probe(response, problems.length === 0 ? 200 : 503, problems.length === 0 ? 'ready' : problems.join('\n'));
  }

  /** One line of the log for each request, when it is over. */
  #observe(request: IncomingMessage, response: ServerResponse): void {
    const begun = performance.now();
    const scope = scopeOf(request);
    const { method = '' } = request;
    const path = pathOf(request);
    response.once('close', () => {
      const milliseconds = performance.now() - begun;
      const route = routeOf(path);
      const status = response.statusCode;
      const facts = { requestId: scope.requestId, method, path, status, ms: Math.round(milliseconds * 10) / 10, actor: scope.actor };
      // Probes come every few seconds for ever, and say nothing.
      const level = route === 'healthz' || route === 'readyz' ? 'debug' : 'info';
      logger[level](response.writableFinished ? facts : { ...facts, brokenOff: true }, 'request');
      this.onAnswered({ route, method, status, seconds: milliseconds / 1000 });
    });
  }

  #observeSocket(request: IncomingMessage, socket: Duplex): void {
    const begun = performance.now();
    const scope = scopeOf(request);
    socket.once('close', () => {
      const { requestId, actor } = scope;
      logger.info({ requestId, path: pathOf(request), ms: Math.round(performance.now() - begun), actor }, 'socket');
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that goes away in the middle of a handshake is no error of ours.
    socket.on('error', () => socket.destroy());
    const routes = this.#routes;
    if (routes && pathOf(request) === '/graphql') {
      this.#observeSocket(request, socket);
      withinScope(scopeOf(request), () => routes.graphql.upgrade(request, socket, head));
    } else socket.end(`HTTP/1.1 ${routes ? '404 Not Found' : '503 Service Unavailable'}\r\nConnection: close\r\n\r\n`);
  }
}

/** The address of an embedded viewer, with the id of its token. */
const EMBEDDED = /^\/embed\/([0-9a-f]{32})$/;
/** What pages of other origins load. */
const EMBED_SCRIPT = '/embed.js';

/** Lets pages of these origins frame the answer, and nobody else. */
function allowFraming(response: ServerResponse, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader('Content-Security-Policy', policy.replace("frame-ancestors 'none'", `frame-ancestors ${origins.join(' ')}`));
  // It knows no origins, and would forbid what the policy allows.
  response.removeHeader('X-Frame-Options');
}

/** The words of a probe, which nobody keeps. */
function probe(response: ServerResponse, status: number, text: string): void {
  response.setHeader('Cache-Control', 'no-store');
  send(response, status, text);
}

const routes: Readonly<Record<string, Route>> = { '/graphql': 'graphql', '/export': 'export', '/healthz': 'healthz', '/readyz': 'readyz' };

function routeOf(path: string): Route {
  return routes[path] ?? 'page';
}

/** The page's folder may be replaced under a running server, and sirv listens to no error of a file that is gone. */
function outlive(file: Readable, response: ServerResponse): void {
  file.once('error', (error) => {
    logger.warn({ error }, 'a file of the page could not be read');
    response.destroy();
  });
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
  // Whose pages may frame it is told with each answer: of one that is not modified Chromium keeps the old policy.
  if (EMBEDDED.test(path)) return void response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Cache-Control', /^\/(graphiql\/)?assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
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
