import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApolloServer, HeaderMap } from '@apollo/server';
import type { GraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Services } from '../context.js';
import { ProductError, toGraphQLFormattedError } from '../errors.js';
import { logger } from '../logger.js';
import { scopeOf } from '../request-scope.js';
import { readJsonBody } from './body.js';
import { compressed } from './compression.js';
import { complexityError } from './complexity.js';
import { documentLimits } from './document-limits.js';
import { contextOf, refuse, RETRY_AFTER } from './edge.js';
import { errorReport } from './incoming.js';
import { MAX_TOKENS } from './limits.js';
import { PreparedQueries } from './prepared-queries.js';
import type { RequestContext } from './request-context.js';
import { buildProductSchema } from './schema.js';
import { coerceVariables } from './variables.js';
import type { SocketLimits } from './socket.js';
import { GraphQLSockets } from './ws-handler.js';

/** What answers on /graphql, requests and sockets. */
export interface GraphQLHandler extends AsyncDisposable {
  /** Sockets that are let in right now. */
  readonly sockets: number;
  request(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/**
 * GraphQL over HTTP by the specification's rules (POST with JSON; GET for queries alone), and over sockets by
 * graphql-transport-ws. Bodies of at most 1 MB. Dispose of it before the services.
 */
export async function createGraphQLHandler(services: Services, socketLimits?: SocketLimits): Promise<GraphQLHandler> {
  const schema = await buildProductSchema();
  const prepared = new PreparedQueries(schema);
  /** Apollo formats errors without telling whose they are. */
  const requestIds = new WeakMap<object, string>();
  /** Requests that were sound in themselves, with a document or variables that are not, by their ids: Apollo copies contexts. */
  const unsoundDocuments = new Set<string>();
  const apollo = new ApolloServer<RequestContext>({
    schema,
    introspection: true,
    nodeEnv: 'production',
    logger,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [documentLimits],
    formatError: (_, error) => toGraphQLFormattedError(error, errorReport(requestIds.get(error as object))),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      {
        // No hook for fields here: one alone would wrap every resolver of the schema.
        requestDidStart: async ({ contextValue }) => ({
          didResolveOperation: async ({ document, operation, request }) => {
            if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw notOverRequests();
            const refusal = operation && complexityError(schema, document, operation, request.variables);
            if (refusal) throw refusal;
          },
          responseForOperation: async ({ document, operation, request, contextValue: context }) => {
            // Without one, Apollo itself says that there is none of that name.
            if (!operation) return null;
            const { errors, values } = coerceVariables(schema, operation, request.variables);
            if (errors) {
              unsoundDocuments.add(context.requestId);
              return answerOf({ errors }, context, 400);
            }
            const query = prepared.of(document, operation);
            return query && answerOf(await query.execute(context, request.variables ?? {}, values), context);
          },
          didEncounterErrors: async ({ errors }) => {
            for (const error of errors) requestIds.set(error, contextValue.requestId);
            if (errors.every(({ extensions }) => extensions['code'] !== 'BAD_REQUEST')) unsoundDocuments.add(contextValue.requestId);
          },
          willSendResponse: async ({ operation, response: { body, http } }) => {
            // Only what is asked is compressed: the answers to changes hold secrets, whose length would tell of them.
            if (operation?.operation === OperationTypeNode.QUERY) http.headers.set('Vary', 'Accept-Encoding');
            if (body.kind !== 'single' || body.singleResult.data != null || !body.singleResult.errors?.some(isAway)) return;
            http.status = 503;
            http.headers.set('Retry-After', RETRY_AFTER);
          },
        }),
      },
    ],
  });
  await apollo.start();
  const sockets = new GraphQLSockets(schema, services, socketLimits);

  return {
    get sockets() {
      return sockets.open;
    },
    async request(request, response) {
      const report = errorReport(scopeOf(request).requestId);
      response.setHeader('X-Request-Id', report.requestId);
      response.setHeader('Cache-Control', 'no-store');
      try {
        const context = await contextOf(request, response, services, report.requestId);
        const body = request.method === 'POST' ? await readJsonBody(request, context.principal !== null) : undefined;
        const answer = await apollo.executeHTTPGraphQLRequest({
          httpGraphQLRequest: {
            method: request.method ?? 'GET',
            headers: headersOf(request),
            search: searchOf(request),
            body,
          },
          context: async () => context,
        });
        for (const [name, value] of answer.headers) response.setHeader(name, value);
        response.statusCode = answer.status ?? 200;
        // As application/json, which clients of old read whatever the status, such an answer SHOULD come with 200; as
        // application/graphql-response+json with 400 (GraphQL over HTTP, "Status Codes").
        const isOfOld = answer.headers.get('content-type')?.startsWith('application/json');
        if (answer.status === 400 && isOfOld && unsoundDocuments.has(context.requestId)) response.statusCode = 200;
        if (answer.body.kind !== 'complete') throw new Error('incremental delivery is not offered');
        const { string } = answer.body;
        response.end(answer.headers.has('vary') ? await compressed(string, request, response) : string);
      } catch (error) {
        // Whoever broke off in the middle of the body waits for no answer.
        if (request.destroyed && !request.complete) return;
        refuse(response, error, report);
        // A client that is still sending reads the answer only afterwards: what it sends is thrown away.
        request.resume();
      } finally {
        unsoundDocuments.delete(report.requestId);
      }
    },
    upgrade: (request, socket, head) => sockets.upgrade(request, socket, head),
    async [Symbol.asyncDispose]() {
      await sockets[Symbol.asyncDispose]();
      await apollo.stop();
    },
  };
}

/** What was found without Apollo, told as it tells what it found itself. */
function answerOf({ data, errors }: ExecutionResult, { requestId }: RequestContext, status?: number): GraphQLResponse {
  const report = errorReport(requestId);
  const singleResult = {
    ...(errors ? { errors: errors.map((error) => toGraphQLFormattedError(error, report)) } : {}),
    ...(data === undefined ? {} : { data }),
  };
  return { http: { ...(status === undefined ? {} : { status }), headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
}

function notOverRequests(): GraphQLError {
  const message =
    'A subscription is not answered over requests. Open a WebSocket at the same address, with the sub-protocol graphql-transport-ws.';
  const originalError = new ProductError('BAD_USER_INPUT', message);
  return new GraphQLError(message, { originalError, extensions: { http: { status: 400 } } });
}

/** Nothing could be answered, since the database is away: a proxy or client that knows only HTTP is to know it too. */
function isAway({ extensions }: GraphQLFormattedError): boolean {
  return extensions?.['code'] === 'UNAVAILABLE' || extensions?.['code'] === 'OUTCOME_UNKNOWN';
}

function headersOf({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

function searchOf({ url = '' }: IncomingMessage): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}
