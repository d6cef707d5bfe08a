import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readConfig } from '../config.js';
import { applicationUrl } from '../database/application-role.js';
import { runningDatabase } from '../database/postmaster.js';
import { Canaries } from '../testing/canaries.js';
import { createTestDatabase } from '../testing/postgres.js';
import { Program, unusedPort } from '../testing/programs.js';

test('What counts as a secret is found in every form', () => {
  const canaries = new Canaries();
  const secret = canaries.secret('password');
  const forms = [
    secret,
    JSON.stringify({ deep: JSON.stringify(secret) }),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('hex'),
    ...['', 'a', 'ab'].map((before) => Buffer.from(`${before}${secret}`).toString('base64')),
  ];
  for (const form of forms) expect(canaries.within(`… ${form} …`), form).not.toEqual([]);
  expect(canaries.within('nothing of it')).toEqual([]);
});

test('Secrets are in no entry, table, log or error, however they come in', async () => {
  const canaries = new Canaries();
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'audit-log-canary-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await unusedPort();
  const origin = `http://127.0.0.1:${port}`;
  const password = canaries.secret('first password');
  const key = `key-${canaries.core('first key')}`;
  const program = resources.use(
    Program.start('main.js', [], {
      DATA_DIR: join(folder, 'data'),
      PORT: String(port),
      LOG_LEVEL: 'trace',
      ADMIN_EMAIL: 'ada@example.com',
      ADMIN_PASSWORD: password,
      ADMIN_API_KEY: key,
    }),
  );
  await program.said(/ready: http/);
  const ownerUrl = (await runningDatabase(join(folder, 'data'))) ?? '';
  canaries.known('password of the database’s owner', new URL(ownerUrl).password);
  canaries.known('password of the application’s role', new URL(applicationUrl(ownerUrl)).password);

  /** All that was answered, but for what is handed out on purpose. */
  const answered: string[] = [];
  const send = async (path: string, init: RequestInit = {}): Promise<Response & { text: () => Promise<string> }> => {
    const response = await fetch(`${origin}${path}`, init);
    const text = await response.text();
    answered.push(`${text} ${JSON.stringify([...response.headers].filter(([name]) => name !== 'set-cookie'))}`);
    return new Response(text, response);
  };
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const withKey = { authorization: `Bearer ${key}` };

  // Signing in, well and not.
  const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }';
  const signedIn = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: SIGN_IN, variables: { email: 'ada@example.com', password } }),
  });
  const cookies = signedIn.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  expect(cookies).toHaveLength(2);
  for (const cookie of cookies) canaries.known('cookie', cookie.split('=')[1] ?? '');
  for (const email of ['ada@example.com', 'nobody@example.com', 'no address']) {
    for (const length of [0, 300, 100_000]) {
      await post({ query: SIGN_IN, variables: { email, password: canaries.secret('wrong password', length) } });
    }
  }
  const quoted = (text: string) => JSON.stringify(text);
  const inline = () => quoted(canaries.secret('inline'));
  await post({ query: `mutation { signIn(email: "ada@example.com", password: ${inline()}) { role } }` });

  // Where it does not belong: variables of another form, of another place.
  const INVITE = 'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { link user { id } } }';
  const wrongVariables = [
    { email: 'ada@example.com', password: { nested: canaries.secret('nested') } },
    { email: 'ada@example.com', password: [canaries.secret('listed'), canaries.secret('listed "; at "x')] },
    { email: [canaries.secret('as address')], password: 'x' },
    { email: canaries.secret('as address'), password: 'x' },
    { password: canaries.secret('alone') },
    canaries.secret('as all variables'),
  ];
  for (const variables of wrongVariables) await post({ query: SIGN_IN, variables });
  const wrongInputs = [
    { email: 'x@example.com', role: canaries.secret('as role') },
    { email: 'x@example.com', role: { deep: canaries.secret('in role') } },
    { email: 'x@example.com', role: 'ADMIN', password: canaries.secret('unknown field') },
    canaries.secret('as input'),
    [canaries.secret('as input list')],
  ];
  for (const input of wrongInputs) await post({ query: INVITE, variables: { input } }, withKey);
  await post({ query: 'query ($first: Int) { auditLogs(first: $first) { tailCursor } }', variables: { first: canaries.secret('as number') } }, withKey);
  await post({ query: 'query ($f: AuditLogFilterInput) { auditLogs(filter: $f) { tailCursor } }', variables: { f: { from: canaries.secret('as time') } } }, withKey);

  // Documents that do not parse, or do not fit.
  const documents = [
    () => `mutation { signIn(email: "a", password: ${inline()}`,
    () => `mutation { signIn(email: "a" ${inline()}) { role } }`,
    () => `mutation { signIn(email: "a", password: """${canaries.core('block')}""" """${canaries.core('block')}""") { role } }`,
    () => `mutation { signIn(email: "a", password: ${canaries.core('enum')}) { role } }`,
    () => `mutation { signIn(email: "a", password: [${inline()}]) { role } }`,
    () => `mutation { signIn(email: "a", password: {x: ${inline()}}) { role } }`,
    () => `mutation { signIn(email: "a", ${canaries.core('bare')} ${canaries.core('bare')}) { role } }`,
    () => `mutation { updateUserRole(id: "1", role: ${inline()}) { id } }`,
    () => `mutation { updateUserRole(id: "1", role: ${canaries.core('role')}) { id } }`,
    () => `{ auditLogs(first: ${inline()}) { tailCursor } }`,
    () => `{ auditLogs(filter: ${inline()}) { tailCursor } }`,
    () => `{ auditLogs(filter: {from: ${inline()}}) { tailCursor } }`,
    () => `{ auditLogFilterOptions(field: ${inline()}) { name } }`,
    () => `"${canaries.core('unterminated')}`,
    () => `{ a(b: "\\u${canaries.core('escape')}") }`,
    () => `{ a(b: 1${canaries.core('number')}) }`,
    () => `query ($p: String = [${inline()}]) { ticket(token: $p) { email } }`,
    () => `query ($p: Int = ${inline()}) { auditLogs(first: $p) { tailCursor } }`,
    () => inline(),
  ];
  for (const document of documents) {
    await post({ query: document() });
    await post({ query: document() }, withKey);
    await send(`/graphql?query=${encodeURIComponent(document())}`, { headers: withKey });
  }

  // Bodies and addresses that are none.
  await post(`{"query": "{ viewer { role } }", "variables": {"password": ${inline()}`);
  await post(`${canaries.core('plain body')}`);
  await post([canaries.secret('as batch')]);
  await post({ query: { text: canaries.secret('as query') } });
  await post({ query: '{ viewer { role } }', operationName: { of: canaries.secret('as operation') } });
  await post({ query: '{ viewer { role } }', extensions: canaries.secret('as extensions') });
  await send('/graphql', { method: 'POST', headers: { 'content-type': `text/${canaries.core('as type')}` }, body: canaries.secret('as text') });
  const inUrl = () => encodeURIComponent(canaries.secret('in address'));
  for (const path of ['/graphql', '/export', '/invite', '/sign-in-link', '/healthz', '/metrics', '/nothing/here']) {
    await send(`${path}?token=${inUrl()}&apiKey=${inUrl()}&variables=${inUrl()}&query=${inUrl()}`, { headers: withKey });
    await send(`${path}?format=ndjson&from=${inUrl()}&after=${inUrl()}&type=${inUrl()}`);
    // What is no UTF-8. In a path stands no secret of ours, so logs may hold it.
    await send(`${path}/%E0%A4%A?token=${inUrl()}`);
  }

  // Headers.
  for (const name of ['authorization', 'cookie', 'operation-id', 'x-request-id', 'x-api-key', 'origin', 'traceparent']) {
    await post({ query: '{ auditLogs { tailCursor } }' }, { [name]: `Bearer ${canaries.core(`header ${name}`)}` });
    await send('/export', { headers: { [name]: `Basic ${canaries.core(`header ${name}`)}` } });
  }
  await post({ query: '{ viewer { role } }' }, { cookie: `audit_session=${canaries.core('cookie')}; audit_device=${canaries.core('cookie')}` });

  // Keys, links and ids in each other's places, and what is handed out once.
  const made = async (query: string, variables: object): Promise<string> => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...withKey },
      body: JSON.stringify({ query, variables }),
    });
    return response.text();
  };
  const madeKey = /"key":"([^"]+)"/.exec(await made('mutation { createApiKey(input: {name: "CI", scopes: ["audit:read"]}) { key } }', {}))?.[1] ?? '';
  const invited = /token=([\w-]+)/.exec(await made(INVITE, { input: { email: 'bob@example.com' } }))?.[1] ?? '';
  expect([madeKey.length, invited.length]).toEqual([49, 43]);
  canaries.known('made key', madeKey);
  canaries.known('invitation', invited);
  const embedMade = /"token":"([^"]+)"/.exec(await made('mutation { createEmbedToken(input: {filter: {}, origins: ["https://app.example.com"]}) { token } }', {}))?.[1] ?? '';
  expect(embedMade.length).toBe(88);
  // Before that it holds its id, which is no secret.
  canaries.known('embed token', embedMade.slice(45));
  const ACCEPT = 'mutation ($token: String!, $name: String!, $password: String!) { acceptInvite(token: $token, name: $name, password: $password) { role } }';
  for (const secret of ['x', canaries.secret('too long', 300)]) await post({ query: ACCEPT, variables: { token: invited, name: 'Bob', password: secret } });
  for (const token of [key, madeKey, embedMade, canaries.core('as token')]) {
    await post({ query: ACCEPT, variables: { token, name: 'Bob', password: canaries.secret('with a wrong token') } });
    await post({ query: 'mutation ($t: String!) { signInWithLink(token: $t) { role } }', variables: { t: token } });
    await post({ query: 'query ($t: String!) { ticket(token: $t) { email } }', variables: { t: token } });
    for (const [field, selection] of [['testCase', 'id'], ['auditLog', 'id'], ['workspaceProject', 'id']]) {
      await post({ query: `query ($id: ID!) { ${field}(id: $id) { ${selection} } }`, variables: { id: token } }, withKey);
    }
    for (const field of ['removeUser', 'revokeApiKey', 'deleteProject', 'deleteTestCase', 'renewInvitation { user']) {
      const selection = field.includes('{') ? field.replace(' { user', '(id: $id) { user { id } }') : `${field}(id: $id) { id }`;
      await post({ query: `mutation ($id: ID!) { ${selection} }`, variables: { id: token } }, withKey);
    }
    await post({ query: 'query ($a: String) { auditLogs(after: $a) { tailCursor } }', variables: { a: token } }, withKey);
    await post({ query: 'query ($f: AuditLogFilterInput) { auditLogs(filter: $f) { tailCursor } }', variables: { f: { operationId: token } } }, withKey);
  }
  await post({ query: ACCEPT, variables: { token: invited, name: 'Bob', password: canaries.secret('accepted') } });
  for (const bearer of [madeKey, embedMade]) await post({ query: '{ viewer { role } auditLogs { tailCursor } embedToken { origins } }' }, { authorization: `Bearer ${bearer}` });
  await send(`/embed/${embedMade.slice(12, 44)}`);

  // Sockets.
  const overSocket = async (parameters: object | string, query?: string): Promise<void> => {
    const socket = new WebSocket(`${origin.replace('http:', 'ws:')}/graphql?apiKey=${inUrl()}`, 'graphql-transport-ws');
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    socket.on('open', () => socket.send(typeof parameters === 'string' ? parameters : JSON.stringify({ type: 'connection_init', payload: parameters })));
    socket.on('message', (data) => {
      answered.push(String(data));
      if (String(data).includes('connection_ack') && query !== undefined) socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
      else socket.close();
    });
    socket.on('close', (code, reason) => {
      answered.push(`${code} ${String(reason)}`);
      resolve();
    });
    await ended;
  };
  await overSocket({ apiKey: canaries.core('parameter') });
  await overSocket({ authorization: `Bearer ${canaries.core('parameter')}`, password: canaries.secret('parameter') });
  await overSocket(`{"type": "connection_init", "payload": ${inline()}`);
  await overSocket({ [canaries.core('parameter name')]: { deep: canaries.secret('parameter') } });
  for (const document of documents) await overSocket({ apiKey: key }, document());

  // What fails inside: a lost connection, a table that is not there.
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  resources.defer(() => owner.end());
  await owner.query('ALTER TABLE account.person RENAME TO person_away; ALTER TABLE account.ticket RENAME TO ticket_away');
  await post({ query: SIGN_IN, variables: { email: 'ada@example.com', password: canaries.secret('during a failure') } });
  await post({ query: ACCEPT, variables: { token: canaries.core('during a failure'), name: 'Bob', password: canaries.secret('during a failure') } });
  await post({ query: '{ users { id } }' }, withKey);
  await owner.query('ALTER TABLE account.person_away RENAME TO person; ALTER TABLE account.ticket_away RENAME TO ticket');
  await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'audit_app'`);
  await expect.poll(async () => (await post({ query: SIGN_IN, variables: { email: 'ada@example.com', password } })).status).toBe(200);

  expect(answered.length).toBeGreaterThan(200);
  expect(canaries.within(answered.join('\n'))).toEqual([]);
  expect(canaries.within(await everyRow(owner))).toEqual([]);
  expect(program.output).toMatch(/"level"/);
  expect(canaries.within(program.output)).toEqual([]);
});

/** All that the database holds, as text: bytes in hex, JSON as it is written. */
async function everyRow(owner: pg.Client): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.push(name, ...rows.map(({ text }) => text));
  }
  expect(texts.join('\n')).toContain('sign_in_failed');
  return texts.join('\n');
}

test('A start that fails does not say with which password', async () => {
  const canaries = new Canaries();
  await using db = await createTestDatabase();
  const right = new URL(db.ownerUrl);
  const core = () => canaries.core('database password');
  const settings: Record<string, string>[] = [
    { DATABASE_URL: `postgres://owner:${core()}@127.0.0.1:1/nothing` },
    { DATABASE_URL: `postgres://${right.username}:${core()}@${right.host}${right.pathname}` },
    { DATABASE_URL: db.ownerUrl, DATABASE_APP_URL: `postgres://nobody:${core()}@127.0.0.1:1/nothing` },
  ];
  const refused = [
    { DATABASE_URL: `mysql://owner:${core()}@127.0.0.1/nothing`, DATABASE_APP_URL: `${core()}` },
    { ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: `${core()}${'x'.repeat(300)}`, ADMIN_API_KEY: `${core()} with a blank` },
    { ADMIN_PASSWORD: core().slice(0, 7) },
  ];
  for (const setting of refused) {
    const message = (() => {
      try {
        return readConfig(setting).port;
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message).toEqual(expect.any(String));
    expect(canaries.within(String(message))).toEqual([]);
  }
  for (const setting of settings) {
    const program = Program.start('main.js', [], { DATA_DIR: join(tmpdir(), 'none'), PORT: String(await unusedPort()), LOG_LEVEL: 'trace', ...setting });
    expect(await program.exitCode(), program.output).toBe(1);
    expect(program.output).not.toBe('');
    expect(canaries.within(program.output)).toEqual([]);
  }
});
