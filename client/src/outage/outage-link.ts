import { ApolloLink } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';
import { OperationTypeNode } from 'graphql';
import { catchError, from, mergeMap, of, throwError } from 'rxjs';
import type { Outage } from './outage.js';

/** A refusal in GraphQL's form is an answer, whatever its status: the link below takes it for none. */
export const refusalsAsAnswers = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    catchError((error: unknown) => {
      const answer = answerIn(error);
      return answer === null ? throwError(() => error) : of(answer);
    }),
  ),
);

/**
 * Holds what is asked while the database is away, and asks it again when it is back: whoever asked only waits longer.
 * A change is not repeated by itself, since its answer says whether it may be.
 */
export function outageLink(outage: Outage): ApolloLink {
  return new ErrorLink(({ error, operation, forward }) => {
    if (!isAway(error)) return undefined;
    outage.begin();
    if (operation.operationType !== OperationTypeNode.QUERY) return undefined;
    return from(outage.over()).pipe(mergeMap(() => forward(operation)));
  });
}

function isAway(error: unknown): boolean {
  if (!CombinedGraphQLErrors.is(error)) return false;
  return error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAVAILABLE' || extensions?.['code'] === 'OUTCOME_UNKNOWN');
}

function answerIn(error: unknown): ApolloLink.Result | null {
  if (!ServerError.is(error)) return null;
  try {
    const body: unknown = JSON.parse(error.bodyText);
    return typeof body === 'object' && body !== null && 'errors' in body && Array.isArray(body.errors) ? (body as ApolloLink.Result) : null;
  } catch {
    return null;
  }
}
