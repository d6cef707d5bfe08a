import type { Query } from './rows.js';

export interface Organization {
  /** What every key of the database begins with. */
  readonly number: number;
  /** What the outside knows it by. */
  readonly id: string;
  readonly name: string;
}

/** @throws Error when there is no such organization: numbers come from our own rows alone */
export async function readOrganization(query: Query, number: number): Promise<Organization> {
  const [organization] = await query<Organization>(
    'SELECT number, id, name FROM audit.organization WHERE number = $1',
    [number],
  );
  if (organization === undefined) throw new Error(`no organization has the number ${number}`);
  return organization;
}

/** The installation's oldest organization, and whether it is the only one; null before the first start is through. */
export async function firstOrganization(query: Query): Promise<(Organization & { only: boolean }) | null> {
  const [organization] = await query<Organization & { only: boolean }>(
    `SELECT number, id, name, (SELECT count(*) = 1 FROM audit.organization) AS only FROM audit.organization ORDER BY number LIMIT 1`,
  );
  return organization ?? null;
}
