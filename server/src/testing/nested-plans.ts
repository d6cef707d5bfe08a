import type { PoolClient } from 'pg';
import { applicationRole } from '../database/application-role.js';
import { Database } from '../database/pool.js';
import type { Node } from './plans.js';
import type { TestDatabase } from './postgres.js';

/** A statement as it was carried out, one within a function too. */
export interface Carried {
  readonly text: string;
  readonly plan: Node;
}

/** The application's way into the database on one connection, each of whose statements says how it was carried out. */
export interface Explaining extends AsyncDisposable {
  readonly database: Database;
  /** What was carried out since this was last asked, in the order of their ends: what a function does comes before what calls it. */
  carried(): Carried[];
}

/**
 * EXPLAIN does not see what a function does. Postgres' auto_explain does: it is loaded into every session that the application's role
 * begins in this database from now on, and tells as a notice. Its settings are a superuser's, so the role cannot give them itself.
 */
export async function explaining({ owner, appUrl }: TestDatabase): Promise<Explaining> {
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': 0,
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
    'auto_explain.log_level': 'notice',
  };
  const { rows } = await owner.query<{ name: string }>('SELECT current_database() AS name');
  for (const [name, value] of Object.entries(settings)) {
    await owner.query(`ALTER ROLE ${applicationRole} IN DATABASE ${rows[0]?.name} SET ${name} = '${value}'`);
  }
  const database = await Database.open({ url: appUrl, maxConnections: 1 });
  let heard: Carried[] = [];
  const hearing = new WeakSet<PoolClient>();
  database.pool.on('acquire', (client) => {
    if (hearing.has(client)) return;
    hearing.add(client);
    client.on('notice', ({ message = '' }) => {
      const [, json] = /^duration: [\d.]+ ms {2}plan:\n([^]*)$/.exec(message) ?? [];
      if (json === undefined) return;
      const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: Node };
      heard.push({ text, plan });
    });
  });
  return {
    database,
    carried() {
      const before = heard;
      heard = [];
      return before;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}
