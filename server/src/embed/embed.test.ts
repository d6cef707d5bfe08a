import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { BareSocket } from '../testing/bare-socket.js';
import { bearing, CREATE, makeToken, ORIGINS, PAGE } from '../testing/embed.js';
import { ADMIN_KEY, startProduct, type TestProduct } from '../testing/product.js';
import { PATIENCE } from '../testing/waiting.js';

const INFO = '{ embedToken { expiresAt origins } viewer { user { id } organization { name } scopes permissions } }';

/** For what changes nothing that others look at. */
let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

test('An embed token is made by an API key that reads the log, and by nobody else', async () => {
  await using product = await startProduct();
  await product.addKey('a-key-that-reads-0123456789-0123456789', ['audit:read']);
  await product.addKey('a-key-that-does-not-0123456789-01234567', ['audit:write', 'workspace:write', 'account:write']);
  const reading = bearing(product, 'a-key-that-reads-0123456789-0123456789');
  const { token, expiresAt, url } = await makeToken(reading, { expiresInSeconds: 600 });
  expect(token).toMatch(/^audit_embed_[0-9a-f]{32}_[\w-]{43}$/);
  expect(url).toBe(`http://localhost:4000/embed/${token.slice(12, 44)}#token=${token}`);
  expect(Math.abs(Date.parse(expiresAt) - Date.now() - 600_000)).toBeLessThan(60_000);
  expect(await bearing(product, token).data(INFO)).toEqual({
    embedToken: { expiresAt: expiresAt.replace(/\d{3}Z$/, '000Z'), origins: ORIGINS },
    viewer: { user: null, organization: { name: expect.any(String) }, scopes: [], permissions: [] },
  });
  expect(await reading.data('{ embedToken { expiresAt } }')).toEqual({ embedToken: null });

  const input = { filter: {}, origins: ORIGINS };
  for (const [client, code] of [
    [product.client(), 'UNAUTHENTICATED'],
    [await product.administrator(), 'FORBIDDEN'],
    [bearing(product, 'a-key-that-does-not-0123456789-01234567'), 'FORBIDDEN'],
    [bearing(product, token), 'FORBIDDEN'],
  ] as const) {
    expect(await client.refusal(CREATE, { input })).toMatchObject({ code });
  }
  // Neither kept nor told.
  const { rows } = await product.db.owner.query<{ text: string }>('SELECT t::text AS text FROM account.embed_token t');
  expect(JSON.stringify(rows)).not.toContain(token.slice(45));
});

test('An embed token is refused with a sentence where something is wrong with what it is to be', async () => {
  const key = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
  const refused = async (input: Record<string, unknown>, message: string) =>
    expect(await key.refusal(CREATE, { input: { filter: {}, origins: ORIGINS, ...input } })).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) });
  for (const seconds of [59, 86_401, -1]) await refused({ expiresInSeconds: seconds }, `expiresInSeconds must be from 60 to 86400, not ${seconds}.`);
  await refused({ origins: [] }, 'origins must name 1 to 20 origins');
  for (const origin of ['*', 'https://*.example.com', 'https://app.example.com/', 'https://app.example.com/x', 'app.example.com', 'ftp://app.example.com', 'null', "https://a.example; script-src 'none'", 'https://a.example https://b.example', 'HTTPS://app.example.com', 'https://user@app.example.com']) {
    await refused({ origins: [...ORIGINS, origin] }, `origins holds ${JSON.stringify(origin)}: an origin is scheme, host and port alone`);
  }
  await refused({ filter: { operationId: 'none' } }, '`operationId` must be a UUID');
  await refused({ filter: { userIds: Array.from({ length: 1000 }, (_, i) => `${'x'.repeat(70)}${i}`) } }, 'filter is too long');
  await refused({ viewer: ' ' }, 'viewer is blank');
  await refused({ viewer: 'x'.repeat(201) }, 'viewer is longer than 200 characters');
});

test('An embed token may do nothing but read its part of the log', async () => {
  const { token } = await makeToken(product.client({ authorization: `Bearer ${ADMIN_KEY}` }));
  const viewer = bearing(product, token);
  // The walk asks for everything that there is; these are for their sentence.
  for (const question of ['{ users { id } }', '{ apiKeys { id } }', '{ projects { id } }', 'mutation { createProject(input: {name: "x"}) { id } }']) {
    expect(await viewer.refusal(question)).toEqual({ code: 'FORBIDDEN', message: expect.stringContaining('which an embed token does not have') });
  }
  const exported = await fetch(product.url.replace('/graphql', '/export?format=csv'), { headers: { authorization: `Bearer ${token}` } });
  expect([exported.status, await exported.text()]).toEqual([403, expect.not.stringContaining('sequence')]);
});

