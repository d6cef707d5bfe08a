import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { parse } from 'graphql';
import { CloseCode, handleProtocols } from 'graphql-ws';
import type { Context } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Credentials } from '../access/authenticator.js';
import type { Principal } from '../access/principal.js';
import type { Services } from '../context.js';
import { toGraphQLFormattedError } from '../errors.js';
import type { ErrorReport } from '../errors.js';
import { endingWithError } from './ending.js';
import { newErrorReport, sourceOf } from './incoming.js';
import { MAX_BODY, MAX_TOKENS } from './limits.js';
import { isForeign } from './origin.js';
import type { RequestContext } from './request-context.js';

/** What a client may send when it connects, in place of a header, which browsers cannot set on a socket. */
interface ConnectionParams extends Record<string, unknown> {
  /** As the header: "Bearer KEY". */
  readonly authorization?: unknown;
  /** The key alone. */
  readonly apiKey?: unknown;
}

interface Session {
  principal?: Principal;
}

type Connection = Context<ConnectionParams, Extra & Partial<Session>>;

/** The longest wait a timer takes; later ones are waited for in parts. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** graphql-transport-ws: the client may come again, at once. */
const SERVICE_RESTART = 1012;

/**
 * GraphQL over sockets, in the protocol graphql-transport-ws. Who may not come in, or whose session or key is taken
 * away or ends, is closed with 4403.
 */
export class GraphQLSockets implements AsyncDisposable {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY, handleProtocols });
  readonly #open = new Map<Connection, NodeJS.Timeout | null>();
  readonly #stopListening: () => void;
  readonly #protocol: { dispose(): Promise<void> | void };

  constructor(
    schema: GraphQLSchema,
    private readonly services: Services,
  ) {
    this.#stopListening = services.access.authenticator.onRevoked((isConcerned, { kind }) => {
      for (const connection of this.#open.keys()) {
        const { principal, socket } = connection.extra;
        if (principal === undefined || !isConcerned(principal)) continue;
        // `all`: something may have been taken away unheard, so everybody proves themselves anew.
        if (kind === 'all') socket.close(SERVICE_RESTART, 'Service Restart');
        else socket.close(CloseCode.Forbidden, 'Forbidden');
      }
    });
    this.#protocol = useServer<ConnectionParams, Partial<Session>>(
      {
        schema,
        parse: (source, options) => parse(source, { ...options, maxTokens: MAX_TOKENS }),
        onConnect: (connection) => this.#connect(connection),
        onClose: (connection) => this.#forget(connection),
        context: (connection) => this.#contextOf(connection),
        onOperation: (_connection, _id, _payload, _args, result) =>
          Symbol.asyncIterator in result ? endingWithError(result as AsyncIterable<ExecutionResult>) : undefined,
        onError: (_connection, _id, _payload, errors) => {
          const report = newErrorReport();
          return errors.map((error) => toGraphQLFormattedError(error, report));
        },
        onNext: (_connection, _id, _payload, { contextValue }, result) => {
          const { data = null, errors } = result;
          if (errors === undefined) return undefined;
          const report = reportOf(contextValue);
          return { data, errors: errors.map((error) => toGraphQLFormattedError(error, report)) };
        },
      },
      this.#server,
    );
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (isForeign(request.headers, this.services.config.publicUrl)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#server.emit('connection', webSocket, request));
  }

  /** Closes every socket; clients are told that the server goes away, and come again. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopListening();
    await this.#protocol.dispose();
    for (const connection of this.#open.keys()) this.#forget(connection);
  }

  /** False closes the socket with 4403. */
  async #connect(connection: Connection): Promise<boolean> {
    const { extra, connectionParams } = connection;
    const principal = await this.services.access.authenticator.authenticate(credentialsOf(extra.request, connectionParams));
    if (principal === null) return false;
    extra.principal = principal;
    this.#open.set(connection, null);
    this.#closeWhenExpired(connection, principal);
    return true;
  }

  #closeWhenExpired(connection: Connection, principal: Principal): void {
    if (principal.expiresAt === null || !this.#open.has(connection)) return;
    const left = principal.expiresAt - Date.now();
    if (left <= 0) return connection.extra.socket.close(CloseCode.Forbidden, 'Forbidden');
    const timer = setTimeout(() => this.#closeWhenExpired(connection, principal), Math.min(left, MAX_TIMEOUT)).unref();
    this.#open.set(connection, timer);
  }

  #forget(connection: Connection): void {
    clearTimeout(this.#open.get(connection) ?? undefined);
    this.#open.delete(connection);
  }

  #contextOf({ extra }: Connection): RequestContext {
    const { principal = null, request } = extra;
    return {
      services: this.services,
      principal,
      source: sourceOf(request, principal?.keyId !== undefined),
      requestId: newErrorReport().requestId,
      setCookie: () => undefined,
    };
  }
}

function credentialsOf({ headers }: IncomingMessage, params: ConnectionParams | undefined): Credentials {
  if (typeof params?.authorization === 'string') return { authorization: params.authorization };
  if (typeof params?.apiKey === 'string') return { authorization: `Bearer ${params.apiKey}` };
  return headers;
}

function reportOf(context: unknown): ErrorReport {
  const report = newErrorReport();
  const { requestId } = context as RequestContext;
  return { ...report, requestId };
}
