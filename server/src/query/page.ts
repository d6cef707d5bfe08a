import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import type { AuditEntry } from '@audit-log/shared/entry';
import type { NormalFilter } from '@audit-log/shared/filter';
import { ask } from '../database/ask.js';
import { toEntries, type EntryRow } from '../entry/entry-row.js';
import type { Dimensions } from '../entry/dimensions.js';
import { boundOf, organizationOf, sharedTimes, type Log } from '../entry/log.js';
import { ProductError } from '../errors.js';
import type { CursorCodec, Place } from './cursor.js';
import type { Frequency } from './frequency.js';
import { selectionOf, selectionWithin, selectsNothing, type Selection } from './selection.js';
import { pageStatement, type Bound, type Extent, type Range } from './statement.js';

/** Relay's arguments of a connection. */
export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** What costs something of its own, and is left out (null, and 0) when it is not asked for. */
export type Shown = Pick<Extent, 'sequences' | 'sources' | 'unsearched'>;

export const EVERYTHING: Shown = { sequences: true, sources: true, unsearched: true };

export interface Edge {
  cursor: string;
  node: AuditEntry;
}

export interface Page {
  edges: Edge[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  tailCursor: string;
  /** Where the bound of work was met: everything on this side of it is in the answer. */
  searchedBackTo: string | null;
  /** Numbered entries that a filter by content did not see, since they cannot be searched yet; they follow `tailCursor`. */
  unsearched: number;
}

export const MOST_EDGES = 200;
const USUAL_EDGES = 50;
const NEWEST: Place = { time: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
const OLDEST: Place = { time: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
const LOWEST_ID = OLDEST.id;
const NO_LEAF = Buffer.alloc(8);

/** A row for each entry found, and one at least, with nulls in place of the entry's columns. The first has what is not of an entry. */
type PageRow = { head: string | null; head_hash: Buffer | null; cut_time: string | null; cut_id: string | null; unsearched?: string; in_page: string | null } & (EntryRow | { id: null });

/**
 * One page of a log, newest first, in one statement and one snapshot.
 * @throws ProductError BAD_USER_INPUT for arguments out of their limits and for foreign or malformed cursors
 */
export async function readPage(
  client: PoolClient,
  dimensions: Dimensions,
  cursors: CursorCodec,
  log: Log,
  filter: NormalFilter,
  args: PageArguments,
  shown: Shown,
  work: Bound,
  frequency?: Frequency,
): Promise<Page> {
  const extent = { ...extentOf(args), ...shown };
  const { direction, limit } = extent;
  const organization = organizationOf(log);
  const range = rangeOf(cursors, organization, sharedTimes(filter, boundOf(log)), args);
  const read = async (selection: Selection): Promise<PageRow[]> => {
    // Nothing can match, but the answer still carries the tail's place, from a look that finds nothing.
    const nothing = selectsNothing(selection);
    const looked = nothing ? await selectionOf(client, dimensions, organization, {}) : selection;
    const statement = pageStatement(organization, looked, nothing ? { upper: OLDEST, lower: OLDEST } : range, extent, work, frequency);
    return (await ask<PageRow>(client, statement)).rows;
  };
  let selection = await selectionWithin(client, dimensions, log, filter);
  let rows = await read(selection);
  // What had no key may have got one, and its first entry its number, before the page was read: the page would be without that entry,
  // and the tail's place beyond it.
  while (selection.unknown === true) {
    const now = await selectionWithin(client, dimensions, log, filter);
    if (isDeepStrictEqual(now, selection)) break;
    selection = now;
    rows = await read(selection);
  }
  const [meta] = rows;
  if (!meta?.head) throw new Error(`organization ${organization} has no log`);

  const found = await toEntries(client, dimensions, rows.filter((row): row is PageRow & EntryRow => row.id !== null));
  // Beyond the limit, or too large to come with the others.
  const more = Number(meta.in_page ?? 0) > Math.min(limit, found.length);
  const entries = found.slice(0, limit);
  if (direction === 'newer') entries.reverse();
  const edges = entries.map((node) => new SealedEdge(cursors, organization, node));
  const cut = more || meta.cut_time === null || meta.cut_id === null ? null : { time: meta.cut_time, id: meta.cut_id };
  const reached = cut && edges.length === 0 ? cursors.page(organization, cut) : null;
  const older = direction === 'older';
  // A page of none ends where it began, so that whoever asks on from there leaves nothing out.
  const begun = limit === 0 ? { after: args.after ?? null, before: args.before ?? null } : { after: null, before: null };
  return {
    edges,
    pageInfo: {
      hasNextPage: older ? more || cut !== null : Boolean(args.before),
      hasPreviousPage: older ? Boolean(args.after) : more || cut !== null,
      startCursor: edges[0]?.cursor ?? (older ? null : (reached ?? begun.before)),
      endCursor: edges.at(-1)?.cursor ?? (older ? (reached ?? begun.after) : null),
    },
    tailCursor: cursors.tail(organization, { sequence: Number(meta.head), leaf: meta.head_hash ?? NO_LEAF }),
    searchedBackTo: cut?.time ?? null,
    unsearched: Number(meta.unsearched ?? 0),
  };
}

/** Its cursor is authenticated when it is asked for. */
class SealedEdge implements Edge {
  readonly #cursors: CursorCodec;
  readonly #organization: number;

  constructor(
    cursors: CursorCodec,
    organization: number,
    readonly node: AuditEntry,
  ) {
    this.#cursors = cursors;
    this.#organization = organization;
  }

  get cursor(): string {
    return this.#cursors.page(this.#organization, this.node);
  }
}

function extentOf({ first, last }: PageArguments): Omit<Extent, keyof Shown> {
  if (first != null && last != null) throw new ProductError('BAD_USER_INPUT', 'Give either `first` or `last`, not both.');
  const limit = first ?? last ?? USUAL_EDGES;
  if (limit < 0 || limit > MOST_EDGES) {
    throw new ProductError('BAD_USER_INPUT', `\`${last == null ? 'first' : 'last'}\` must be from 0 to ${MOST_EDGES}, not ${limit}.`);
  }
  return { direction: last == null ? 'older' : 'newer', limit };
}

/** What the cursors and the times of the filter leave. `from` is inclusive, `to` is not: no id is lower than LOWEST_ID. */
function rangeOf(cursors: CursorCodec, organization: number, filter: Pick<NormalFilter, 'from' | 'to'>, { after, before }: PageArguments): Range {
  const uppers: Place[] = [NEWEST];
  const lowers: Place[] = [OLDEST];
  if (after != null) uppers.push(cursors.readPage(organization, after, 'after'));
  if (filter.to !== undefined) uppers.push({ time: filter.to, id: LOWEST_ID });
  if (before != null) lowers.push(cursors.readPage(organization, before, 'before'));
  if (filter.from !== undefined) lowers.push({ time: filter.from, id: LOWEST_ID });
  return {
    upper: uppers.reduce((a, b) => (b === NEWEST || (a !== NEWEST && compare(a, b) <= 0) ? a : b)),
    lower: lowers.reduce((a, b) => (b === OLDEST || (a !== OLDEST && compare(a, b) >= 0) ? a : b)),
  };
}

function compare(a: Place, b: Place): number {
  return a.time === b.time ? (a.id < b.id ? -1 : Number(a.id > b.id)) : a.time < b.time ? -1 : 1;
}
