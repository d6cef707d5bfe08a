import pg from 'pg';
import type { Database } from '../database/pool.js';
import type { TestDatabase } from './postgres.js';

/** What EXPLAIN (FORMAT JSON) says of a step, as far as it is looked at. */
export interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
}

export interface Plan {
  /** Of the indexes of the log and of the search, those that were used, by the names that the log's own table has for them. */
  readonly indexes: readonly string[];
  /** Tables that were read from end to end, and were not empty. */
  readonly readThrough: readonly string[];
  /** Entries, and keys of entries, that were read. */
  readonly rows: number;
  /** The most rows that were sorted at once. */
  readonly sorted: number;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Keeps what the pool's connections are asked from now on. */
export function statementsOf({ pool }: Database): Statement[] {
  const asked: Statement[] = [];
  const heard = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => {
    if (heard.has(client)) return;
    heard.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const listen = (...args: unknown[]): unknown => {
      const [statement] = args;
      if (typeof statement === 'object' && statement !== null && 'text' in statement && 'values' in statement) asked.push(statement as Statement);
      return query(...args);
    };
    client.query = listen as typeof client.query;
  });
  return asked;
}

/** How Postgres carries the statement out as it does for the product: prepared, by the application's role, of one organization. */
export async function planOf({ database, owner }: TestDatabase, organization: number, { text, values }: Statement): Promise<Plan> {
  const explained = await database.withOrganization(organization, async (client) => {
    await client.query(`PREPARE explained AS ${text}`);
    try {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE explained (${values.map(literal).join(', ')})`);
      return rows[0]?.['QUERY PLAN'][0].Plan;
    } finally {
      await client.query('DEALLOCATE explained');
    }
  });
  if (!explained) throw new Error('nothing was explained');
  return summaryOf(explained, await wholesOf(owner));
}

/** For each partition of a table, and for each index of one, the name of the whole one; any other name is its own. */
export async function wholesOf(owner: pg.Pool): Promise<(name: string) => string> {
  const { rows: parents } = await owner.query<{ part: string; whole: string }>('SELECT inhrelid::regclass::text AS part, inhparent::regclass::text AS whole FROM pg_inherits');
  const wholes = new Map(parents.map(({ part, whole }) => [plain(part), plain(whole)]));
  return (name) => wholes.get(name) ?? name;
}

export function summaryOf(plan: Node, wholeOf: (name: string) => string): Plan {
  const nodes = [...stepsOf(plan)];
  const entries = nodes.filter((node) => wholeOf(node['Relation Name'] ?? '') === 'entry');
  const used = nodes.flatMap((node) => (node['Index Name'] === undefined || node['Actual Loops'] === 0 ? [] : [wholeOf(node['Index Name'])]));
  return {
    indexes: [...new Set(used)].filter((name) => /^(?:entry_|rollup|search_(?!mark))/.test(name)).toSorted(),
    readThrough: nodes.filter((node) => node['Node Type'] === 'Seq Scan' && readBy(node) > 0).map((node) => wholeOf(node['Relation Name'] ?? '')),
    rows: entries.reduce((sum, node) => sum + readBy(node), 0),
    sorted: Math.max(0, ...nodes.filter((node) => /Sort/.test(node['Node Type'])).flatMap((node) => (node.Plans ?? []).map((child) => child['Actual Rows']))),
  };
}

/** A step, and all below it. */
export function* stepsOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.Plans ?? []) yield* stepsOf(child);
}

/** How many rows a step looked at, those that it passed over too. */
export function readBy(node: Node): number {
  return Math.round(node['Actual Loops'] * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)));
}

function plain(name: string): string {
  return name.replace(/^audit\./, '');
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map(String).join(',')}}`);
  return pg.escapeLiteral(String(value));
}
