import type { Role } from '@audit-log/shared/permission';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { roleFromDatabase, roleToDatabase } from './role.js';
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
  /** When the last link was made by which to accept. Times in the log's form: UTC, microseconds. */
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

/**
 * The person of the id, of whatever organization, locked until the transaction ends; null when there is none. Locks are
 * taken from a person to their links, sessions and test cases, by everybody, so that nobody waits for each other in a ring.
 */
export async function lockPerson(query: Query, id: string): Promise<Person | null> {
  const [row] = await query<PersonRow>(
    `SELECT ${COLUMNS} FROM account.person WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return row === undefined ? null : toPerson(row);
}

/**
 * A person of the organization, if there is one of the id, and all its administrators who have come, locked until the
 * transaction ends: none of them ceases to be one meanwhile. One statement in the order of the ids, so that two at once
 * wait for each other in the same order.
 */
export async function lockWithAdministrators(
  query: Query,
  organization: number,
  id: string,
): Promise<Person[]> {
  const rows = await query<PersonRow>(
    `SELECT ${COLUMNS} FROM account.person
     WHERE organization = $1 AND (id = $2 OR (role = $3 AND status = 'Active')) ORDER BY id FOR NO KEY UPDATE`,
    [organization, id, roleToDatabase('ADMIN')],
  );
  return rows.map(toPerson);
}

/** Keeps a person of the organization from being removed until the transaction ends; false when there is none. */
export async function keepPerson(query: Query, organization: number, id: string): Promise<boolean> {
  const kept = await query(
    'SELECT FROM account.person WHERE organization = $1 AND id = $2 FOR KEY SHARE',
    [organization, id],
  );
  return kept.length > 0;
}

/**
 * Keeps a person an administrator until the transaction ends.
 * @throws ProductError FORBIDDEN when they are none any more
 */
export async function keepAdministrator(query: Query, id: string): Promise<void> {
  const kept = await query('SELECT FROM account.person WHERE id = $1 AND role = $2 FOR SHARE', [
    id,
    roleToDatabase('ADMIN'),
  ]);
  if (kept.length === 0) throw noAdministrator();
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

/** Changes the role of a person who is locked, inside `actingAs`. */
export async function updateRole(query: Query, id: string, role: Role): Promise<Person> {
  return updated(
    await query<PersonRow>(`UPDATE account.person SET role = $2 WHERE id = $1 RETURNING ${COLUMNS}`, [
      id,
      roleToDatabase(role),
    ]),
  );
}

/** Notes that a person who is locked was invited anew. That is no change of a recorded field. */
export async function updateInvitedAt(query: Query, id: string): Promise<Person> {
  return updated(
    await query<PersonRow>(`UPDATE account.person SET invited_at = now() WHERE id = $1 RETURNING ${COLUMNS}`, [
      id,
    ]),
  );
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

function updated([row]: readonly PersonRow[]): Person {
  if (row === undefined) throw new Error('the person was locked, and is gone all the same');
  return toPerson(row);
}

/** What somebody is told whose role was taken away between the request and the change. */
export function noAdministrator(): ProductError {
  return new ProductError('FORBIDDEN', 'You are not an administrator any more.');
}

export function personNotFound(): ProductError {
  return new ProductError('NOT_FOUND', 'There is no such user.');
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
