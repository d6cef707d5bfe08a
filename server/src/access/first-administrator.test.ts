import { expect, test } from 'vitest';
import { Capture } from '../capture/acting.js';
import { storedEntries } from '../testing/notes.js';
import { createTestDatabase } from '../testing/postgres.js';
import type { TestDatabase } from '../testing/postgres.js';
import { startProduct } from '../testing/product.js';
import { createOrganization, createSignInLink, ensureFirstAdministrator } from './first-administrator.js';
import type { FirstAdministrator } from './first-administrator.js';

const nothing: FirstAdministrator = {
  publicUrl: 'http://localhost:4000',
  adminEmail: null,
  adminPassword: null,
  adminApiKey: null,
};
const everything: FirstAdministrator = {
  ...nothing,
  adminEmail: 'Ada@Example.com',
  adminPassword: 'correct horse battery',
  adminApiKey: 'a-key-for-people-who-deploy-by-script',
};

function start({ database }: TestDatabase, config: FirstAdministrator): Promise<string | null> {
  return ensureFirstAdministrator(database.pool, new Capture(database.dataSource, () => undefined), config);
}

async function count({ owner }: TestDatabase, table: string): Promise<number> {
  return (await owner.query(`SELECT count(*)::int AS count FROM ${table}`)).rows[0].count;
}

test('The settings make organization, administrator and key, recorded as made by the system', async () => {
  await using db = await createTestDatabase();

  expect(await start(db, everything)).toBeNull();

  const entries = await storedEntries(db);
  expect(entries.map(({ event_type, action, actor }) => [event_type, action, actor])).toEqual([
    ['USER', 'invite', 'system'],
    ['API_KEY', 'create', 'system'],
  ]);
  expect(entries[0]!.changes).toEqual([
    { field: 'email', old: null, new: 'ada@example.com' },
    { field: 'name', old: null, new: 'Administrator' },
    { field: 'role', old: null, new: 'Admin' },
    { field: 'status', old: null, new: 'Active' },
    { field: 'password', redacted: true },
  ]);
  expect(entries[1]).toMatchObject({ entity_name: 'Admin key', source: { via: 'system' } });
  expect(entries[1]!.changes).toEqual([
    { field: 'key', redacted: true },
    { field: 'name', old: null, new: 'Admin key' },
    { field: 'scopes', old: null, new: ['audit:read', 'audit:write', 'workspace:write', 'account:write'] },
  ]);
  expect(JSON.stringify(entries)).not.toContain('a-key-for');
});

test('Later starts change nothing, whatever the settings say by then', async () => {
  await using db = await createTestDatabase();
  await start(db, everything);

  expect(
    await start(db, {
      ...everything,
      adminEmail: 'bob@example.com',
      adminApiKey: 'another-key-for-people-who-deploy',
    }),
  ).toBeNull();

  expect(await storedEntries(db)).toHaveLength(2);
  expect(await count(db, 'account.person')).toBe(1);
});

test('Processes that start at once make one administrator', async () => {
  await using db = await createTestDatabase();

  await Promise.all([start(db, everything), start(db, everything), start(db, everything)]);

  expect(await count(db, 'account.person')).toBe(1);
  expect(await count(db, 'audit.organization')).toBe(1);
});

test('Without settings a link is given at every start until somebody has signed in', async () => {
  await using db = await createTestDatabase();
  const first = await start(db, nothing);
  const second = await start(db, nothing);
  expect(first).toMatch(/^http:\/\/localhost:4000\/sign-in-link\?token=[\w-]{43}$/);
  expect(second).not.toBe(first);

  await using product = await startProduct({
    db,
    environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '', ADMIN_API_KEY: '' },
  });
  const token = new URL(first!).searchParams.get('token');
  const { signInWithLink } = await product
    .client()
    .data<
      Record<string, unknown>
    >('mutation ($token: String!) { signInWithLink(token: $token) { role user { email } } }', { token });

  expect(signInWithLink).toEqual({ role: 'ADMIN', user: { email: 'admin@localhost' } });
  expect(await start(db, nothing)).toBeNull();
});

test('A sign-in link is for the first administrator, or for whom one names', async () => {
  await using db = await createTestDatabase();
  await expect(createSignInLink(db.database.pool, 'http://localhost')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await start(db, everything);

  expect(await createSignInLink(db.database.pool, 'http://localhost')).toMatchObject({
    email: 'ada@example.com',
  });
  expect(await createSignInLink(db.database.pool, 'http://localhost', 'ADA@example.com')).toMatchObject({
    email: 'ada@example.com',
  });
  await expect(
    createSignInLink(db.database.pool, 'http://localhost', 'bob@example.com'),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('Where its administrator cannot be recorded there is no organization either', async () => {
  await using db = await createTestDatabase();
  await start(db, everything);
  const capture = new Capture(db.database.dataSource, () => undefined);
  await db.owner.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the log is full'; END $$;
    CREATE TRIGGER fail BEFORE INSERT ON audit.pending FOR EACH ROW EXECUTE FUNCTION fail();`);

  await expect(
    createOrganization(db.database.pool, capture, 'http://localhost', { name: 'Southwind', adminEmail: 'sue@example.com' }),
  ).rejects.toThrow('the log is full');

  expect(await count(db, 'audit.organization')).toBe(1);
  expect(await count(db, 'audit.head')).toBe(1);
});

test('Another organization has an administrator and a log of its own', async () => {
  await using db = await createTestDatabase();
  await start(db, everything);
  const capture = new Capture(db.database.dataSource, () => undefined);
  const make = (name: string, adminEmail: string) =>
    createOrganization(db.database.pool, capture, 'http://localhost', { name, adminEmail });

  expect((await make('Southwind', 'sue@example.com')).link).toMatch(/\/invite\?token=/);
  await expect(make('Third', 'ada@example.com')).rejects.toMatchObject({ code: 'CONFLICT' });

  const { rows } = await db.owner.query(
    `SELECT o.name, p.email FROM audit.organization o JOIN account.person p ON p.organization = o.number ORDER BY 1`,
  );
  expect(rows).toEqual([
    { name: 'My organization', email: 'ada@example.com' },
    { name: 'Southwind', email: 'sue@example.com' },
  ]);
  expect(await count(db, 'audit.organization')).toBe(2);
});
