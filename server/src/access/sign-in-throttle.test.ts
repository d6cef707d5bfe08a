import { request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { ADMIN, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { GraphQLErrorAnswer } from '../testing/test-client.js';
import { ALLOWANCES } from './allowance.js';
import { createSignInLink } from './first-administrator.js';

// A thousand requests take their time on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }';
const WRONG = 'not the password';

interface Outcome {
  readonly code: string;
  readonly retryAfter: number | undefined;
  readonly body: string;
  readonly cookies: readonly string[];
}

/** Signs in from an address of its own: all of 127.0.0.0/8 is this machine. */
function signIn({ url }: TestProduct, from: string, credentials: { email: string; password: string }, cookie?: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) };
    const sent = request(url, { method: 'POST', localAddress: from, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => {
        const { errors = [] } = JSON.parse(body) as { errors?: GraphQLErrorAnswer[] };
        const { code = 'signed in', retryAfter } = errors[0]?.extensions ?? {};
        resolve({ code, retryAfter, body, cookies: (response.headers['set-cookie'] ?? []).map((one) => one.split(';', 1)[0] ?? '') });
      });
    });
    sent.on('error', reject).end(JSON.stringify({ query: SIGN_IN, variables: credentials }));
  });
}

/** Fails so many times, from forty addresses in turn. Returns how often the password was looked at. */
async function attack(product: TestProduct, email: string, count: number): Promise<number> {
  let looked = 0;
  for (let n = 0; n < count; n += 20) {
    const burst = Array.from({ length: 20 }, (_, i) => signIn(product, `127.66.0.${1 + ((n + i) % 40)}`, { email, password: WRONG }));
    for (const { code } of await Promise.all(burst)) if (code === 'UNAUTHENTICATED') looked += 1;
  }
  return looked;
}

async function failures({ db }: TestProduct) {
  return (await storedEntries(db)).filter(({ action }) => action === 'sign_in_failed');
}

const changesOf = ({ changes }: { changes: Record<string, unknown>[] }) =>
  Object.fromEntries(changes.map(({ field, new: value }) => [field, value]));

test('A thousand failures from elsewhere leave the owner’s own browser its way in, guess ten times, and are told in the log by their number', async () => {
  await using product = await startProduct();
  const { deviceCookie } = await product.administrator();
  const known = deviceCookie!;

  const began = performance.now();
  const looked = await attack(product, ADMIN.email, 1000);

  // Ten, and a turn each 48 seconds from then on.
  const seconds = (performance.now() - began) / 1000;
  expect(looked).toBeGreaterThanOrEqual(10);
  expect(looked).toBeLessThanOrEqual(11 + Math.ceil(seconds / 48));
  expect(await signIn(product, '127.77.0.1', ADMIN, known)).toMatchObject({ code: 'signed in' });
  // From the attackers' own address too.
  expect(await signIn(product, '127.66.0.1', ADMIN, known)).toMatchObject({ code: 'signed in' });

  await product.services.access.refusals.write(0);
  const entries = await failures(product);
  const told = entries.filter((entry) => changesOf(entry)['outcome'] === 'throttled');
  expect(entries.length - told.length).toBe(looked);
  expect(told).toHaveLength(1);
  const { rows } = await product.db.owner.query('SELECT id FROM account.person');
  expect(told[0]).toMatchObject({ actor: rows[0].id, entity_id: rows[0].id, source: { ip: expect.stringMatching(/^127\.66\./) } });
  expect(changesOf(told[0]!)).toEqual({
    method: 'password',
    outcome: 'throttled',
    attempts: 1000 - looked,
    since: expect.stringMatching(/^20\d\d-.*Z$/),
    until: expect.stringMatching(/^20\d\d-.*Z$/),
  });
  expect((await product.db.owner.query('SELECT FROM account.sign_in_refusal')).rowCount).toBe(0);
});

