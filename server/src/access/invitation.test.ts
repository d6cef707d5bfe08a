import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { untilBlocked, whileHolding } from '../testing/waiting.js';
import { createSignInLink } from './first-administrator.js';

const INVITE = `mutation ($input: InviteUserInput!) {
  inviteUser(input: $input) { user { id email name role status lastSignInAt } link expiresAt } }`;
const ACCEPT = `mutation ($token: String!, $name: String!, $password: String!) {
  acceptInvite(token: $token, name: $name, password: $password) { user { id name status } role permissions } }`;
const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }';

interface Invited {
  inviteUser: { user: { id: string }; link: string };
}

async function invite(
  product: TestProduct,
  input: Record<string, unknown>,
): Promise<{ id: string; token: string }> {
  const { inviteUser } = await product
    .client({ authorization: `Bearer ${ADMIN_KEY}` })
    .data<Invited>(INVITE, { input });
  return { id: inviteUser.user.id, token: new URL(inviteUser.link).searchParams.get('token')! };
}

async function entriesAbout(product: TestProduct, id: string) {
  return (await storedEntries(product.db)).filter(({ entity_id }) => entity_id === id);
}

test('Invited, accepted, signed in: each is recorded by who did it, and no secret is', async () => {
  await using product = await startProduct();
  const operation = '0190d3c2-0000-7000-8000-00000000000A';
  const { id, token } = await invite(product, { email: 'Bob@Example.com', role: 'READ_ONLY' });

  const bob = product.client();
  const { acceptInvite } = await bob.data<Record<string, unknown>>(
    ACCEPT,
    { token, name: 'Bob "the builder" 🏗️', password: 'correct horse' },
    { 'operation-id': operation },
  );
  await product.client().data(SIGN_IN, { email: 'bob@example.com', password: 'correct horse' });

  expect(acceptInvite).toEqual({
    user: { id, name: 'Bob "the builder" 🏗️', status: 'ACTIVE' },
    role: 'READ_ONLY',
    permissions: ['workspace.read'],
  });
  expect(bob.cookie).not.toBeNull();
  const entries = await entriesAbout(product, id);
  expect(entries.map(({ event_type, action }) => `${event_type} ${action}`)).toEqual([
    'USER invite',
    'USER accept',
    'AUTHENTICATION sign_in',
    'AUTHENTICATION sign_in',
  ]);
  const [invited, accepted, first, second] = entries;
  expect(invited).toMatchObject({ entity_name: 'bob@example.com' });
  expect(invited!.changes).toEqual([
    { field: 'email', old: null, new: 'bob@example.com' },
    { field: 'role', old: null, new: 'Read Only' },
    { field: 'status', old: null, new: 'Invited' },
  ]);
  expect(accepted).toMatchObject({ actor: id, operation_id: operation.toLowerCase() });
  expect(accepted!.changes).toEqual([
    { field: 'name', old: null, new: 'Bob "the builder" 🏗️' },
    { field: 'status', old: 'Invited', new: 'Active' },
    { field: 'password', redacted: true },
  ]);
  expect(first).toMatchObject({
    actor: id,
    operation_id: operation.toLowerCase(),
    changes: [{ new: 'invite' }, { new: 'success' }],
  });
  expect(second).toMatchObject({
    actor: id,
    operation_id: null,
    changes: [{ new: 'password' }, { new: 'success' }],
  });
  const log = JSON.stringify(entries);
  expect(log).not.toContain('argon2');
  expect(log).not.toContain(token);
});

test('An invitation is accepted once, also when several do it at the same moment', async () => {
  await using product = await startProduct();
  const { id, token } = await invite(product, { email: 'bob@example.com' });

  const answers = await Promise.all(
    [1, 2, 3, 4].map((n) =>
      product.client().ask(ACCEPT, { token, name: `Bob ${n}`, password: 'correct horse' }),
    ),
  );

  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(answers.flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code)).toEqual(
    Array(3).fill('NOT_FOUND'),
  );
  expect((await entriesAbout(product, id)).filter(({ action }) => action === 'accept')).toHaveLength(1);
});

