import pg from 'pg';
import { contentCondition } from '../query/content.js';
import { isByContent, type Facets, type Selection } from '../query/selection.js';

export type ExportFormat = 'csv' | 'ndjson';

/** Which part of an organization's log, in its order. */
export interface ExportExtent {
  organization: number;
  /** Only what comes after this number; 0: from the beginning. */
  after: number;
  /** Up to this number, which was the head when the export began. */
  through: number;
  /** Inclusive, the log's form; null: no limit. */
  from: string | null;
  /** Exclusive. */
  to: string | null;
}

const CSV_COLUMNS = `
  l.seq AS sequence, audit.iso(e.occurred_at) AS time_utc, t.name AS event_type, a.name AS action,
  audit.cell(p.name) AS project, audit.cell(w.name) AS "user", w.kind AS user_kind, audit.cell(e.entity_name) AS entity,
  (SELECT string_agg(audit.cell(c ->> 'field'), ', ') FROM jsonb_array_elements(e.shown) c) AS changed_fields,
  audit.json_cell((SELECT jsonb_object_agg(c ->> 'field', c -> 'old') FROM jsonb_array_elements(e.shown) c WHERE c -> 'redacted' = 'false')) AS old,
  audit.json_cell((SELECT jsonb_object_agg(c ->> 'field', c -> 'new') FROM jsonb_array_elements(e.shown) c WHERE c -> 'redacted' = 'false')) AS new,
  (SELECT string_agg(audit.cell(c ->> 'field'), ', ') FROM jsonb_array_elements(e.shown) c WHERE c -> 'redacted' = 'true') AS redacted_fields,
  audit.cell(p.id) AS project_id, audit.cell(w.id) AS user_id, audit.cell(e.entity_id) AS entity_id, e.operation_id,
  audit.cell(e.source ->> 'ip') AS ip, audit.cell(e.source ->> 'userAgent') AS user_agent, audit.cell(e.source ->> 'via') AS via,
  e.changes IS NULL AS erased, e.id, audit.iso(e.recorded_at) AS recorded_at_utc`;

/** One entry as \`auditLogs\` gives it. */
const JSON_LINE = `
  json_build_object('sequence', l.seq, 'id', e.id, 'time', audit.iso(e.occurred_at), 'recordedAt', audit.iso(e.recorded_at),
    'eventType', t.name, 'action', a.name,
    'project', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'name', p.name) END,
    'user', json_build_object('id', w.id, 'kind', w.kind, 'name', w.name),
    'entity', CASE WHEN e.entity_id IS NOT NULL THEN json_build_object('id', e.entity_id, 'name', e.entity_name) END,
    'details', coalesce(e.shown, '[]'), 'operationId', e.operation_id, 'source', e.source, 'erased', e.changes IS NULL)::text AS line`;

/** COPY's CSV with these as quote and delimiter is the text as it is: JSON escapes both, so neither occurs in it. */
const UNQUOTED = String.raw`FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02', ENCODING 'UTF8'`;

/**
 * The export as one COPY: rows leave in the log's order as they are read, whatever their number. COPY takes no parameters,
 * so every value is written as an escaped literal. The leaves lead, and every look-up is fenced: a sort would keep all back.
 */
export function exportStatement(format: ExportFormat, extent: ExportExtent, selection: Selection): string {
  const { organization, after, through } = extent;
  return `COPY (
    SELECT ${format === 'csv' ? CSV_COLUMNS : JSON_LINE}
    FROM (SELECT * FROM audit.leaf WHERE organization = ${organization} AND seq > ${after} AND seq <= ${through} ORDER BY seq OFFSET 0) l
    CROSS JOIN LATERAL (
      SELECT x.*, audit.shown_changes(x.organization, x.changes) AS shown FROM audit.entry x
      WHERE x.organization = l.organization AND x.occurred_at = l.occurred_at AND x.id = l.id
        AND ${conditions(extent, selection).join(' AND ')} OFFSET 0
    ) e
    CROSS JOIN LATERAL (SELECT name FROM audit.event_type d WHERE d.key = e.event_type OFFSET 0) t
    CROSS JOIN LATERAL (SELECT name FROM audit.action d WHERE d.key = e.action OFFSET 0) a
    CROSS JOIN LATERAL (SELECT id, kind, name FROM audit.actor d WHERE d.organization = e.organization AND d.key = e.actor OFFSET 0) w
    LEFT JOIN LATERAL (SELECT id, name FROM audit.project d WHERE d.organization = e.organization AND d.key = e.project OFFSET 0) p ON true
  ) TO STDOUT WITH (${format === 'csv' ? `FORMAT csv, HEADER ${after === 0}, ENCODING 'UTF8'` : UNQUOTED})`;
}

function conditions({ from, to }: ExportExtent, selection: Selection): string[] {
  const { include, exclude } = selection;
  return [
    ...(from === null ? [] : [`x.occurred_at >= ${pg.escapeLiteral(from)}`]),
    ...(to === null ? [] : [`x.occurred_at < ${pg.escapeLiteral(to)}`]),
    ...facetConditions(include),
    ...exclude.flatMap(facetConditions).map((condition) => `(${condition}) IS NOT TRUE`),
    ...(isByContent(selection) ? [contentCondition(selection, 'x.organization', 'x', literal)] : []),
    'true',
  ];
}

function literal(value: unknown, type: string): string {
  return `${pg.escapeLiteral(String(value))}::${type}`;
}

function facetConditions(facets: Facets): string[] {
  const { eventTypes, actions, users, projects, withoutProject, entityId, operationId } = facets;
  const found: string[] = [];
  const anyOf = (column: string, keys: number[] | null): void => {
    if (keys) found.push(`x.${column} = ANY ('{${keys.join(',')}}')`);
  };
  anyOf('event_type', eventTypes);
  anyOf('action', actions);
  anyOf('actor', users);
  if (projects || withoutProject) found.push(`(x.project = ANY ('{${(projects ?? []).join(',')}}') OR ${withoutProject} AND x.project IS NULL)`);
  if (entityId !== null) found.push(`x.entity_id = ${pg.escapeLiteral(entityId)}`);
  if (operationId !== null) found.push(`x.operation_id = ${pg.escapeLiteral(operationId)}`);
  return found;
}
