import type { Role } from '@audit-log/shared/permission';
import type { Actor } from '../entry/actor.js';
import { roleFromDatabase } from './role.js';
import type { Query } from './rows.js';

/** Somebody with an account: of one organization, known by an address that is unique in the installation. */
export interface Person {
  readonly id: string;
  /** The organization's number. */
  readonly organization: number;
  readonly email: string;
  /** Null until the invitation is accepted, unless it came with one. */
  readonly name: string | null;
  readonly role: Role;
  readonly status: 'Invited' | 'Active';
  readonly hasPassword: boolean;
  /** Times in the log's form: UTC, microseconds. */
  readonly invitedAt: string;
  readonly lastSignInAt: string | null;
}

export interface PersonWithHash extends Person {
  readonly passwordHash: string | null;
}

interface PersonRow extends Omit<Person, 'role'> {
  readonly role: string;
}

const COLUMNS = `id, organization, email, name, role, status, password_hash IS NOT NULL AS "hasPassword",
  audit.iso(invited_at) AS "invitedAt", audit.iso(last_sign_in_at) AS "lastSignInAt"`;

/** Everybody of an organization, in the order of their names. */
export async function listPeople(query: Query, organization: number): Promise<Person[]> {
  const rows = await query<PersonRow>(
    `SELECT ${COLUMNS} FROM account.person WHERE organization = $1 ORDER BY lower(coalesce(name, email)), id`,
    [organization],
  );
  return rows.map(toPerson);
}

/** People of an organization by their ids; who is not there, or of another organization, is left out. */
export async function findPeople(
  query: Query,
  organization: number,
  ids: readonly string[],
): Promise<Person[]> {
  const rows = await query<PersonRow>(
    `SELECT ${COLUMNS} FROM account.person WHERE organization = $1 AND id = ANY ($2::uuid[])`,
    [organization, ids],
  );
  return rows.map(toPerson);
}

/** The person of the address, with what their password is checked against; null when there is none. */
export async function findPersonByEmail(query: Query, email: string): Promise<PersonWithHash | null> {
  const [row] = await query<PersonRow & { passwordHash: string | null }>(
    `SELECT ${COLUMNS}, password_hash AS "passwordHash" FROM account.person WHERE email = $1`,
    [email],
  );
  return row === undefined ? null : { ...toPerson(row), passwordHash: row.passwordHash };
}

/** The person of the id, of whatever organization; null when there is none. */
export async function findPerson(query: Query, id: string): Promise<Person | null> {
  const [row] = await query<PersonRow>(`SELECT ${COLUMNS} FROM account.person WHERE id = $1`, [id]);
  return row === undefined ? null : toPerson(row);
}

export interface NewPerson {
  readonly organization: number;
  readonly email: string;
  readonly name: string | null;
  readonly role: string;
  readonly status: Person['status'];
  readonly passwordHash: string | null;
}

/** Inserts a person, inside `actingAs`; null when the address has an account already. */
export async function insertPerson(query: Query, person: NewPerson): Promise<Person | null> {
  const [row] = await query<PersonRow>(
    `INSERT INTO account.person (organization, email, name, role, status, password_hash) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (email) DO NOTHING RETURNING ${COLUMNS}`,
    [person.organization, person.email, person.name, person.role, person.status, person.passwordHash],
  );
  return row === undefined ? null : toPerson(row);
}

/** The person as the log knows who acts. */
export function actorOf(person: Person): Actor {
  return {
    organization: person.organization,
    kind: 'USER',
    id: person.id,
    name: person.name ?? person.email,
  };
}

function toPerson({
  id,
  organization,
  email,
  name,
  role,
  status,
  hasPassword,
  invitedAt,
  lastSignInAt,
}: PersonRow): Person {
  return {
    id,
    organization,
    email,
    name,
    role: roleFromDatabase(role),
    status,
    hasPassword,
    invitedAt,
    lastSignInAt,
  };
}