test('A refused acceptance leaves the link usable', async () => {
  await using product = await startProduct();
  const { token } = await invite(product, { email: 'bob@example.com' });
  const accept = (name: string, password: string) => product.client().ask(ACCEPT, { token, name, password });

  for (const [name, password] of [
    ['Bob', 'short'],
    ['  ', 'correct horse'],
    ['x'.repeat(201), 'correct horse'],
    ['\0', 'correct horse'],
  ] as const) {
    const { errors } = await accept(name, password);
    expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  }
  expect((await accept('Bob', 'correct horse')).errors).toEqual([]);
});

test('A link is for its own purpose alone', async () => {
  await using product = await startProduct();
  const { token } = await invite(product, { email: 'bob@example.com' });
  const { link } = await createSignInLink(product.db.database.pool, 'http://localhost', 'bob@example.com');
  const signInToken = new URL(link).searchParams.get('token')!;

  const withLink = 'mutation ($token: String!) { signInWithLink(token: $token) { role } }';
  expect(await product.client().refusal(withLink, { token })).toMatchObject({ code: 'NOT_FOUND' });
  expect(
    await product.client().refusal(ACCEPT, { token: signInToken, name: 'Bob', password: 'correct horse' }),
  ).toMatchObject({ code: 'NOT_FOUND' });
});

test('Who was invited and comes by a sign-in link has accepted', async () => {
  await using product = await startProduct();
  const { id } = await invite(product, { email: 'bob@example.com', name: 'Bob' });
  const { link } = await createSignInLink(product.db.database.pool, 'http://localhost', 'bob@example.com');

  await product.client().data('mutation ($token: String!) { signInWithLink(token: $token) { role } }', {
    token: new URL(link).searchParams.get('token'),
  });

  expect(await entriesAbout(product, id)).toMatchObject([
    { action: 'invite' },
    { action: 'accept', changes: [{ field: 'status', old: 'Invited', new: 'Active' }] },
    { action: 'sign_in' },
  ]);
});

test('An invitation that was left lying about does not take over an account that is in use', async () => {
  await using product = await startProduct();
  const { token } = await invite(product, { email: 'boss@example.com', role: 'ADMIN' });
  const { link } = await createSignInLink(product.db.database.pool, 'http://localhost', 'boss@example.com');
  const signInToken = new URL(link).searchParams.get('token');
  await product.client().data('mutation ($token: String!) { signInWithLink(token: $token, password: "my own password") { role } }', {
    token: signInToken,
  });

  const refusal = await product.client().refusal(ACCEPT, { token, name: 'Hijacker', password: 'stolen password' });
  expect(refusal).toMatchObject({ code: 'NOT_FOUND' });
  await product.client().data(SIGN_IN, { email: 'boss@example.com', password: 'my own password' });
});

test('An address has one account in the whole installation, also when two invite it at once', async () => {
  await using product = await startProduct();

  const answers = await Promise.all(
    ['bob@example.com', 'BOB@example.com'].map((email) =>
      product.client({ authorization: `Bearer ${ADMIN_KEY}` }).ask(INVITE, { input: { email } }),
    ),
  );

  expect(answers.flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code)).toEqual([
    'CONFLICT',
  ]);
  const { rows } = await product.db.owner.query(`SELECT email FROM account.person WHERE email LIKE 'bob%'`);
  expect(rows).toEqual([{ email: 'bob@example.com' }]);
});

test('Fifty people accept from one address without being held up', async () => {
  await using product = await startProduct();
  const people = Array.from({ length: 50 }, (_, index) => `user-${index}@example.com`);

  for (const email of people) await product.member(email);

  const { rows } = await product.db.owner.query(
    `SELECT count(*)::int AS active FROM account.person WHERE status = 'Active'`,
  );
  expect(rows[0].active).toBe(51);
});

const RENEW = 'mutation ($id: ID!) { renewInvitation(id: $id) { user { id status } link expiresAt } }';

