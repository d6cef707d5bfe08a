import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { getOperationAST, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import type { SubscribePayload } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Credentials } from '../access/authenticator.js';
import type { Principal } from '../access/principal.js';
import type { Services } from '../context.js';
import { ProductError, toGraphQLFormattedError } from '../errors.js';
import { complexityError } from './complexity.js';
import { documentLimits } from './document-limits.js';
import { noteActor } from '../request-scope.js';
import { errorReport, sourceOf } from './incoming.js';
import { CLOSE_TIMEOUT, MAX_MESSAGE, MAX_OPERATIONS, MAX_SOCKETS, MAX_TOKENS } from './limits.js';
import { isForeign } from './origin.js';
import type { RequestContext } from './request-context.js';
import { serveSocket, TRY_AGAIN_LATER, USUAL_SOCKET_LIMITS } from './socket.js';
import type { Connection, ConnectionParams, SocketLimits, SocketState } from './socket.js';
import { coerceVariables } from './variables.js';
import { pageViewOf } from './viewing.js';
import type { PageView } from './viewing.js';

/** The longest wait a timer takes; later ones are waited for in parts. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** A code of WebSocket's own at which clients of graphql-transport-ws come again by themselves. */
const SERVICE_RESTART = 1012;

/** A constant of its own, since the types of `ws` do not know `closeTimeout` yet. */
const SERVER_OPTIONS = { noServer: true, maxPayload: MAX_MESSAGE, closeTimeout: CLOSE_TIMEOUT, handleProtocols };

/**
 * GraphQL over sockets, in the protocol graphql-transport-ws. Who may not come in, or whose session or key is taken
 * away or ends, is closed with 4403.
 */
export class GraphQLSockets implements AsyncDisposable {
  readonly #server = new WebSocketServer(SERVER_OPTIONS);
  readonly #open = new Map<Connection, NodeJS.Timeout | null>();
  readonly #stopListening: () => void;

  constructor(
    schema: GraphQLSchema,
    private readonly services: Services,
    limits: SocketLimits = USUAL_SOCKET_LIMITS,
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
    const protocol = makeServer<ConnectionParams, SocketState>({
      schema,
      connectionInitWaitTimeout: limits.connectionInitTimeout,
      onConnect: (connection) => this.#connect(connection),
      onSubscribe: ({ extra }, id, payload) => (extra.operations.begin(id) === null ? [tooMany()] : prepare(schema, payload)),
      onClose: (connection) => this.#forget(connection),
      context: (connection, id) => this.#contextOf(connection, id),
      onError: (_connection, _id, _payload, errors) => {
        const report = errorReport();
        return errors.map((error) => toGraphQLFormattedError(error, report));
      },
      onNext: (_connection, _id, _payload, { contextValue }, result) => {
        const { data = null, errors } = result;
        if (errors === undefined) return undefined;
        const report = errorReport((contextValue as RequestContext).requestId);
        return { data, errors: errors.map((error) => toGraphQLFormattedError(error, report)) };
      },
    });
    this.#server.on('connection', (socket: WebSocket, request: IncomingMessage) => serveSocket(protocol, socket, request, limits));
  }

