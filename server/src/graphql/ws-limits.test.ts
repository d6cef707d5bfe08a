import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { BareSocket } from '../testing/bare-socket.js';
import type { Message } from '../testing/bare-socket.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { PATIENCE, whileHolding } from '../testing/waiting.js';
import { CONNECTION_INIT_TIMEOUT, MAX_BODY_OF_STRANGERS, MAX_MESSAGE, MAX_OPERATIONS, MAX_SOCKETS, MAX_UNSENT, PING_INTERVAL } from './limits.js';

const TAIL = 'subscription ($after: String) { auditLogsAdded(after: $after) { cursor edges { node { sequence details { new } } } } }';

/** The server's ends of all connections that are made from now on. */
function serverSockets(): Socket[] {
  const sockets: Socket[] = [];
  const onSocket = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket);
  subscribe('net.server.socket', onSocket);
  onTestFinished(() => void unsubscribe('net.server.socket', onSocket));
  return sockets;
}

/** Records that many entries with a long text each, in one transaction. */
async function record({ db, services }: TestProduct, count: number, length: number): Promise<void> {
  const { rows } = await db.owner.query<{ id: string; organization: number }>('SELECT id, organization FROM account.person LIMIT 1');
  const { id, organization } = rows[0]!;
  const changes = JSON.stringify([{ field: 'text', old: null, new: 'x'.repeat(length) }]);
  await services.capture.actingAs({ organization, kind: 'USER', id, name: null }, { source: { ip: null, userAgent: null, via: 'web' } }, (tx) =>
    tx.query(`SELECT audit.record('AUDIT_LOG', 'export', NULL, NULL, NULL, $1) FROM generate_series(1, ${count})`, [changes]),
  );
}

interface Batch {
  readonly cursor: string;
  readonly edges: readonly { readonly node: { readonly sequence: number } }[];
}

function batchOf(message: unknown): Batch {
  return (message as { payload: { data: { auditLogsAdded: Batch } } }).payload.data.auditLogsAdded;
}

test('A socket has five seconds for connection_init, and is pinged every twelve', () => {
  expect([CONNECTION_INIT_TIMEOUT, PING_INTERVAL]).toEqual([5_000, 12_000]);
});

test('A socket may have so many operations open and no more; when one is completed there is room for another', async () => {
  await using product = await startProduct();
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  for (let n = 0; n < MAX_OPERATIONS; n += 1) {
    socket.subscribe(`s${n}`, TAIL);
    expect(await socket.nextOf(`s${n}`)).toMatchObject({ type: 'next' });
  }
  socket.subscribe('over', TAIL);
  expect(await socket.nextOf('over')).toMatchObject({
    type: 'error',
    id: 'over',
    payload: [{ message: `This socket has ${MAX_OPERATIONS} operations open, the most it may have. Complete one first, or open another socket.`, extensions: { code: 'TOO_MANY_REQUESTS' } }],
  });
  socket.send({ type: 'complete', id: 's7' });
  socket.subscribe('s7', '{ __typename }');
  expect(await socket.nextOf('s7')).toMatchObject({ type: 'next', payload: { data: { __typename: 'Query' } } });
});

test('What a client completes without waiting for it counts until it has stopped', async () => {
  await using product = await startProduct();
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  await whileHolding(
    product.db,
    (owner) => owner.query('LOCK TABLE workspace.project'),
    async () => {
      for (let n = 0; n < MAX_OPERATIONS; n += 1) {
        socket.subscribe(`m${n}`, `mutation { createProject(input: {name: "P${n}"}) { id } }`);
        socket.send({ type: 'complete', id: `m${n}` });
      }
      socket.subscribe('over', '{ __typename }');
      expect(await socket.next()).toMatchObject({ type: 'error', id: 'over', payload: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] });
    },
  );
});

test('A key may have so many sockets and no more, and takes no room from others', async () => {
  await using product = await startProduct();
  await product.addKey('another-key-0123456789-0123456789-0123456789', ['audit:read']);
  const sockets = await Promise.all(Array.from({ length: MAX_SOCKETS }, () => BareSocket.begin(product.url, ADMIN_KEY)));
  using over = await BareSocket.open(product.url);
  over.send({ type: 'connection_init', payload: { apiKey: ADMIN_KEY } });
  expect(await over.closed).toEqual({ code: 4429, reason: `Too many sockets: close one of the ${MAX_SOCKETS} that are open` });
  using _other = await BareSocket.begin(product.url, 'another-key-0123456789-0123456789-0123456789');
  sockets[0]?.socket.close();
  await sockets[0]?.closed;
  await expect
    .poll(() => BareSocket.begin(product.url, ADMIN_KEY).then((socket) => sockets.push(socket) > 0, () => false), PATIENCE)
    .toBe(true);
  for (const socket of sockets) socket.socket.terminate();
});

test('A message above the limit closes the socket with 1009; before connection_init the limit is lower', async () => {
  await using product = await startProduct();
  const tooLarge = JSON.stringify({ type: 'ping', payload: { pad: 'x'.repeat(MAX_MESSAGE) } });
  using stranger = await BareSocket.open(product.url);
  stranger.send({ type: 'connection_init', payload: { pad: 'x'.repeat(MAX_BODY_OF_STRANGERS) } });
  expect((await stranger.closed).code).toBe(1009);
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  socket.send(tooLarge);
  expect((await socket.closed).code).toBe(1009);
});

