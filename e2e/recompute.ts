import { createHash } from 'node:crypto';
import type pg from 'pg';
import { actorRef, detailsDigest, sourceDigest, toHex, type Sha256 } from '@audit-log/shared/canonical';
import type { ActorKind, EntrySource, RecordedChange } from '@audit-log/shared/entry';
import { entryLeafHash } from '@audit-log/shared/leaf';

interface Row {
  seq: number;
  hash: string;
  organization: string;
  id: string;
  at: string;
  recorded: string;
  event_type: string;
  action: string;
  project: string | null;
  kind: ActorKind;
  actor: string;
  actor_salt: Buffer;
  entity_id: string | null;
  operation_id: string | null;
  entity_name: string | null;
  changes: RecordedChange[];
  source: EntrySource | null;
  details_salt: Buffer;
  source_salt: Buffer;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const LEAVES = `
  SELECT l.seq::int, encode(l.hash, 'hex') AS hash, o.id AS organization, e.id,
    to_char(e.occurred_at AT TIME ZONE 'UTC', ${ISO}) AS at, to_char(e.recorded_at AT TIME ZONE 'UTC', ${ISO}) AS recorded,
    t.name AS event_type, a.name AS action, p.id AS project, w.kind, w.id AS actor, w.salt AS actor_salt, e.entity_id,
    e.operation_id, e.entity_name, e.changes, e.source, e.details_salt, e.source_salt
  FROM audit.leaf l JOIN audit.organization o ON o.number = l.organization
  JOIN audit.entry e ON e.organization = l.organization AND e.id = l.id
  JOIN audit.event_type t ON t.key = e.event_type JOIN audit.action a ON a.key = e.action
  JOIN audit.actor w ON w.organization = e.organization AND w.key = e.actor
  LEFT JOIN audit.project p ON p.organization = e.organization AND p.key = e.project
  WHERE o.number = $1 ORDER BY l.seq`;

const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();

/**
 * The leaves of an organization's log, each with the hash that was stored and the one recomputed from its entry as
 * docs/design/log.md says; read by the database's owner, past the server.
 */
export async function recomputedLeaves(owner: pg.Client, organization: number): Promise<{ seq: number; id: string; stored: string; recomputed: string }[]> {
  const { rows } = await owner.query<Row>(LEAVES, [organization]);
  return rows.map((row) => ({ seq: row.seq, id: row.id, stored: row.hash, recomputed: toHex(leafHashOf(row)) }));
}

function leafHashOf(row: Row): Uint8Array {
  return entryLeafHash(sha256, {
    organization: row.organization,
    id: row.id,
    occurredAt: row.at,
    recordedAt: row.recorded,
    eventType: row.event_type,
    action: row.action,
    project: row.project,
    actor: { kind: row.kind, ref: actorRef(sha256, row.actor_salt, row.actor) },
    entityId: row.entity_id,
    operationId: row.operation_id,
    details: detailsDigest(sha256, row.details_salt, { entityName: row.entity_name, changes: row.changes }),
    source: row.source && sourceDigest(sha256, row.source_salt, row.source),
  });
}