  /** How many are let in right now. */
  get open(): number {
    return this.#open.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (isForeign(request.headers, this.services.config.publicUrl)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) =>
      this.#server.emit('connection', webSocket, request),
    );
  }

  /** Closes every socket; clients are told that the server goes away, and come again. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopListening();
    for (const socket of this.#server.clients) socket.close(1001, 'Going away');
    await new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#open.keys()) this.#forget(connection);
  }

  /** False closes the socket with 4403. */
  async #connect(connection: Connection): Promise<boolean> {
    const { extra, connectionParams } = connection;
    let pageView: PageView | undefined;
    try {
      pageView = pageViewOf(connectionParams?.viewId, connectionParams?.viewFilter, '`viewId`', '`viewFilter`');
    } catch (error) {
      // What can be the reason of a closed socket holds 123 bytes.
      extra.socket.close(CloseCode.BadRequest, (error as Error).message.slice(0, 100));
      return false;
    }
    let principal: Principal | null;
    try {
      principal = await this.services.access.authenticator.authenticate(
        credentialsOf(extra.request, connectionParams),
      );
    } catch (error) {
      // The library's own 4500 would tell clients never to come again.
      const report = errorReport();
      report.log(error, report.requestId);
      extra.socket.close(TRY_AGAIN_LATER, 'Try Again Later');
      return false;
    }
    // It may have been closed meanwhile, and is then not to be remembered.
    if (principal === null || extra.socket.readyState !== extra.socket.OPEN) return false;
    if (this.#socketsOf(principal) >= MAX_SOCKETS) {
      extra.socket.close(CloseCode.TooManyInitialisationRequests, `Too many sockets: close one of the ${MAX_SOCKETS} that are open`);
      return false;
    }
    extra.principal = principal;
    if (pageView !== undefined) extra.pageView = pageView;
    extra.operations.watch((id) => id in connection.subscriptions);
    noteActor(extra.request, principal.actor);
    this.#open.set(connection, null);
    this.#closeWhenExpired(connection, principal);
    return true;
  }

  #socketsOf({ keyId, sessionId, embed }: Principal): number {
    const isSame = ({ extra: { principal } }: Connection) => principal?.keyId === keyId && principal?.sessionId === sessionId && principal?.embed?.id === embed?.id;
    return [...this.#open.keys()].filter(isSame).length;
  }

  #closeWhenExpired(connection: Connection, principal: Principal): void {
    if (principal.expiresAt === null || !this.#open.has(connection)) return;
    const left = principal.expiresAt - Date.now();
    if (left <= 0) return connection.extra.socket.close(CloseCode.Forbidden, 'Forbidden');
    const timer = setTimeout(
      () => this.#closeWhenExpired(connection, principal),
      Math.min(left, MAX_TIMEOUT),
    ).unref();
    this.#open.set(connection, timer);
  }

  #forget(connection: Connection): void {
    clearTimeout(this.#open.get(connection) ?? undefined);
    this.#open.delete(connection);
  }

  #contextOf({ extra }: Connection, id: string): RequestContext {
    const { principal = null, pageView, request, operations } = extra;
    return {
      services: this.services,
      principal,
      cookie: request.headers.cookie,
      source: sourceOf(request, this.services.config.trustedProxies, principal?.keyId !== undefined),
      ...(pageView === undefined ? {} : { pageView }),
      requestId: randomUUID(),
      signal: operations.signalOf(id),
      setCookie: () => undefined,
    };
  }
}

function credentialsOf({ headers }: IncomingMessage, params: ConnectionParams | undefined): Credentials {
  if (typeof params?.authorization === 'string') return { authorization: params.authorization };
  if (typeof params?.apiKey === 'string') return { authorization: `Bearer ${params.apiKey}` };
  return headers;
}

function tooMany(): GraphQLError {
  const message = `This socket has ${MAX_OPERATIONS} operations open, the most it may have. Complete one first, or open another socket.`;
  return new GraphQLError(message, { originalError: new ProductError('TOO_MANY_REQUESTS', message) });
}

/** Left to itself, the library closes the whole socket for a document that does not parse. */
function prepare(schema: GraphQLSchema, payload: SubscribePayload): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = parse(payload.query, { maxTokens: MAX_TOKENS });
    const errors = validate(schema, document, [...specifiedRules, documentLimits]);
    if (errors.length > 0) return errors;
    const operation = getOperationAST(document, payload.operationName);
    const refusal = operation && complexityError(schema, document, operation, payload.variables);
    if (refusal) return [refusal];
    const { errors: unfit } = coerceVariables(schema, operation, payload.variables);
    if (unfit) return unfit;
    return { schema, document, operationName: payload.operationName, variableValues: payload.variables };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}
