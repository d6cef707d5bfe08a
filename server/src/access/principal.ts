import type { Permission, Role, Scope } from '@audit-log/shared/permission';
import { isPermitted, permissionsOf } from '@audit-log/shared/permission';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';

/** Who a request comes from, and what it may do. A person has a role, an API key has scopes. */
export interface Principal {
  readonly actor: Actor;
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
  /** Of a person who is signed in. */
  readonly sessionId?: string;
  /** Of an API key. */
  readonly keyId?: string;
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

function describe({ role, scopes }: Principal): string {
  if (role !== null) return `the role ${role}`;
  return scopes.length === 0 ? 'a key without scopes' : `a key with ${scopes.join(', ')}`;
}
