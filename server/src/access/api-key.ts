import type { Scope } from '@audit-log/shared/permission';
import { ProductError } from '../errors.js';
import type { Query } from './rows.js';
import { hashToken, issueToken } from './token.js';

/** What a program proves itself with: of an organization, allowed what its scopes say. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Its first characters. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  /** The person who made it; null when that was a key, or somebody who has been removed. */
  readonly creatorId: string | null;
  /** Times in the log's form: UTC, microseconds. */
  readonly createdAt: string;
  /** Null: it does not end by itself. */
  readonly expiresAt: string | null;
  /** Null: never, as far as is known: a use is written within ten seconds. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewApiKey {
  /** The organization's number. */
  readonly organization: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The person who makes it; null where that is a key. */
  readonly creatorId: string | null;
  /** UTC; null: never. */
  readonly expiresAt: string | null;
  /** The key itself, of which only its hash and first characters are kept. */
  readonly key: string;
}

/** What every key that is made here begins with, so that people, and programs that look for secrets, know one. */
const MARK = 'audit_';

/** So much of a key is kept readable, so that its owner can tell it from others: the mark and four characters. */
const PREFIX_LENGTH = MARK.length + 4;

const COLUMNS = `k.id, k.name, k.prefix, k.scopes, k.created_by AS "creatorId", audit.iso(k.created_at) AS "createdAt",
  audit.iso(k.expires_at) AS "expiresAt", audit.iso(k.revoked_at) AS "revokedAt",
  (SELECT audit.iso(u.last_used_at) FROM account.api_key_use u WHERE u.api_key_id = k.id) AS "lastUsedAt"`;

/** A fresh key of 256 random bits. */
export function generateKey(): string {
  return `${MARK}${issueToken().token}`;
}

/** An organization's keys that have not been revoked, also those that have expired, by name. */
export function listApiKeys(query: Query, organization: number): Promise<ApiKey[]> {
  return query<ApiKey>(
    `SELECT ${COLUMNS} FROM account.api_key k
     WHERE k.organization = $1 AND k.revoked_at IS NULL ORDER BY lower(k.name), k.id`,
    [organization],
  );
}

/** Inserts a key, inside `actingAs`. */
export async function insertApiKey(query: Query, key: NewApiKey): Promise<ApiKey> {
  const [made] = await query<ApiKey>(
    `INSERT INTO account.api_key AS k (organization, prefix, key_hash, name, scopes, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
    [
      key.organization,
      key.key.slice(0, PREFIX_LENGTH),
      hashToken(key.key),
      key.name,
      key.scopes,
      key.creatorId,
      key.expiresAt,
    ],
  );
  if (made === undefined) throw new Error('the key was not written');
  return made;
}

/**
 * Revokes a key of the organization, inside `actingAs`: of two at once the second finds nothing.
 * @throws ProductError NOT_FOUND, also for one that has been revoked
 */
export async function revokeApiKey(query: Query, organization: number, id: string): Promise<ApiKey> {
  const [revoked] = await query<ApiKey>(
    `UPDATE account.api_key k SET revoked_at = now()
     WHERE organization = $1 AND id = $2 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
    [organization, id],
  );
  if (revoked === undefined) throw apiKeyNotFound();
  return revoked;
}

export function apiKeyNotFound(): ProductError {
  return new ProductError('NOT_FOUND', 'There is no such API key.');
}
