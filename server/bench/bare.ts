/**
 * The reference that nothing beats: node:http and pg, tuned (a named statement, dates as text, one query a request), with
 * the product's own SQL under the product's role, and its JSON written out by hand. No GraphQL, no permissions, no cursor
 * that is authenticated. ORDER in the environment: the statement, its parameters and names (page.suite.ts).
 */
import { createServer } from 'node:http';
import pg from 'pg';
import type { BareOrder } from './references.js';

interface Change {
  field: string;
  old?: unknown;
  new?: unknown;
  ref?: string;
  oldId?: string;
  newId?: string;
  redacted?: boolean;
}

interface Row {
  id: string | null;
  time: string;
  event_type: number;
  action: number;
  project_id: string | null;
  project_name: string | null;
  actor_id: string;
  actor_kind: string;
  actor_name: string | null;
  entity_id: string | null;
  entity_name: string | null;
  changes: Change[] | null;
  people: Record<string, string> | null;
}

const { url, organization, statement, eventTypes, actions } = JSON.parse(process.env['ORDER'] ?? '{}') as BareOrder;
const text = (value: string): string => value;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === pg.types.builtins.TIMESTAMPTZ ? text : pg.types.getTypeParser(oid, format)),
} as pg.CustomTypesConfig;
const pool = new pg.Pool({ connectionString: url, max: 10, types, options: `-c jit=off -c plan_cache_mode=force_generic_plan -c audit.organization=${organization}` });

function detailOf(change: Change, people: Record<string, string> | null): object {
  const named = (id: string | undefined): string | null => (id === undefined ? null : (people?.[id] ?? id));
  const isPerson = change.ref === 'user';
  return {
    field: change.field,
    old: isPerson ? named(change.oldId) : (change.old ?? null),
    new: isPerson ? named(change.newId) : (change.new ?? null),
    redacted: change.redacted ?? false,
  };
}

function edgeOf(row: Row): object {
  return {
    cursor: `${row.time} ${row.id}`,
    node: {
      id: row.id,
      time: row.time,
      eventType: eventTypes[row.event_type],
      action: actions[row.action],
      project: row.project_id === null ? null : { id: row.project_id, name: row.project_name },
      user: { id: row.actor_id, kind: row.actor_kind, name: row.actor_name },
      entity: row.entity_id === null ? null : { id: row.entity_id, name: row.entity_name },
      details: (row.changes ?? []).map((change) => detailOf(change, row.people)),
    },
  };
}

async function page(after: string): Promise<string> {
  const values = statement.values.with(1, after).with(2, '00000000-0000-0000-0000-000000000000');
  const { rows } = await pool.query<Row>({ name: statement.name, text: statement.text, values });
  const edges = rows.slice(0, 50).map((row) => edgeOf(row));
  const last = rows[Math.min(rows.length, 50) - 1];
  return JSON.stringify({ data: { auditLogs: { edges, pageInfo: { hasNextPage: rows.length > 50, endCursor: last ? `${last.time} ${last.id}` : null } } } });
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', async () => {
    try {
      const answer = await page((JSON.parse(body) as { after: string }).after);
      response.setHeader('Content-Type', 'application/json');
      response.end(answer);
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));
