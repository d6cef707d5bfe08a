import { randomBytes } from 'node:crypto';
import type { Options } from '@node-rs/argon2';
import { hash, verify } from '@node-rs/argon2';
import { ProductError } from '../errors.js';

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane; about 23 ms of one core. */
const COST: Options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

const MIN_LENGTH = 8;
const MAX_LENGTH = 256;

/**
 * Hashes a new password. It takes tens of milliseconds: call it before a transaction begins, never inside one.
 * @throws ProductError BAD_USER_INPUT unless it has 8 to 256 characters
 */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < MIN_LENGTH || password.length > MAX_LENGTH) {
    throw new ProductError('BAD_USER_INPUT', `password must have ${MIN_LENGTH} to ${MAX_LENGTH} characters.`);
  }
  return hash(password.normalize('NFKC'), COST);
}

/** A hash no password has: what an unknown address is compared with, so that it takes as long as a known one. */
const dummyHash = hash(randomBytes(32), COST);

/** Whether the password is the one of `passwordHash`; null (no such person, or none set) takes as long and is false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  // Longer ones cannot have been set; they are cut so that nobody can make the hash function read megabytes.
  const same = await verify(
    passwordHash ?? (await dummyHash),
    password.slice(0, MAX_LENGTH + 1).normalize('NFKC'),
  );
  return same && passwordHash !== null;
}
