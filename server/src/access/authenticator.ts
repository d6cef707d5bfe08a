import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from '@audit-log/shared/permission';
import type { Pool } from 'pg';
import type { Logger } from '../logger.js';
import type { SessionCookie } from './cookie.js';
import { findEmbedToken, isEmbedToken } from './embed-token.js';
import { KeyUse } from './key-use.js';
import type { Principal } from './principal.js';
import { RevocationListener } from './revocation-listener.js';
import { roleFromDatabase } from './role.js';
import { TokenCache, concerns } from './token-cache.js';
import type { Revocation } from './token-cache.js';
import { hashToken } from './token.js';

/** How often a token is read when revocations keep coming. */
const MAX_READS = 5;

/** What a request may prove itself with. */
export type Credentials = Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>;

type RevokedCallback = (isConcerned: (principal: Principal) => boolean, revocation: Revocation) => void;

/**
 * Finds out who a request comes from: one read of the database, none while the token is cached. A revocation is
 * in force at the commit that made it for every token that is not cached, and milliseconds later for those that are.
 */
export class Authenticator implements AsyncDisposable {
  readonly #cache = new TokenCache();
  readonly #callbacks = new Set<RevokedCallback>();
  #listener: RevocationListener | null = null;

  private constructor(
    private readonly pool: Pool,
    private readonly cookie: SessionCookie,
    private readonly keyUse: KeyUse,
  ) {}

  static async open(pool: Pool, cookie: SessionCookie, logger: Logger): Promise<Authenticator> {
    const authenticator = new Authenticator(pool, cookie, new KeyUse(pool, logger));
    authenticator.#listener = await RevocationListener.open({
      pool,
      logger,
      onRevocation: (revocation) => authenticator.revoke(revocation),
      onListening: (listening) =>
        listening ? authenticator.#cache.resume() : authenticator.#cache.suspend(),
    });
    return authenticator;
  }

  /**
   * Who sent these headers; null when nobody who is known. An Authorization header stands for itself: where it is
   * wrong, the cookie is not asked.
   */
  async authenticate(headers: Credentials): Promise<Principal | null> {
    if (headers.authorization !== undefined) {
      const key = /^Bearer +([\x21-\x7e]+)$/i.exec(headers.authorization)?.[1];
      const principal = key === undefined ? null : await this.#find(key, isEmbedToken(key) ? findEmbedToken : findKey);
      if (principal?.keyId !== undefined) this.keyUse.note(principal.keyId);
      return principal;
    }
    const token = this.cookie.read(headers.cookie);
    return token === null ? null : this.#find(token, findSession);
  }

  /**
   * Calls back when something is taken away, with a test for the principals it concerns; after a lost connection
   * to the database that is everyone (`revocation.kind` is `all`), who must prove themselves anew.
   * @returns a function that ends the calls
   */
  onRevoked(callback: RevokedCallback): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  /** Forgets what was taken away and calls back. The database tells it too; who ends a session need not wait for that. */
  revoke(revocation: Revocation): void {
    this.#cache.drop(revocation);
    for (const callback of this.#callbacks)
      callback((principal) => concerns(revocation, principal), revocation);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener?.[Symbol.asyncDispose]();
    await this.keyUse[Symbol.asyncDispose]();
  }

  async #find(
    token: string,
    find: (pool: Pool, hash: Buffer) => Promise<Principal | null>,
  ): Promise<Principal | null> {
    const hash = hashToken(token);
    const name = hash.toString('base64');
    const cached = this.#cache.get(name);
    if (cached !== null) return cached;
    // Read again when something was taken away meanwhile: it may be what was just read. A stream of revocations of
    // others does not hold anybody up for ever; what is returned then is not kept.
    for (let attempt = 1; ; attempt += 1) {
      const generation = this.#cache.generation;
      const principal = await find(this.pool, hash);
      if (principal !== null) this.#cache.set(name, principal, generation);
      if (principal === null || generation === this.#cache.generation || attempt === MAX_READS)
        return principal;
    }
  }
}

async function findSession(pool: Pool, hash: Buffer): Promise<Principal | null> {
  const { rows } = await pool.query<{
    session: string;
    expires_at: number;
    id: string;
    organization: number;
    name: string;
    role: string;
  }>({
    name: 'access-session',
    text: `SELECT s.id AS session, (extract(epoch FROM s.expires_at) * 1000)::float8 AS expires_at,
                  p.id, p.organization, coalesce(p.name, p.email) AS name, p.role
           FROM account.session s JOIN account.person p ON p.id = s.person_id
           WHERE s.token_hash = $1 AND s.expires_at > now() AND p.status = 'Active'`,
    values: [hash],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    actor: { organization: row.organization, kind: 'USER', id: row.id, name: row.name },
    role: roleFromDatabase(row.role),
    scopes: [],
    sessionId: row.session,
    expiresAt: row.expires_at,
  };
}

async function findKey(pool: Pool, hash: Buffer): Promise<Principal | null> {
  const { rows } = await pool.query<{
    id: string;
    organization: number;
    name: string;
    scopes: Scope[];
    expires_at: number | null;
  }>({
    name: 'access-api-key',
    text: `SELECT id, organization, name, scopes, (extract(epoch FROM expires_at) * 1000)::float8 AS expires_at
           FROM account.api_key
           WHERE key_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    values: [hash],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    actor: { organization: row.organization, kind: 'API_KEY', id: row.id, name: row.name },
    role: null,
    scopes: row.scopes,
    keyId: row.id,
    expiresAt: row.expires_at,
  };
}
