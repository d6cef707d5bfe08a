import type { NormalFilter } from '@audit-log/shared/filter';
import type { Permission, Role, Scope } from '@audit-log/shared/permission';
import { isPermitted, permissionsOf } from '@audit-log/shared/permission';
import type { Actor } from '../entry/actor.js';
import type { Log } from '../entry/log.js';
import { ProductError } from '../errors.js';

/** What an embed token shows, and where. */
export interface Embed {
  /** Of the token; no secret. */
  readonly id: string;
  readonly filter: NormalFilter;
  /** Of the pages that may frame the viewer. */
  readonly origins: readonly string[];
  /** Who looks, as the maker of the token calls them. */
  readonly viewer: string | null;
}

/** Who a request comes from, and what it may do. A person has a role, an API key has scopes. */
export interface Principal {
  readonly actor: Actor;
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
  /** Of a person who is signed in. */
  readonly sessionId?: string;
  /** Of an API key. */
  readonly keyId?: string;
  /** Of an embedded viewer, which the key named by `keyId` has let in: it sees a part of the log, and may do nothing else. */
  readonly embed?: Embed;
  /** When the session or key ends by itself, in milliseconds since 1970; null: never. */
  readonly expiresAt: number | null;
}

/**
 * Lets through who has the permission.
 * @throws ProductError UNAUTHENTICATED when nobody is signed in, FORBIDDEN when it is someone without the permission
 */
export function requirePermission(
  principal: Principal | null,
  permission: Permission,
): asserts principal is Principal {
  if (principal === null) {
    throw new ProductError(
      'UNAUTHENTICATED',
      'Sign in, or send a valid API key in the header "Authorization: Bearer KEY".',
    );
  }
  if (isPermitted(principal, permission)) return;
  throw new ProductError(
    'FORBIDDEN',
    `This needs the permission ${permission}, which ${describe(principal)} does not have.`,
  );
}

/** Who reads, and what of the log there is for them. */
export interface Reader {
  readonly principal: Principal;
  readonly log: Log;
}

/**
 * Lets through who may read the log, or the part of it that an embed token shows. All else asks `requirePermission`, which an embed
 * token never passes, since it has no permission.
 * @throws ProductError as `requirePermission`
 */
export function requireReader(principal: Principal | null): Reader {
  const embed = principal?.embed;
  if (principal && embed) return { principal, log: { organization: principal.actor.organization, within: embed.filter } };
  requirePermission(principal, 'audit.read');
  return { principal, log: principal.actor.organization };
}

/**
 * Nobody gives a role that permits what they may not do themselves; Read Only, the least there is, may be given by
 * whoever sees to accounts.
 * @throws ProductError FORBIDDEN
 */
export function requireGrantable(principal: Principal, role: Role): void {
  if (role === 'READ_ONLY') return;
  if (permissionsOf({ role, scopes: [] }).every((permission) => isPermitted(principal, permission))) return;
  throw new ProductError('FORBIDDEN', `Only who may do all that the role ${role} permits can give it, or a link to an account that has it.`);
}

function describe({ role, scopes, embed }: Principal): string {
  if (embed) return 'an embed token';
  if (role !== null) return `the role ${role}`;
  return scopes.length === 0 ? 'a key without scopes' : `a key with ${scopes.join(', ')}`;
}
