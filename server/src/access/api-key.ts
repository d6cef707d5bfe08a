import type { Scope } from '@audit-log/shared/permission';
import type { Query } from './rows.js';
import { hashToken } from './token.js';

export interface NewApiKey {
  /** The organization's number. */
  readonly organization: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The person who answers for it. */
  readonly createdBy: string;
  /** The key itself, of which only its hash and first characters are kept. */
  readonly key: string;
}

/** So much of a key is kept readable, so that its owner can tell it from others. */
const PREFIX_LENGTH = 6;

/** Inserts a key, inside `actingAs`. */
export async function insertApiKey(query: Query, key: NewApiKey): Promise<void> {
  await query(
    `INSERT INTO account.api_key (organization, prefix, key_hash, name, scopes, created_by) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      key.organization,
      key.key.slice(0, PREFIX_LENGTH),
      hashToken(key.key),
      key.name,
      key.scopes,
      key.createdBy,
    ],
  );
}
