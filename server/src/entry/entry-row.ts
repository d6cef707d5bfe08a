import type { ClientBase } from 'pg';
import type { ActorKind, AuditEntry, EntrySource, FieldChange, Json, RecordedChange } from '@audit-log/shared/entry';
import type { Dimensions } from './dimensions.js';

/**
 * What an entry is shown with, from `audit.entry e`, but for its source and number: actor, project and persons by their last known names. Joined after
 * the page is found, so that it costs a few look-ups by key for each entry shown, not for each entry passed over.
 */
export const ENTRY_COLUMNS = `
  e.id, audit.iso(e.occurred_at) AS time, audit.iso(e.recorded_at) AS recorded_at, e.event_type, e.action,
  p.id AS project_id, p.name AS project_name, w.id AS actor_id, w.kind AS actor_kind, w.name AS actor_name,
  e.entity_id, e.entity_name, e.changes, e.operation_id,
  CASE WHEN e.changes @> '[{"ref": "user"}]' THEN (
    SELECT jsonb_object_agg(person.id, person.name) FROM jsonb_array_elements(e.changes) c
    CROSS JOIN LATERAL (VALUES (c ->> 'oldId'), (c ->> 'newId')) named(id)
    CROSS JOIN LATERAL (
      SELECT w.id, w.name FROM audit.actor w WHERE w.organization = e.organization AND w.id = named.id AND w.kind = 'USER' OFFSET 0
    ) person
    WHERE c ->> 'ref' = 'user') END AS people`;

/** What ENTRY_COLUMNS are called. */
export const ENTRY_NAMES =
  'id, time, recorded_at, event_type, action, project_id, project_name, actor_id, actor_kind, actor_name, entity_id, entity_name, changes, operation_id, people';

/** An entry's number, by its id. */
export const ENTRY_SEQUENCE = '(SELECT l.seq FROM audit.leaf l WHERE l.organization = e.organization AND l.id = e.id) AS seq';

/** How long an entry's changes are as text, in bytes. */
export const ENTRY_SIZE = 'coalesce(octet_length(e.changes::text), 0)';

/**
 * Changes that are read at once, in bytes; the last entry may exceed it, and one comes always. A value may hold as much
 * as a request, so the number of entries alone bounds neither the server's memory nor an answer.
 */
export const MOST_AT_ONCE = 2_000_000;

export const ENTRY_JOINS = `
  JOIN audit.actor w ON w.organization = e.organization AND w.key = e.actor
  LEFT JOIN audit.project p ON p.organization = e.organization AND p.key = e.project`;

export interface EntryRow {
  id: string;
  time: string;
  recorded_at: string;
  event_type: number;
  action: number;
  project_id: string | null;
  project_name: string | null;
  actor_id: string;
  actor_kind: ActorKind;
  actor_name: string | null;
  entity_id: string | null;
  entity_name: string | null;
  changes: readonly RecordedChange[] | null;
  operation_id: string | null;
  /** Missing where it was not asked for. */
  source?: EntrySource | null;
  people: Record<string, string | null> | null;
  /** The number, a bigint as text; null until the sequencer has given one. Missing where it was not asked for. */
  seq?: string | null;
}

/** Entries in the form that all sides share. */
export async function toEntries(client: ClientBase, dimensions: Dimensions, rows: readonly EntryRow[]): Promise<AuditEntry[]> {
  if (rows.some((row) => !dimensions.knows('eventType', row.event_type) || !dimensions.knows('action', row.action))) {
    await dimensions.load(client);
  }
  return rows.map((row) => toEntry(dimensions, row));
}

function toEntry(dimensions: Dimensions, row: EntryRow): AuditEntry {
  return {
    id: row.id,
    time: row.time,
    recordedAt: row.recorded_at,
    eventType: dimensions.name('eventType', row.event_type),
    action: dimensions.name('action', row.action),
    project: row.project_id === null ? null : { id: row.project_id, name: row.project_name ?? row.project_id },
    user: { id: row.actor_id, kind: row.actor_kind, name: row.actor_name },
    entity: row.entity_id === null ? null : { id: row.entity_id, name: row.entity_name },
    details: (row.changes ?? []).map((change) => toFieldChange(change, row.people ?? {})),
    operationId: row.operation_id,
    source: row.source ?? null,
    sequence: row.seq == null ? null : Number(row.seq),
    erased: row.changes === null,
  };
}

function toFieldChange(change: RecordedChange, people: Record<string, string | null>): FieldChange {
  const named = (id: Json | undefined): Json => (typeof id === 'string' ? (people[id] ?? id) : null);
  const isPerson = change.ref === 'user';
  return {
    field: change.field,
    old: isPerson ? named(change.oldId) : (change.old ?? null),
    new: isPerson ? named(change.newId) : (change.new ?? null),
    redacted: change.redacted ?? false,
  };
}
