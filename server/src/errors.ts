import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { isOutage } from './outage.js';
import { withoutValues } from './request-fault.js';
import { currentScope } from './request-scope.js';

/**
 * The stable codes of what a caller may be told. A client branches on these, never on the message.
 */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'LOG_REWOUND'
  | 'TOO_MANY_REQUESTS'
  | 'TIMEOUT'
  | 'CANCELLED'
  /** The database is away: nothing was changed, and the same may be asked again. */
  | 'UNAVAILABLE'
  /** The database went away while a change was being committed: whether it was is not known. */
  | 'OUTCOME_UNKNOWN';

/**
 * An error whose message is meant for the caller. Everything else that is thrown stays inside: the caller is
 * told a request id, the log holds the rest.
 */
export class ProductError extends Error {
  override readonly name = 'ProductError';
  /** Seconds after which it is worth trying again; told to the caller as the extension `retryAfter`. */
  readonly retryAfter: number | null;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAfter?: number } = {},
  ) {
    super(message, options);
    this.retryAfter = options.retryAfter ?? null;
  }
}

/**
 * The process cannot go on, and the message says why to whoever started it: printed alone, without a stack,
 * exit code 1.
 */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}

/** What the GraphQL libraries say of a request that is malformed: the caller's to know. */
const requestFaults: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  // A client that tries them sends the whole document when it is told this.
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

export interface ErrorReport {
  /** Told to the caller and written to the log, so that one leads to the other. */
  requestId: string;
  /** Called with what was masked. */
  log(error: unknown, requestId: string): void;
}

/**
 * The one place where an error becomes an answer, for requests and subscriptions alike. A `ProductError` and a
 * malformed request keep their message and code; whatever else was thrown becomes INTERNAL_SERVER_ERROR with
 * the request's id and is handed to `report.log`.
 */
export function toGraphQLFormattedError(error: unknown, report: ErrorReport): GraphQLFormattedError {
  const known = productErrorWithin(error);
  if (known) return withRetryAfter(answer(error, known.message, known.code), known.retryAfter);
  if (error instanceof GraphQLError) {
    const code = error.extensions['code'];
    if (requestFaults.has(code)) return answer(error, withoutValues(error), String(code));
    // Raised by graphql-js itself before any resolver ran: a document or a variable that does not fit the schema.
    if (code === undefined && !error.originalError && !error.path) return answer(error, withoutValues(error), 'BAD_USER_INPUT');
  }
  report.log(error instanceof GraphQLError ? (error.originalError ?? error) : error, report.requestId);
  if (wasStopped(error)) return answer(error, STOPPED, 'TIMEOUT');
  if (isOutage(error)) return databaseAway(error);
  const masked = answer(error, `Something went wrong on our side (request ${report.requestId}).`, 'INTERNAL_SERVER_ERROR');
  return { ...masked, extensions: { ...masked.extensions, requestId: report.requestId } };
}

/** Messages repeat what was sent, which may be as long as a request. */
const MOST_CHARACTERS = 1000;

const STOPPED =
  'The database was stopped, since it took longer than one statement may; nothing of this was changed. ' +
  'Ask for less at once (a narrower filter, a shorter time, a smaller page), or try again later.';

/** SQLSTATE query_canceled, from pg itself or by way of TypeORM: the statement's time was over. */
function wasStopped(error: unknown): boolean {
  if (error instanceof GraphQLError && error.originalError) return wasStopped(error.originalError);
  return error instanceof Error && 'code' in error && error.code === '57014';
}

/** Claims that nothing was changed only where that is known. */
function databaseAway(error: unknown): GraphQLFormattedError {
  const away = 'The database cannot be reached at the moment';
  const scope = currentScope();
  if (scope === undefined) return answer(error, `${away}. Try again.`, 'UNAVAILABLE');
  if (!scope.changed) return answer(error, `${away}; nothing was changed. Try again.`, 'UNAVAILABLE');
  return answer(error, `${away}; a part of this request was saved before. Look before you repeat it.`, 'OUTCOME_UNKNOWN');
}

/** For a change whose commit was sent and never answered. */
export function outcomeUnknown(cause: unknown): ProductError {
  return new ProductError(
    'OUTCOME_UNKNOWN',
    'The connection to the database broke while this was being saved: it may or may not have been. Look before you repeat it.',
    { cause },
  );
}

/** GraphQL wraps what a resolver throws, sometimes more than once. */
function productErrorWithin(error: unknown): ProductError | undefined {
  if (error instanceof ProductError) return error;
  return error instanceof GraphQLError && error.originalError ? productErrorWithin(error.originalError) : undefined;
}

function withRetryAfter(answered: GraphQLFormattedError, retryAfter: number | null): GraphQLFormattedError {
  return retryAfter === null ? answered : { ...answered, extensions: { ...answered.extensions, retryAfter } };
}

function answer(error: unknown, message: string, code: string): GraphQLFormattedError {
  return {
    message: message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message,
    ...(error instanceof GraphQLError && error.locations ? { locations: error.locations } : {}),
    ...(error instanceof GraphQLError && error.path ? { path: error.path } : {}),
    extensions: { code },
  };
}
