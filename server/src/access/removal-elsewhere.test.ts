import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { Program, unusedPort } from '../testing/programs.js';
import { TestClient } from '../testing/test-client.js';

/** The promise is a second; thirty times that is waited for, and what it took is printed. */
const PROMISED_MS = 1000;

/** Two server processes over one database: what is taken away at one ends at the other. */
let product: TestProduct;
let programs: readonly Program[] = [];
let here: string;
let elsewhere: string;

beforeAll(async () => {
  product = await startProduct();
  const start = async (): Promise<readonly [Program, string]> => {
    const port = await unusedPort();
    const settings = { DATABASE_URL: product.db.ownerUrl, DATABASE_APP_URL: product.db.appUrl, PORT: String(port) };
    const program = Program.start('main.js', [], settings);
    await program.said(/ready: http/);
    return [program, `http://127.0.0.1:${port}/graphql`];
  };
  const [one, other] = await Promise.all([start(), start()]);
  programs = [one[0], other[0]];
  [here, elsewhere] = [one[1], other[1]];
}, 600_000);
afterAll(async () => {
  for (const program of programs) await program[Symbol.asyncDispose]();
  await product?.[Symbol.asyncDispose]();
});

/** Who is signed in, or holds a key: the headers that say so. */
function headersOf({ cookie, headers }: TestClient): Record<string, string> {
  return { ...headers, ...(cookie === null ? {} : { cookie }) };
}

/** Opens a subscription at the other process. Resolves when it is heard, with the code with which its socket will close. */
async function watch(client: TestClient): Promise<{ readonly closed: Promise<number> }> {
  const socket = new WebSocket(elsewhere.replace('http:', 'ws:'), 'graphql-transport-ws', { headers: headersOf(client) });
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  const heard = Promise.withResolvers<void>();
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data)) as { type: string; payload?: { errors?: unknown } };
    if (type === 'connection_ack') {
      socket.send('{"type":"subscribe","id":"1","payload":{"query":"subscription { auditLogsAdded { caughtUp } }"}}');
    }
    if (type === 'error' || payload?.errors !== undefined) heard.reject(new Error(String(data)));
    else if (type === 'next') heard.resolve();
  });
  socket.send('{"type":"connection_init"}');
  void closed.then((code) => heard.reject(new Error(`closed with ${code}`)));
  await heard.promise;
  return { closed };
}

/** Takes something away at one process, and says how long the other's socket, and its answers, took to end. */
async function ends(what: string, client: TestClient, takeAway: () => Promise<unknown>, after: unknown): Promise<void> {
  const { closed } = await watch(client);
  const asker = new TestClient(elsewhere, headersOf(client));
  const VIEWER = '{ viewer { role scopes } }';
  // Known there, and kept.
  expect((await asker.data<{ viewer: unknown }>(VIEWER)).viewer).not.toEqual(after);
  const before = performance.now();
  await takeAway();
  const answered = performance.now();
  const ending = closed.then((code) => ({ code, ended: performance.now() }));
  await expect.poll(async () => (await asker.data(VIEWER))['viewer'], { timeout: 30 * PROMISED_MS, interval: 5 }).toEqual(after);
  const refused = performance.now();
  const { code, ended } = await ending;
  expect(code).toBe(4403);
  const since = (moment: number, from: number) => `${Math.max(moment - from, 0).toFixed(0)} ms`;
  process.stdout.write(
    `${what}: socket and session at another process ended ${since(ended, answered)} after the answer (${since(ended, before)} after the request; next request refused after ${since(refused, answered)})\n`,
  );
}

async function idOf(client: TestClient): Promise<string> {
  const { viewer } = await client.data<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
  return viewer.user.id;
}

async function administratorHere(): Promise<TestClient> {
  const { cookie } = await product.administrator();
  return new TestClient(here, { cookie: cookie ?? '' });
}

test('Removing a user at one process ends their sessions and subscriptions at another within a second', async () => {
  const bob = await product.member('bob@example.com');
  const [admin, id] = [await administratorHere(), await idOf(bob)];
  await ends('user removed', bob, () => admin.data('mutation ($id: ID!) { removeUser(id: $id) { id } }', { id }), null);
});

test('Demoting a user at one process ends their subscriptions at another within a second, and what they may do', async () => {
  const eve = await product.member('eve@example.com');
  const [admin, id] = [await administratorHere(), await idOf(eve)];
  const demote = () => admin.data('mutation ($id: ID!) { updateUserRole(id: $id, role: READ_ONLY) { id } }', { id });
  await ends('role taken away', eve, demote, { role: 'READ_ONLY', scopes: [] });
  await expect(watch(new TestClient(elsewhere, headersOf(eve)))).rejects.toThrow('FORBIDDEN');
});

test('Revoking a key at one process ends its subscriptions at another within a second', async () => {
  const key = 'a-key-that-is-going-to-be-revoked-0123456789';
  const id = await product.addKey(key, ['audit:read']);
  const admin = await administratorHere();
  const program = product.client({ authorization: `Bearer ${key}` });
  await ends('key revoked', program, () => admin.data('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id }), null);
});

test('Signing out at one process ends the session and its subscriptions at another within a second', async () => {
  const rob = await product.member('rob@example.com');
  const signedIn = new TestClient(here, headersOf(rob));
  await ends('session ended', rob, () => signedIn.data('mutation { signOut }'), null);
});
