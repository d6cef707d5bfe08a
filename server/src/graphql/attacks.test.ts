import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { HttpServer } from '../http.js';
import { BareSocket } from '../testing/bare-socket.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { unusedPort } from '../testing/programs.js';
import { PATIENCE } from '../testing/waiting.js';

/** What is sent to make the server work, hold or tell too much, or fail. */

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const FILTERED = 'query ($f: AuditLogFilterInput) { auditLogs(filter: $f) { tailCursor } }';
const filtered = (filter: string) => `{"query":${JSON.stringify(FILTERED)},"variables":{"f":${filter}}}`;
const deep = (open: string, middle: string, close: string, levels: number) => open.repeat(levels) + middle + close.repeat(levels);
const many = <T>(count: number, part: (n: number) => T) => Array.from({ length: count }, (_, n) => part(n));

async function send(body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(product.url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization: `Bearer ${ADMIN_KEY}`, ...headers },
  });
  const text = await answer.text();
  const { errors } = JSON.parse(text) as { errors?: { message: string; extensions: { code: string } }[] };
  return { status: answer.status, size: text.length, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
}

describe('A request that is made to hurt is answered in a few kilobytes, with what is wrong', () => {
  test.each<[what: string, body: string, code: string | undefined, message: string]>([
    ['lists within lists, 400,000 deep', filtered(`{"eventTypes":${deep('[', '', ']', 400_000)}}`), 'BAD_USER_INPUT', 'String cannot represent a non string value'],
    ['objects within objects, 70,000 deep', filtered(deep('{"exclude":', '{}', '}', 70_000)), 'BAD_USER_INPUT', 'Field "exclude" is not defined'],
    ['depth in a variable that nobody uses', `{"query":"{ __typename }","variables":{"f":${deep('{"a":', '1', '}', 150_000)}}}`, undefined, ''],
    ['a list of 150,000 values', filtered(JSON.stringify({ eventTypes: many(150_000, () => 'abc') })), 'BAD_USER_INPUT', 'may hold at most 1000 values'],
    ['100,000 values of a wrong type', filtered(JSON.stringify({ eventTypes: many(100_000, () => ({})) })), 'BAD_USER_INPUT', 'got invalid value at "f.eventTypes[0]"'],
    // graphql-js would print the whole object into each of 50 errors: 27 MB.
    ['50,000 unknown fields', filtered(JSON.stringify(Object.fromEntries(many(50_000, (n) => [`k${n}`, 1])))), 'BAD_USER_INPUT', 'Variable "$f" got invalid value; Field "k0"'],
    ['a time of half a megabyte', filtered(JSON.stringify({ from: '9'.repeat(500_000) })), 'BAD_USER_INPUT', 'got invalid value at "f.from"; DateTime must be'],
    ['an operation name of a megabyte', JSON.stringify({ query: '{ __typename }', operationName: 'x'.repeat(1_000_000) }), 'OPERATION_RESOLUTION_FAILURE', 'Unknown operation named "xxx'],
    ['a field name of a megabyte', JSON.stringify({ query: `{ ${'x'.repeat(1_000_000)} }` }), 'GRAPHQL_VALIDATION_FAILED', 'Cannot query field "xxx'],
    ['a megabyte of commas', JSON.stringify({ query: `{ __typename ${','.repeat(1_000_000)} }` }), undefined, ''],
    ['300,000 comments', JSON.stringify({ query: `{ __typename ${'#\n'.repeat(300_000)} }` }), undefined, ''],
    ['240 operations, of which one is asked for', JSON.stringify({ query: many(240, (n) => `query q${n} { viewer { role } }`).join(' '), operationName: 'q7' }), undefined, ''],
    ['names of JavaScript’s own', '{"query":"query ($__proto__: Int) { auditLogs(first: $__proto__) { tailCursor } }","variables":{"__proto__":{"constructor":1}},"__proto__":{"query":7}}', 'BAD_USER_INPUT', 'Int cannot represent non-integer value'],
    ['a subscription as a request', JSON.stringify({ query: 'subscription { auditLogsAdded { cursor } }' }), 'BAD_USER_INPUT', 'Open a WebSocket at the same address, with the sub-protocol graphql-transport-ws'],
    ['the hash of a query that is to be known here', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}', 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported'],
    ['no more than a fragment', JSON.stringify({ query: 'fragment a on Query { __typename }' }), 'GRAPHQL_VALIDATION_FAILED', 'Fragment "a" is never used'],
    ['an answer in parts', JSON.stringify({ query: '{ auditLogs { ... @defer { tailCursor } } }' }), 'GRAPHQL_VALIDATION_FAILED', 'Unknown directive "@defer"'],
  ])('%s', async (_, body, code, message) => {
    const answer = await send(body);
    expect(answer.code).toBe(code);
    expect(answer.message ?? '').toContain(message);
    expect(answer.size).toBeLessThan(12_000);
  });

  test('and somebody without a key cannot send as much', async () => {
    const query = (length: number) => JSON.stringify({ query: `{ __typename ${','.repeat(length)} }` });
    expect(await send(query(70_000), { authorization: 'Bearer wrong' })).toMatchObject({
      status: 413,
      message: 'The body is larger than 65536 bytes, the limit without a key or session. Sign in, or send a key.',
    });
    expect(await send(query(60_000), { authorization: 'Bearer wrong' })).toMatchObject({ status: 200 });
  });

  test('bad variables over a socket, in as few words', async () => {
    using socket = await BareSocket.begin(product.url, ADMIN_KEY);
    const variables = { f: Object.fromEntries(many(20_000, (n) => [`k${n}`, 1])) };
    socket.subscribe('1', 'subscription ($f: AuditLogFilterInput) { auditLogsAdded(filter: $f) { cursor } }', { variables });
    const answer = await socket.next();
    expect(answer).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'BAD_USER_INPUT' } }, {}, {}, {}] });
    expect(JSON.stringify(answer).length).toBeLessThan(12_000);
    socket.send(`{"type":"ping","payload":{"a":${deep('[', '', ']', 200_000)}}}`);
    expect(await socket.next()).toMatchObject({ type: 'pong' });
  });
});

