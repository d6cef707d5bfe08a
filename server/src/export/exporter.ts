import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { filterKey, type NormalFilter } from '@audit-log/shared/filter';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import type { AuditQuery } from '../query/audit-query.js';
import { looksAtContent } from '../query/content.js';
import { selectionOf } from '../query/selection.js';
import { exportStatement, type ExportFormat } from './statement.js';
import { endWhenStalled } from './stall.js';

export interface ExportRequest {
  format: ExportFormat;
  filter: NormalFilter;
  /** Go on after this sequence: an export that broke off; 0: from the beginning. */
  after: number;
  /** The head that the first part was bounded by; null: the head of now. */
  through: number | null;
}

/** An export that has been recorded and may begin. */
export interface Export {
  /** Every matching entry up to this number is in it, and none beyond. */
  readonly through: number;
  /** For `after` of `auditLogsAdded`: what comes after `through`. */
  readonly cursor: string;
  /**
   * Writes all of it and resolves with the number of entries; rejects when the reader goes away or takes nothing for a
   * minute, and when the signal aborts. Leaves the stream open.
   */
  writeTo(destination: Writable, signal: AbortSignal): Promise<number>;
}

/** Each holds a connection for as long as its reader takes: so many run in all, and of one organization. */
const MOST_AT_ONCE = 8;
const MOST_OF_ONE = 4;

/** How long a reader may take nothing of what waits for it, in milliseconds. */
const STALL_MS = 60_000;

const NOTE_ONCE = 'SELECT audit.note_once($1, $2) AS first';
const MARK = 'SELECT seq FROM audit.search_mark WHERE organization = $1';
const LEAF_AT = 'SELECT hash FROM audit.leaf WHERE organization = $1 AND seq = $2';

/** Exports of any size in constant memory: Postgres' own COPY, in the order of the log. */
export class Exporter {
  /** The organization of each that runs. */
  readonly #running: number[] = [];

  constructor(
    private readonly query: AuditQuery,
    private readonly capture: Capture,
    /** Connection of the application's role; each export opens one of its own. */
    private readonly url: string,
    private readonly stall = STALL_MS,
  ) {}

  /** How many are being written right now. */
  get running(): number {
    return this.#running.length;
  }

  /**
   * Records that the actor exports what the filter lets through, and prepares it. Nothing leaves before that is committed.
   * A part that goes on with an export that the same actor began that day, in UTC, is not recorded again; any other part is.
   * @throws ProductError BAD_USER_INPUT for an `after` or `through` beyond the log's end; TOO_MANY_REQUESTS while four of the organization run, or eight in all
   */
  async begin(actor: Actor, { format, filter, after, through }: ExportRequest, acting: ActingOptions): Promise<Export> {
    const { organization } = actor;
    const release = this.#take(organization);
    try {
      const prepared = await this.#prepare(actor, { format, filter, after, through }, acting);
      return { ...prepared, writeTo: (destination, signal) => this.#write(organization, { format, filter, after, through: prepared.through }, destination, signal).finally(release) };
    } catch (error) {
      release();
      throw error;
    }
  }

  async #prepare(actor: Actor, { format, filter, after, through }: ExportRequest, acting: ActingOptions): Promise<Omit<Export, 'writeTo'>> {
    const { organization } = actor;
    const { tailCursor } = await this.query.page(organization, {}, { first: 0 });
    const head = this.query.cursors.readTail(organization, tailCursor, 'head').sequence;
    const last = looksAtContent(filter) ? await this.#searchableThrough(organization) : head;
    const end = through ?? last;
    if (end > last || after > end) {
      const ends = last < head && end <= head ? `The log can be searched up to #${last} by now` : `The log ends at #${head}`;
      throw new ProductError('BAD_USER_INPUT', `${ends}: \`after\` and \`through\` must lie within it, in this order.`);
    }
    const change = (field: string, value: string | number | object) => ({ field, old: null, new: value as never });
    const part = after === 0 ? [] : [change('after', after)];
    const changes = [change('format', format), change('filter', filter), ...part, change('through', end)];
    const day = new Date().toISOString().slice(0, 10);
    const occasion = `export ${day} ${format} ${createHash('sha256').update(filterKey(filter)).digest('hex')} ${end}`;
    await this.capture.actingAs(actor, acting, async (tx) => {
      const [noted]: { first: boolean }[] = await tx.query(NOTE_ONCE, [`${actor.kind} ${actor.id}`, occasion]);
      // A part of an export that nobody began, or long ago, would otherwise be one that nobody knows of.
      if (after === 0 || noted?.first) await this.capture.record(tx, { eventType: 'AUDIT_LOG', action: 'export', changes });
    });
    return { through: end, cursor: end === head ? tailCursor : await this.#cursorAt(organization, end) };
  }

  /** A place among those that run; returns how to give it back. */
  #take(organization: number): () => void {
    const ofOne = this.#running.filter((other) => other === organization).length;
    if (ofOne >= MOST_OF_ONE || this.#running.length >= MOST_AT_ONCE) {
      throw new ProductError('TOO_MANY_REQUESTS', `${ofOne >= MOST_OF_ONE ? ofOne : this.#running.length} exports are running: try again when one has ended.`);
    }
    this.#running.push(organization);
    return () => void this.#running.splice(this.#running.indexOf(organization), 1);
  }

  async #searchableThrough(organization: number): Promise<number> {
    return this.capture.reading(organization, async (tx) => {
      const [mark]: { seq: string }[] = await tx.query(MARK, [organization]);
      return Number(mark?.seq ?? 0);
    });
  }

  async #cursorAt(organization: number, sequence: number): Promise<string> {
    const hash = await this.capture.reading(organization, async (tx) => {
      const [leaf]: { hash: Buffer }[] = await tx.query(LEAF_AT, [organization, sequence]);
      return leaf?.hash ?? Buffer.alloc(8);
    });
    return this.query.cursors.tail(organization, { sequence, leaf: hash });
  }

  async #write(organization: number, { format, filter, after, through }: ExportRequest & { through: number }, destination: Writable, signal: AbortSignal): Promise<number> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'audit-log export' });
    // A reader who leaves in the middle ends the connection, which then reports itself broken.
    client.on('error', () => undefined);
    const stopWatching = endWhenStalled(destination, this.stall);
    try {
      await client.connect();
      await client.query(`SET audit.organization = '${organization}'`);
      const selection = await selectionOf(client, this.query.dimensions, organization, filter);
      const { from = null, to = null } = filter;
      const rows = client.query(copyTo(exportStatement(format, { organization, after, through, from, to }, selection)));
      // Where the reader is gone already the pipeline ends before it listens, and the connection's end is an error of the rows.
      rows.on('error', () => undefined);
      await pipeline(rows, destination, { end: false, signal });
      return rows.rowCount;
    } finally {
      stopWatching();
      // Not `end()`: in the middle of a COPY that waits for rows nobody reads.
      client.connection.stream.destroy();
    }
  }
}
