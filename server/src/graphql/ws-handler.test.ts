import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import type { Client, ClientOptions } from 'graphql-ws';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import { PATIENCE } from '../testing/waiting.js';
import type { TestProduct } from '../testing/product.js';

const KEY = 'an-integration-key-0123456789-0123456789';
const VIEWER = '{ viewer { role scopes user { email } } }';
const TAIL = 'subscription { auditLogsAdded { caughtUp edges { node { eventType action } } } }';

interface Socket {
  readonly client: Client;
  /** Resolves with the code when the socket closes. */
  readonly closed: Promise<number>;
}

/** Connects once, lazily, with what a browser (`headers`) or a program (`connectionParams`) sends. */
function connect(
  { url }: TestProduct,
  options: Partial<ClientOptions> & { headers?: Record<string, string> } = {},
): Socket {
  const { headers = {}, ...rest } = options;
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  const client = createClient({
    url: url.replace('http:', 'ws:'),
    retryAttempts: 0,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, { headers });
      }
    },
    on: { closed: (event) => resolve((event as { code: number }).code) },
    onNonLazyError: () => undefined,
    ...rest,
  });
  onTestFinished(async () => client.dispose());
  return { client, closed };
}

async function ask({ client }: Socket, query: string): Promise<unknown> {
  for await (const result of client.iterate({ query })) return result;
  throw new Error('no answer');
}

/** Begins a subscription, and waits until it is heard. */
async function watch({ client }: Socket): Promise<{ events: string[]; ended: Promise<unknown> }> {
  const results = client.iterate<{
    auditLogsAdded: { edges: { node: { eventType: string; action: string } }[] };
  }>({ query: TAIL });
  const events: string[] = [];
  const first = await results.next();
  if (first.done || first.value.errors)
    throw new Error(`the subscription did not begin: ${JSON.stringify(first)}`);
  const ended = (async () => {
    try {
      for await (const { data } of results) {
        for (const { node } of data?.auditLogsAdded.edges ?? [])
          events.push(`${node.eventType} ${node.action}`);
      }
      return 'complete';
    } catch (error) {
      return error;
    }
  })();
  return { events, ended };
}

test('A key comes as a connection parameter or header, a person by cookie', async () => {
  await using product = await startProduct();
  const { cookie } = await product.administrator();
  const key = {
    data: { viewer: { role: null, scopes: expect.arrayContaining(['audit:read']), user: null } },
  };

  expect(
    await ask(connect(product, { connectionParams: { authorization: `Bearer ${ADMIN_KEY}` } }), VIEWER),
  ).toMatchObject(key);
  expect(await ask(connect(product, { connectionParams: { apiKey: ADMIN_KEY } }), VIEWER)).toMatchObject(key);
  expect(
    await ask(connect(product, { headers: { authorization: `Bearer ${ADMIN_KEY}` } }), VIEWER),
  ).toMatchObject(key);
  expect(await ask(connect(product, { headers: { cookie: cookie! } }), VIEWER)).toMatchObject({
    data: { viewer: { role: 'ADMIN' } },
  });
});

test.each([
  ['nothing', {}],
  ['a wrong key', { connectionParams: { apiKey: 'wrong' } }],
  ['a wrong cookie', { headers: { cookie: 'audit_session=wrong' } }],
])('With %s the socket is closed as forbidden', async (_, options) => {
  await using product = await startProduct();
  const socket = connect(product, { lazy: false, ...options });
  expect(await socket.closed).toBe(4403);
});

test('A page of another site does not even get a socket', async () => {
  await using product = await startProduct();
  const { cookie } = await product.administrator();
  const upgrade = async (headers: Record<string, string>) => {
    const socket = new WebSocket(product.url.replace('http:', 'ws:'), 'graphql-transport-ws', {
      headers: { cookie: cookie!, ...headers },
    });
    const outcome = await once(socket, 'open').then(
      () => 'open',
      (error: Error) => error.message,
    );
    socket.on('error', () => undefined);
    socket.terminate();
    return outcome;
  };
  expect(await upgrade({ origin: 'https://evil.example' })).toBe('Unexpected server response: 403');
  expect(await upgrade({ origin: 'null' })).toBe('Unexpected server response: 403');
  expect(await upgrade({ origin: new URL(product.url).origin })).toBe('open');
  expect(await upgrade({})).toBe('open');
});