test('The owner in a new browser is told when to come, and then let in, while the attack goes on', async () => {
  await using product = await startProduct();
  await attack(product, ADMIN.email, 400);

  const waiting = await signIn(product, '127.88.0.1', ADMIN);
  expect(waiting.code).toBe('TOO_MANY_REQUESTS');
  // Forty networks are before it, 48 seconds each.
  expect(waiting.retryAfter).toBeLessThanOrEqual(41 * 48);
  await product.db.owner.query('UPDATE account.sign_in_turn SET at = at - make_interval(secs => $1)', [waiting.retryAfter]);
  await attack(product, ADMIN.email, 100);

  const inside = await signIn(product, '127.88.0.1', ADMIN);
  expect(inside.code).toBe('signed in');
  // And knows the way from now on.
  const device = inside.cookies.find((cookie) => cookie.startsWith('audit_device='));
  expect(await signIn(product, '127.66.0.2', ADMIN, device)).toMatchObject({ code: 'signed in' });
});

test('A link lets its owner in at any time, and the browser is known then', async () => {
  await using product = await startProduct();
  await attack(product, ADMIN.email, 200);
  const { link } = await createSignInLink(product.db.database.pool, 'http://localhost');

  const client = product.client();
  await client.data('mutation ($token: String!) { signInWithLink(token: $token) { role } }', {
    token: new URL(link).searchParams.get('token'),
  });

  expect(await signIn(product, '127.66.0.3', ADMIN, client.deviceCookie!)).toMatchObject({ code: 'signed in' });
});

test('A known browser has an allowance of its own, which ends; a forged one has none; a new password forgets them', async () => {
  await using product = await startProduct();
  const { deviceCookie } = await product.administrator();
  const codes = async (count: number, cookie: string) => {
    const seen: string[] = [];
    for (let n = 0; n < count; n += 1) {
      seen.push((await signIn(product, '127.99.0.1', { ...ADMIN, password: WRONG }, cookie)).code);
    }
    return seen.filter((code) => code === 'UNAUTHENTICATED').length;
  };
  // Twenty of its own, and ten as anybody's.
  expect(await codes(40, deviceCookie!)).toBe(30);
  expect(await codes(1, 'audit_device=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe(0);

  const { link } = await createSignInLink(product.db.database.pool, 'http://localhost');
  await product.client().data('mutation ($token: String!) { signInWithLink(token: $token, password: "another password") { role } }', {
    token: new URL(link).searchParams.get('token'),
  });
  const { rows } = await product.db.owner.query('SELECT count(*)::int AS count FROM account.device');
  expect(rows).toEqual([{ count: 1 }]);
});

test('Addresses with and without an account are answered byte for byte alike, throttled or not', async () => {
  await using product = await startProduct();
  const began = performance.now();
  for (let n = 0; n < 14; n += 1) {
    const from = `127.55.0.${n % 2}`;
    const [known, unknown] = [
      await signIn(product, from, { email: ADMIN.email, password: WRONG }),
      await signIn(product, from, { email: 'nobody@example.com', password: WRONG }),
    ];
    // The seconds that are left run on between the two.
    const still = ({ body }: Outcome) => body.replaceAll(/(?<="retryAfter":)\d+/g, 'n').replaceAll(/(?<=again in )\d+/g, 'n');
    expect(still(known)).toBe(still(unknown));
    // Ten, and the first turn; the next comes after 48 seconds, if all this should take so long.
    const turns = Math.ceil((performance.now() - began) / 48_000);
    if (n < 11) expect(known.code).toBe('UNAUTHENTICATED');
    else if (n >= 10 + turns) expect(known.code).toBe('TOO_MANY_REQUESTS');
    expect(known.cookies).toEqual(unknown.cookies);
  }
});

test.each(postgresVersions)('Refusals at however many unknown addresses are one entry of the anonymous actor, also when a server ends before it (Postgres %i)', async (version) => {
  await using product = await startProduct({ version });
  for (let n = 0; n < 130; n += 1) {
    await signIn(product, '127.44.0.1', { email: `nobody-${n}@example.com`, password: WRONG });
  }
  await using other = await startProduct({ db: product.db });
  // Two processes look at once: one writes.
  await Promise.all([product, other].map(({ services }) => services.access.refusals.write(0)));

  const told = (await failures(product)).filter((entry) => changesOf(entry)['outcome'] === 'throttled');
  expect(told).toMatchObject([{ actor: 'anonymous', entity_id: null }]);
  expect(changesOf(told[0]!)).toMatchObject({ attempts: 30 });
});

test('The owner comes in from elsewhere with a new browser while somebody with an IPv6 /48 tries from all of it, as fast as they can', async () => {
  await using product = await startProduct();
  const { signIn: way } = product.services.access;
  const from = (ip: string, password = WRONG) => way.withPassword(ADMIN.email, password, { source: { ip, userAgent: null, via: 'web' } });
  const attack = () => Promise.allSettled(Array.from({ length: 300 }, (_, n) => from(`2001:db8:1:${n.toString(16)}::1`)));
  await attack();
  const told: unknown = await from('2001:db9::1', ADMIN.password).catch((error: unknown) => error);
  expect(told).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfter: expect.any(Number) });
  const { retryAfter } = told as { retryAfter: number };
  expect(retryAfter).toBeLessThanOrEqual(5 * 48);
  const attacking = attack();
  await product.db.owner.query('UPDATE account.sign_in_turn SET at = at - make_interval(secs => $1)', [retryAfter]);

  await expect(from('2001:db9::1', ADMIN.password)).resolves.toBeDefined();
  await attacking;
});

