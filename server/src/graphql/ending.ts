import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';

/**
 * The same results, but what the source throws becomes a last result that holds the error. Thrown on, it would close
 * the whole socket, and with it every other subscription.
 *
 * Not a generator: that would hold `return()` back until the next event, and the source's resources with it.
 */
export function endingWithError(results: AsyncIterable<ExecutionResult>): AsyncIterableIterator<ExecutionResult> {
  const source = results[Symbol.asyncIterator]();
  const end: IteratorReturnResult<undefined> = { done: true, value: undefined };
  let ended = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (ended) return end;
      try {
        return await source.next();
      } catch (error) {
        ended = true;
        return { done: false, value: { errors: [asGraphQLError(error)] } };
      }
    },
    async return() {
      ended = true;
      await source.return?.();
      return end;
    },
  };
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
