import { createHash, randomBytes } from 'node:crypto';

/** A secret that is handed out once, and what is kept of it. */
export interface IssuedToken {
  readonly token: string;
  readonly hash: Buffer;
}

/** A fresh token of 256 random bits, in characters that need no escaping in a link or a cookie. */
export function issueToken(): IssuedToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** What the database keeps of a token. One round of SHA-256 is enough: a random token cannot be guessed from it. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
