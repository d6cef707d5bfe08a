import type { AuditEntry } from '@audit-log/shared/entry';
import { parseFilter, type NormalFilter } from '@audit-log/shared/filter';
import { matches } from '@audit-log/shared/filter-match';
import { ask } from '../database/ask.js';
import type { Database } from '../database/pool.js';
import { Dimensions } from '../entry/dimensions.js';
import { ENTRY_COLUMNS, ENTRY_JOINS, ENTRY_SEQUENCE, toEntries, type EntryRow } from '../entry/entry-row.js';
import { boundOf, organizationOf, type Log } from '../entry/log.js';
import { ProductError } from '../errors.js';
import { Frequencies } from './frequency.js';
import { CursorCodec } from './cursor.js';
import { readOptions, type FilterField, type FilterOption } from './options.js';
import { EVERYTHING, readPage, type Page, type PageArguments } from './page.js';
import { USUAL_BOUND, type Bound } from './statement.js';

// The id is a UUIDv7 of occurred_at: its milliseconds prune the look-up to one partition.
const ONE_ENTRY = `
  SELECT ${ENTRY_COLUMNS}, e.source, ${ENTRY_SEQUENCE}
  FROM audit.entry e ${ENTRY_JOINS}
  WHERE e.organization = $1 AND e.id = $2 AND e.occurred_at >= to_timestamp($3) AND e.occurred_at < to_timestamp($3) + interval '1 millisecond'`;

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Questions about the log. Every answer is bounded in work, and limited to the log it was asked for. */
export class AuditQuery {
  readonly dimensions = new Dimensions();
  readonly frequencies: Frequencies;

  private constructor(
    readonly cursors: CursorCodec,
    private readonly database: Database,
    private readonly bound: Bound,
  ) {
    this.frequencies = new Frequencies(database);
  }

  /** @param bound what a page may pass over */
  static async open(database: Database, bound = USUAL_BOUND): Promise<AuditQuery> {
    const { rows } = await database.pool.query<{ secret: Buffer }>('SELECT secret FROM audit.cursor_key');
    if (!rows[0]) throw new Error('audit.cursor_key is empty');
    return new AuditQuery(new CursorCodec(rows[0].secret), database, bound);
  }

  /**
   * A page of entries, newest first. Here and below, `signal` cancels the read when whoever asked goes away.
   * @throws ProductError BAD_USER_INPUT naming the argument or field of the filter that is wrong
   */
  async page(log: Log, filter: unknown, args: PageArguments, signal?: AbortSignal, shown = EVERYTHING): Promise<Page> {
    const sound = soundFilter(filter);
    const organization = organizationOf(log);
    // Only where several facets could drive does it matter which is the rarest.
    const asked = { ...boundOf(log), ...sound };
    const lists = [asked.eventTypes, asked.actions, asked.userIds, asked.projectIds ?? asked.withoutProject];
    const frequency = lists.filter((list) => list !== undefined).length > 1 ? this.frequencies.of(organization) : undefined;
    return this.database.withOrganization(
      organization,
      (client) => readPage(client, this.dimensions, this.cursors, log, sound, args, shown, this.bound, frequency),
      signal,
    );
  }

  /** One entry; null when there is none of that id in the log, whatever the id looks like. */
  async entry(log: Log, id: string, signal?: AbortSignal): Promise<AuditEntry | null> {
    const organization = organizationOf(log);
    const bound = boundOf(log);
    const uuid = id.toLowerCase();
    if (!UUID_V7.test(uuid)) return null;
    const seconds = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16) / 1000;
    return this.database.withOrganization(organization, async (client) => {
      const { rows } = await ask<EntryRow>(client, { name: 'one-entry', text: ONE_ENTRY, values: [organization, uuid, seconds] });
      const [entry] = await toEntries(client, this.dimensions, rows);
      if (entry === undefined) return null;
      // By the program, which also knows what is not in the index of content yet.
      return bound === null || matches(bound, { ...entry, changes: rows[0]?.changes ?? null }) ? entry : null;
    }, signal);
  }

  /**
   * What occurs in the log as a value of the field, also what is gone by now.
   * @throws ProductError BAD_USER_INPUT for a `first` out of its limits
   */
  async options(organization: number, field: FilterField, search: string, first: number, signal?: AbortSignal): Promise<FilterOption[]> {
    return this.database.withOrganization(organization, (client) => readOptions(client, organization, field, search, first), signal);
  }
}

/**
 * The filter in normal form.
 * @throws ProductError BAD_USER_INPUT naming each field that is wrong
 */
export function soundFilter(input: unknown): NormalFilter {
  const { filter, problems } = parseFilter(input);
  if (problems.length === 0) return filter;
  throw new ProductError('BAD_USER_INPUT', problems.map(({ field, message }) => `\`${field}\` ${message}.`).join(' '));
}
