import { createHash } from 'node:crypto';
import { armsOf, columnsOf, matchedBy, orderOf, parameterOf, type Parameter } from '../query/conditions.js';
import { searchFound, type Content } from '../query/content.js';
import type { Selection } from '../query/selection.js';
import { DAY, FIRST_MONDAY, wholeMonths, type Days, type Span } from './span.js';

export type Facet = 'event_type' | 'action' | 'actor' | 'project';

/** What is counted apart: the values of a facet, the buckets of a histogram. */
export interface Grouping {
  readonly facet: Facet | null;
  /** Seconds of a bucket. */
  readonly width: number | null;
}

export interface CountStatement {
  name: string;
  text: string;
  values: unknown[];
}

/** Where a bucket begins, in seconds since 1970. */
function bucket({ width }: Grouping, time: string, parameter: Parameter): string {
  if (width === null) return 'NULL::bigint';
  return `extract(epoch FROM date_bin(make_interval(secs => ${parameter(width, 'float8')}), ${time}, to_timestamp(${FIRST_MONDAY})))::bigint`;
}

/**
 * Counts by looking at every entry, and at `most` of them: where the sum of `seen` is above, the count is not whole. Each
 * stream is walked as a page walks it, so the planner is left no choice, and the same indexes answer.
 */
export function lookStatement(organization: number, selection: Selection, { from, to }: Span, grouping: Grouping, most: number | null): CountStatement {
  const values: unknown[] = [organization, from ?? '-infinity', to ?? 'infinity', most === null ? null : most + 1];
  const parameter = parameterOf(values);
  const matched = matchedBy(selection, parameter);
  const streams = armsOf(selection).map((arm) => {
    const source = arm.values ? `unnest(${parameter(arm.values.keys, `${arm.values.type}[]`)}) AS v(value)` : '(VALUES (0)) AS v(value)';
    return `
    SELECT s.* FROM ${source} CROSS JOIN LATERAL (
      SELECT ${columnsOf(selection)} FROM audit.entry
      WHERE organization = $1 AND ${arm.condition} AND occurred_at >= $2 AND occurred_at < $3
      ORDER BY ${orderOf(arm, 'DESC')} LIMIT $4
    ) s`;
  });
  return named(
    'look',
    `SELECT ${bucket(grouping, 'occurred_at', parameter)} AS bucket, ${grouping.facet ?? 'NULL::int'} AS key,
      count(*) FILTER (WHERE matched)::int AS found, count(*)::int AS seen
    FROM (SELECT *, ${matched} AS matched FROM (SELECT * FROM (${streams.join('\n    UNION ALL')}) streams LIMIT $4) bounded) looked
    GROUP BY 1, 2`,
    values,
  );
}

/** What `lookupStatement` gives in place of groups where the index of content cannot say: count by looking. */
export const DENSE = -1;

/**
 * Counts what the index of content finds, and at most `most`; the sum of `seen` is above where there is more. A row with `found` DENSE
 * where more than that lies in the narrowest window.
 * @param longest an interval, after which it ends with what it has found
 */
