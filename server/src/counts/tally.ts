import type { ClientBase } from 'pg';
import { drivenBy, looksBeyondIndex } from '../query/conditions.js';
import { isLookedUp } from '../query/content.js';
import type { Frequency } from '../query/frequency.js';
import { isByContent, type Facets, type Selection } from '../query/selection.js';
import { atLeast, estimated, exactly, SAMPLED, sum, type Count } from './count.js';
import { DAY, isEmpty, wholeDays, type Span } from './span.js';
import { DENSE, lookStatement, lookupStatement, rollupStatement, sampleStatement, type CountStatement, type Grouping } from './statement.js';

/** One of the groups that were counted apart. */
export interface Group {
  /** Where its bucket begins, in seconds since 1970; null where no buckets were asked for. */
  readonly bucket: number | null;
  /** Of the facet's value; null where no facet was asked for, and of the entries of no project. */
  readonly key: number | null;
  readonly count: Count;
}

export interface Tally {
  readonly groups: readonly Group[];
  /** What a group that is not among them is worth: 0, exact or not. */
  readonly absent: Count;
}

interface Row {
  bucket: string | null;
  key: number | null;
  found: number;
  seen?: number;
}

export interface Bound {
  /** How many index entries a count looks at; null: however many there are. */
  readonly most: number | null;
  /** How long a look at the index of content may take. */
  readonly longest?: string;
  /** How often the log's values occur, where that is known; asked for where it matters. */
  readonly frequency?: () => Frequency | undefined;
}

/** How many index entries a count looks at before it goes over to the sample: some ten milliseconds. */
export const USUAL_LOOK = 20_000;
/** How long a count looks through the index of content, as an interval of Postgres. */
export const USUAL_LONGEST = '50 milliseconds';
/** Times as much as an index entry costs one whose content is looked up. */
const CONTENT_COSTS = 4;

/**
 * Counts what is selected within the span, in groups; one in which nothing was found is missing. Whole days are added up from
 * the rollup where the selection is by event type and action alone. All else is counted by looking at it, and where that
 * is more than `most`, estimated from the sample, or told as at least what was seen; so is what is found by content while the index of
 * it is behind the log.
 */
export async function tally(client: ClientBase, organization: number, selection: Selection, span: Span, grouping: Grouping, { most, longest = USUAL_LONGEST, frequency = () => undefined }: Bound): Promise<Tally> {
  if (isEmpty(span)) return { groups: [], absent: exactly(0) };
  const bound = { most, longest, frequency };
  if (!isByDay(selection, grouping)) return look(client, organization, selection, span, grouping, bound);
  const { days, edges } = wholeDays(span);
  const parts: Tally[] = [];
  if (days) {
    // Asked before: what gets its number meanwhile may be in the rollup, and what has had it is.
    const worth = (await isUnnumbered(client, organization)) ? atLeast : exactly;
    const rows = await ask(client, rollupStatement(organization, selection, days, grouping));
    parts.push({ groups: rows.map((row) => group(row, worth(row.found))), absent: worth(0) });
  }
  for (const edge of edges) parts.push(await look(client, organization, selection, edge, grouping, bound));
  return merged(parts);
}

/** Whether the rollup has what decides and what is grouped by. */
function isByDay({ include, exclude }: Selection, { facet, width }: Grouping): boolean {
  const byOthers = ({ users, projects, withoutProject, entityId, operationId, content }: Facets): boolean =>
    users !== null || projects !== null || withoutProject || entityId !== null || operationId !== null || Boolean(content);
  return ![include, ...exclude].some(byOthers) && facet !== 'actor' && facet !== 'project' && (width ?? DAY) % DAY === 0;
}

async function look(client: ClientBase, organization: number, selection: Selection, span: Span, grouping: Grouping, bound: Required<Bound>): Promise<Tally> {
  const { most: limit, longest, frequency } = bound;
  const byContent = isByContent(selection);
  const byIndex = !looksBeyondIndex(selection);
  // Of what is frequent there is mostly too much to look at, and then the look would be for nothing.
  const sampled = limit !== null && byIndex && drivenBy(selection, frequency) * SAMPLED > 2 * limit ? await ask(client, sampleStatement(organization, selection, span, grouping)) : null;
  if (limit !== null && sampled !== null && total(sampled) * SAMPLED > 2 * limit) return estimates(sampled, []);
  // Asked before: what gets its number meanwhile is new, what has had it is to be in the count.
  const behind = byContent && (await isBehind(client, organization));
  const most = limit !== null && byContent ? Math.ceil(limit / CONTENT_COSTS) : limit;
  const looked = await rowsOf(client, organization, selection, span, grouping, most, longest);
  const found = looked.filter((row) => row.found > 0);
  const seen = looked.reduce((all, row) => all + (row.seen ?? 0), 0);
  if (behind) return { groups: found.map((row) => group(row, atLeast(row.found))), absent: atLeast(0) };
  if (most === null || seen <= most) return { groups: found.map((row) => group(row, exactly(row.found))), absent: exactly(0) };
  if (!byIndex) return { groups: found.map((row) => group(row, atLeast(row.found))), absent: atLeast(0) };
  return estimates(sampled ?? (await ask(client, sampleStatement(organization, selection, span, grouping))), found);
}

