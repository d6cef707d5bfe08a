import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { FatalError } from '../errors.js';

/** Where the product's own numbered SQL lies. */
export const sqlDirectory = fileURLToPath(new URL('../../sql', import.meta.url));

export interface MigrateOptions {
  /** A connection of the role that is to own everything. */
  client: pg.Client;
  /** The role the server will connect as; it must exist. */
  applicationRole: string;
  /** Folder of `NNNN_name.sql`; default the product's. */
  directory?: string;
  /** Told of every migration that landed. */
  onApplied?: (file: string) => void;
}

interface Migration {
  number: number;
  file: string;
  sql: string;
  checksum: string;
}

// One number for all databases: advisory locks belong to the database they are taken in.
const migrationLock = 6_017_233;

/**
 * Brings the database up to date: applies, in order and each in a transaction of its own, what has not landed
 * yet. Several processes may call it at once; one works, the others wait and find nothing left to do. A
 * migration that fails leaves nothing of itself.
 * @returns the number of the last migration
 * @throws FatalError where a newer program migrated this database, or a landed file was edited since
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const { client, applicationRole, directory = sqlDirectory, onApplied } = options;
  const migrations = await readMigrations(directory);
  await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
  try {
    await client.query(`
      CREATE TABLE IF NOT EXISTS public.audit_migration (
        number integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    const landed = await client.query<{ number: number; name: string; checksum: string }>(
      'SELECT number, name, checksum FROM public.audit_migration ORDER BY number',
    );
    checkLanded(migrations, landed.rows);
    const done = new Set(landed.rows.map((row) => row.number));
    for (const migration of migrations) {
      if (done.has(migration.number)) continue;
      await apply(client, migration, applicationRole);
      onApplied?.(migration.file);
    }
    // For /readyz, which asks as the application's role what the schema is at.
    await client.query(`GRANT SELECT ON public.audit_migration TO ${pg.escapeIdentifier(applicationRole)}`);
    return migrations.at(-1)?.number ?? 0;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).toSorted();
  const migrations = await Promise.all(
    files.map(async (file) => {
      // A checkout may have turned line ends around; that is no edit.
      const sql = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
      return { number: Number(file.slice(0, 4)), file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
  const twice = migrations.find((migration, index) => migration.number === migrations[index + 1]?.number);
  if (twice) throw new FatalError(`Two migrations bear the number of ${twice.file}.`);
  return migrations;
}

function checkLanded(migrations: Migration[], landed: { number: number; name: string; checksum: string }[]): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of landed) {
    const migration = known.get(row.number);
    if (!migration) {
      throw new FatalError(
        `This database was last migrated by a newer version of the program (${row.name} is unknown here): ` +
          'start that version, or restore an older backup.',
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new FatalError(
        `The migration ${migration.file} differs from the one this database was migrated with: ` +
          'a landed migration is never edited, add a new one.',
      );
    }
  }
}

async function apply(client: pg.Client, migration: Migration, applicationRole: string): Promise<void> {
  // `:app` stands for the application's role; `::app` would be a cast.
  const sql = migration.sql.replace(/(?<!:):app\b/g, pg.escapeIdentifier(applicationRole));
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO public.audit_migration (number, name, checksum) VALUES ($1, $2, $3)', [
      migration.number,
      migration.file,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`${migration.file}${lineOf(error, sql)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Postgres tells the character, people look for the line. */
function lineOf(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError) || error.position === undefined) return '';
  return `:${sql.slice(0, Number(error.position)).split('\n').length}`;
}
