import { createHash } from 'node:crypto';
import { ENTRY_COLUMNS, ENTRY_JOINS, ENTRY_NAMES, ENTRY_SEQUENCE, ENTRY_SIZE, MOST_AT_ONCE } from '../entry/entry-row.js';
import { armsOf, columnsOf, looksBeyondIndex, matchedBy, orderOf, parameterOf, type Parameter } from './conditions.js';
import { isLookedUp, isLookedUpAlone, searchFound, type Content } from './content.js';
import type { Frequency } from './frequency.js';
import { isByContent, type Selection } from './selection.js';
import type { Place } from './cursor.js';

/** The part of the log a page is looked for in, both ends exclusive; newest first. */
export interface Range {
  upper: Place;
  lower: Place;
}

export interface PageStatement {
  name: string;
  text: string;
  values: unknown[];
}

export type Direction = 'older' | 'newer';

/** What of that part is wanted. */
export interface Extent {
  direction: Direction;
  limit: number;
  /** Whether the entries' numbers are shown: each is a look-up. */
  sequences: boolean;
  /** Whether from where they were done is: each is an object to be read. */
  sources: boolean;
  /** Whether it is said how many numbered entries a page by content did not see. */
  unsearched: boolean;
}

/** What one page may pass over: what is not found within it is looked for by the next page. */
export interface Bound {
  /** Index entries, where the index answers every condition. */
  keys: number;
  /** Fewer where one is not answered by the index, since each entry then costs a row of the heap, or of the search. */
  rows: number;
  /** A filter of a thousand values still gets this far with each; a quarter, or a sixteenth, where an entry costs a row of the heap, or its content. */
  leastOfStream: number;
  /** Windows of time that the index of content is looked through, one after the other; 200 when missing. */
  windows?: number;
  /** What that may take, as an interval of Postgres; '12 milliseconds' when missing. */
  longest?: string;
}

/** Where a page by content ends: what is beyond has no words yet, and comes with the tail. */
const MARK = `(
    SELECT m.organization, m.seq, (SELECT l.hash FROM audit.leaf l WHERE l.organization = m.organization AND l.seq = m.seq) AS hash
    FROM audit.search_mark m
  )`;

/**
 * Of entries whose content is looked at so many at most: each costs five times as much as one that is only read, 75 µs at ten
 * million entries.
 */
export const MOST_BY_CONTENT = 300;

export const USUAL_BOUND: Bound = { keys: 10_000, rows: 1_500, leastOfStream: 32, windows: 200, longest: '12 milliseconds' };

/**
 * One page as one statement, shaped so that its cost has a bound whatever the filter: the planner is left no choice
 * (each step is fenced by a LIMIT), the rarest kind of facet drives, and each stream reads at most so many index entries
 * in order. Where a stream met its limit, `cut` says how far the answer reaches; the streams are merged, cut there, and
 * only what is shown is joined, and of that no more than fits into an answer. The first row, which comes also where nothing
 * was found, carries `cut` and the head, taken in the same snapshot.
 */
