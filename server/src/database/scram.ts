import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's own default (`scram_iterations`). */
const ITERATIONS = 4096;

/**
 * What PostgreSQL keeps of a password, in the form that CREATE and ALTER ROLE take in its place (RFC 5803): so the
 * password itself is in no statement, which a server may log. Null for what is not printable ASCII: of such a text only
 * PostgreSQL knows its normal form (RFC 4013).
 */
export function scramVerifier(password: string): string | null {
  if (!/^[\x20-\x7e]+$/.test(password)) return null;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const keyed = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${keyed('Server Key').toString('base64')}`;
}
