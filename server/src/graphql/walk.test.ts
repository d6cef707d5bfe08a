import { randomUUID } from 'node:crypto';
import { SCOPES, isPermitted } from '@audit-log/shared/permission';
import type { Grantee } from '@audit-log/shared/permission';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { Answer, TestClient } from '../testing/test-client.js';
import { changedTables, fillOrganization, foundOrganization, snapshot, untilNumbered } from '../testing/walk-fixture.js';
import type { Kind, WalkOrganization } from '../testing/walk-fixture.js';
import { ASKED_BY_EMBED_TOKENS, NEEDS, PROVIDERS, TRACES } from '../testing/walk-providers.js';
import { coordinates, places, requestFor, rootFields } from '../testing/walk.js';
import type { Place, RootField } from '../testing/walk.js';
import { buildProductSchema } from './schema.js';

// Hundreds of requests take their time on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const schema = await buildProductSchema();
const fields = rootFields(schema);
const requests = fields.filter(({ operation }) => operation !== 'subscription');

let product: TestProduct;
/** Whose data is asked for, and who asks. */
let ours: WalkOrganization;
let theirs: WalkOrganization;

beforeAll(async () => {
  product = await startProduct();
  ours = await fillOrganization(product, await product.administrator(), 'northwind');
  theirs = await fillOrganization(product, await foundOrganization(product, 'southwind'), 'southwind');
});
afterAll(() => product[Symbol.asyncDispose]());

/** Of the same form, and nowhere. */
function nowhere(kind: Kind, id: string): string {
  if (!kind.endsWith('Cursor')) return `${id.slice(0, -12)}ffffffffffff`;
  const middle = Math.floor(id.length / 2);
  return `${id.slice(0, middle)}${id[middle] === 'A' ? 'B' : 'A'}${id.slice(middle + 1)}`;
}

