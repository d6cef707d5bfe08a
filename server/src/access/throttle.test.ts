import { expect, test, vi } from 'vitest';
import { logger } from '../logger.js';
import { createTestDatabase } from '../testing/postgres.js';
import type { TestDatabase } from '../testing/postgres.js';
import { LIMITS, SignInThrottle } from './throttle.js';

// Hours are gone through in steps of seconds.
vi.setConfig({ testTimeout: 600_000 });

const ADA = 'ada@example.com';
const refused = { code: 'TOO_MANY_REQUESTS' };

/** The throttle of a server process. */
function throttleOf({ database }: TestDatabase): SignInThrottle {
  return new SignInThrottle(database.pool, logger);
}

/** How many of so many attempts are let through. */
async function admitted(
  throttle: SignInThrottle,
  count: number,
  attempt: (n: number) => { email: string; ip: string | null },
): Promise<number> {
  let passed = 0;
  for (let n = 0; n < count; n += 1) {
    const outcome = await throttle.attempt({ device: null, ...attempt(n) }).catch(() => null);
    if (outcome !== null) passed += 1;
  }
  return passed;
}

/** Lets so much time pass for what the database counts. */
async function pass({ owner }: TestDatabase, seconds: number): Promise<void> {
  await owner.query('UPDATE account.sign_in_attempts SET expire = expire - $1 * 1000', [seconds]);
  await owner.query('UPDATE account.sign_in_turn SET at = at - make_interval(secs => $1)', [seconds]);
}

test('At one account a network has ten attempts in a quarter of an hour, and others have theirs', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);

  expect(await admitted(throttle, 50, () => ({ email: ADA, ip: '10.0.0.1' }))).toBe(LIMITS.place.points);

  const bob = { email: 'bob@example.com', ip: '10.0.0.1', device: null };
  await expect(throttle.attempt(bob)).resolves.toBeDefined();
  await pass(db, 15 * 60);
  expect(await admitted(throttle, 1, () => ({ email: 'eve@example.com', ip: '10.0.0.1' }))).toBe(1);
});

test('What is refused at one account counts against no other of the same network', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  const site = '2001:db8:7:1::1';

  expect(await admitted(throttle, 150, () => ({ email: ADA, ip: site }))).toBe(LIMITS.place.points);
  const left = LIMITS.network.points - LIMITS.place.points;
  expect(await admitted(throttle, left + 1, (n) => ({ email: `user-${n}@example.com`, ip: site }))).toBe(left);
});

test('A network has a hundred attempts at whatever accounts, an IPv6 network of all its addresses together', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  const spray = (n: number) => ({ email: `user-${n}@example.com`, ip: `2001:db8::${n.toString(16)}` });

  expect(await admitted(throttle, 150, spray)).toBe(LIMITS.network.points);
  await expect(throttle.attempt({ email: ADA, ip: '2001:db8::ffff', device: null })).rejects.toMatchObject(refused);
  await expect(throttle.attempt({ email: ADA, ip: '2001:db8:0:1::1', device: null })).resolves.toBeDefined();
});

test('At one account all networks together have at most a hundred attempts in any hour, however many they are', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  // A hundred networks that ask in turn for an hour and a half, and keep to no turn of ours.
  const passedAt: number[] = [];
  let n = 0;
  for (let second = 0; second < 1.5 * 3600; second += 24, await pass(db, 24)) {
    for (let burst = 0; burst < 2; burst += 1) {
      n += 1;
      const passed = await admitted(throttle, 1, () => ({ email: ADA, ip: `10.${n % 100}.0.1` }));
      if (passed > 0) passedAt.push(second);
    }
  }
  const most = Math.max(...passedAt.map((from) => passedAt.filter((at) => at >= from && at < from + 3600).length));
  expect(most).toBeLessThanOrEqual(100);
  expect(most).toBeGreaterThan(20);
});

