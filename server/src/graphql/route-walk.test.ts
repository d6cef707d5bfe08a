import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SCOPES } from '@audit-log/shared/permission';
import { WebSocket } from 'ws';
import { Program, unusedPort } from '../testing/programs.js';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { TestClient } from '../testing/test-client.js';
import { changedTables, fillOrganization, foundOrganization, snapshot, untilNumbered } from '../testing/walk-fixture.js';
import type { WalkOrganization } from '../testing/walk-fixture.js';

// Hundreds of requests take their time on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

/** The whole server with all its routes, over the database of a product that two organizations have filled. */
let product: TestProduct;
let program: Program;
let origin: string;
let ours: WalkOrganization;
let theirs: WalkOrganization;
let key: string;

type Headers = Record<string, string>;

/** Every way to send something with credentials, or without. */
let credentials: Record<string, Headers>;

const PATHS = [
  '/',
  '/settings/audit-logs',
  '/graphiql',
  '/healthz',
  '/readyz',
  '/metrics',
  '/assets/none.js',
  '/nothing/here',
  '/index.html',
  '/..%2f..%2fpackage.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '//graphql',
  '/graphql/',
  '/export/',
];

beforeAll(async () => {
  product = await startProduct();
  const administrator = await product.administrator();
  ours = await fillOrganization(product, administrator, 'northwind');
  theirs = await fillOrganization(product, await foundOrganization(product, 'southwind'), 'southwind');
  const rita = await product.member('rita@northwind.example', 'READ_ONLY');
  const gone = await product.member('gone@northwind.example');
  const { viewer } = await gone.data<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
  await administrator.data('mutation ($id: ID!) { removeUser(id: $id) { id } }', { id: viewer.user.id });
  const revoked = await ours.key(SCOPES);
  await administrator.data('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: revoked.id });
  const made = await theirs.key(SCOPES);
  key = made.client.headers['authorization'] ?? '';
  const port = await unusedPort();
  program = Program.start('main.js', [], {
    PORT: String(port),
    DATABASE_URL: product.db.ownerUrl,
    DATABASE_APP_URL: product.db.appUrl,
    LOG_LEVEL: 'warn',
  });
  await program.said(/ready: http/);
  origin = `http://127.0.0.1:${port}`;
  credentials = {
    nobody: {},
    'a session that is none': { cookie: `audit_session=${randomBytes(32).toString('base64url')}` },
    'a key that is none': { authorization: `Bearer ${randomBytes(32).toString('hex')}` },
    'a removed user': { cookie: gone.cookie ?? '' },
    'a revoked key': { authorization: revoked.client.headers['authorization'] ?? '' },
    'an administrator’s session beside a key that is none': { cookie: administrator.cookie ?? '', authorization: 'Bearer none' },
    'a Read Only user': { cookie: rita.cookie ?? '' },
    'the other organization’s administrator': { cookie: theirs.administrator.cookie ?? '' },
    'the other organization’s key': { authorization: key },
    'the other organization’s key beside our administrator’s session': { authorization: key, cookie: administrator.cookie ?? '' },
  };
}, 600_000);
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
});

const get = async (path: string, headers: Headers, method = 'GET') => {
  const response = await fetch(`${origin}${path}`, { headers, method, redirect: 'manual' });
  return { status: response.status, body: await response.text() };
};

/** Runs `work` and names the tables in which it changed anything. */
async function changes(work: () => Promise<unknown>): Promise<string[]> {
  await untilNumbered(product);
  const before = await snapshot(product);
  await work();
  await untilNumbered(product);
  return changedTables(before, await snapshot(product));
}

test('What is no data of anybody is the same for everybody, and holds nothing of an organization', async () => {
  const changed = await changes(async () => {
    for (const path of PATHS) {
      const answers = await Promise.all(Object.values(credentials).map((headers) => get(path, headers)));
      for (const answer of answers) {
        expect(answer.body, path).not.toMatch(/northwind|southwind|ada@|postgres:\/\/|"dependencies"|root:/i);
        expect(answer.status, path).toBeLessThan(500);
        // What is measured changes from one reading to the next.
        if (path !== '/metrics') expect(answer, path).toEqual(answers[0]);
      }
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of ['/', '/export', '/nothing/here']) {
        const { status } = await get(path, credentials['the other organization’s administrator'] ?? {}, method);
        expect([400, 401, 403, 404, 405], `${method} ${path}`).toContain(status);
      }
    }
  });
  expect(changed).toEqual([]);
});