export function pageStatement(organization: number, selection: Selection, range: Range, { direction, limit, sequences, sources, unsearched }: Extent, work = USUAL_BOUND, frequency?: Frequency): PageStatement {
  const arms = armsOf(selection, frequency);
  const streams = arms.reduce((sum, arm) => sum + (arm.values?.keys.length ?? 1), 0);
  const costly = looksBeyondIndex(selection);
  const byContent = isByContent(selection);
  const most = byContent ? Math.min(work.rows, MOST_BY_CONTENT) : costly ? work.rows : work.keys;
  const least = Math.ceil(work.leastOfStream / (byContent ? 16 : costly ? 4 : 1));
  const bound = Math.max(least, Math.floor(most / streams));
  const order = direction === 'older' ? 'DESC' : 'ASC';

  const values: unknown[] = [organization, range.upper.time, range.upper.id, range.lower.time, range.lower.id, bound, limit + 1];
  const parameter = parameterOf(values);
  const matched = matchedBy(selection, parameter);
  const content = selection.include.content != null && isLookedUp(selection.include) ? selection.include.content : null;
  const lookup = content && lookupText(selection, content, direction, limit, work, parameter);

  const streamsText = arms.map((arm) => {
    const source = arm.values ? `unnest(${parameter(arm.values.keys, `${arm.values.type}[]`)}) AS v(value)` : '(VALUES (0)) AS v(value)';
    return `
    SELECT s.* FROM ${source} CROSS JOIN LATERAL (
      SELECT occurred_at, id, place, matched FROM (
        SELECT occurred_at, id, row_number() OVER () AS place, ${matched} AS matched FROM (
          SELECT ${columnsOf(selection)}
          FROM audit.entry
          WHERE organization = $1 AND ${arm.condition}
            AND occurred_at <= $2 AND occurred_at >= $4 AND (occurred_at, id) < ($2, $3) AND (occurred_at, id) > ($4, $5)${lookup ? ' AND (SELECT is_dense FROM outcome)' : ''}
          ORDER BY ${orderOf(arm, order)} LIMIT $6
        ) bounded
      ) numbered WHERE matched OR place = $6 LIMIT $7
    ) s`;
  });

  const beyond = direction === 'older' ? '<' : '>';
  const left = byContent && unsearched ? ', (SELECT of_log.seq FROM audit.head of_log WHERE of_log.organization = $1) - h.seq AS unsearched' : '';
  const text = `
  WITH ${lookup ? lookup.probe : ''}found AS MATERIALIZED (${[...(lookup ? [lookup.found] : []), ...streamsText].join('\n    UNION ALL')}
  ), cut AS (
    SELECT occurred_at, id FROM (SELECT occurred_at, id FROM found WHERE place = $6${lookup ? lookup.cut : ''}) cuts ORDER BY occurred_at ${order}, id ${order} LIMIT 1
  ), page AS (
    SELECT occurred_at, id FROM found
    WHERE matched AND NOT EXISTS (SELECT FROM cut WHERE (found.occurred_at, found.id) ${beyond} (cut.occurred_at, cut.id))
    ORDER BY occurred_at ${order}, id ${order} LIMIT $7
  ), shown AS (
    SELECT ${ENTRY_COLUMNS}, ${sources ? 'e.source, ' : ''}${sequences ? `${ENTRY_SEQUENCE}, ` : ''}count(*) OVER () AS in_page, row_number() OVER listed AS nth,
      sum(${ENTRY_SIZE}) OVER listed - ${ENTRY_SIZE} AS size_before
    FROM page CROSS JOIN LATERAL (
      SELECT * FROM audit.entry x WHERE x.organization = $1 AND x.occurred_at = page.occurred_at AND x.id = page.id OFFSET 0
    ) e ${ENTRY_JOINS}
    WINDOW listed AS (ORDER BY e.occurred_at ${order}, e.id ${order})
  )
  SELECT ${ENTRY_NAMES}${sources ? ', source' : ''}${sequences ? ', seq' : ''}, head, head_hash, cut_time, cut_id${left && ', unsearched'}, CASE WHEN nth = 1 THEN in_page END AS in_page FROM (
    SELECT 1::bigint AS of_row, h.seq AS head, h.hash AS head_hash, audit.iso(cut.occurred_at) AS cut_time, cut.id AS cut_id${left}
    FROM ${byContent ? MARK : 'audit.head'} h LEFT JOIN cut ON true WHERE h.organization = $1
  ) state FULL JOIN (SELECT * FROM shown WHERE size_before < ${MOST_AT_ONCE}) fitting ON fitting.nth = state.of_row
  ORDER BY fitting.nth`;
  return { name: nameOf(text), text, values };
}

/** A few dozen: a text depends on which facets drive, the direction and what is shown, not on the values. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `page-${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`));
  return name;
}

/**
 * The steps that let the index of content drive: what it finds is matched in order, as in a stream. Where its narrowest window holds
 * too much, the streams walk instead, and else none of them begins.
 */
function lookupText(selection: Selection, content: Content, direction: Direction, limit: number, work: Bound, parameter: Parameter): { probe: string; found: string; cut: string } {
  const rest: Selection = { include: { ...selection.include, content: null }, exclude: selection.exclude };
  // Where other conditions follow, the first that are found may all fail them.
  const most = Math.min(work.rows, MOST_BY_CONTENT);
  const enough = isLookedUpAlone(selection) ? limit + 1 : Math.max(limit + 1, Math.floor(most / 3));
  const order = direction === 'older' ? 'DESC' : 'ASC';
  const bound = { enough: Math.min(most, enough), most, windows: work.windows ?? 200, longest: work.longest ?? '12 milliseconds' };
  return {
    probe: `probe AS MATERIALIZED (
    SELECT * FROM ${searchFound(selection.include, content, direction === 'older', ['$2', '$3', '$4', '$5'], bound, parameter)}
  ), outcome AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM probe WHERE NOT is_found AND id IS NULL) AS is_dense
  ), `,
    found: `
    SELECT s.* FROM (
      SELECT c.occurred_at, c.id, 0::bigint AS place, true AS matched
      FROM (SELECT occurred_at, id FROM probe WHERE is_found ORDER BY occurred_at ${order}, id ${order} OFFSET 0) c
      CROSS JOIN LATERAL (
        SELECT ${columnsOf(rest)} FROM audit.entry x WHERE x.organization = $1 AND x.occurred_at = c.occurred_at AND x.id = c.id OFFSET 0
      ) bounded
      WHERE ${matchedBy(rest, parameter)} LIMIT $7
    ) s`,
    cut: ' UNION ALL SELECT occurred_at, id FROM probe WHERE NOT is_found AND id IS NOT NULL',
  };
}
