import type { Query } from './rows.js';

export interface Organization {
  /** What every key of the database begins with. */
  readonly number: number;
  /** What the outside knows it by. */
  readonly id: string;
  readonly name: string;
  /** The name of its time zone in the IANA database; null where none was chosen. */
  readonly timeZone: string | null;
}

const COLUMNS = 'number, id, name, time_zone AS "timeZone"';

/** @throws Error when there is no such organization: numbers come from our own rows alone */
export async function readOrganization(query: Query, number: number): Promise<Organization> {
  const [organization] = await query<Organization>(
    `SELECT ${COLUMNS} FROM audit.organization WHERE number = $1`,
    [number],
  );
  if (organization === undefined) throw new Error(`no organization has the number ${number}`);
  return organization;
}

/** The installation's oldest organization, and whether it is the only one; null before the first start is through. */
export async function firstOrganization(query: Query): Promise<(Organization & { only: boolean }) | null> {
  const [organization] = await query<Organization & { only: boolean }>(
    `SELECT ${COLUMNS}, (SELECT count(*) = 1 FROM audit.organization) AS only FROM audit.organization ORDER BY number LIMIT 1`,
  );
  return organization ?? null;
}