test('An embed token works in no page of another site, whose requests and sockets the server refuses', async () => {
  const { token } = await makeToken(product.client({ authorization: `Bearer ${ADMIN_KEY}` }));
  const viewer = bearing(product, token);
  const host = new URL(product.url).host;
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: ORIGINS[0] ?? '' }, { 'sec-fetch-site': 'cross-site' }]) {
    expect(await viewer.refusal(PAGE, {}, headers)).toMatchObject({ code: 'FORBIDDEN', message: 'This request comes from a page of another site.' });
  }
  for (const headers of [{ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, {}]) expect((await viewer.ask(PAGE, {}, headers)).errors).toEqual([]);
  await expect(BareSocket.begin(product.url, token, { origin: 'https://app.example.com' })).rejects.toThrow('403');
  using _own = await BareSocket.begin(product.url, token, { origin: `http://${host}` });
});

test('An embed token ends at once with its key, in every process, its open sockets too', async () => {
  await using product = await startProduct();
  await using other = await startProduct({ db: product.db });
  const id = await product.addKey('a-key-that-reads-0123456789-0123456789', ['audit:read']);
  const { token } = await makeToken(bearing(product, 'a-key-that-reads-0123456789-0123456789'));
  using here = await BareSocket.begin(product.url, token);
  using there = await BareSocket.begin(other.url, token);
  await bearing(other, token).data(PAGE);
  await (await product.administrator()).data('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id });
  expect((await here.closed).code).toBe(4403);
  expect((await there.closed).code).toBe(4403);
  for (const one of [product, other]) {
    expect(await bearing(one, token).refusal(PAGE)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await bearing(one, token).data('{ embedToken { expiresAt } }')).toEqual({ embedToken: null });
  }
});

test('An embed token ends when its key loses the right to read', async () => {
  await using product = await startProduct();
  const id = await product.addKey('a-key-that-reads-0123456789-0123456789', ['audit:read']);
  const { token } = await makeToken(bearing(product, 'a-key-that-reads-0123456789-0123456789'));
  using socket = await BareSocket.begin(product.url, token);
  await product.db.owner.query(`UPDATE account.api_key SET scopes = '{workspace:write}' WHERE id = $1`, [id]);
  expect((await socket.closed).code).toBe(4403);
  expect(await bearing(product, token).refusal(PAGE)).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('An embed token ends when its time is over, and never later than its key', async () => {
  await using product = await startProduct();
  const id = await product.addKey('a-key-that-reads-0123456789-0123456789', ['audit:read']);
  const key = bearing(product, 'a-key-that-reads-0123456789-0123456789');
  await product.db.owner.query(`UPDATE account.api_key SET expires_at = now() + interval '10 minutes' WHERE id = $1`, [id]);
  await expect.poll(async () => Date.parse((await makeToken(key)).expiresAt) - Date.now(), PATIENCE).toBeLessThan(601_000);

  const { token } = await makeToken(key);
  await product.db.owner.query(`UPDATE account.embed_token SET expires_at = now() + interval '1500 milliseconds' WHERE id = $1`, [token.slice(12, 44)]);
  using socket = await BareSocket.begin(product.url, token);
  expect((await socket.closed).code).toBe(4403);
  expect(await bearing(product, token).refusal(PAGE)).toMatchObject({ code: 'UNAUTHENTICATED' });
  // Its page can still be framed, to say so; a day later nothing is left of it.
  const { embedTokens } = product.services.access;
  expect(await embedTokens.originsOf(token.slice(12, 44))).toEqual(ORIGINS);
  await product.db.owner.query(`UPDATE account.embed_token SET expires_at = now() - interval '25 hours' WHERE id = $1`, [token.slice(12, 44)]);
  await makeToken(key);
  for (const gone of [token.slice(12, 44), 'f'.repeat(32), '', "' OR true --"]) expect(await embedTokens.originsOf(gone)).toEqual([]);
});

test('An embed token has sockets of its own: those of another token of the same key are not counted with them', async () => {
  const key = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
  const [{ token: full }, { token }] = [await makeToken(key), await makeToken(key)];
  const open: BareSocket[] = [];
  onTestFinished(() => open.forEach((socket) => socket[Symbol.dispose]()));
  await expect(
    (async () => {
      for (;;) open.push(await BareSocket.begin(product.url, full));
    })(),
  ).rejects.toThrow('Too many sockets');
  open.push(await BareSocket.begin(product.url, token));
  expect(open.at(-1)?.socket.readyState).toBe(WebSocket.OPEN);
});
