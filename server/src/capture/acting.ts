import type { DataSource, EntityManager } from 'typeorm';
import type { RecordedChange } from '@audit-log/shared/entry';
import { Cancellation, cancelled } from '../database/cancellation.js';
import type { Actor, Source } from '../entry/actor.js';
import { outcomeUnknown } from '../errors.js';
import { isOutage } from '../outage.js';
import { noteChange } from '../request-scope.js';

export interface ActingOptions {
  source: Source;
  /** Joins the entries of one act, a lower-case UUID; null where the act is a single change. */
  operationId?: string | null | undefined;
  /** Names the action of every change in place of create, update, move, delete. */
  action?: string | undefined;
}

/** What is recorded by hand, since it is no change of a tracked row. */
export interface EntryInput {
  eventType: string;
  action: string;
  entityId?: string | null;
  entityName?: string | null;
  /** The project's id. */
  project?: string | null;
  changes?: readonly RecordedChange[];
}

const ACT = `SELECT audit.act($1, $2, $3, $4, $5, $6, $7)`;
const NAME_ACTION = `SELECT set_config('audit.action', $1, true)`;
const RECORD = `SELECT audit.record($1, $2, $3, $4, $5, $6) AS id`;
const SHOW_ORGANIZATION = `SELECT set_config('audit.organization', $1, true)`;

/**
 * The way into the log for everything that the product does. The triggers record what changes; this says who changes
 * it. Entry and change stand or fall together: they share one transaction.
 */
export class Capture {
  readonly #dataSource: DataSource;
  readonly #onWritten: () => void;

  /** @param onWritten called after each commit that may have recorded something: wakes the sequencer */
  constructor(dataSource: DataSource, onWritten: () => void) {
    this.#dataSource = dataSource;
    this.#onWritten = onWritten;
  }

  /**
   * Runs `work` in one transaction in which every tracked change is recorded as made by `actor`.
   * Commits when `work` resolves; when it rejects, or an entry cannot be written, nothing of it remains.
   * @throws ProductError OUTCOME_UNKNOWN where the database went away between the commit and its answer
   */
  async actingAs<T>(actor: Actor, options: ActingOptions, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.founding(async () => actor, options, work);
  }

  /** As `actingAs`, in an organization that `found` makes in the same transaction. */
  async founding<T>(
    found: (tx: EntityManager) => Promise<Actor>,
    options: ActingOptions,
    work: (tx: EntityManager, organization: number) => Promise<T>,
  ): Promise<T> {
    const { source, operationId = null, action = null } = options;
    let committing = false;
    try {
      const result = await this.#dataSource.transaction(async (tx) => {
        const actor = await found(tx);
        await tx.query(ACT, [actor.organization, actor.kind, actor.id, actor.name, operationId, action, JSON.stringify(source)]);
        const done = await work(tx, actor.organization);
        committing = true;
        return done;
      });
      noteChange();
      return result;
    } catch (error) {
      throw committing && isOutage(error) ? outcomeUnknown(error) : error;
    } finally {
      if (committing) this.#onWritten();
    }
  }

  /**
   * Runs `work` in a read-only transaction that sees the rows of this organization, and of no other.
   * @param signal cancels in Postgres what `work` is reading when whoever asked goes away
   * @throws what `work` throws; ProductError CANCELLED when the signal has aborted
   */
  async reading<T>(organization: number, work: (tx: EntityManager) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled();
    return this.#dataSource.transaction(async (tx) => {
      const cancellation = signal ? new Cancellation(await tx.queryRunner?.connect(), signal) : null;
      try {
        await tx.query('SET TRANSACTION READ ONLY');
        await tx.query(SHOW_ORGANIZATION, [String(organization)]);
        return await work(tx);
      } catch (error) {
        throw signal?.aborted ? cancelled() : error;
      } finally {
        await cancellation?.end();
      }
    });
  }

  /** Names the action of the changes that follow in this transaction (`accept`, `clone`); null: what the statement is. */
  async nameAction(tx: EntityManager, action: string | null): Promise<void> {
    await tx.query(NAME_ACTION, [action ?? '']);
  }

  /** Records an entry by hand inside `actingAs`. Returns its id. */
  async record(tx: EntityManager, entry: EntryInput): Promise<string> {
    const { eventType, action, entityId = null, entityName = null, project = null, changes = [] } = entry;
    const rows: { id: string }[] = await tx.query(RECORD, [eventType, action, entityId, entityName, project, JSON.stringify(changes)]);
    const [row] = rows;
    if (!row) throw new Error('audit.record returned no id');
    return row.id;
  }
}
