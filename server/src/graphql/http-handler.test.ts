import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ADMIN, ADMIN_KEY, startProduct } from '../testing/product.js';
import { PATIENCE } from '../testing/waiting.js';
import type { TestProduct } from '../testing/product.js';

const json = { 'content-type': 'application/json' };
const accept = 'application/graphql-response+json';
const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }';
const CREATE = 'mutation { createProject(input: {name: "Payments"}) { name } }';
const key = { authorization: `Bearer ${ADMIN_KEY}` };

async function projects({ db }: TestProduct): Promise<number> {
  return (await db.owner.query('SELECT count(*)::int AS count FROM workspace.project')).rows[0].count;
}

test('What is no request is refused with a status and a code', async () => {
  await using product = await startProduct();
  const client = product.client(key);
  const refused: [
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
    status: number,
    code: string,
  ][] = [
    ['{"query":', json, 400, 'BAD_REQUEST'],
    ['', json, 400, 'BAD_REQUEST'],
    ['[]', json, 400, 'BAD_REQUEST'],
    ['[{"query":"{ __typename }"}]', json, 400, 'BAD_REQUEST'],
    ['"text"', json, 400, 'BAD_REQUEST'],
    ['{}', json, 400, 'BAD_REQUEST'],
    ['{"query": 7}', json, 400, 'BAD_REQUEST'],
    [
      Uint8Array.from([...Buffer.from('{"query":"{ __typename }","x":"'), 0xff, 0x22, 0x7d]),
      json,
      400,
      'BAD_REQUEST',
    ],
    ['{"query":"{ __typename }"}', { 'content-type': 'text/plain' }, 415, 'BAD_REQUEST'],
    [
      '{"query":"{ __typename }"}',
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'BAD_REQUEST',
    ],
    ['{"query":"{ __typename }"}', { ...json, 'content-encoding': 'gzip' }, 415, 'BAD_REQUEST'],
    [JSON.stringify({ query: '{ __typename }', pad: 'x'.repeat(1024 * 1024) }), json, 413, 'BAD_REQUEST'],
    ['{"query":"{ viewer }"}', json, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['{"query":"{ viewer "}', json, 400, 'GRAPHQL_PARSE_FAILED'],
    ['{"query":"query ($id: ID!) { auditLog(id: $id) { id } }"}', json, 400, 'BAD_USER_INPUT'],
    [
      JSON.stringify({
        query: `{ ${Array.from({ length: 1000 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
      }),
      json,
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
    ['{"query":"{ __typename }"}', { ...json, 'operation-id': 'not-a-uuid' }, 400, 'BAD_USER_INPUT'],
  ];
  for (const [body, headers, status, code] of refused) {
    const answer = await client.post(body, { accept, ...headers });
    expect(
      [answer.status, answer.errors[0]?.extensions?.code],
      `${String(body).slice(0, 60)} ${JSON.stringify(headers)}`,
    ).toEqual([status, code]);
  }
  expect((await client.ask('{ __typename }')).status).toBe(200);
});

test('A body of unknown length is refused as soon as it is too large, and the connection goes on', async () => {
  await using product = await startProduct();
  const socket = connect(Number(new URL(product.url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (bytes: Buffer) => (received += bytes.toString()));
  await once(socket, 'connect');
  const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

  socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (let sent = 0; sent < 17; sent += 1) socket.write(chunk);
  await expect.poll(() => received, PATIENCE).toMatch(/^HTTP\/1\.1 413 /);
  for (let sent = 0; sent < 100; sent += 1) socket.write(chunk);
  const query = '{"query":"{ __typename }"}';
  socket.write(`0\r\n\r\n${head}Content-Length: ${query.length}\r\n\r\n${query}`);

  await expect.poll(() => received, PATIENCE).toContain('{"data":{"__typename":"Query"}}');
  socket.destroy();
});

test('GET is for queries, and only from where a page of another site cannot send it', async () => {
  await using product = await startProduct();
  const get = (query: string, headers: Record<string, string> = json) =>
    fetch(`${product.url}?query=${encodeURIComponent(query)}`, { headers: { ...key, ...headers } });

  expect(await (await get('{ viewer { role } }')).json()).toEqual({ data: { viewer: { role: null } } });
  expect((await get(CREATE)).status).toBe(405);
  expect((await get('{ viewer { role } }', {})).status).toBe(400);
  const put = await fetch(product.url, {
    method: 'PUT',
    headers: { ...key, ...json },
    body: JSON.stringify({ query: CREATE }),
  });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
  expect(await projects(product)).toBe(0);
});

test('A page of another site cannot write with the cookie of its visitor', async () => {
  await using product = await startProduct({ environment: { PUBLIC_URL: 'https://audit.example.com' } });
  const admin = await product.administrator();
  expect(admin.cookie).toMatch(/^__Host-audit_session=/);
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'http://audit.example.com' },
    { origin: 'https://audit.example.com.evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of foreign) {
    expect(await admin.refusal(CREATE, {}, headers), JSON.stringify(headers)).toMatchObject({
      code: 'FORBIDDEN',
    });
    // Nor can it make its visitor somebody else.
    expect(await product.client().refusal(SIGN_IN, ADMIN, headers)).toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(await projects(product)).toBe(0);

  const own: Record<string, string>[] = [
    { origin: 'https://audit.example.com' },
    { origin: new URL(product.url).origin },
    { 'sec-fetch-site': 'same-origin' },
    {},
  ];
  for (const headers of own) await admin.data(CREATE, {}, headers);
  // A key is no cookie: no page can send it for its visitor.
  await product.client(key).data(CREATE, {}, { origin: 'https://ci.example' });
});

test('The session cookie has its flags, and no answer is kept by anybody', async () => {
  await using product = await startProduct();
  const { headers } = await product.client().ask(SIGN_IN, ADMIN);

  expect(headers.getSetCookie()[0]).toMatch(
    /^audit_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=1209600$/,
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('Several requests of one actor are one operation, where they say so', async () => {
  await using product = await startProduct();
  const operation = '0190D3C2-0000-7000-8000-00000000000A';
  await product.client(key).data(CREATE, {}, { 'operation-id': operation });
  await product.client(key).data(CREATE, {}, { 'operation-id': operation.toLowerCase() });
  await product.client(key).data(CREATE);

  const { auditLogs } = await product.client(key).data<{
    auditLogs: { edges: { node: unknown }[] };
  }>('{ auditLogs(filter: {eventTypes: ["PROJECT"]}) { edges { node { operationId user { kind name } source { via } } } } }');
  const user = { kind: 'API_KEY', name: 'Admin key' };
  expect(auditLogs.edges.map(({ node }) => node)).toEqual([
    { operationId: null, user, source: { via: 'api' } },
    { operationId: operation.toLowerCase(), user, source: { via: 'api' } },
    { operationId: operation.toLowerCase(), user, source: { via: 'api' } },
  ]);
});

test('What nobody expected is masked, and told under the id of the request', async () => {
  await using product = await startProduct();
  await product.db.owner.query('ALTER TABLE workspace.project RENAME TO elsewhere');

  const { errors, headers, status } = await product.client(key).ask('{ projects { id } }');

  const requestId = headers.get('x-request-id');
  expect(status).toBe(200);
  expect(errors).toMatchObject([
    {
      message: `Something went wrong on our side (request ${requestId}).`,
      path: ['projects'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    },
  ]);
});

test('Where the database cannot be reached to ask who it is, the answer says that it is our fault', async () => {
  await using product = await startProduct();
  await product.db.owner.query('ALTER TABLE account.api_key RENAME TO elsewhere');

  const { errors, status } = await product.client(key).ask('{ projects { id } }');

  expect(status).toBe(500);
  expect(errors[0]).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR' } });
});
