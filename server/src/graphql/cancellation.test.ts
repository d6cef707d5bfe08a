import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { readConfig } from '../config.js';
import { MOST_OF_ONE } from '../database/pool.js';
import { BareSocket } from '../testing/bare-socket.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { ProductOptions, TestProduct } from '../testing/product.js';
import { PATIENCE, untilRequestsBlocked, whileHolding } from '../testing/waiting.js';

const key = { authorization: `Bearer ${ADMIN_KEY}` };
const ENTRIES = '{ auditLogs { edges { node { id } } } }';
const PROJECTS = '{ projects { id } }';
const CREATE = 'mutation { createProject(input: {name: "Payments"}) { id } }';

/** Reads wait for whoever holds this, as a slow query waits for its disk. */
const lockEntries = 'LOCK TABLE audit.entry';
const lockProjects = 'LOCK TABLE workspace.project';

/** A product whose log the key has viewed today: what is asked then is nothing but read. */
async function viewedProduct(options: ProductOptions = {}): Promise<TestProduct> {
  const product = await startProduct(options);
  await product.client(key).data(ENTRIES);
  return product;
}

async function projects({ db }: TestProduct): Promise<number> {
  return (await db.owner.query('SELECT count(*)::int AS count FROM workspace.project')).rows[0].count;
}

/** Sends a request whose sender goes away by `controller`, and is not told anything. */
function ask({ url }: TestProduct, query: string, controller = new AbortController()): AbortController {
  fetch(url, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: controller.signal,
  }).catch(() => undefined);
  return controller;
}

test.each([
  ['the log', ENTRIES, lockEntries],
  ['one entry', '{ auditLog(id: "01a20f41-eea4-7937-9366-a5fc3563a694") { id } }', lockEntries],
  ['filter options', '{ auditLogFilterOptions(field: EVENT_TYPE) { value } }', lockEntries],
  ['a count', '{ auditLogFacets { users { count { value } } } }', lockEntries],
  ['the workspace', PROJECTS, lockProjects],
])('When an HTTP client goes away, its read of %s is cancelled in Postgres, and the connection is good for the next', async (_, query, lock) => {
  await using product = await viewedProduct();
  await whileHolding(
    product.db,
    (owner) => owner.query(lock),
    async () => {
      const client = ask(product, query);
      await untilRequestsBlocked(product.db, 1);
      client.abort();
      await untilRequestsBlocked(product.db, 0);
    },
  );
  await product.client(key).data(query);
});

test('Also when the connection is simply cut', async () => {
  await using product = await viewedProduct();
  await whileHolding(
    product.db,
    (owner) => owner.query(lockEntries),
    async () => {
      const socket = connect(Number(new URL(product.url).port), '127.0.0.1');
      await once(socket, 'connect');
      const body = JSON.stringify({ query: ENTRIES });
      socket.write(
        `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ADMIN_KEY}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      await untilRequestsBlocked(product.db, 1);
      socket.destroy();
      await untilRequestsBlocked(product.db, 0);
    },
  );
});

test('When many clients go away, those that waited for a connection do not run, and the server answers others', async () => {
  await using product = await viewedProduct();
  await whileHolding(
    product.db,
    (owner) => owner.query(lockEntries),
    async () => {
      const clients = Array.from({ length: 40 }, () => ask(product, ENTRIES));
      // As many as one organization is given; the others wait for their turn.
      await untilRequestsBlocked(product.db, MOST_OF_ONE);
      for (const client of clients) client.abort();
      await untilRequestsBlocked(product.db, 0);
      expect(await product.client(key).data('{ viewer { scopes } }')).toMatchObject({ viewer: {} });
    },
  );
});

test('When an operation on a socket is completed, or its socket closed, its read is cancelled in Postgres', async () => {
  await using product = await viewedProduct();
  const { db } = product;
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  using other = await BareSocket.begin(product.url, ADMIN_KEY);
  await whileHolding(
    db,
    (owner) => owner.query(lockEntries),
    async () => {
      socket.subscribe('one', ENTRIES);
      await untilRequestsBlocked(db, 1);
      socket.send({ type: 'complete', id: 'one' });
      await untilRequestsBlocked(db, 0);
      socket.subscribe('two', ENTRIES);
      other.subscribe('one', ENTRIES);
      await untilRequestsBlocked(db, 2);
      socket.socket.close();
      await untilRequestsBlocked(db, 1);
      other.socket.terminate();
      await untilRequestsBlocked(db, 0);
    },
  );
});

test('A subscription that is still reading where it goes on is cancelled too', async () => {
  await using product = await viewedProduct();
  const { db } = product;
  const client = product.client(key);
  const place = async () => (await client.data<{ auditLogs: { tailCursor: string } }>('{ auditLogs { tailCursor } }')).auditLogs.tailCursor;
  const beginning = await place();
  await client.data(CREATE);
  await expect.poll(place, PATIENCE).not.toBe(beginning);
  const after = await place();
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  await whileHolding(
    db,
    (owner) => owner.query('LOCK TABLE audit.leaf'),
    async () => {
      socket.subscribe('1', 'subscription ($after: String) { auditLogsAdded(after: $after) { cursor } }', { variables: { after } });
      await untilRequestsBlocked(db, 1);
      socket.send({ type: 'complete', id: '1' });
      await untilRequestsBlocked(db, 0);
      // Its end is no error, and nothing comes of it.
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
    },
  );
});

test('A mutation is not cancelled half-way: it commits as a whole, also when its client goes away', async () => {
  await using product = await viewedProduct();
  await whileHolding(
    product.db,
    (owner) => owner.query(lockProjects),
    async () => {
      const client = ask(product, CREATE);
      await untilRequestsBlocked(product.db, 1);
      client.abort();
    },
  );
  await expect.poll(() => projects(product), PATIENCE).toBe(1);
  const { auditLogs } = await product.client(key).data<{ auditLogs: { edges: unknown[] } }>('{ auditLogs(filter: {eventTypes: ["PROJECT"]}) { edges { node { action } } } }');
  expect(auditLogs.edges).toEqual([{ node: { action: 'create' } }]);
});

test('A statement that takes too long is stopped, and told as TIMEOUT with what to do; nothing of a change remains', async () => {
  await using product = await viewedProduct({ environment: { STATEMENT_TIMEOUT: '3' } });
  const client = product.client(key);
  const told = { code: 'TIMEOUT', message: expect.stringContaining('Ask for less at once') };
  await whileHolding(
    product.db,
    (owner) => owner.query(`${lockEntries}; ${lockProjects}`),
    async () => {
      const refusals = [ENTRIES, PROJECTS, CREATE].map((query) => client.refusal(query));
      expect(await Promise.all(refusals)).toEqual([told, told, told]);
    },
  );
  expect(await projects(product)).toBe(0);
  await client.data(CREATE);
  expect(await projects(product)).toBe(1);
});

test('The time a statement may take is thirty seconds, or what the operator says in whole seconds', () => {
  expect(readConfig({}).statementTimeout).toBe(30);
  expect(readConfig({ STATEMENT_TIMEOUT: '120' }).statementTimeout).toBe(120);
  for (const wrong of ['0', '-1', '1.5', '30s', '100000']) {
    expect(() => readConfig({ STATEMENT_TIMEOUT: wrong })).toThrow(`STATEMENT_TIMEOUT must be a number of seconds from 1 to 9999, not "${wrong}".`);
  }
});
