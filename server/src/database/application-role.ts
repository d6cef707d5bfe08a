import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { FatalError } from '../errors.js';
import { connect } from './connect.js';
import { scramVerifier } from './scram.js';

/** The role the server connects as: it may read and write rows, and cannot change the log. */
export const applicationRole = 'audit_app';

/**
 * Where the application's role connects, given the owner's connection. Its password follows from the owner's, so
 * that every process that knows the one knows the other, and there is nothing more to keep.
 */
export function applicationUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  if (url.password === '') {
    throw new FatalError('DATABASE_URL holds no password: set DATABASE_APP_URL too, the connection the server works with.');
  }
  url.password = createHmac('sha256', decodeURIComponent(url.password)).update('audit-log application role').digest('hex');
  url.username = applicationRole;
  return url.href;
}

/**
 * Makes the role named in `url` if it cannot sign in yet. Roles belong to the whole cluster, so others may be
 * making the same one at the same time.
 * @param given whether the operator named the role: one that is there already is then left as it is
 * @throws FatalError with the SQL to run where the owner may not create roles, or the role works for another database
 */
export async function ensureApplicationRole(owner: pg.Client, url: string, given = false): Promise<void> {
  if (await canSignIn(url)) return;
  const name = decodeURIComponent(new URL(url).username);
  if (given && (await isRole(owner, name))) {
    throw new FatalError(`The role ${name} of DATABASE_APP_URL is there and cannot sign in: its password is another one, or it lacks LOGIN, or pg_hba.conf keeps it out.`);
  }
  const other = given ? null : await otherDatabaseOf(owner, name);
  if (other !== null) throw new FatalError(roleTaken(url, other));
  const role = pg.escapeIdentifier(name);
  const plain = decodeURIComponent(new URL(url).password);
  const password = pg.escapeLiteral(scramVerifier(plain) ?? plain);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.query(`
        DO $do$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
        ALTER ROLE ${role} LOGIN PASSWORD ${password}`);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      if (error.code === '42501') throw new FatalError(roleMissing(url, (await isRole(owner, name)) ? 'ALTER' : 'CREATE'));
      // "tuple concurrently updated": another process altered the same role.
      if (error.code !== 'XX000' || attempt === 20) throw error;
      await delay(50);
    }
  }
}

/** What would make row-level security and the missing grants void, in the order in which it is said. */
const POWERS = `
  SELECT current_user AS name, d.oid::text || ' ' || pg_postmaster_start_time() AS place,
    EXISTS (SELECT FROM pg_roles s WHERE (s.rolsuper OR s.rolbypassrls) AND pg_has_role(current_user, s.oid, 'MEMBER')) AS unbound,
    pg_has_role(current_user, $1, 'MEMBER') OR EXISTS (
      SELECT FROM pg_class c WHERE c.oid = to_regclass('audit.entry') AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns,
    pg_has_role(current_user, 'pg_write_all_data', 'MEMBER') OR pg_has_role(current_user, 'pg_read_all_data', 'MEMBER') AS reaches
  FROM pg_database d WHERE d.datname = current_database()`;

interface Powers {
  readonly name: string;
  /** Which database of which running server. */
  readonly place: string;
  readonly unbound: boolean;
  readonly owns: boolean;
  readonly reaches: boolean;
}

/**
 * Refuses a role that could do more than the application may: the log would be safe in name alone.
 * @throws FatalError also where the two connections lead to different databases
 */
export async function checkApplicationRole(owner: pg.Client, application: pg.Client): Promise<void> {
  const ask = async (client: pg.Client, ownerName: string) => (await client.query<Powers>(POWERS, [ownerName])).rows[0]!;
  const { rows } = await owner.query<{ name: string }>('SELECT current_user AS name');
  const ownerName = rows[0]?.name ?? '';
  const [own, role] = [await ask(owner, ownerName), await ask(application, ownerName)];
  if (own.place !== role.place) {
    throw new FatalError('DATABASE_APP_URL and DATABASE_URL lead to different databases: they must name the same one, by two roles.');
  }
  const powers = role.unbound
    ? 'is a superuser or has BYPASSRLS, or is a member of a role that is'
    : role.owns
      ? 'owns the tables, or is a member of the role that does'
      : 'is a member of pg_read_all_data or pg_write_all_data';
  if (role.unbound || role.owns || role.reaches) {
    throw new FatalError(`The role ${role.name} of DATABASE_APP_URL ${powers}: nothing would keep the server from changing the log. Give it a role of its own, without rights.`);
  }
}

async function isRole(owner: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await owner.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  return rowCount !== 0;
}

/**
 * A database in which the role has rights, while it has none in this one: another installation's. Where it has rights in
 * this one, the owner's password was changed.
 */
async function otherDatabaseOf(owner: pg.Client, name: string): Promise<string | null> {
  const { rows } = await owner.query<{ database: string; own: boolean }>(
    `SELECT d.datname AS database, d.datname = current_database() AS own
     FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid JOIN pg_database d ON d.oid = s.dbid
     WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname = $1 ORDER BY own DESC, database LIMIT 1`,
    [name],
  );
  const [first] = rows;
  return first === undefined || first.own ? null : first.database;
}

async function canSignIn(url: string): Promise<boolean> {
  try {
    await using _connection = await connect(url, 'DATABASE_APP_URL');
    return true;
  } catch (error) {
    // 28…: no such role, or another password. Anything else is no answer to the question.
    if (error instanceof FatalError && error.cause instanceof pg.DatabaseError && error.cause.code?.startsWith('28')) return false;
    throw error;
  }
}

function roleMissing(url: string, verb: 'ALTER' | 'CREATE'): string {
  return `The role of DATABASE_URL may not create roles. ${roleSql(url, verb, decodeURIComponent(new URL(url).username))}`;
}

/** A new password would shut the other installation out. */
function roleTaken(url: string, other: string): string {
  const { username, pathname } = new URL(url);
  const taken = decodeURIComponent(username);
  const sentence = `The role ${taken} works for the database ${other} of this server, with another password than follows from that of DATABASE_URL: each needs a role of its own. `;
  return sentence + roleSql(url, 'CREATE', `${taken}_${decodeURIComponent(pathname.slice(1))}`.slice(0, 63));
}

function roleSql(url: string, verb: 'ALTER' | 'CREATE', role: string): string {
  const { host, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  return [
    'Have an administrator of the database run, with a password of your own,',
    `  ${verb} ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD 'PASSWORD';`,
    `  GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${pg.escapeIdentifier(role)};`,
    `and set DATABASE_APP_URL=postgres://${encodeURIComponent(role)}:PASSWORD@${host}${pathname}`,
  ].join('\n');
}
