import { expect, test } from 'vitest';
import { untilBlocked, whileHolding } from '../testing/waiting.js';
import { storedEntries } from '../testing/notes.js';
import { ADMIN, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { createSignInLink } from './first-administrator.js';

const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { user { id email } role permissions } }';
const WITH_LINK =
  'mutation ($token: String!, $password: String) { signInWithLink(token: $token, password: $password) { user { email status } } }';
const VIEWER = '{ viewer { user { email } } }';

async function sessions({ db }: TestProduct): Promise<number> {
  const { rows } = await db.owner.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM account.session',
  );
  return rows[0]!.count;
}

async function authentications({ db }: TestProduct) {
  return (await storedEntries(db)).filter(({ event_type }) => event_type === 'AUTHENTICATION');
}

async function signInToken({ db }: TestProduct, email?: string): Promise<string> {
  const { link } = await createSignInLink(db.database.pool, 'http://localhost', email);
  return new URL(link).searchParams.get('token')!;
}

test('A right password begins a session, and the sign-in is recorded with it', async () => {
  await using product = await startProduct();
  const client = product.client({ 'user-agent': 'curl/8' });

  const { signIn } = await client.data<{ signIn: { user: { id: string } } }>(SIGN_IN, {
    ...ADMIN,
    email: ' ADA@example.com',
  });

  expect(signIn).toMatchObject({ user: { email: ADMIN.email }, role: 'ADMIN' });
  expect(await client.data(VIEWER)).toEqual({ viewer: { user: { email: ADMIN.email } } });
  expect(await sessions(product)).toBe(1);
  expect(await authentications(product)).toEqual([
    {
      event_type: 'AUTHENTICATION',
      action: 'sign_in',
      actor: signIn.user.id,
      entity_id: signIn.user.id,
      entity_name: null,
      operation_id: null,
      project: null,
      changes: [
        { field: 'method', old: null, new: 'password' },
        { field: 'outcome', old: null, new: 'success' },
      ],
      source: { ip: '127.0.0.1', userAgent: 'curl/8', via: 'web' },
    },
  ]);
});

