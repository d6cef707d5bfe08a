import { randomUUID } from 'node:crypto';
import { normalizeFilter, type AuditLogFilter, type NormalFilter } from '@audit-log/shared/filter';
import type { Pool } from 'pg';
import { ProductError } from '../errors.js';
import type { Principal } from './principal.js';
import type { Query } from './rows.js';
import { checkName } from './text.js';
import { hashToken, issueToken } from './token.js';

/** How long a token may be good for, in seconds. */
const EXPIRY = { least: 60, usual: 3_600, most: 86_400 };
const MOST_ORIGINS = 20;
/** The longest filter, as JSON: it is kept in memory for each viewer. */
const LONGEST_FILTER = 65_536;
const MOST_VIEWER = 200;

/** What an embed token is to show, and where. */
export interface NewEmbedToken {
  readonly filter: NormalFilter;
  readonly origins: readonly string[];
  readonly expiresInSeconds: number | null;
  readonly viewer: string | null;
}

export interface IssuedEmbedToken {
  readonly token: string;
  /** In the log's form. */
  readonly expiresAt: string;
  /** The address to frame, with the token in its fragment. */
  readonly url: string;
}

/** Says what it is, as keys do, and holds the id, so that whoever has the token knows the address that is to be framed. */
const TOKEN = /^audit_embed_([0-9a-f]{32})_[\w-]{43}$/;

/** An expired one is kept so long: until then its page can be framed, and says that it has expired. */
const KEPT = `interval '1 day'`;
const SWEEP = `DELETE FROM account.embed_token WHERE api_key_id = $1 AND expires_at < now() - ${KEPT}`;
// Never longer than its key.
const INSERT = `
  INSERT INTO account.embed_token (id, token_hash, api_key_id, filter, origins, viewer, expires_at)
  SELECT $1, $2, k.id, $4, $5, $6, least(now() + make_interval(secs => $7), k.expires_at) FROM account.api_key k WHERE k.id = $3
  RETURNING audit.iso(expires_at) AS "expiresAt"`;
const FIND = `
  SELECT t.id, t.filter, t.origins, t.viewer, k.id AS key, k.organization, k.name, (extract(epoch FROM t.expires_at) * 1000)::float8 AS expires_at
  FROM account.embed_token t JOIN account.api_key k ON k.id = t.api_key_id
  WHERE t.token_hash = $1 AND t.expires_at > now() AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
    AND 'audit:read' = ANY (k.scopes)`;

/** Tokens for viewers of the log in other products' pages, made by their servers with an API key. */
export class EmbedTokens {
  constructor(
    private readonly query: Query,
    private readonly publicUrl: string,
  ) {}

  /**
   * Makes a token; only what this returns holds it. It shows no more than its key may read, and ends with it.
   * @throws ProductError BAD_USER_INPUT naming what is wrong, FORBIDDEN for who is no API key
   */
  async create({ keyId }: Principal, { filter, origins, expiresInSeconds, viewer }: NewEmbedToken): Promise<IssuedEmbedToken> {
    if (keyId === undefined) throw new ProductError('FORBIDDEN', 'Embed tokens are made by a server with an API key: send one of scope audit:read in the header "Authorization: Bearer KEY".');
    const text = JSON.stringify(filter);
    if (text.length > LONGEST_FILTER) throw badInput(`filter is too long: as JSON it may have at most ${LONGEST_FILTER} characters.`);
    const id = randomUUID();
    const token = `audit_embed_${plain(id)}_${issueToken().token}`;
    const values = [id, hashToken(token), keyId, text, checkOrigins(origins), viewer === null ? null : checkName('viewer', viewer, MOST_VIEWER), checkExpiry(expiresInSeconds)];
    await this.query(SWEEP, [keyId]);
    const [made] = await this.query<{ expiresAt: string }>(INSERT, values);
    if (made === undefined) throw new Error('the token was not written');
    return { token, expiresAt: made.expiresAt, url: `${this.publicUrl}/embed/${plain(id)}#token=${token}` };
  }

  /** The origins whose pages may frame the viewer of a token, also of one that has expired by now; none where there is no such token. */
  async originsOf(id: string): Promise<readonly string[]> {
    if (!/^[0-9a-f]{32}$/.test(id)) return [];
    const [found] = await this.query<{ origins: string[] }>('SELECT origins FROM account.embed_token WHERE id = $1', [id]);
    return found?.origins ?? [];
  }
}

export function isEmbedToken(token: string): boolean {
  return TOKEN.test(token);
}

/** Who a token lets in; null where it is none, or none any more. */
export async function findEmbedToken(pool: Pool, hash: Buffer): Promise<Principal | null> {
  const { rows } = await pool.query<{
    id: string;
    filter: AuditLogFilter;
    origins: string[];
    viewer: string | null;
    key: string;
    organization: number;
    name: string;
    expires_at: number;
  }>({ name: 'access-embed-token', text: FIND, values: [hash] });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    actor: { organization: row.organization, kind: 'API_KEY', id: row.key, name: row.name },
    role: null,
    scopes: [],
    keyId: row.key,
    embed: { id: row.id, filter: normalizeFilter(row.filter), origins: row.origins, viewer: row.viewer },
    expiresAt: row.expires_at,
  };
}

/** Each once, as browsers tell them. @throws ProductError BAD_USER_INPUT */
function checkOrigins(origins: readonly string[]): readonly string[] {
  if (origins.length === 0 || origins.length > MOST_ORIGINS) throw badInput(`origins must name 1 to ${MOST_ORIGINS} origins whose pages may show the viewer, not ${origins.length}.`);
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined) throw badInput(`origins holds ${JSON.stringify(wrong.slice(0, 200))}: an origin is scheme, host and port alone, such as https://app.example.com or http://localhost:3000.`);
  return [...new Set(origins)];
}

/** As it goes into a header: nothing that a URL's own origin would not have. */
function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*;,\s]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function checkExpiry(seconds: number | null): number {
  const { least, usual, most } = EXPIRY;
  if (seconds === null) return usual;
  if (seconds < least || seconds > most) throw badInput(`expiresInSeconds must be from ${least} to ${most}, not ${seconds}.`);
  return seconds;
}

/** Without dashes: so it is one word of a path. */
function plain(id: string): string {
  return id.replaceAll('-', '');
}

function badInput(message: string): ProductError {
  return new ProductError('BAD_USER_INPUT', message);
}
