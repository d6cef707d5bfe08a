import type { Query } from './rows.js';
import { hashToken, issueToken } from './token.js';

/** How long a browser is known after somebody last signed in with it. */
const LIFETIME = '180 days';

/** The most browsers that are known of one person; the one used longest ago is forgotten. */
const MOST_DEVICES = 20;

/** Whether the person of this address has signed in before with the browser that holds the token. */
export async function isKnownDevice(query: Query, token: string | null, email: string): Promise<boolean> {
  // Asked also without a token, so that all attempts cost the same.
  const known = await query(
    `SELECT FROM account.device d JOIN account.person p ON p.id = d.person_id
     WHERE d.token_hash = $1 AND p.email = $2 AND d.last_used_at > now() - $3::interval`,
    [hashToken(token ?? ''), email, LIFETIME],
  );
  return known.length > 0;
}

/**
 * Knows the browser of somebody who has just signed in, in the transaction that begins the session.
 * @param held what the browser brought; kept when it is one of ours, so that several people may share a browser
 * @returns the token the browser is to hold from now on
 */
export async function rememberDevice(query: Query, personId: string, held: string | null): Promise<string> {
  const known =
    held !== null && (await query('SELECT FROM account.device WHERE token_hash = $1 LIMIT 1', [hashToken(held)])).length > 0;
  const { token, hash } = known ? { token: held, hash: hashToken(held) } : issueToken();
  await query(
    `INSERT INTO account.device (token_hash, person_id) VALUES ($1, $2)
     ON CONFLICT (person_id, token_hash) DO UPDATE SET last_used_at = now()`,
    [hash, personId],
  );
  await query(
    `DELETE FROM account.device WHERE person_id = $1 AND (last_used_at < now() - $3::interval OR token_hash IN (
       SELECT token_hash FROM account.device WHERE person_id = $1 ORDER BY last_used_at DESC, token_hash OFFSET $2))`,
    [personId, MOST_DEVICES, LIFETIME],
  );
  return token;
}

/** Whoever sets a new password begins anew with the browsers they know. */
export async function forgetDevices(query: Query, personId: string): Promise<void> {
  await query('DELETE FROM account.device WHERE person_id = $1', [personId]);
}
