import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { ADMIN, ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { untilBlocked, whileHolding } from '../testing/waiting.js';

const UPDATE_ROLE =
  'mutation ($id: ID!, $role: Role!) { updateUserRole(id: $id, role: $role) { id email role status } }';
const REMOVE = 'mutation ($id: ID!) { removeUser(id: $id) { id email name role status } }';
const INVITE =
  'mutation ($email: String!, $role: Role!) { inviteUser(input: {email: $email, role: $role}) { user { id } link } }';
const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }';
const VIEWER = '{ viewer { role } }';
const LAST = { code: 'CONFLICT', message: expect.stringMatching(/ is the last administrator: make somebody else/) };

function key(product: TestProduct): TestClient {
  return product.client({ authorization: `Bearer ${ADMIN_KEY}` });
}

async function idOf(product: TestProduct, email: string): Promise<string> {
  const { rows } = await product.db.owner.query('SELECT id FROM account.person WHERE email = $1', [email]);
  return rows[0].id;
}

async function userEntries({ db }: TestProduct, id: string) {
  const entries = await storedEntries(db);
  return entries.filter(({ event_type, entity_id }) => event_type === 'USER' && entity_id === id);
}

async function administrators({ db }: TestProduct): Promise<string[]> {
  const { rows } = await db.owner.query<{ email: string }>(
    `SELECT email FROM account.person WHERE role = 'Admin' AND status = 'Active' ORDER BY email`,
  );
  return rows.map(({ email }) => email);
}

/** Sends requests that are let in, and then meet in the database all at once. */
async function atOnce(
  product: TestProduct,
  requests: readonly (() => Promise<{ errors: readonly { extensions?: { code?: string } }[] }>)[],
): Promise<(string | undefined)[]> {
  const { answers } = await whileHolding(
    product.db,
    (owner) => owner.query('SELECT FROM account.person FOR UPDATE'),
    async () => {
      const answers = Promise.all(requests.map((request) => request()));
      await untilBlocked(product.db, requests.length);
      return { answers };
    },
  );
  return (await answers).flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code);
}

test('A changed role is recorded, holds for the next request, and ends the sockets it had opened', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const bob = await product.member('bob@example.com');
  const id = await idOf(product, 'bob@example.com');
  await bob.data(VIEWER);
  const { closed } = await bob.socket();

  expect(await admin.data(UPDATE_ROLE, { id, role: 'READ_ONLY' })).toEqual({
    updateUserRole: { id, email: 'bob@example.com', role: 'READ_ONLY', status: 'ACTIVE' },
  });

  expect(await bob.data(VIEWER)).toEqual({ viewer: { role: 'READ_ONLY' } });
  expect(await closed).toBe(4403);
  const entry = (await userEntries(product, id)).at(-1)!;
  expect(entry).toMatchObject({
    action: 'update',
    entity_name: 'bob',
    actor: await idOf(product, ADMIN.email),
  });
  expect(entry.changes).toEqual([{ field: 'role', old: 'Admin', new: 'Read Only' }]);
});

test('A role that somebody has already is not written again, and disturbs nobody', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const { closed } = await admin.socket();
  const id = await idOf(product, ADMIN.email);

  expect(await admin.data(UPDATE_ROLE, { id, role: 'ADMIN' })).toMatchObject({
    updateUserRole: { role: 'ADMIN' },
  });

  expect((await userEntries(product, id)).map(({ action }) => action)).toEqual(['invite']);
  const open = Symbol('open');
  expect(await Promise.race([closed, admin.data(VIEWER).then(() => open)])).toBe(open);
});

test('The last administrator is neither removed nor made anything else, by whomever', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await product.member('rita@example.com', 'READ_ONLY');
  // Somebody who has not come cannot administer anything yet.
  await admin.data(INVITE, { email: 'ian@example.com', role: 'ADMIN' });
  const id = await idOf(product, ADMIN.email);

  for (const client of [admin, key(product)]) {
    expect(await client.refusal(REMOVE, { id })).toMatchObject(LAST);
    expect(await client.refusal(UPDATE_ROLE, { id, role: 'READ_ONLY' })).toMatchObject(LAST);
  }
  await product.member('bob@example.com');
  await admin.data(REMOVE, { id });

  expect(await administrators(product)).toEqual(['bob@example.com']);
  expect(await admin.data(VIEWER)).toEqual({ viewer: null });
});

test.each([
  ['remove', REMOVE],
  ['demote', UPDATE_ROLE],
])('Of two administrators who %s each other at once one is left', async (_, mutation) => {
  await using product = await startProduct();
  const [ada, bob] = [await product.administrator(), await product.member('bob@example.com')];
  // With a third one there the last of all is not what the second is refused for.
  await product.member('carol@example.com');
  const ids = [await idOf(product, ADMIN.email), await idOf(product, 'bob@example.com')];

  const codes = await atOnce(product, [
    () => ada.ask(mutation, { id: ids[1], role: 'READ_ONLY' }),
    () => bob.ask(mutation, { id: ids[0], role: 'READ_ONLY' }),
  ]);

  expect(codes).toEqual(['FORBIDDEN']);
  expect(await administrators(product)).toHaveLength(2);
});

