import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { ADMIN, ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { untilBlocked, whileHolding } from '../testing/waiting.js';

const FIELDS = 'id name prefix scopes createdBy { email } createdAt expiresAt lastUsedAt revokedAt';
const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { ${FIELDS} } } }`;
const REVOKE = `mutation ($id: ID!) { revokeApiKey(id: $id) { ${FIELDS} } }`;
const LIST = `{ apiKeys { ${FIELDS} } }`;
const VIEWER = '{ viewer { scopes } }';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

interface Created {
  readonly key: string;
  readonly apiKey: Record<string, unknown> & { readonly id: string };
}

async function create(client: TestClient, input: Record<string, unknown>): Promise<Created> {
  return (await client.data<{ createApiKey: Created }>(CREATE, { input })).createApiKey;
}

async function list(client: TestClient): Promise<Record<string, unknown>[]> {
  return (await client.data<{ apiKeys: Record<string, unknown>[] }>(LIST)).apiKeys;
}

async function keyEntries({ db }: TestProduct, id: string) {
  return (await storedEntries(db)).filter(({ entity_id }) => entity_id === id);
}

test('A key is shown once, and neither kept nor recorded', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();

  const { key, apiKey } = await create(admin, {
    name: 'CI "nightly" 🌙',
    scopes: ['workspace:write', 'audit:read', 'audit:read'],
    expiresAt: '2999-12-31T23:00:00.123456+01:00',
  });

  expect(key).toMatch(/^audit_[\w-]{43}$/);
  expect(apiKey).toEqual({
    id: apiKey.id,
    name: 'CI "nightly" 🌙',
    prefix: key.slice(0, 10),
    scopes: ['audit:read', 'workspace:write'],
    createdBy: { email: ADMIN.email },
    createdAt: expect.stringMatching(TIME),
    expiresAt: '2999-12-31T22:00:00.123456Z',
    lastUsedAt: null,
    revokedAt: null,
  });
  expect(await list(admin)).toContainEqual(apiKey);
  expect(await product.client({ authorization: `Bearer ${key}` }).data(VIEWER)).toEqual({
    viewer: { scopes: ['audit:read', 'workspace:write'] },
  });
  const [entry, ...others] = await keyEntries(product, apiKey.id);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ event_type: 'API_KEY', action: 'create', entity_name: 'CI "nightly" 🌙' });
  expect(entry!.changes).toEqual([
    { field: 'key', redacted: true },
    { field: 'name', old: null, new: 'CI "nightly" 🌙' },
    { field: 'scopes', old: null, new: ['audit:read', 'workspace:write'] },
    { field: 'expiresAt', old: null, new: '2999-12-31T22:00:00.123456+00:00' },
  ]);
  const { rows } = await product.db.owner.query<{ row: string }>(
    `SELECT k::text AS row FROM account.api_key k
     UNION ALL SELECT e::text FROM audit.entry e UNION ALL SELECT a::text FROM audit.actor a`,
  );
  for (const { row } of rows) expect(row).not.toContain(key.slice(10));
});

test('What is no name, no scope or no time to come is refused with the name of its field', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const refused: [Record<string, unknown>, RegExp][] = [
    [{ name: ' ' }, /^name is blank/],
    [{ name: 'x'.repeat(201) }, /^name is longer than 200/],
    [{ name: 'a\0b' }, /^name holds a NUL/],
    [{ scopes: [] }, /^scopes is empty: take at least one of audit:read, /],
    [{ scopes: ['audit:read', 'admin'] }, /^scopes holds "admin": take some of audit:read, /],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, /^expiresAt has passed already/],
    [{ expiresAt: new Date().toISOString() }, /^expiresAt has passed already/],
  ];
  for (const [fields, message] of refused) {
    const input = { name: 'CI', scopes: ['audit:read'], ...fields };
    expect(await admin.refusal(CREATE, { input }), JSON.stringify(fields).slice(0, 60)).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  }
  expect(await list(admin)).toHaveLength(1);
  await create(admin, { name: '🗝'.repeat(200), scopes: ['audit:write'] });
});

test('A key makes no key that may do more than it may itself', async () => {
  await using product = await startProduct();
  await product.addKey('a-key-for-accounts-0123456789-0123456789', ['audit:read', 'account:write']);
  const maker = product.client({ authorization: 'Bearer a-key-for-accounts-0123456789-0123456789' });

  expect(
    await maker.refusal(CREATE, {
      input: { name: 'More', scopes: ['audit:read', 'audit:write', 'workspace:write'] },
    }),
  ).toEqual({
    code: 'FORBIDDEN',
    message: 'A key cannot be given more than its maker has: leave out audit:write, workspace:write.',
  });

  const { apiKey } = await create(maker, { name: 'As much', scopes: ['audit:read', 'account:write'] });
  expect(apiKey).toMatchObject({ scopes: ['audit:read', 'account:write'], createdBy: null });
  expect((await keyEntries(product, apiKey.id)).map(({ source }) => source?.via)).toEqual(['api']);
});

test('A revoked key is nobody at once, its sockets end, and it is recorded once', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const { key, apiKey } = await create(admin, { name: 'CI', scopes: ['audit:read'] });
  const program = product.client({ authorization: `Bearer ${key}` });
  await program.data(VIEWER);
  const { closed } = await program.socket();

  const answers = await Promise.all([1, 2].map(() => admin.ask(REVOKE, { id: apiKey.id })));

  expect(await program.data(VIEWER)).toEqual({ viewer: null });
  expect(await closed).toBe(4403);
  expect(answers.flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code)).toEqual(['NOT_FOUND']);
  expect(answers.map(({ data }) => data?.['revokeApiKey'])).toContainEqual({
    ...apiKey,
    revokedAt: expect.stringMatching(TIME),
  });
  expect((await list(admin)).map(({ name }) => name)).toEqual(['Admin key']);
  const entries = await keyEntries(product, apiKey.id);
  expect(entries.map(({ action }) => action)).toEqual(['create', 'revoke']);
  expect(entries[1]).toMatchObject({ entity_name: 'CI', changes: [{ field: 'revokedAt', old: null }] });
});

test('A key may revoke itself', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const { key, apiKey } = await create(admin, { name: 'CI', scopes: ['account:write'] });
  const program = product.client({ authorization: `Bearer ${key}` });

  await program.data(REVOKE, { id: apiKey.id });

  expect(await program.data(VIEWER)).toEqual({ viewer: null });
  expect((await keyEntries(product, apiKey.id)).at(-1)).toMatchObject({ action: 'revoke', actor: apiKey.id });
});

test('A key that has expired is listed, so that one sees why it stopped, and when it was last used', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const { apiKey } = await create(admin, { name: 'CI', scopes: ['audit:read'] });
  await product.db.owner.query(
    `UPDATE account.api_key SET expires_at = '2020-01-01T00:00:00.5Z' WHERE name = 'CI';
     INSERT INTO account.api_key_use SELECT id, '2019-12-31T23:59:59.25Z' FROM account.api_key WHERE name = 'CI'`,
  );

  expect(await list(admin)).toContainEqual({
    ...apiKey,
    expiresAt: '2020-01-01T00:00:00.500000Z',
    lastUsedAt: '2019-12-31T23:59:59.250000Z',
  });
});

test('Who is an administrator no longer by the time it is made leaves no key behind', async () => {
  await using product = await startProduct();
  const bob = await product.member('bob@example.com');

  const { refusal } = await whileHolding(
    product.db,
    (owner) => owner.query(`UPDATE account.person SET role = 'Read Only' WHERE email = 'bob@example.com'`),
    async () => {
      const refusal = bob.refusal(CREATE, { input: { name: 'CI', scopes: ['account:write'] } });
      await untilBlocked(product.db);
      return { refusal };
    },
  );

  expect(await refusal).toMatchObject({ code: 'FORBIDDEN' });
  const admin = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
  expect((await list(admin)).map(({ name }) => name)).toEqual(['Admin key']);
});

test('The same Operation-Id from a person and from the key they made is two operations, told apart by who sent it', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const { key, apiKey } = await create(admin, { name: 'Script', scopes: ['workspace:write'] });
  const operation = { 'operation-id': '3f2b8c1e-5a64-4d0e-9f7a-1c2d3e4f5a6b' };
  const CREATE_PROJECT = 'mutation ($name: String!) { createProject(input: { name: $name }) { id } }';
  await admin.data(CREATE_PROJECT, { name: 'By hand' }, operation);
  await product.client({ authorization: `Bearer ${key}` }).data(CREATE_PROJECT, { name: 'By key' }, operation);

  const OPERATION = 'query ($filter: AuditLogFilterInput) { auditLogs(filter: $filter) { edges { node { entity { name } user { id } } } } }';
  const named = async (more: object) => {
    const { auditLogs } = await admin.data<{ auditLogs: { edges: { node: { entity: { name: string }; user: { id: string } } }[] } }>(OPERATION, {
      filter: { operationId: operation['operation-id'], ...more },
    });
    return auditLogs.edges.map(({ node }) => node.entity.name);
  };
  expect(await named({})).toEqual(['By key', 'By hand']);
  expect(await named({ userIds: [apiKey.id] })).toEqual(['By key']);
  expect(await named({ exclude: { userIds: [apiKey.id] } })).toEqual(['By hand']);
});