test('Failures at ever new addresses without an account, from ever new networks, have a hundred entries in five minutes, and one that tells the number of the others', async () => {
  await using product = await startProduct();
  const { signIn: way, refusals } = product.services.access;
  for (let n = 0; n < 120; n += 1) {
    const source = { ip: `2001:db8:${n.toString(16)}::1`, userAgent: null, via: 'web' } as const;
    await expect(way.withPassword(`nobody-${n}@example.com`, WRONG, { source })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  // An account's own entries are none of these.
  await signIn(product, '127.44.0.2', { email: ADMIN.email, password: WRONG });
  await refusals.write(0);

  const entries = await failures(product);
  expect(entries.map((entry) => changesOf(entry)['outcome']).toSorted()).toEqual([...Array<string>(101).fill('unknown address'), 'wrong password']);
  expect(changesOf(entries.find((entry) => 'attempts' in changesOf(entry))!)).toEqual({
    method: 'password',
    outcome: 'unknown address',
    attempts: 20,
    since: expect.stringMatching(/^20\d\d-.*Z$/),
    until: expect.stringMatching(/^20\d\d-.*Z$/),
  });
});

test('Whoever signs in with the right password more often than a person does is told when to try again, and the log tells how often', async () => {
  await using product = await startProduct();
  expect(await signIn(product, '127.44.0.3', ADMIN)).toMatchObject({ code: 'signed in' });
  await product.db.owner.query(`UPDATE account.sign_in_attempts SET points = $1 WHERE key LIKE 'allowance sign-in:%'`, [ALLOWANCES['sign-in'] - 1]);
  expect(await signIn(product, '127.44.0.3', ADMIN)).toMatchObject({ code: 'signed in' });
  const refused = await signIn(product, '127.44.0.3', ADMIN);
  expect(refused).toMatchObject({ code: 'TOO_MANY_REQUESTS', cookies: [], retryAfter: expect.any(Number) });
  // Told so however often they try: they know the password, and have used up nothing that guesses are counted by.
  const others = [];
  for (let n = 0; n < 24; n += 1) others.push(await signIn(product, '127.44.0.3', ADMIN));
  for (const { body } of [refused, ...others]) {
    expect(body).toContain('You have signed in 200 times within an hour, the most that is possible. Try again in 60 min.');
  }
  await product.services.access.refusals.write(0);
  const entries = (await storedEntries(product.db)).filter(({ event_type }) => event_type === 'AUTHENTICATION');
  expect(entries.map(({ action }) => action)).toEqual(['sign_in', 'sign_in', 'sign_in_failed']);
  expect(changesOf(entries[2]!)).toMatchObject({ outcome: 'throttled', attempts: 25 });
});
