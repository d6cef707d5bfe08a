/** What may be permitted. `audit.write` is sending entries in, which never changes one that is there. */
export const PERMISSIONS = [
  'audit.read',
  'audit.write',
  'workspace.read',
  'workspace.write',
  'account.read',
  'account.write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['ADMIN', 'READ_ONLY'] as const;

/** What a person may be in an organization. */
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Readonly<Record<Role, string>> = { ADMIN: 'Admin', READ_ONLY: 'Read Only' };

export const SCOPES = ['audit:read', 'audit:write', 'workspace:write', 'account:write'] as const;

/** What an API key may be allowed. */
export type Scope = (typeof SCOPES)[number];

/** The one table of who may do what. What is not in it is denied. */
const GRANTS: Readonly<Record<Role | Scope, readonly Permission[]>> = {
  ADMIN: PERMISSIONS,
  READ_ONLY: ['workspace.read'],
  'audit:read': ['audit.read'],
  'audit:write': ['audit.write'],
  'workspace:write': ['workspace.read', 'workspace.write'],
  'account:write': ['account.read', 'account.write'],
};

/** A person has a role and no scopes, an API key has scopes and no role. */
export interface Grantee {
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
}

/** All that the grantee may do, in the order of `PERMISSIONS`. Roles and scopes that are not in the table give nothing. */
export function permissionsOf({ role, scopes }: Grantee): readonly Permission[] {
  const granted = new Set([...(role === null ? [] : [role]), ...scopes].flatMap((grant) => grantsOf(grant)));
  return PERMISSIONS.filter((permission) => granted.has(permission));
}

export function isPermitted(grantee: Grantee, permission: Permission): boolean {
  return permissionsOf(grantee).includes(permission);
}

function grantsOf(grant: string): readonly Permission[] {
  return Object.hasOwn(GRANTS, grant) ? GRANTS[grant as Role | Scope] : [];
}