test('Whoever waits at an account under attack comes to it in turn, however often the others ask', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  const attack = (count: number) => admitted(throttle, count, (n) => ({ email: ADA, ip: `10.0.0.${n % 20}` }));
  await attack(100);
  const owner = { email: ADA, ip: '192.0.2.1', device: null };

  const told: number = await throttle.attempt(owner).then(
    () => 0,
    (error: { retryAfter: number }) => error.retryAfter,
  );
  // Behind twenty networks, 48 seconds each.
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(21 * 48);
  for (let waited = 0; waited < told - 45; waited += 45) {
    await pass(db, 45);
    await attack(20);
    await expect(throttle.attempt(owner)).rejects.toMatchObject(refused);
  }
  await pass(db, 45);
  await attack(20);

  await expect(throttle.attempt(owner)).resolves.toBeDefined();
});

test.each<[string, (n: number) => string, number, number]>([
  ['300 networks of an IPv6 /48', (n) => `2001:db8:1:${n.toString(16)}::1`, 4, 300],
  ['an IPv6 /56', (n) => `2001:db8:1:${n.toString(16)}::1`, 2, 50],
  ['an IPv6 /32', (n) => `2001:db8:${n.toString(16)}::1`, 25, 80],
  ['an IPv4 /24', (n) => `198.51.100.${n}`, 8, 80],
  ['an IPv4 /16', (n) => `198.51.${n}.1`, 25, 80],
])('Whoever attacks from %s has some places in the line, and a stranger comes to their turn behind them', async (_, addressOf, most, count) => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  const attack = () => admitted(throttle, count, (n) => ({ email: ADA, ip: addressOf(n) }));
  await attack();
  const { rows } = await db.owner.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM account.sign_in_turn WHERE at > now()');
  // One of the block had the turn when there was no line yet.
  expect(rows).toEqual([{ waiting: most }]);

  const stranger = { email: ADA, ip: '2001:db9::1', device: null };
  const { retryAfter } = await throttle.attempt(stranger).then(() => ({ retryAfter: 0 }), (error: { retryAfter: number }) => error);
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual((most + 1) * 48);
  for (let waited = 0; waited < retryAfter; waited += 240) {
    await pass(db, Math.min(240, retryAfter - waited));
    await attack();
  }
  await expect(throttle.attempt(stranger)).resolves.toBeDefined();
});

test('Those of one IPv6 /48 have a thousand attempts together, and what one of them asks in vain does not count', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  expect(await admitted(throttle, 1500, () => ({ email: ADA, ip: '2001:db8:1::1' }))).toBe(LIMITS.place.points);
  const spray = (n: number) => ({ email: `user-${n}@example.com`, ip: `2001:db8:1:${(n % 300).toString(16)}::1` });
  expect(await admitted(throttle, 1100, spray)).toBe(LIMITS.site.points - LIMITS.place.points);
  await expect(throttle.attempt({ email: ADA, ip: '2001:db8:2::1', device: null })).resolves.toBeDefined();
});

test('Right passwords do not count', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  for (let n = 0; n < 60; n += 1) {
    const admission = await throttle.attempt({ email: ADA, ip: '10.0.0.1', device: null });
    await admission.succeeded();
  }
});

test('Attempts made at once, at two server processes, are counted before any is answered', async () => {
  await using db = await createTestDatabase();
  using one = throttleOf(db);
  using other = throttleOf(db);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, (_, n) => (n % 2 ? one : other).attempt({ email: ADA, ip: '10.0.0.1', device: null })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(LIMITS.place.points);
});

test('Where the counts cannot be kept, a process counts for itself: nobody is let in unlimited, and nobody locked out', async () => {
  await using db = await createTestDatabase();
  using throttle = throttleOf(db);
  await db.owner.query('REVOKE ALL ON account.sign_in_attempts FROM audit_app; REVOKE ALL ON FUNCTION account.take_turn FROM audit_app');

  expect(await admitted(throttle, 20, () => ({ email: ADA, ip: '10.0.0.1' }))).toBe(LIMITS.place.points);
  expect(await admitted(throttle, 10, (n) => ({ email: ADA, ip: `10.0.1.${n}` }))).toBe(1);
  expect(await admitted(throttle, 1, () => ({ email: 'bob@example.com', ip: '10.0.0.1' }))).toBe(1);
});