/** What was answered, but for the id itself and the request's. */
function comparable({ status, data, errors }: Answer, id: string): string {
  const text = JSON.stringify({ status, data, errors }).replaceAll(id, 'ID');
  return text.replaceAll(/[\da-f-]{36}(?=\)\.|"\})/g, (found) => (errors.some(({ extensions }) => extensions?.requestId === found) ? 'REQUEST' : found));
}

/** Who has a token that shows all of an organization's log. */
async function embedded({ key }: WalkOrganization): Promise<TestClient> {
  const input = { filter: {}, origins: ['https://app.example.com'] };
  const { createEmbedToken } = await (await key(['audit:read'])).client.data<{ createEmbedToken: { token: string } }>(
    'mutation ($input: CreateEmbedTokenInput!) { createEmbedToken(input: $input) { token } }',
    { input },
  );
  return product.client({ authorization: `Bearer ${createEmbedToken.token}` });
}

/** Runs `work`, and names the tables in which it changed anything. */
async function changes(work: () => Promise<unknown>): Promise<string[]> {
  await untilNumbered(product);
  const before = await snapshot(product);
  await work();
  await untilNumbered(product);
  return changedTables(before, await snapshot(product));
}

test('There is a provider for every argument and input of the schema, and for nothing else', () => {
  const known = coordinates(schema);
  expect(known.filter((name) => !(name in PROVIDERS))).toEqual([]);
  expect(Object.keys(PROVIDERS).filter((name) => !known.includes(name))).toEqual([]);
  const names = fields.map(({ name }) => name);
  expect(names.filter((name) => !(name in NEEDS))).toEqual([]);
  expect(Object.keys(NEEDS).filter((name) => !names.includes(name))).toEqual([]);
});

test('Whoever may is answered what the walk asks for, without an error', async () => {
  for (const root of requests.filter(({ operation }) => operation === 'query')) {
    for (const all of [true, false]) {
      const { query, variables } = requestFor(root, { ids: ours.ids, providers: PROVIDERS, all });
      const { errors, data } = await ours.administrator.ask(query, variables);
      expect(errors, `${root.name} ${query}`).toEqual([]);
      expect(JSON.stringify(data), root.name).not.toContain(theirs.mark);
    }
  }
});

describe('What belongs to another organization is answered as what is not there, byte for byte, and nothing changes', () => {
  const asking: readonly (readonly [string, () => Promise<TestClient>])[] = [
    ['an administrator', async () => theirs.administrator],
    ['a key with all scopes', async () => (await theirs.key(SCOPES)).client],
    ['an embed token', () => embedded(theirs)],
  ];
  test.each(asking)('asked by %s of the other', async (_, clientOf) => {
    const client = await clientOf();
    // Whatever the first look at the log leaves behind is there before anything is compared.
    await client.ask('{ auditLogs { tailCursor } }');
    let tried = 0;
    const ask = async (root: RootField, all: boolean, place: Place, value: string): Promise<Answer> => {
      tried += 1;
      const instead = { path: place.path, value };
      const { query, variables } = requestFor(root, { ids: theirs.ids, providers: PROVIDERS, all, instead });
      return client.ask(query, variables);
    };
    const changed = await changes(async () => {
      for (const root of requests) {
        for (const place of places(root, PROVIDERS)) {
          for (const all of [true, false]) {
            const id = ours.ids[place.kind];
            const gone = nowhere(place.kind, id);
            const foreign = await ask(root, all, place, id);
            const missing = await ask(root, all, place, gone);
            const what = `${root.name} ${place.path.join(' > ')}`;
            expect(comparable(foreign, id), what).toBe(comparable(missing, gone));
            expect(JSON.stringify(foreign), what).not.toContain(ours.mark);
            if (root.operation === 'mutation') expect(foreign.errors, what).toMatchObject([{ extensions: { code: expect.any(String) } }]);
            expect(foreign.errors.map(({ extensions }) => extensions?.code), what).not.toContain('INTERNAL_SERVER_ERROR');
          }
        }
      }
    });
    expect(changed).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  });
});

/** What somebody may do who sees a part of the log alone. */
const EMBEDDED: Grantee = { role: null, scopes: [] };

/** Somebody of the organization itself, and what they may do; null: nobody. */
type Caller = readonly [name: string, make: () => Promise<TestClient>, may: Grantee | null];

function isRefused({ name }: RootField, may: Grantee | null): boolean {
  if (may === EMBEDDED && ASKED_BY_EMBED_TOKENS.has(name)) return false;
  const needs = NEEDS[name] ?? [];
  return needs.length > 0 && (may === null || !needs.every((permission) => isPermitted(may, permission)));
}

const callers: readonly Caller[] = [
  ['nobody', async () => product.client(), null],
  ['a Read Only user', () => product.member(`${randomUUID()}@northwind.example`, 'READ_ONLY'), { role: 'READ_ONLY', scopes: [] }],
  ...SCOPES.map((scope): Caller => [`a key with ${scope}`, async () => (await ours.key([scope])).client, { role: null, scopes: [scope] }]),
  ['an embed token', () => embedded(ours), EMBEDDED],
  [
    'a revoked key',
    async () => {
      const { id, client } = await ours.key(SCOPES);
      await client.data('{ viewer { scopes } }');
      await ours.administrator.data('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id });
      return client;
    },
    null,
  ],
  [
    'an expired key',
    async () => {
      const { id, client } = await ours.key(SCOPES);
      await client.data('{ viewer { scopes } }');
      await product.db.owner.query('UPDATE account.api_key SET expires_at = now() WHERE id = $1', [id]);
      await expect.poll(() => client.data('{ viewer { scopes } }')).toEqual({ viewer: null });
      return client;
    },
    null,
  ],
  [
    'a removed user’s session',
    async () => {
      const client = await product.member(`${randomUUID()}@northwind.example`);
      const { viewer } = await client.data<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }');
      await ours.administrator.data('mutation ($id: ID!) { removeUser(id: $id) { id } }', { id: viewer.user.id });
      return client;
    },
    null,
  ],
  [
    'a session’s cookie beside a key that is none',
    async () => product.client({ authorization: 'Bearer nobody-has-this-key-0123456789', cookie: ours.administrator.cookie ?? '' }),
    null,
  ],
];

describe('Who may not is told so, the same for what is there and what is not, and neither sees nor changes anything', () => {
  test.each(callers)('asked by %s', async (_, make, may) => {
    const client = await make();
    const refused = requests.filter((root) => isRefused(root, may));
    const changed = await changes(async () => {
      for (const root of refused) {
        for (const all of [true, false]) {
          const answers = [ours.ids, mapIds(ours.ids, nowhere)].map((ids) => requestFor(root, { ids, providers: PROVIDERS, all }));
          const [there, not] = await Promise.all(answers.map(({ query, variables }) => client.ask(query, variables)));
          expect(there, root.name).toBeDefined();
          expect(JSON.stringify([there?.status, there?.data, there?.errors]), root.name).toBe(JSON.stringify([not?.status, not?.data, not?.errors]));
          expect(there?.errors, root.name).toMatchObject([{ extensions: { code: may === null ? 'UNAUTHENTICATED' : 'FORBIDDEN' } }]);
          expect(JSON.stringify(there?.data ?? null), root.name).not.toMatch(/wind/);
        }
      }
    });
    expect(refused.length).toBeGreaterThan(5);
    expect(changed).toEqual([]);
  });
});

/** The first answer of a subscription; null when the socket is closed instead. */
async function subscribed(client: TestClient, { query, variables }: ReturnType<typeof requestFor>): Promise<string | null> {
  const headers = { ...client.headers, ...(client.cookie === null ? {} : { cookie: client.cookie }) };
  const socket = new WebSocket(product.url.replace('http:', 'ws:'), 'graphql-transport-ws', { headers });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('close', () => resolve(null));
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { type: string; payload?: unknown };
    if (message.type === 'connection_ack') socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables } }));
    else if (message.type !== 'ping') resolve(JSON.stringify(message));
  });
  try {
    return await promise;
  } finally {
    socket.terminate();
  }
}

