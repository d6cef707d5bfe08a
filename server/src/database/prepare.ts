import pg from 'pg';
import { FatalError } from '../errors.js';
import { checkApplicationRole, ensureApplicationRole } from './application-role.js';
import { connect } from './connect.js';
import { migrate } from './migrate.js';

/** The oldest PostgreSQL that the schema runs on. */
const OLDEST = 15;

export interface PrepareOptions {
  /** Connection of the role that owns the tables. */
  ownerUrl: string;
  /** Connection of the application's role. */
  appUrl: string;
  /** Whether the operator named the application's role. */
  appGiven: boolean;
  /** Told of every migration that landed. */
  onApplied: (file: string) => void;
}

/**
 * Makes a database ready for the server: the role it works as, and the schema. Does nothing to a database that is not fit.
 * @returns the number of the last migration
 * @throws FatalError with a sentence that says what is wrong and what to do
 */
export async function prepareDatabase({ ownerUrl, appUrl, appGiven, onApplied }: PrepareOptions): Promise<number> {
  await using owner = await connect(ownerUrl, 'DATABASE_URL');
  await refuseOldServer(owner);
  await refuseUnfit(owner);
  await ensureApplicationRole(owner, appUrl, appGiven);
  {
    await using application = await connect(appUrl, 'DATABASE_APP_URL');
    await checkApplicationRole(owner, application);
  }
  return await migrate({ client: owner, applicationRole: decodeURIComponent(new URL(appUrl).username), onApplied });
}

/** @throws FatalError where the server is older than the product supports */
export async function refuseOldServer(client: Pick<pg.Client, 'query'>): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name`,
  );
  const [version] = rows;
  if (version !== undefined && version.number >= OLDEST * 10_000) return;
  throw new FatalError(`The database of DATABASE_URL is PostgreSQL ${version?.name}, older than ${OLDEST}, the oldest that works: upgrade it, or set DATABASE_URL to a newer one.`);
}

/** Nothing is tried that would fail half-way. */
async function refuseUnfit(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ role: string; database: string; encoding: string; enough: boolean; standby: boolean }>(`
    SELECT current_user AS role, current_database() AS database, current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS standby,
      has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE') AS enough`);
  const [found] = rows;
  if (found === undefined || found.standby) {
    throw new FatalError('The database of DATABASE_URL is a standby, which takes no changes: set DATABASE_URL to the primary.');
  }
  if (found.encoding !== 'UTF8') {
    throw new FatalError(
      `The database ${found.database} has the encoding ${found.encoding}: set DATABASE_URL to one made by CREATE DATABASE … ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0.`,
    );
  }
  if (found.enough) return;
  const [role, database] = [pg.escapeIdentifier(found.role), pg.escapeIdentifier(found.database)];
  throw new FatalError(
    [
      `The role ${found.role} of DATABASE_URL may not make schemas and tables in the database ${found.database}. Have an administrator of the database run, connected to it,`,
      `  GRANT CREATE, CONNECT ON DATABASE ${database} TO ${role};`,
      `  GRANT CREATE, USAGE ON SCHEMA public TO ${role};`,
    ].join('\n'),
  );
}
