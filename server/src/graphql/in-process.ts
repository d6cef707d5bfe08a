import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Credentials } from '../access/authenticator.js';
import type { Principal } from '../access/principal.js';
import type { Services } from '../context.js';
import type { Source } from '../entry/actor.js';

/** Whoever is known already, somebody with a key or a cookie, or nobody yet. */
export type Identity = Principal | Credentials | null;

/** One who uses the product's own GraphQL from within its process, and is a session's owner once signed in. */
export interface Caller {
  /**
   * @param operationId joins the changes of several calls into one operation
   * @throws ProductError as a request would be told it, any other error as it was thrown
   */
  send<Data>(document: string, variables: Record<string, unknown>, operationId?: string): Promise<Data>;
}

export type OpenCaller = (identity: Identity) => Caller;

/** Callers with the permissions of whom they stand for, and no more; without the limits of what comes from outside. */
export function inProcess(schema: GraphQLSchema, services: Services, source: Source): OpenCaller {
  return (identity) => {
    let credentials: Credentials | null = identity !== null && 'actor' in identity ? null : identity;
    const known = identity !== null && 'actor' in identity ? identity : null;
    return {
      async send<Data>(document: string, variables: Record<string, unknown>, operationId?: string): Promise<Data> {
        const contextValue = {
          services,
          principal: known ?? (credentials === null ? null : await services.access.authenticator.authenticate(credentials)),
          source,
          ...(operationId === undefined ? {} : { operationId }),
          requestId: randomUUID(),
          // Nobody goes away in the middle.
          signal: new AbortController().signal,
          setCookie: (value: string) => void (credentials = { cookie: value.split(';', 1)[0] }),
        };
        const { data, errors } = await graphql({ schema, source: document, variableValues: variables, contextValue });
        if (errors?.[0] !== undefined) throw errors[0].originalError ?? errors[0];
        return data as Data;
      },
    };
  };
}