describe('A subscription gives what a query gives', () => {
  const subscriptions = fields.filter(({ operation }) => operation === 'subscription');

  test('What belongs to another organization is answered as what is not there, and none of it comes', async () => {
    const clients = [theirs.administrator, (await theirs.key(SCOPES)).client, await embedded(theirs)];
    for (const client of clients) {
      for (const root of subscriptions) {
        // Whatever the first look at the log leaves behind is there before anything is compared.
        await subscribed(client, requestFor(root, { ids: theirs.ids, providers: PROVIDERS, all: false }));
        await untilNumbered(product);
        for (const place of places(root, PROVIDERS)) {
          const ask = (value: string) =>
            subscribed(client, requestFor(root, { ids: theirs.ids, providers: PROVIDERS, all: false, instead: { path: place.path, value } }));
          const id = ours.ids[place.kind];
          const [foreign, missing] = [await ask(id), await ask(nowhere(place.kind, id))];
          expect(foreign, `${root.name} ${place.path.join(' > ')}`).toBe(missing);
          expect(foreign).not.toContain(ours.mark);
        }
      }
    }
  });

  test.each(callers)('asked by %s', async (_, make, may) => {
    const client = await make();
    for (const root of subscriptions) {
      if (!isRefused(root, may)) continue;
      const answer = await subscribed(client, requestFor(root, { ids: ours.ids, providers: PROVIDERS, all: true }));
      if (may === null) expect(answer).toBeNull();
      else expect(answer).toContain('"FORBIDDEN"');
    }
  });
});

function mapIds(ids: WalkOrganization['ids'], change: (kind: Kind, id: string) => string): WalkOrganization['ids'] {
  const entries = Object.entries(ids) as [Kind, string][];
  return Object.fromEntries(entries.map(([kind, id]) => [kind, change(kind, id)])) as Record<Kind, string>;
}

test('What is open to everybody tells nobody anything of an organization, and changes nothing but what it says', async () => {
  const client = product.client();
  for (const root of requests.filter(({ name }) => NEEDS[name]?.length === 0)) {
    const { query, variables } = requestFor(root, { ids: ours.ids, providers: PROVIDERS, all: true });
    const allowed = TRACES[root.name] ?? [];
    const changed = await changes(async () => {
      const { data, errors } = await client.ask(query, variables);
      expect(JSON.stringify([data, errors]), root.name).not.toMatch(/wind/);
    });
    expect(changed.filter((table) => !allowed.includes(table)), root.name).toEqual([]);
  }
});
