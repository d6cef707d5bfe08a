import type { Role } from '@audit-log/shared/permission';
import { ROLES, ROLE_LABELS } from '@audit-log/shared/permission';

/** The role as the database keeps it, and the log records it: "Admin", "Read Only". */
export function roleToDatabase(role: Role): string {
  return ROLE_LABELS[role];
}

/** @throws Error for a text that is no role: the table's CHECK lets none in */
export function roleFromDatabase(text: string): Role {
  const role = ROLES.find((candidate) => ROLE_LABELS[candidate] === text);
  if (role === undefined) throw new Error(`no such role: ${text}`);
  return role;
}
