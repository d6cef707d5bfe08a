import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ProductError, toGraphQLFormattedError } from './errors.js';

describe('toGraphQLFormattedError', () => {
  it("keeps a product error's code and message, however deep GraphQL wrapped it", () => {
    const thrown = new ProductError('NOT_FOUND', 'No such project.');
    const once = new GraphQLError('wrapped', { originalError: thrown, path: ['project'] });
    const twice = new GraphQLError('wrapped', { originalError: once });
    for (const error of [thrown, once, twice]) {
      expect(format(error).answer).toMatchObject({ message: 'No such project.', extensions: { code: 'NOT_FOUND' } });
    }
    expect(format(once).answer.path).toEqual(['project']);
  });

  it('masks what is unknown, and logs it under the same request id', () => {
    const secret = new Error('connect ECONNREFUSED postgres://owner:secret@db');
    for (const error of [secret, new GraphQLError(secret.message, { originalError: secret, path: ['auditLogs'] })]) {
      const { answer, logged } = format(error);
      expect(JSON.stringify(answer)).not.toContain('secret');
      expect(answer.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' });
      expect(logged).toEqual([[secret, 'request-1']]);
    }
  });

  it('tells a caller what is wrong with the document, and nothing else that an extension holds', () => {
    const error = new GraphQLError('Cannot query field "x".', {
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: ['at /srv'] },
    });
    const { answer, logged } = format(error);
    expect(answer).toEqual({ message: 'Cannot query field "x".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    expect(logged).toEqual([]);
  });

  it('tells when to try again', () => {
    const { answer } = format(new ProductError('TOO_MANY_REQUESTS', 'Later.', { retryAfter: 12 }));
    expect(answer).toEqual({ message: 'Later.', extensions: { code: 'TOO_MANY_REQUESTS', retryAfter: 12 } });
  });

  it('masks a GraphQL error that a resolver made without a code', () => {
    const { answer } = format(new GraphQLError('row 17 of account.session', { path: ['viewer'] }));
    expect(answer.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
  });
});

function format(error: unknown) {
  const logged: unknown[] = [];
  const answer = toGraphQLFormattedError(error, { requestId: 'request-1', log: (...line) => logged.push(line) });
  return { answer, logged };
}