export function lookupStatement(organization: number, selection: Selection, content: Content, { from, to }: Span, grouping: Grouping, most: number | null, longest: string): CountStatement {
  const values: unknown[] = [organization, from ?? '-infinity', to ?? 'infinity'];
  const parameter = parameterOf(values);
  const rest: Selection = { include: { ...selection.include, content: null }, exclude: selection.exclude };
  const many = most ?? EVERYTHING;
  // What begins at `from` is in it, and what begins at `to` is not: no id is lower than the lowest.
  const lowest = `'00000000-0000-0000-0000-000000000000'`;
  const bound = { enough: many, most: many, windows: most === null ? EVERYTHING : 200, longest: most === null ? '1 day' : longest };
  return named(
    'lookup',
    `WITH probe AS MATERIALIZED (
      SELECT * FROM ${searchFound(selection.include, content, true, ['$3', lowest, '$2', lowest], bound, parameter)}
    )
    SELECT ${bucket(grouping, 'occurred_at', parameter)} AS bucket, ${grouping.facet ?? 'NULL::int'} AS key, count(*)::int AS found, count(*)::int AS seen
    FROM (
      SELECT bounded.* FROM (SELECT occurred_at, id FROM probe WHERE is_found OFFSET 0) c CROSS JOIN LATERAL (
        SELECT ${columnsOf(rest)} FROM audit.entry x WHERE x.organization = $1 AND x.occurred_at = c.occurred_at AND x.id = c.id OFFSET 0
      ) bounded
      WHERE ${matchedBy(rest, parameter)}
    ) looked
    GROUP BY 1, 2
    UNION ALL SELECT NULL, NULL, CASE WHEN id IS NULL THEN ${DENSE} ELSE 0 END, ${parameter(many, 'int')} + 1 FROM probe WHERE NOT is_found`,
    values,
  );
}

/** More than a log has. */
const EVERYTHING = 2_000_000_000;

/** Counts in the sample index, to be multiplied: for selections that it can answer alone. */
export function sampleStatement(organization: number, selection: Selection, { from, to }: Span, grouping: Grouping): CountStatement {
  const values: unknown[] = [organization, from ?? '-infinity', to ?? 'infinity'];
  const parameter = parameterOf(values);
  const matched = matchedBy(selection, parameter);
  return named(
    'sample',
    `SELECT ${bucket(grouping, 'occurred_at', parameter)} AS bucket, ${grouping.facet ?? 'NULL::int'} AS key, count(*)::int AS found
    FROM (
      SELECT occurred_at, event_type, action, project, actor FROM audit.entry
      WHERE organization = $1 AND get_byte(uuid_send(id), 15) < 4 AND occurred_at >= $2 AND occurred_at < $3 OFFSET 0
    ) sampled
    WHERE ${matched} GROUP BY 1, 2`,
    values,
  );
}

/**
 * Adds up the rollup's days, the last exclusive: for selections by event type and action alone. Where no buckets of days are asked
 * for, whole months stand for their days.
 */
export function rollupStatement(organization: number, selection: Selection, { from, to }: Span, grouping: Grouping): CountStatement {
  const values: unknown[] = [organization];
  const parameter = parameterOf(values);
  const rows = (table: string, column: string, days: Days): string => `
      SELECT ${column} AS day, event_type, action, NULL::int AS actor, NULL::int AS project, entries FROM audit.${table}
      WHERE organization = $1 AND ${column} >= ${parameter(days.from, 'date')} AND ${column} < ${parameter(days.to, 'date')}`;
  const days: Days = { from: from ?? '-infinity', to: to ?? 'infinity' };
  const { before, months, after } = wholeMonths(days);
  const parts = grouping.width === null ? [rows('rollup', 'day', before), rows('rollup_month', 'month', months), rows('rollup', 'day', after)] : [rows('rollup', 'day', days)];
  return named(
    'rollup',
    `SELECT ${bucketOfDay(grouping, parameter)} AS bucket, ${grouping.facet ?? 'NULL::int'} AS key, sum(entries)::float8 AS found
    FROM (${parts.join('\n    UNION ALL')}
    ) days
    WHERE ${matchedBy(selection, parameter)} GROUP BY 1, 2`,
    values,
  );
}

/** As `bucket`, of a day: to make a time of each of thirty thousand took three times as long as to add them up. */
function bucketOfDay({ width }: Grouping, parameter: Parameter): string {
  if (width === null) return 'NULL::bigint';
  const [days, first] = [parameter(width / DAY, 'int'), FIRST_MONDAY / DAY];
  return `(((day - DATE '1970-01-01' - (${first})) / ${days} * ${days} + (${first}))::bigint * ${DAY})`;
}

function named(kind: string, text: string, values: unknown[]): CountStatement {
  return { name: `${kind}-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`, text, values };
}
