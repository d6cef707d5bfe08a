import { ask } from '../database/ask.js';
import type { Database } from '../database/pool.js';
import type { AuditEntry, RecordedChange } from '@audit-log/shared/entry';
import type { Dimensions } from '../entry/dimensions.js';
import { ENTRY_COLUMNS, ENTRY_JOINS, ENTRY_SIZE, MOST_AT_ONCE, toEntries, type EntryRow } from '../entry/entry-row.js';

/** The end of an organization's log. */
export interface Head {
  sequence: number;
  /** First 8 bytes of that leaf's hash; zeros before the first entry. */
  leaf: Buffer;
}

/** A run of the log in order, without a hole. */
export interface Chunk {
  /** Sequence of the first entry. */
  first: number;
  entries: readonly AuditEntry[];
  /** Of each entry the changes as they are recorded, which is what filters look at. */
  recorded: readonly (readonly RecordedChange[] | null)[];
  /** Where the log stands after it. */
  end: Head;
}

/** Entries read at once at most, and with it the edges of a batch; fewer where they are large. */
const CHUNK = 200;

const LEAF_AT = `SELECT hash FROM audit.leaf WHERE organization = $1 AND seq = $2`;
const HEAD = `SELECT seq, hash FROM audit.head WHERE organization = $1`;
// The leaves lead and the entries follow by their key: OFFSET 0 keeps the planner from turning that around.
const AFTER = `
  SELECT * FROM (SELECT ${ENTRY_COLUMNS}, e.source, l.seq, l.hash, sum(${ENTRY_SIZE}) OVER (ORDER BY l.seq) - ${ENTRY_SIZE} AS size_before
  FROM (SELECT * FROM audit.leaf WHERE organization = $1 AND seq > $2 ORDER BY seq LIMIT ${CHUNK}) l
  CROSS JOIN LATERAL (
    SELECT * FROM audit.entry x WHERE x.organization = $1 AND x.occurred_at = l.occurred_at AND x.id = l.id OFFSET 0
  ) e ${ENTRY_JOINS}) read
  WHERE size_before < ${MOST_AT_ONCE} ORDER BY seq`;

/** The numbered log in order, read from the database. */
export class LogReader {
  constructor(
    private readonly database: Database,
    private readonly dimensions: Dimensions,
  ) {}

  async head(organization: number): Promise<Head> {
    return this.database.withOrganization(organization, async (client) => {
      const { rows } = await client.query<{ seq: string; hash: Buffer | null }>({ name: 'tail-head', text: HEAD, values: [organization] });
      return headOf(Number(rows[0]?.seq ?? 0), rows[0]?.hash ?? null);
    });
  }

  /** The leaf of this number; null when the log does not reach so far. Here and below, `signal` cancels the read. */
  async leafAt(organization: number, sequence: number, signal?: AbortSignal): Promise<Buffer | null> {
    if (sequence === 0) return headOf(0, null).leaf;
    return this.database.withOrganization(organization, async (client) => {
      const { rows } = await client.query<{ hash: Buffer }>({ name: 'tail-leaf', text: LEAF_AT, values: [organization, sequence] });
      return rows[0] ? headOf(sequence, rows[0].hash).leaf : null;
    }, signal);
  }

  /** What comes after this number, at most `CHUNK` entries; null when nothing does. */
  async after(organization: number, sequence: number, signal?: AbortSignal): Promise<Chunk | null> {
    return this.database.withOrganization(organization, async (client) => {
      const { rows } = await ask<EntryRow & { seq: string; hash: Buffer }>(client, { name: 'tail-after', text: AFTER, values: [organization, sequence] });
      const last = rows.at(-1);
      if (!last) return null;
      const end = headOf(Number(last.seq), last.hash);
      if (end.sequence !== sequence + rows.length) throw new Error(`the log of organization ${organization} has a hole after ${sequence}`);
      return { first: sequence + 1, entries: await toEntries(client, this.dimensions, rows), recorded: rows.map(({ changes }) => changes), end };
    }, signal);
  }
}

function headOf(sequence: number, hash: Buffer | null): Head {
  return { sequence, leaf: hash ? hash.subarray(0, 8) : Buffer.alloc(8) };
}
