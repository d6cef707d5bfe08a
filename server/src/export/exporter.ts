import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { NormalFilter } from '@audit-log/shared/filter';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import type { AuditQuery } from '../query/audit-query.js';
import { selectionOf } from '../query/selection.js';
import { exportStatement, type ExportFormat } from './statement.js';

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
  /** For `after` of `auditLogsAdded`: what came since. */
  readonly cursor: string;
  /** Writes all of it and resolves with the number of entries; rejects when the reader goes away. Leaves the stream open. */
  writeTo(destination: Writable): Promise<number>;
}

/** Each holds a connection for as long as its reader takes. */
const MOST_AT_ONCE = 4;

/** Exports of any size in constant memory: Postgres' own COPY, in the order of the log. */
export class Exporter {
  #running = 0;

  constructor(
    private readonly query: AuditQuery,
    private readonly capture: Capture,
    /** Connection of the application's role; each export opens one of its own. */
    private readonly url: string,
  ) {}

  /** How many are being written right now. */
  get running(): number {
    return this.#running;
  }

  /**
   * Records that the actor exports what the filter lets through, and prepares it. Nothing leaves before that is committed.
   * A part that goes on after a cut is no new export and is not recorded again.
   * @throws ProductError BAD_USER_INPUT for an `after` or `through` beyond the log's end; TOO_MANY_REQUESTS while four run
   */
  async begin(actor: Actor, { format, filter, after, through }: ExportRequest, acting: ActingOptions): Promise<Export> {
    const { organization } = actor;
    const { tailCursor } = await this.query.page(organization, {}, { first: 0 });
    const head = this.query.cursors.readTail(organization, tailCursor, 'head').sequence;
    const end = through ?? head;
    if (end > head || after > end) throw new ProductError('BAD_USER_INPUT', `The log ends at #${head}: \`after\` and \`through\` must lie within it, in this order.`);
    if (this.#running >= MOST_AT_ONCE) throw new ProductError('TOO_MANY_REQUESTS', `${MOST_AT_ONCE} exports are running: try again when one has ended.`);
    if (after === 0) {
      const change = (field: string, value: string | number | object) => ({ field, old: null, new: value as never });
      await this.capture.actingAs(actor, acting, (tx) =>
        this.capture.record(tx, { eventType: 'AUDIT_LOG', action: 'export', changes: [change('format', format), change('filter', filter), change('through', end)] }),
      );
    }
    return {
      through: end,
      cursor: tailCursor,
      writeTo: (destination) => this.#write(organization, { format, filter, after, through: end }, destination),
    };
  }

  async #write(organization: number, { format, filter, after, through }: ExportRequest & { through: number }, destination: Writable): Promise<number> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'audit-log export' });
    // A reader who leaves in the middle ends the connection, which then reports itself broken.
    client.on('error', () => undefined);
    this.#running += 1;
    try {
      await client.connect();
      await client.query(`SET audit.organization = '${organization}'`);
      const selection = await selectionOf(client, this.query.dimensions, organization, filter);
      const { from = null, to = null } = filter;
      const rows = client.query(copyTo(exportStatement(format, { organization, after, through, from, to }, selection)));
      await pipeline(rows, destination, { end: false });
      return rows.rowCount;
    } finally {
      this.#running -= 1;
      // Not `end()`: in the middle of a COPY that waits for rows nobody reads.
      client.connection.stream.destroy();
    }
  }
}
