import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { FatalError } from '../errors.js';

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
 * @throws FatalError with the SQL to run where the owner may not create roles
 */
export async function ensureApplicationRole(owner: pg.Client, url: string): Promise<void> {
  if (await canSignIn(url)) return;
  const role = pg.escapeIdentifier(decodeURIComponent(new URL(url).username));
  const password = pg.escapeLiteral(decodeURIComponent(new URL(url).password));
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.query(`
        DO $do$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
        ALTER ROLE ${role} LOGIN PASSWORD ${password}`);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      if (error.code === '42501') throw new FatalError(roleMissing(role));
      // "tuple concurrently updated": another process altered the same role.
      if (error.code !== 'XX000' || attempt === 20) throw error;
      await delay(50);
    }
  }
}

async function canSignIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 28…: no such role, or another password. Anything else is no answer to the question.
    if (error instanceof pg.DatabaseError && error.code?.startsWith('28')) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function roleMissing(role: string): string {
  return [
    'The database role of DATABASE_URL may not create roles. Have an administrator of the database run',
    `  CREATE ROLE ${role} LOGIN PASSWORD '…';`,
    'and set DATABASE_APP_URL to a connection of that role.',
  ].join('\n');
}
