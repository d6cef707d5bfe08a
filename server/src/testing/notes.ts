import type { PoolClient } from 'pg';
import type { Actor, Source } from '../entry/actor.js';
import { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './postgres.js';

/** A database with two organizations and a small tracked table of its own, so that the log is tested without the product around it. */
export interface NotesDatabase extends TestDatabase {
  /** Organizations 1 and 2. */
  readonly ana: Actor;
  readonly otherAna: Actor;
}

export const web: Source = { ip: '203.0.113.7', userAgent: 'test', via: 'web' };

export async function createNotesDatabase(options: TestDatabaseOptions = {}): Promise<NotesDatabase> {
  const db = await createTestDatabase(options);
  await db.owner.query(`
    SELECT audit.create_organization('Northwind'), audit.create_organization('Southwind');
    CREATE TABLE public.topic (id text PRIMARY KEY, organization integer NOT NULL, name text NOT NULL, parent_id text);
    CREATE TABLE public.note (
      id text PRIMARY KEY, organization integer NOT NULL, project_id text, topic_id text, author_id text, body text,
      labels text[], amount numeric, big bigint, ratio double precision, payload jsonb, raw json,
      secret text, at timestamptz, touched_at timestamptz DEFAULT clock_timestamp());
    GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON public.topic, public.note TO audit_app;
    SELECT audit.track('public.note', 'NOTE', '{
      "name": "body", "project": "project_id", "ignore": ["touched_at"], "redact": ["secret"], "moves": ["topic_id", "project_id"],
      "refs": {"topic_id": {"field": "topic", "table": "public.topic", "name": "name", "parent": "parent_id"}, "author_id": {"field": "author", "ref": "user"}}
    }');`);
  const actorOf = (organization: number): Actor => ({ organization, kind: 'USER', id: 'ana', name: 'Ana Rivera' });
  const result = { ...db, ana: actorOf(1), otherAna: actorOf(2) };
  // Known before anybody acts, as persons and keys are: an actor that is new inside an open transaction makes others wait.
  for (const actor of [result.ana, result.otherAna]) await actAs(db, actor, async () => undefined);
  return result;
}

/** One transaction of the application in which `actor` acts. */
export async function actAs<T>(
  db: TestDatabase,
  actor: Actor,
  work: (client: PoolClient) => Promise<T>,
  { operation = null, action = null }: { operation?: string | null; action?: string | null } = {},
): Promise<T> {
  const client = await db.database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT audit.act($1, $2, $3, $4, $5, $6, $7)', [
      actor.organization, actor.kind, actor.id, actor.name, operation, action, JSON.stringify(web),
    ]);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export interface StoredEntry {
  action: string;
  event_type: string;
  entity_id: string | null;
  entity_name: string | null;
  project: string | null;
  actor: string;
  operation_id: string | null;
  changes: Record<string, unknown>[];
  source: Source | null;
}

/** Every entry of the log, oldest first, as the owner sees it. */
export async function storedEntries(db: TestDatabase): Promise<StoredEntry[]> {
  const { rows } = await db.owner.query<StoredEntry>(`
    SELECT a.name AS action, t.name AS event_type, e.entity_id, e.entity_name, p.name AS project, w.id AS actor, e.operation_id, e.changes, e.source
    FROM audit.entry e JOIN audit.action a ON a.key = e.action JOIN audit.event_type t ON t.key = e.event_type
    JOIN audit.actor w ON w.organization = e.organization AND w.key = e.actor
    LEFT JOIN audit.project p ON p.organization = e.organization AND p.key = e.project
    ORDER BY e.occurred_at, e.id`);
  return rows;
}
