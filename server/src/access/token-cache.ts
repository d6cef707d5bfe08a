import type { Principal } from './principal.js';

/** What is taken away, as the database tells it; `all` when it may have told something that nobody heard. */
export type Revocation =
  | { readonly kind: 'person' | 'session' | 'api_key'; readonly id: string }
  | { readonly kind: 'all' };

/** Whether the revocation takes away what this principal was let in with. */
export function concerns(revocation: Revocation, principal: Principal): boolean {
  switch (revocation.kind) {
    case 'all':
      return true;
    case 'person':
      return principal.actor.kind === 'USER' && principal.actor.id === revocation.id;
    case 'session':
      return principal.sessionId === revocation.id;
    case 'api_key':
      return principal.keyId === revocation.id;
  }
}

interface Cached {
  readonly principal: Principal;
  /** When it must be read again, in milliseconds since 1970. */
  readonly until: number;
}

/**
 * Principals by the hash of their token. It is exact while revocations arrive: an answer read before a revocation
 * and stored after it is refused, by its generation. Without revocations (`suspend`) it
 * stores nothing.
 */
export class TokenCache {
  readonly #principals = new Map<string, Cached>();
  #generation = 0;
  #suspended = true;

  /** @param lifetime milliseconds after which a principal is read anew, @param limit how many are kept */
  constructor(
    private readonly lifetime = 60_000,
    private readonly limit = 10_000,
  ) {}

  get(hash: string, now = Date.now()): Principal | null {
    const cached = this.#principals.get(hash);
    if (cached === undefined) return null;
    if (cached.until > now) return cached.principal;
    this.#principals.delete(hash);
    return null;
  }

  /** Changes with every revocation. To be taken before a principal is read from the database, and handed to `set`. */
  get generation(): number {
    return this.#generation;
  }

  set(hash: string, principal: Principal, generation: number, now = Date.now()): void {
    if (this.#suspended || generation !== this.#generation) return;
    if (this.#principals.size >= this.limit) this.#dropOldest();
    this.#principals.set(hash, {
      principal,
      until: Math.min(now + this.lifetime, principal.expiresAt ?? Infinity),
    });
  }

  drop(revocation: Revocation): void {
    this.#generation += 1;
    if (revocation.kind === 'all') this.#principals.clear();
    for (const [hash, { principal }] of this.#principals) {
      if (concerns(revocation, principal)) this.#principals.delete(hash);
    }
  }

  /** Revocations are not heard: everything is forgotten, and nothing stored until `resume`. */
  suspend(): void {
    this.#suspended = true;
    this.drop({ kind: 'all' });
  }

  resume(): void {
    this.drop({ kind: 'all' });
    this.#suspended = false;
  }

  #dropOldest(): void {
    const oldest = this.#principals.keys().next();
    if (!oldest.done) this.#principals.delete(oldest.value);
  }
}