describe('GET /export', () => {
  const filters = () => {
    const { project, user, testCase, operation } = ours.ids;
    return [`project=${project}`, `user=${user}`, `entity=${testCase}`, `operation=${operation}`, `-project=${project}`, ''];
  };

  test('Nobody, Read Only users and who was let in once are refused, whatever they ask for', async () => {
    const changed = await changes(async () => {
      for (const [who, headers] of Object.entries(credentials)) {
        if (who.startsWith('the other')) continue;
        const answers = await Promise.all(filters().map((filter) => get(`/export?format=ndjson&${filter}`, headers)));
        for (const answer of answers) {
          expect(answer.status, who).toBe(who.startsWith('a Read Only') ? 403 : 401);
          expect(answer.body, who).not.toMatch(/wind/);
        }
      }
    });
    expect(changed).toEqual([]);
  });

  test('Another organization gets its own log, and for what is ours what it gets for nothing', async () => {
    for (const [who, headers] of Object.entries(credentials).filter(([name]) => name.startsWith('the other'))) {
      for (const filter of filters()) {
        const { status, body } = await get(`/export?format=ndjson&${filter}`, headers);
        expect([200, 400], `${who} ${filter}`).toContain(status);
        expect(body, `${who} ${filter}`).not.toContain(ours.mark);
        if (filter === '') expect(body, who).toContain(theirs.mark);
        // Bounded by one head, so that what the exports themselves leave in the log is in none of them.
        const bounded = async (text: string) =>
          (await get(`/export?format=ndjson&after=1&through=5&${text}`, headers)).body.replace(/"cursor":"[^"]*"/, '');
        const nothing = filter.replace(/.{12}$/, 'ffffffffffff');
        if (filter !== '') expect(await bounded(filter)).toBe(await bounded(nothing));
      }
    }
  });
});

test('A GET of /graphql answers as a POST does, and changes nothing', async () => {
  const query = (id: string) => `/graphql?query=${encodeURIComponent(`{ workspaceProject(id: "${id}") { name } auditLogs { tailCursor } }`)}`;
  const removal = `/graphql?query=${encodeURIComponent(`mutation { deleteProject(id: "${ours.ids.project}") { id } }`)}`;
  // Whatever the first look at the log leaves behind is there before anything is compared.
  for (const headers of Object.values(credentials)) await get(query(ours.ids.project), { ...headers, 'content-type': 'application/json' });
  const changed = await changes(async () => {
    for (const [who, credential] of Object.entries(credentials)) {
      const headers = { ...credential, 'apollo-require-preflight': 'true', 'content-type': 'application/json' };
      const { body } = await get(query(ours.ids.project), headers);
      expect(body, who).not.toContain(ours.mark);
      const missing = await get(query(ours.ids.project.replace(/.{12}$/, 'ffffffffffff')), headers);
      expect(body, who).toBe(missing.body);
      expect((await get(removal, headers)).status, who).toBeGreaterThanOrEqual(400);
    }
  });
  expect(changed).toEqual([]);
});

test('A socket is for who may come in, on one path alone', async () => {
  const open = async (path: string, headers: Headers) => {
    const socket = new WebSocket(`${origin.replace('http:', 'ws:')}${path}`, 'graphql-transport-ws', { headers });
    const { promise, resolve } = Promise.withResolvers<string>();
    socket.on('error', ({ message }) => resolve(message));
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', () => resolve('let in'));
    socket.on('close', (code) => resolve(`closed ${code}`));
    const outcome = await promise;
    socket.terminate();
    return outcome;
  };
  for (const [who, headers] of Object.entries(credentials)) {
    const mayEnter = who.startsWith('the other') || who.startsWith('a Read Only');
    expect(await open('/graphql', headers), who).toBe(mayEnter ? 'let in' : 'closed 4403');
    expect(await open('/export', headers), who).toBe('Unexpected server response: 404');
  }
});

test('What a key sends beside somebody’s session is the key’s', async () => {
  const client = new TestClient(`${origin}/graphql`, credentials['the other organization’s key beside our administrator’s session']);
  const { viewer } = await client.data<{ viewer: { user: null; organization: { name: string } } }>('{ viewer { user { id } organization { name } } }');
  expect(viewer).toEqual({ user: null, organization: { name: 'southwind' } });
});
