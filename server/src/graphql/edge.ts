import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { Services } from '../context.js';
import { ProductError, toGraphQLFormattedError } from '../errors.js';
import type { ErrorReport } from '../errors.js';
import { noteActor, scopeOf } from '../request-scope.js';
import { RequestFault } from './body.js';
import { errorReport, operationIdOf, sourceOf } from './incoming.js';
import { isForeign } from './origin.js';
import type { RequestContext } from './request-context.js';
import { pageViewOf } from './viewing.js';

/**
 * Who asks, from where and for which operation.
 * @throws ProductError FORBIDDEN for what a page of another site sends with the visitor's cookie
 */
export async function contextOf(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
  requestId: string,
): Promise<RequestContext> {
  const { headers, method } = request;
  if (method === 'POST') refuseForeign(request, services);
  const operationId = operationIdOf(headers);
  const pageView = pageViewOf(headers['view-id'], headers['view-filter'], 'The header View-Id', 'The header View-Filter');
  const principal = await services.access.authenticator.authenticate(headers);
  // No header of a browser's own protects it, as a cookie's SameSite does: only pages of this server may use it.
  if (principal?.embed && isForeign({ ...headers, authorization: undefined }, services.config.publicUrl)) throw foreignError();
  noteActor(request, principal?.actor);
  return {
    services,
    principal,
    cookie: headers.cookie,
    source: sourceOf(request, services.config.trustedProxies, headers.authorization !== undefined),
    ...(operationId === undefined ? {} : { operationId }),
    ...(pageView === undefined ? {} : { pageView }),
    requestId,
    signal: goneSignal(response),
    setCookie: (value) => void response.appendHeader('Set-Cookie', value),
  };
}

/** Aborts when the connection is closed before the answer has gone out. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

function refuseForeign({ headers }: IncomingMessage, services: Services): void {
  if (isForeign(headers, services.config.publicUrl)) throw foreignError();
}

function foreignError(): ProductError {
  return new ProductError('FORBIDDEN', 'This request comes from a page of another site.');
}

const STATUS: Readonly<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TOO_MANY_REQUESTS: 429,
  TIMEOUT: 503,
  INTERNAL_SERVER_ERROR: 500,
  UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 503,
};

/** Seconds after which to ask again while the database is away. */
export const RETRY_AFTER = '5';

/** Answers what never reached GraphQL in the form that GraphQL's own errors have. */
export function refuse(response: ServerResponse, error: unknown, report: ErrorReport): void {
  const formatted: GraphQLFormattedError =
    error instanceof RequestFault
      ? { message: error.message, extensions: { code: 'BAD_REQUEST' } }
      : toGraphQLFormattedError(error, report);
  const status =
    error instanceof RequestFault ? error.status : (STATUS[String(formatted.extensions?.['code'])] ?? 500);
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER);
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ errors: [formatted] }));
}

/** An endpoint beside GraphQL, with the same idea of who asks and the same form of errors. */
export function createRoute(
  services: Services,
  answer: (request: IncomingMessage, response: ServerResponse, context: RequestContext) => Promise<void>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const report = errorReport(scopeOf(request).requestId);
    response.setHeader('X-Request-Id', report.requestId);
    response.setHeader('Cache-Control', 'no-store');
    try {
      refuseForeign(request, services);
      await answer(request, response, await contextOf(request, response, services, report.requestId));
    } catch (error) {
      if (!response.headersSent) refuse(response, error, report);
      else {
        // What has gone out cannot be taken back: the connection breaks, so that nobody takes a part for the whole.
        if (!request.destroyed && !response.destroyed) report.log(error, report.requestId);
        response.destroy();
      }
    }
  };
}