test('A new link ends the old one, and is recorded as another invitation without the link', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const { id, token } = await invite(product, { email: 'bob@example.com', name: 'Bob' });
  const renew = async () => {
    const { renewInvitation } = await admin.data<{ renewInvitation: { link: string } }>(RENEW, { id });
    return new URL(renewInvitation.link).searchParams.get('token')!;
  };
  const accept = (token: string) =>
    product.client().ask(ACCEPT, { token, name: 'Bob', password: 'correct horse' });

  // Also of two at once one is left.
  const { both } = await whileHolding(
    product.db,
    (owner) => owner.query('SELECT FROM account.person FOR UPDATE'),
    async () => {
      const both = Promise.all([renew(), renew()]);
      await untilBlocked(product.db, 2);
      return { both };
    },
  );
  const renewed = await both;

  const answers = [await accept(token), await accept(renewed[0]), await accept(renewed[1])];
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(answers[0]!.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  const { rows } = await product.db.owner.query('SELECT token_hash FROM account.ticket');
  expect(rows).toEqual([]);
  const entries = await entriesAbout(product, id);
  expect(entries.map(({ action }) => action)).toEqual(['invite', 'invite', 'invite', 'accept', 'sign_in']);
  expect(entries[1]).toMatchObject({
    event_type: 'USER',
    entity_name: 'Bob',
    changes: [{ field: 'link', redacted: true }],
  });
  expect(JSON.stringify(entries)).not.toContain(renewed[0]);
  expect(await admin.refusal(RENEW, { id })).toEqual({
    code: 'CONFLICT',
    message: 'bob@example.com has accepted the invitation already.',
  });
});

test('An invitation that waits is withdrawn by removing the user, and its link with it', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const { id, token } = await invite(product, { email: 'bob@example.com' });

  expect(
    await admin.data('mutation ($id: ID!) { removeUser(id: $id) { email name status } }', { id }),
  ).toEqual({ removeUser: { email: 'bob@example.com', name: null, status: 'INVITED' } });

  expect(
    await product.client().refusal(ACCEPT, { token, name: 'Bob', password: 'correct horse' }),
  ).toMatchObject({ code: 'NOT_FOUND' });
  expect((await entriesAbout(product, id)).map(({ action }) => action)).toEqual(['invite', 'remove']);
  expect(await admin.refusal(RENEW, { id })).toMatchObject({ code: 'NOT_FOUND' });
  await invite(product, { email: 'bob@example.com' });
});

test('A key gives nobody a role, nor a link to one, that permits what it may not do itself', async () => {
  await using product = await startProduct();
  const key = 'a-key-that-sees-to-accounts-0123456789';
  await product.addKey(key, ['account:write', 'audit:read']);
  const program = product.client({ authorization: `Bearer ${key}` });
  const admin = await product.administrator();
  const INVITE = 'mutation ($email: String!, $role: Role!) { inviteUser(input: {email: $email, role: $role}) { link user { id } } }';
  const invited = await admin.data<{ inviteUser: { user: { id: string } } }>(INVITE, { email: 'bob@example.com', role: 'ADMIN' });
  await product.member('rita@example.com', 'READ_ONLY');
  const { rows } = await product.db.owner.query(`SELECT id FROM account.person WHERE email = 'rita@example.com'`);
  const forbidden = { code: 'FORBIDDEN', message: expect.stringContaining('the role ADMIN') };

  expect(await program.refusal(INVITE, { email: 'eve@example.com', role: 'ADMIN' })).toMatchObject(forbidden);
  expect(
    await program.refusal('mutation ($id: ID!) { updateUserRole(id: $id, role: ADMIN) { id } }', { id: rows[0].id }),
  ).toMatchObject(forbidden);
  expect(
    await program.refusal('mutation ($id: ID!) { renewInvitation(id: $id) { link } }', { id: invited.inviteUser.user.id }),
  ).toMatchObject(forbidden);
  expect(await program.data(INVITE, { email: 'eve@example.com', role: 'READ_ONLY' })).toMatchObject({
    inviteUser: { link: expect.stringContaining('/invite?token=') },
  });
});

test('Who is an administrator no longer when the invitation is made invites nobody', async () => {
  await using product = await startProduct();
  const bob = await product.member('bob@example.com');

  const { invitation } = await whileHolding(
    product.db,
    (owner) => owner.query(`UPDATE account.person SET role = 'Read Only' WHERE email = 'bob@example.com'`),
    async () => {
      const invitation = bob.refusal('mutation { inviteUser(input: {email: "eve@example.com", role: ADMIN}) { link } }');
      await untilBlocked(product.db);
      return { invitation };
    },
  );

  expect(await invitation).toMatchObject({ code: 'FORBIDDEN' });
});