test('The largest filter there is fits into a message', async () => {
  await using product = await startProduct();
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  const ids = Array.from({ length: 1000 }, (_, n) => `0190d3c2-0000-7000-8000-${String(n).padStart(12, '0')}`);
  const lists = { eventTypes: ids, actions: ids, userIds: ids, projectIds: ids };
  socket.subscribe('1', 'subscription ($filter: AuditLogFilterInput) { auditLogsAdded(filter: $filter) { caughtUp } }', {
    variables: { filter: { ...lists, exclude: lists } },
  });
  expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { auditLogsAdded: { caughtUp: true } } } });
});

test('A subscriber that does not read holds up one batch, whatever comes meanwhile, and then gets everything once', async () => {
  await using product = await startProduct();
  const ends = serverSockets();
  using slow = await BareSocket.begin(product.url, ADMIN_KEY);
  const end = ends[0]!;
  slow.subscribe('1', TAIL);
  const first = batchOf(await slow.next());
  expect(first.edges).toEqual([]);
  slow.socket.pause();

  // 36 MB in batches of up to 6: more than all the buffers of the two ends hold.
  for (let part = 0; part < 6; part += 1) await record(product, 200, 30_000);
  using quick = await BareSocket.begin(product.url, ADMIN_KEY);
  quick.subscribe('1', TAIL, { variables: { after: first.cursor } });
  let most = 0;
  const sequences = async (socket: BareSocket): Promise<number[]> => {
    const seen: number[] = [];
    while (seen.length < 1200) {
      seen.push(...batchOf(await socket.next()).edges.map(({ node }) => node.sequence));
      most = Math.max(most, end.writableLength);
    }
    // Where its last batch ends depends on how the others were cut.
    return seen.slice(0, 1200);
  };
  const expected = await sequences(quick);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(7_000_000);

  slow.socket.resume();
  expect(await sequences(slow)).toEqual(expected);
});

test('Who asks and asks and never reads is not read from, until it does; nothing is lost', async () => {
  const maxUnsent = 100_000;
  await using product = await startProduct({ socketLimits: { maxUnsent } });
  const ends = serverSockets();
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  const end = ends[0]!;
  socket.socket.pause();
  const count = 2_000;
  const pad = 'x'.repeat(10_000);
  for (let n = 0; n < count; n += 1) socket.send({ type: 'ping', payload: { n, pad } });
  // 20 MB are more than the kernel takes of answers: from then on they stay with the one who asks.
  await expect.poll(() => end.isPaused(), PATIENCE).toBe(true);
  const unsent = end.writableLength;
  expect(unsent).toBeGreaterThan(maxUnsent);
  // What had been received by then is still answered.
  expect(unsent).toBeLessThan(maxUnsent + 200_000);
  expect(socket.socket.bufferedAmount).toBeGreaterThan(0);

  socket.socket.resume();
  for (let n = 0; n < count; n += 1) expect(((await socket.next()) as Message).payload).toMatchObject({ n });
});

test('Who floods the socket with pings of WebSocket itself is ended before their answers pile up', async () => {
  await using product = await startProduct();
  const ends = serverSockets();
  using socket = await BareSocket.begin(product.url, ADMIN_KEY);
  // A ping with 125 bytes under a mask of zeros, written past the library: 6 MB of them at once.
  const ping = Buffer.concat([Buffer.from([0x89, 0x80 + 125, 0, 0, 0, 0]), Buffer.alloc(125, 'x')]);
  (socket.socket as unknown as { _socket: Socket })._socket.write(Buffer.concat(Array.from({ length: 50_000 }, () => ping)));
  await socket.closed;
  expect(ends[0]?.bytesWritten).toBeLessThan(100_000);
});

test('A peer that answers no ping is ended, one that answers is not', async () => {
  await using product = await startProduct({ socketLimits: { pingInterval: 500 } });
  using living = await BareSocket.begin(product.url, ADMIN_KEY);
  using dead = await BareSocket.begin(product.url, ADMIN_KEY, { autoPong: false });
  let pings = 0;
  living.socket.on('ping', () => (pings += 1));
  expect((await dead.closed).code).toBe(1006);
  await expect.poll(() => pings, PATIENCE).toBeGreaterThanOrEqual(5);
  expect(living.socket.readyState).toBe(living.socket.OPEN);
});

test('A revoked socket ends also where its peer does not agree to be closed', async () => {
  await using product = await startProduct();
  const key = 'another-key-0123456789-0123456789-0123456789';
  const id = await product.addKey(key, ['audit:read']);
  const ends = serverSockets();
  using socket = await BareSocket.begin(product.url, key);
  socket.subscribe('1', TAIL);
  await socket.next();
  socket.socket.pause();
  await product.db.owner.query('UPDATE account.api_key SET revoked_at = now() WHERE id = $1', [id]);
  await expect.poll(() => ends[0]?.destroyed, PATIENCE).toBe(true);
});

test('The bound on what waits for a slow reader is a few megabytes', () => {
  expect(MAX_UNSENT).toBeLessThanOrEqual(8 * 1024 * 1024);
});
