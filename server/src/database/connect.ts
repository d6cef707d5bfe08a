import pg from 'pg';
import { FatalError } from '../errors.js';

/** Which setting a connection comes from, for whoever has to correct it. */
export type ConnectionSetting = 'DATABASE_URL' | 'DATABASE_APP_URL';

/** A connection that ends with its block. */
export type Connection = pg.Client & AsyncDisposable;

/** How long a server may take to answer at the start, in milliseconds. */
const PATIENCE_MS = 15_000;

/**
 * Opens a connection at the start of the program.
 * @throws FatalError with a sentence that says what is wrong with the setting; its cause is pg's own error
 */
export async function connect(url: string, setting: ConnectionSetting): Promise<Connection> {
  try {
    const client = new pg.Client({ connectionString: url, application_name: 'audit-log start', connectionTimeoutMillis: PATIENCE_MS });
    client.on('error', () => undefined);
    await client.connect();
    return Object.assign(client, { [Symbol.asyncDispose]: () => client.end().catch(() => undefined) });
  } catch (error) {
    throw new FatalError(sentence(error, url, setting), { cause: error });
  }
}

function sentence(error: unknown, url: string, setting: ConnectionSetting): string {
  const { message, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: undefined };
  const { username, pathname } = new URL(url);
  const [role, database] = [decodeURIComponent(username), decodeURIComponent(pathname.slice(1))];
  if (code === '28P01') return `The database refuses the password of the role ${role} (or knows no such role): correct ${setting}.`;
  if (code === '28000') return `The database does not let the role ${role} in (${message}): correct ${setting}, or the server's pg_hba.conf.`;
  if (code === '3D000') return `There is no database ${database} on this server: run CREATE DATABASE ${pg.escapeIdentifier(database)}, or correct ${setting}.`;
  if (code === '42501') return `The role ${role} may not connect to the database ${database}: run GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${pg.escapeIdentifier(role)}.`;
  if (code === '53300') return `The database has no connection left (${message}): raise its max_connections, or start fewer servers on it.`;
  if (/does not support SSL/.test(message)) return `The database speaks no TLS: take sslmode out of ${setting}, or switch on ssl in the server.`;
  if (code === 'ENOENT') return `A file that ${setting} names cannot be read (${message}).`;
  if (isAboutCertificates(error)) {
    return `The certificate of the database is not trusted (${message}): name its authority in ${setting} with sslmode=verify-full&sslrootcert=/path/to/ca.pem.`;
  }
  // Of a connection that several addresses refused, the message is empty and the code says it.
  return `The database cannot be reached (${message || code}): check ${setting}, and that its server runs.`;
}

function isAboutCertificates(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /CERT|^ERR_TLS|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code);
}
