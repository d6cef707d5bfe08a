import type { Database } from '../database/pool.js';
import { leafOf, type HashedEntry } from './leaf.js';

interface NumberedEntry extends HashedEntry {
  seq: string;
  details_digest: Buffer;
  source_digest: Buffer | null;
  hash: Buffer;
}

export interface Verification {
  /** Leaves looked at. */
  leaves: number;
  /** One sentence for each thing that does not hold; empty when everything does. */
  faults: string[];
}

const BATCH = 2_000;

const NUMBERED_ENTRIES = `
  SELECT l.seq, l.details_digest, l.source_digest, l.hash, o.id AS organization_id, l.id,
    audit.iso(l.occurred_at) AS occurred_at, audit.iso(e.recorded_at) AS recorded_at, t.name AS event_type, a.name AS action,
    p.id AS project, w.kind AS actor_kind, w.id AS actor_id, w.salt AS actor_salt, e.entity_id, e.operation_id,
    e.entity_name, e.changes, e.source, e.details_salt, e.source_salt
  FROM audit.leaf l
  JOIN audit.organization o ON o.number = l.organization
  LEFT JOIN audit.entry e ON e.organization = l.organization AND e.occurred_at = l.occurred_at AND e.id = l.id
  LEFT JOIN audit.event_type t ON t.key = e.event_type
  LEFT JOIN audit.action a ON a.key = e.action
  LEFT JOIN audit.actor w ON w.organization = e.organization AND w.key = e.actor
  LEFT JOIN audit.project p ON p.organization = e.organization AND p.key = e.project
  WHERE l.organization = $1 AND l.seq > $2
  ORDER BY l.seq
  LIMIT ${BATCH}`;

/**
 * Recomputes every leaf of an organization's log from its entry and compares: numbers without a hole, each entry there,
 * each digest and hash as stored. Reads in batches, as the application's role.
 */
export async function verifyLog(database: Database, organization: number): Promise<Verification> {
  const result: Verification = { leaves: 0, faults: [] };
  let last = 0;
  for (;;) {
    const { rows } = await database.withOrganization(organization, (client) =>
      client.query<NumberedEntry>({ name: 'verify-log', text: NUMBERED_ENTRIES, values: [organization, last] }),
    );
    for (const row of rows) {
      const seq = Number(row.seq);
      if (seq !== last + 1) result.faults.push(`#${last + 1} is missing: after #${last} comes #${seq}.`);
      last = seq;
      result.faults.push(...faultsOf(row, seq));
    }
    result.leaves += rows.length;
    if (rows.length < BATCH) return result;
  }
}

function faultsOf(row: NumberedEntry, seq: number): string[] {
  if (row.actor_id === null) return [`#${seq}: the entry ${row.id} is gone.`];
  const leaf = leafOf(row);
  const faults: string[] = [];
  if (!row.details_digest.equals(leaf.details)) faults.push(`#${seq}: the details of ${row.id} are not those that were recorded.`);
  if (!same(row.source_digest, leaf.source)) faults.push(`#${seq}: the source of ${row.id} is not the one that was recorded.`);
  if (!row.hash.equals(leaf.hash)) faults.push(`#${seq}: the entry ${row.id} does not have the hash of its leaf.`);
  return faults;
}

function same(stored: Buffer | null, computed: Uint8Array | null): boolean {
  return stored === null || computed === null ? stored === computed : stored.equals(computed);
}