test('An address or headers of more than 16 kB are refused before they are looked at', async () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(product.url + path, { headers: { 'content-type': 'application/json', ...headers } }).then(({ status }) => status);
  expect(await get(`?query=${'x'.repeat(20_000)}`)).toBe(431);
  expect(await get('?query={__typename}', { 'x-long': 'y'.repeat(20_000) })).toBe(431);
  expect(await get('?query={__typename}', Object.fromEntries(many(3_000, (n) => [`x-${n}`, 'v'])))).toBe(431);
  expect(await get('?query={__typename}', { accept: 'a/b,'.repeat(3_500) })).toBe(406);
  expect(await get('?query={__typename}')).toBe(200);
});

describe('The server in front', () => {
  async function listen(stall?: number): Promise<{ http: HttpServer; port: number; endless: { ended: boolean } }> {
    const page = await mkdtemp(join(tmpdir(), 'audit-log-page-'));
    await writeFile(join(page, 'index.html'), '<title>page</title>');
    const port = await unusedPort();
    const http = await HttpServer.listen({ host: '127.0.0.1', port, secure: false, page, ...(stall === undefined ? {} : { stall }) });
    const endless = { ended: false };
    http.serve({
      graphql: { request: async (_, response) => void response.end('graphql'), upgrade: (_, socket) => void socket.destroy() },
      export: async (_, response) => {
        const part = Buffer.alloc(65_536);
        const parts = async function* () {
          for (;;) yield part;
        };
        await pipeline(parts, response).catch(() => undefined);
        endless.ended = true;
      },
      framing: async () => [],
      problems: async () => [],
    });
    onTestFinished(async () => {
      await http[Symbol.asyncDispose]();
      await rm(page, { recursive: true });
    });
    return { http, port, endless };
  }

  async function raw(port: number, request: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
    socket.write(request);
    await once(socket, 'close');
    return answer.split('\r\n', 1)[0] ?? '';
  }

  test('answers odd addresses without failing', async () => {
    const { port } = await listen();
    const odd = ['/%E0%A4%A', '/..%2f..%2fetc/passwd', '/../../etc/passwd', '//graphql', '/graphql/', '/graphql%00', 'http://elsewhere/graphql', '/?'.padEnd(8_000, '%')];
    for (const target of odd) {
      const status = await raw(port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect(status, target).toMatch(/^HTTP\/1.1 (200|400|404) /);
    }
    expect(await raw(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    expect(await raw(port, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  });

  test('ends a connection whose reader takes nothing of its answer', async () => {
    const { port, endless } = await listen(500);
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write('GET /export HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.pause();
    await expect.poll(() => endless.ended, PATIENCE).toBe(true);
  });
});