test('Of two keys that take away the last two administrators at once one is refused', async () => {
  await using product = await startProduct();
  await product.member('bob@example.com');
  const ids = [await idOf(product, ADMIN.email), await idOf(product, 'bob@example.com')];

  const codes = await atOnce(product, [
    () => key(product).ask(REMOVE, { id: ids[0] }),
    () => key(product).ask(UPDATE_ROLE, { id: ids[1], role: 'READ_ONLY' }),
  ]);

  expect(codes).toEqual(['CONFLICT']);
  expect(await administrators(product)).toHaveLength(1);
});

test('Who is removed is nobody at once: no session, link, socket or password is left', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const bob = await product.member('bob@example.com');
  const id = await idOf(product, 'bob@example.com');
  await bob.data(VIEWER);
  const { closed } = await bob.socket();

  expect(await admin.data(REMOVE, { id: id.toUpperCase() })).toEqual({
    removeUser: { id, email: 'bob@example.com', name: 'bob', role: 'ADMIN', status: 'ACTIVE' },
  });

  expect(await bob.data(VIEWER)).toEqual({ viewer: null });
  expect(await closed).toBe(4403);
  const signIn = { email: 'bob@example.com', password: 'correct horse' };
  expect(await product.client().refusal(SIGN_IN, signIn)).toMatchObject({ code: 'UNAUTHENTICATED' });
  const { rows } = await product.db.owner.query(
    `SELECT person_id FROM account.session WHERE person_id = $1
     UNION ALL SELECT person_id FROM account.ticket WHERE person_id = $1`,
    [id],
  );
  expect(rows).toEqual([]);
  expect(await admin.refusal(REMOVE, { id })).toMatchObject({ code: 'NOT_FOUND' });
});

test('The log goes on naming who was removed, and their address is free again', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const bob = await product.member('bob@example.com');
  const id = await idOf(product, 'bob@example.com');
  await bob.data('mutation { createProject(input: {name: "Payments"}) { id } }');

  await admin.data(REMOVE, { id });
  await product.member('bob@example.com', 'READ_ONLY');

  const { auditLogs } = await admin.data<{ auditLogs: { edges: { node: Record<string, unknown> }[] } }>(
    `query ($id: ID!) { auditLogs(filter: {userIds: [$id]}) { edges { node { eventType action user { name } } } } }`,
    { id },
  );
  expect(auditLogs.edges[0]!.node).toEqual({ eventType: 'PROJECT', action: 'create', user: { name: 'bob' } });
  const entries = await userEntries(product, id);
  expect(entries.map(({ action }) => action)).toEqual(['invite', 'accept', 'remove']);
  expect(entries[2]).toMatchObject({ entity_name: 'bob', actor: await idOf(product, ADMIN.email) });
  expect(entries[2]!.changes).toEqual([
    { field: 'email', old: 'bob@example.com', new: null },
    { field: 'name', old: 'bob', new: null },
    { field: 'role', old: 'Admin', new: null },
    { field: 'status', old: 'Active', new: null },
    { field: 'password', redacted: true },
  ]);
  expect(await idOf(product, 'bob@example.com')).not.toBe(id);
});

test('Who accepts or signs in while they are removed comes too late', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await product.member('bob@example.com');
  const { inviteUser } = await admin.data<{ inviteUser: { link: string } }>(INVITE, {
    email: 'ian@example.com',
    role: 'ADMIN',
  });
  const token = new URL(inviteUser.link).searchParams.get('token');

  const { both } = await whileHolding(
    product.db,
    (owner) => owner.query('SELECT FROM account.person FOR UPDATE'),
    async (owner) => {
      const both = Promise.all([
        product
          .client()
          .refusal(
            'mutation ($token: String!) { acceptInvite(token: $token, name: "Ian", password: "correct horse") { role } }',
            { token },
          ),
        product.client().refusal(SIGN_IN, { email: 'bob@example.com', password: 'correct horse' }),
      ]);
      await untilBlocked(product.db, 2);
      // Takes links with it: who held one already while they wait for their person would never get on.
      await owner.query('DELETE FROM account.person WHERE email <> $1', [ADMIN.email]);
      return { both };
    },
  );

  expect((await both).map(({ code }) => code)).toEqual(['NOT_FOUND', 'UNAUTHENTICATED']);
});

test('What is taken away through this server is in force when it answers, heard from the database or not', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await product.db.owner.query(`
    ALTER TABLE account.person DISABLE TRIGGER USER;
    ALTER TABLE account.session DISABLE TRIGGER USER;
    ALTER TABLE account.api_key DISABLE TRIGGER USER;`);
  const [bob, carol] = [await product.member('bob@example.com'), await product.member('carol@example.com')];
  const keyId = await product.addKey('key-of-a-program-0123456789-0123456789', ['audit:read']);
  const program = product.client({ authorization: 'Bearer key-of-a-program-0123456789-0123456789' });
  const sockets = await Promise.all(
    [bob, carol, program].map(async (client) => {
      await client.data(VIEWER);
      return client.socket();
    }),
  );

  await admin.data(UPDATE_ROLE, { id: await idOf(product, 'bob@example.com'), role: 'READ_ONLY' });
  await admin.data(REMOVE, { id: await idOf(product, 'carol@example.com') });
  await admin.data('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: keyId });

  expect(await bob.data(VIEWER)).toEqual({ viewer: { role: 'READ_ONLY' } });
  expect(await carol.data(VIEWER)).toEqual({ viewer: null });
  expect(await program.data(VIEWER)).toEqual({ viewer: null });
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403, 4403]);
});
