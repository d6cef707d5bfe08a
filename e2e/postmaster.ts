import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** The embedded Postgres of a data folder, seen from outside of the server that started it. */
export interface Postmaster {
  readonly pid: number;
  /** The owner's connection to the product's database. */
  readonly url: string;
}

/** What is running on the folder by its own account; null while nothing is. */
export function postmasterOf(dataDirectory: string): Postmaster | null {
  try {
    const [pid, , , port] = readFileSync(join(dataDirectory, 'postgres/postmaster.pid'), 'utf8').split('\n');
    const password = readFileSync(join(dataDirectory, 'postgres-password'), 'utf8').trim();
    if (!Number(pid) || !Number(port)) return null;
    return { pid: Number(pid), url: `postgres://postgres:${password}@127.0.0.1:${Number(port)}/audit_log` };
  } catch {
    return null;
  }
}

/** The processes that serve the server's connections. */
export async function backendsOf({ url }: Postmaster): Promise<number[]> {
  await using owner = await connect(url);
  const { rows } = await owner.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY pid`,
  );
  return rows.map(({ pid }) => pid);
}

export async function connect(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}
