import {
  ApolloClient,
  ApolloLink,
  HttpLink,
  InMemoryCache,
  type ApolloCache,
  type StoreObject,
} from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { CloseCode, createClient } from 'graphql-ws';
import { askDatabase, Outage } from './outage/outage.js';
import { outageLink, refusalsAsAnswers } from './outage/outage-link.js';
import { embedded } from './ui/embedded.js';
import { fetchTimed } from './ui/server-clock.js';

/** The page session of the audit log, and what it was opened with: every view of the log is recorded once. */
let view: { readonly id: string; readonly filter: string } | null = null;

/** What a header may hold beside all others; of a longer filter the log tells what was asked first. */
const longestFilter = 4000;

/**
 * The audit log's page is opened, or a saved address of it; what the filter becomes afterwards is the same view.
 * @param filter as the page's address has it
 */
export function openView(filter: URLSearchParams): void {
  // Not crypto.randomUUID(), which plain http does not have.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  view = { id, filter: String(filter) };
}

/** What proves who asks, in an embedded viewer, which has no cookie: kept here and nowhere else. */
let bearer: string | null = null;

/** Sends the token with everything from now on; null: nothing. What is open is opened anew with it. */
export function authorize(token: string | null): void {
  bearer = token === null ? null : `Bearer ${token}`;
  socket.terminate();
}

const bearerLink = new ApolloLink((request, forward) => {
  if (bearer !== null) request.setContext(({ headers }) => ({ headers: { ...headers, authorization: bearer } }));
  return forward(request);
});

const viewLink = new ApolloLink((request, forward) => {
  if (view === null) return forward(request);
  const { id, filter } = view;
  const told = filter.length <= longestFilter ? { 'view-filter': filter } : {};
  request.setContext(({ headers }) => ({ headers: { ...headers, 'view-id': id, ...told } }));
  return forward(request);
});

/**
 * The one socket for subscriptions. It never retries by itself: whoever subscribes shows the cut and decides
 * when to try again. `terminate()` drops a connection that has gone silent.
 */
export const socket = createClient({
  connectionParams: () => ({
    ...(view === null ? {} : { viewId: view.id, viewFilter: view.filter }),
    ...(bearer === null ? {} : { authorization: bearer }),
  }),
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  retryAttempts: 0,
  connectionAckWaitTimeout: 10_000,
});

const listeners = new Set<() => void>();

/**
 * Calls back when an answer makes it doubtful that the person is still signed in, with the same rights: a request
 * was refused, or the socket closed. Returns how to stop that.
 */
export function onDoubt(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function doubt(): void {
  for (const listener of listeners) listener();
}

const refused = ['UNAUTHENTICATED', 'FORBIDDEN'];

const refusalLink = new ErrorLink(({ error }) => {
  if (!CombinedGraphQLErrors.is(error)) return;
  if (error.errors.some(({ extensions }) => refused.includes(String(extensions?.['code'])))) doubt();
});

socket.on('closed', (event) => {
  if (!(event instanceof CloseEvent)) return;
  if (event.code === CloseCode.Forbidden) doubt();
  // Service Restart and Try Again Later: what the server says when it cannot know any more who is there.
  if (event.code === 1012 || event.code === 1013) void outage.suspect();
});

/** Whether the server's database is away. */
export const outage = new Outage(askDatabase);

const link = ApolloLink.from([
  refusalLink,
  outageLink(outage),
  viewLink,
  bearerLink,
  ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    ApolloLink.from([refusalsAsAnswers, new HttpLink({ uri: '/graphql', credentials: embedded ? 'omit' : 'same-origin', fetch: fetchTimed })]),
  ),
]);

export const client = new ApolloClient({
  link,
  cache: new InMemoryCache({
    typePolicies: {
      // What these hold is replaced as a whole, never merged with what was there.
      WorkspaceProject: { fields: { folders: { merge: false } } },
    },
  }),
  defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network' } },
});

/** Takes what is no more out of the cache, and with it out of every list and field that named it. */
export function forget(cache: ApolloCache, gone: StoreObject): void {
  const id = cache.identify(gone);
  if (id === undefined) return;
  cache.evict({ id });
  cache.gc();
}