test('A revoked key ends its sockets, and nobody else is disturbed', async () => {
  await using product = await startProduct();
  const id = await product.addKey(KEY, ['audit:read']);
  const revoked = connect(product, { connectionParams: { apiKey: KEY } });
  const bystander = connect(product, { connectionParams: { apiKey: ADMIN_KEY } });
  const [ending, going] = await Promise.all([watch(revoked), watch(bystander)]);

  await product.db.owner.query('UPDATE account.api_key SET revoked_at = now() WHERE id = $1', [id]);

  expect(await revoked.closed).toBe(4403);
  expect(await ending.ended).toMatchObject({ code: 4403 });
  await expect.poll(() => going.events, PATIENCE).toContain('API_KEY update');
});

test('Signing out ends the sockets of that session, and of no other', async () => {
  await using product = await startProduct();
  const [first, second] = [await product.administrator(), await product.administrator()];
  const [one, other] = [first, second].map(({ cookie }) =>
    connect(product, { headers: { cookie: cookie! } }),
  ) as [Socket, Socket];
  const [, going] = [await watch(one), await watch(other)];

  await first.data('mutation { signOut }');

  expect(await one.closed).toBe(4403);
  await expect.poll(() => going.events, PATIENCE).toContain('AUTHENTICATION sign_out');
});

test('A changed role ends the sockets that it had opened', async () => {
  await using product = await startProduct();
  const bob = await product.member('bob@example.com');
  const socket = connect(product, { headers: { cookie: bob.cookie! } });
  await watch(socket);

  await product.db.owner.query(
    `UPDATE account.person SET role = 'Read Only' WHERE email = 'bob@example.com'`,
  );

  expect(await socket.closed).toBe(4403);
  const again = connect(product, { headers: { cookie: bob.cookie! } });
  expect(await ask(again, TAIL)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});

test('A socket ends with the key that opened it', async () => {
  await using product = await startProduct();
  const id = await product.addKey(KEY, ['audit:read']);
  await product.db.owner.query(
    `UPDATE account.api_key SET expires_at = now() + interval '300 ms' WHERE id = $1`,
    [id],
  );

  const socket = connect(product, { connectionParams: { apiKey: KEY }, lazy: false });

  expect(await socket.closed).toBe(4403);
});

test('When revocations may have been missed, everybody is asked to come again', async () => {
  await using product = await startProduct();
  const socket = connect(product, { connectionParams: { apiKey: ADMIN_KEY } });
  await watch(socket);

  await product.db.owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN access'`,
  );

  // 1012, Service Restart: clients of the protocol connect anew by themselves.
  expect(await socket.closed).toBe(1012);
});

test('A bad request on a socket is answered with its code, and the socket goes on', async () => {
  await using product = await startProduct();
  const socket = connect(product, { connectionParams: { apiKey: ADMIN_KEY }, lazy: false });
  // What cannot begin is refused by an `error` message, which the client throws; the rest comes as a result.
  const answer = (query: string) => ask(socket, query).catch((errors: unknown) => ({ errors }));
  const badInput = { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] };

  expect(await answer('{ nothing }')).toMatchObject(badInput);
  expect(await answer('{ unfinished')).toMatchObject(badInput);
  expect(await answer(`{ ${'viewer { role } '.repeat(1000)} }`)).toMatchObject(badInput);
  expect(await answer('subscription { auditLogsAdded(after: "nonsense") { cursor } }')).toMatchObject(
    badInput,
  );
  expect(await answer('{ testCase(id: "TC-1") { id } }')).toEqual({ data: { testCase: null } });
});

test('Sockets are told that the server goes away', async () => {
  const product = await startProduct();
  const socket = connect(product, { connectionParams: { apiKey: ADMIN_KEY } });
  await watch(socket);

  await product[Symbol.asyncDispose]();

  expect(await socket.closed).toBe(1001);
});
