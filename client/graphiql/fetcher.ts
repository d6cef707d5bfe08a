import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

const socketUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;

/** @param key an API key to ask with; empty: with the session cookie, if there is one. The editor's own headers come first. */
export function createFetcher(key: string): Fetcher {
  return (params, options) => {
    const headers = { ...(key === '' ? {} : { authorization: `Bearer ${key}` }), ...inLowerCase(options?.headers) };
    // A socket proves itself once, with parameters in place of headers: each subscription has its own, opened on demand.
    const wsClient = createClient({ url: socketUrl, connectionParams: headers, retryAttempts: 0 });
    return createGraphiQLFetcher({ url: '/graphql', wsClient })(params, { ...options, headers });
  };
}

function inLowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
