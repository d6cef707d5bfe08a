import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { applicationUrl } from '../database/application-role.js';
import { Database } from '../database/pool.js';
import type { DatabaseOptions } from '../database/pool.js';

/** What the product runs on, and the oldest it supports. */
export const postgresVersions = [18, 15] as const;
export type PostgresVersion = (typeof postgresVersions)[number];

/** What tests run on that name no version: `POSTGRES=15 npx vitest run --project server` runs them all on the oldest. */
export const usualVersion: PostgresVersion = process.env['POSTGRES'] === '15' ? 15 : 18;

/** The owner's connection to the template database, per version. */
export type TestClusters = Record<PostgresVersion, string>;

export const templateDatabase = 'audit_log_template';

export interface TestDatabaseOptions extends Omit<DatabaseOptions, 'url'> {
  version?: PostgresVersion;
  /** False for a database without tables, for tests of migrating itself; default true. */
  migrated?: boolean;
}

/** A database of one test's own, dropped with it. */
export interface TestDatabase extends AsyncDisposable {
  /** Connection of the role that migrated: sees and may do everything. */
  readonly ownerUrl: string;
  /** Connection of the role the server works as. */
  readonly appUrl: string;
  /** The server's own way in, as the application's role. */
  readonly database: Database;
  /** The owner's way in, for looking behind row-level security and for meddling. */
  readonly owner: pg.Pool;
}

/**
 * Makes a database for a test, a copy of one that was migrated when the run began.
 * `await using db = await createTestDatabase()` drops it at the end of the block.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { version = usualVersion, migrated = true, ...rest } = options;
  const templateUrl = inject('clusters')[version];
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asClusterOwner(templateUrl, `CREATE DATABASE ${name} TEMPLATE ${migrated ? templateDatabase : 'template0'}`);

  const resources = new AsyncDisposableStack();
  // FORCE ends what a test left connected, a subscription say.
  resources.defer(() => asClusterOwner(templateUrl, `DROP DATABASE ${name} WITH (FORCE)`));
  try {
    const ownerUrl = withDatabase(templateUrl, name);
    const appUrl = applicationUrl(ownerUrl);
    const owner = new pg.Pool({ connectionString: ownerUrl, max: 4 });
    owner.on('error', () => undefined);
    resources.defer(() => owner.end());
    const database = resources.use(await Database.open({ ...rest, url: appUrl }));
    return { ownerUrl, appUrl, database, owner, [Symbol.asyncDispose]: () => resources.disposeAsync() };
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
}

/** Runs one statement beside the template: nobody may be connected to a database that is being copied. */
async function asClusterOwner(templateUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(templateUrl, 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(connection: string, name: string): string {
  const url = new URL(connection);
  url.pathname = `/${name}`;
  return url.href;
}
