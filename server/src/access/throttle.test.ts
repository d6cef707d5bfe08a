import { expect, test } from 'vitest';
import { SignInThrottle } from './throttle.js';

const refused = { code: 'TOO_MANY_REQUESTS', message: 'Too many failed sign-ins. Try again in 15 min.' };

async function attempts(
  throttle: SignInThrottle,
  count: number,
  email: (n: number) => string,
  ip: string | null,
): Promise<void> {
  for (let n = 0; n < count; n += 1) await throttle.attempt(email(n), ip);
}

test('An address has to wait after twenty failures, from wherever they came', async () => {
  const throttle = new SignInThrottle();
  for (let n = 0; n < 20; n += 1) await throttle.attempt('ada@example.com', `10.0.0.${n}`);

  await expect(throttle.attempt('ada@example.com', '10.0.0.99')).rejects.toMatchObject(refused);
  await expect(throttle.attempt('bob@example.com', '10.0.0.99')).resolves.toBeUndefined();
});

test('A place has to wait after two hundred failures, at whatever addresses', async () => {
  const throttle = new SignInThrottle();
  await attempts(throttle, 200, (n) => `user-${n}@example.com`, '10.0.0.1');

  await expect(throttle.attempt('ada@example.com', '10.0.0.1')).rejects.toMatchObject(refused);
  await expect(throttle.attempt('ada@example.com', '10.0.0.2')).resolves.toBeUndefined();
});

test('Right passwords do not count', async () => {
  const throttle = new SignInThrottle();
  for (let n = 0; n < 300; n += 1) {
    await throttle.attempt('ada@example.com', '10.0.0.1');
    await throttle.succeeded('ada@example.com', '10.0.0.1');
  }
  await expect(throttle.attempt('ada@example.com', '10.0.0.1')).resolves.toBeUndefined();
});

test('Attempts made at once are counted before any is answered', async () => {
  const throttle = new SignInThrottle();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, () => throttle.attempt('ada@example.com', null)),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
});