/** What the sample says; what was seen already is the least that there is. */
function estimates(sampled: readonly Row[], found: readonly Row[]): Tally {
  const all = new Map(found.map((row) => [nameOf(row), { row, found: 0, seen: row.found }]));
  for (const row of sampled) all.set(nameOf(row), { row, found: row.found, seen: all.get(nameOf(row))?.seen ?? 0 });
  return { groups: [...all.values()].map((one) => group(one.row, estimated(one.found, one.seen))), absent: estimated(0, 0) };
}

function total(rows: readonly Row[]): number {
  return rows.reduce((all, row) => all + row.found, 0);
}

const BEHIND = 'SELECT EXISTS (SELECT FROM audit.search_mark m JOIN audit.head h USING (organization) WHERE m.organization = $1 AND m.seq < h.seq) AS behind';

/** Whether some of the log is not in the index of content yet. */
async function isBehind(client: ClientBase, organization: number): Promise<boolean> {
  const { rows } = await client.query<{ behind: boolean }>({ name: 'behind', text: BEHIND, values: [organization] });
  return rows[0]?.behind ?? false;
}

/**
 * Whether entries wait for their number for longer than the sequencer takes: the newest has none, and the last number was given
 * to an entry that is older than this. Not by a look at the queue, whose dead rows may take seconds to pass over.
 */
const UNNUMBERED = `
  SELECT NOT EXISTS (SELECT FROM audit.leaf l WHERE l.organization = $1 AND l.id = newest.id) AND coalesce((
    SELECT e.recorded_at < now() - interval '2 seconds' FROM (SELECT occurred_at, id FROM audit.leaf WHERE organization = $1 ORDER BY seq DESC LIMIT 1) last
    JOIN audit.entry e ON e.organization = $1 AND e.occurred_at = last.occurred_at AND e.id = last.id
  ), true) AS unnumbered
  FROM (SELECT id FROM audit.entry WHERE organization = $1 ORDER BY occurred_at DESC, id DESC LIMIT 1) newest`;

async function isUnnumbered(client: ClientBase, organization: number): Promise<boolean> {
  const { rows } = await client.query<{ unnumbered: boolean }>({ name: 'unnumbered', text: UNNUMBERED, values: [organization] });
  return rows[0]?.unnumbered ?? false;
}

/** By the index of content, where it can tell. */
async function rowsOf(client: ClientBase, organization: number, selection: Selection, span: Span, grouping: Grouping, most: number | null, longest: string): Promise<Row[]> {
  const { content } = selection.include;
  if (content != null && isLookedUp(selection.include)) {
    const rows = await ask(client, lookupStatement(organization, selection, content, span, grouping, most, longest));
    if (!rows.some(({ found }) => found === DENSE)) return rows;
  }
  return ask(client, lookStatement(organization, selection, span, grouping, most));
}

async function ask(client: ClientBase, statement: CountStatement): Promise<Row[]> {
  return (await client.query<Row>(statement)).rows;
}

function nameOf({ bucket, key }: Row): string {
  return `${bucket} ${key}`;
}

function group({ bucket, key }: Row, count: Count): Group {
  return { bucket: bucket === null ? null : Number(bucket), key, count };
}

/** The groups of several parts of the span, each once: a part that has not found it says what that is worth. */
function merged(parts: readonly Tally[]): Tally {
  const [first, ...others] = parts;
  if (first && others.length === 0) return first;
  const keys = Map.groupBy(parts.flatMap(({ groups }) => groups), ({ bucket, key }) => `${bucket} ${key}`);
  const groups = [...keys.values()].flatMap(([one]) => {
    if (!one) return [];
    const counts = parts.map((part) => part.groups.find(({ bucket, key }) => bucket === one.bucket && key === one.key)?.count ?? part.absent);
    return [{ ...one, count: sum(counts) }];
  });
  return { groups, absent: sum(parts.map(({ absent }) => absent)) };
}
