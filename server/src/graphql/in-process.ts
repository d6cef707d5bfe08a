import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Principal } from '../access/principal.js';
import type { Services } from '../context.js';
import type { Source } from '../entry/actor.js';

/** Whoever is known already, somebody with a key, or nobody yet. */
export type Identity = Principal | { readonly authorization: string } | null;

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
    const known = identity !== null && 'actor' in identity ? identity : null;
    const key = identity !== null && 'authorization' in identity ? identity : null;
    const cookies = new Cookies();
    return {
      async send<Data>(document: string, variables: Record<string, unknown>, operationId?: string): Promise<Data> {
        const contextValue = {
          services,
          principal: known ?? (await services.access.authenticator.authenticate(key ?? { cookie: cookies.header })),
          source,
          cookie: cookies.header,
          ...(operationId === undefined ? {} : { operationId }),
          requestId: randomUUID(),
          // Nobody goes away in the middle.
          signal: new AbortController().signal,
          setCookie: (value: string) => cookies.set(value),
        };
        const { data, errors } = await graphql({ schema, source: document, variableValues: variables, contextValue });
        if (errors?.[0] !== undefined) throw errors[0].originalError ?? errors[0];
        return data as Data;
      },
    };
  };
}

/** What a browser would keep. */
class Cookies {
  readonly #values = new Map<string, string>();

  get header(): string | undefined {
    return this.#values.size === 0 ? undefined : [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** @param setCookie the value of a Set-Cookie header; one without a value makes it forget */
  set(setCookie: string): void {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(setCookie) ?? [];
    if (value === '') this.#values.delete(name);
    else this.#values.set(name, value);
  }
}