test('Where the sign-in cannot be recorded there is no session', async () => {
  await using product = await startProduct();
  await product.db.owner.query(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the log is full'; END $$;
    CREATE TRIGGER fail BEFORE INSERT ON audit.pending FOR EACH ROW EXECUTE FUNCTION fail();`);
  const client = product.client();

  const { errors, headers } = await client.ask(SIGN_IN, ADMIN);

  expect(errors[0]).toMatchObject({
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: headers.get('x-request-id') },
  });
  expect(errors[0]!.message).not.toContain('full');
  expect(client.cookie).toBeNull();
  expect(await sessions(product)).toBe(0);
});

test('A wrong password at a known address is recorded as that person, committed before the answer', async () => {
  await using product = await startProduct();

  const refusal = await product.client().refusal(SIGN_IN, { ...ADMIN, password: 'wrong horse' });

  expect(refusal.code).toBe('UNAUTHENTICATED');
  const { rows } = await product.db.owner.query('SELECT id FROM account.person');
  expect(await authentications(product)).toMatchObject([
    {
      action: 'sign_in_failed',
      actor: rows[0].id,
      entity_id: rows[0].id,
      changes: [
        { field: 'method', old: null, new: 'password' },
        { field: 'outcome', old: null, new: 'wrong password' },
      ],
    },
  ]);
  expect(await sessions(product)).toBe(0);
});

test('Unknown addresses are all one anonymous actor, and only the changes name the address', async () => {
  await using product = await startProduct();

  const refusals = [
    await product.client().refusal(SIGN_IN, { email: 'eve@example.com', password: 'x' }),
    await product.client().refusal(SIGN_IN, { email: 'mallory@example.com', password: 'x' }),
  ];

  expect(refusals).toEqual(
    Array(2).fill(await product.client().refusal(SIGN_IN, { ...ADMIN, password: 'x' })),
  );
  const entries = await authentications(product);
  expect(entries.slice(0, 2)).toMatchObject([
    { action: 'sign_in_failed', actor: 'anonymous', entity_id: null, entity_name: null },
    { action: 'sign_in_failed', actor: 'anonymous', entity_id: null, entity_name: null },
  ]);
  expect(entries.slice(0, 2).map(({ changes }) => changes)).toEqual(
    ['eve@example.com', 'mallory@example.com'].map((email) => [
      { field: 'method', old: null, new: 'password' },
      { field: 'outcome', old: null, new: 'unknown address' },
      { field: 'email', old: null, new: email },
    ]),
  );
  const { rows } = await product.db.owner.query(`SELECT kind, name FROM audit.actor WHERE id = 'anonymous'`);
  expect(rows).toEqual([{ kind: 'ANONYMOUS', name: null }]);
});

test('What is no address is refused without an entry', async () => {
  await using product = await startProduct();
  const wrong = [
    '',
    'nobody',
    'a b@example.com',
    `${'a'.repeat(250)}@example.com`,
    'nul\0@example.com',
    '\ud800@example.com',
  ];

  for (const email of wrong) {
    expect(await product.client().refusal(SIGN_IN, { email, password: 'x' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  }
  expect(await authentications(product)).toEqual([]);
});

test('Signing out ends the session at once and is recorded once', async () => {
  await using product = await startProduct();
  const client = await product.administrator();
  const cookie = client.cookie!;

  expect(await client.data('mutation { signOut }')).toEqual({ signOut: true });

  expect(client.cookie).toBeNull();
  expect(await product.client({ cookie }).data(VIEWER)).toEqual({ viewer: null });
  expect(await product.client({ cookie }).data('mutation { signOut }')).toEqual({ signOut: true });
  expect((await authentications(product)).map(({ action }) => action)).toEqual(['sign_in', 'sign_out']);
  expect(await sessions(product)).toBe(0);
});

test('A sign-in link works once, whoever comes first', async () => {
  await using product = await startProduct();
  const token = await signInToken(product);

  const answers = await Promise.all(
    Array.from({ length: 5 }, () => product.client().ask(WITH_LINK, { token })),
  );

  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  expect(answers.flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code)).toEqual(
    Array(4).fill('NOT_FOUND'),
  );
  expect(await sessions(product)).toBe(1);
  expect(await authentications(product)).toMatchObject([
    { action: 'sign_in', changes: [{ new: 'link' }, { new: 'success' }] },
  ]);
});

test('A sign-in link sets the password that is given with it, which the log never holds', async () => {
  await using product = await startProduct();
  const token = await signInToken(product, ADMIN.email);

  expect(await product.client().refusal(WITH_LINK, { token, password: 'short' })).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  await product.client().data(WITH_LINK, { token, password: 'a new battery' });

  await product.client().data(SIGN_IN, { email: ADMIN.email, password: 'a new battery' });
  expect(await product.client().refusal(SIGN_IN, ADMIN)).toMatchObject({ code: 'UNAUTHENTICATED' });
  const update = (await storedEntries(product.db)).find(
    ({ event_type, action }) => event_type === 'USER' && action === 'update',
  );
  expect(update?.changes).toEqual([{ field: 'password', redacted: true }]);
});

test('A password set by a link ends the sessions that were open before', async () => {
  await using product = await startProduct();
  const before = product.client();
  await before.data(SIGN_IN, { ...ADMIN });

  const after = product.client();
  await after.data(WITH_LINK, { token: await signInToken(product), password: 'a password of my own' });

  expect(await before.data(VIEWER)).toEqual({ viewer: null });
  expect(await after.data(VIEWER)).toEqual({ viewer: { user: { email: ADMIN.email } } });
});

test('An expired link is as one that never was', async () => {
  await using product = await startProduct();
  const token = await signInToken(product);
  expect(
    await product
      .client()
      .data('query ($token: String!) { ticket(token: $token) { purpose email needsPassword } }', { token }),
  ).toEqual({
    ticket: { purpose: 'SIGN_IN', email: ADMIN.email, needsPassword: false },
  });

  await product.db.owner.query(`UPDATE account.ticket SET expires_at = now()`);

  expect(
    await product.client().data('query ($token: String!) { ticket(token: $token) { email } }', { token }),
  ).toEqual({ ticket: null });
  const expired = await product.client().refusal(WITH_LINK, { token });
  expect(expired).toEqual(await product.client().refusal(WITH_LINK, { token: 'never-was' }));
  expect(expired.code).toBe('NOT_FOUND');
});

test('An expired session is nobody', async () => {
  await using product = await startProduct();
  const client = await product.administrator();

  await product.db.owner.query('UPDATE account.session SET expires_at = now()');

  expect(await client.data(VIEWER)).toEqual({ viewer: null });
});

test('A password that is changed while it is being checked opens nothing', async () => {
  await using product = await startProduct();

  const answer = await whileHolding(
    product.db,
    (owner) => owner.query(`UPDATE account.person SET password_hash = 'another'`),
    async () => {
      const signIn = product.client().ask(SIGN_IN, ADMIN);
      await untilBlocked(product.db);
      return { signIn };
    },
  );

  expect((await answer.signIn).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  expect(await sessions(product)).toBe(0);
});
