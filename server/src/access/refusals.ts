import type { Capture } from '../capture/acting.js';
import type { Actor, Source } from '../entry/actor.js';
import type { Logger } from '../logger.js';
import type { Query } from './rows.js';
import { within } from './rows.js';

/** An entry tells the refusals of so many seconds: at most twelve an hour for each account, however many there are. */
const WINDOW = 5 * 60;

const LOOK_MS = 30_000;

// One statement for addresses with and without an account, so that both take as long.
const COUNT = `
  INSERT INTO account.sign_in_refusal AS r (organization, person_id, outcome, attempts, source)
  SELECT coalesce(p.organization, o.number), p.id, 'throttled', 1, $2
  FROM (SELECT min(number) AS number FROM audit.organization) o LEFT JOIN account.person p ON p.email = $1
  WHERE o.number IS NOT NULL
  ON CONFLICT (organization, person_id, outcome) DO UPDATE SET attempts = r.attempts + 1, last_at = clock_timestamp()`;

const COUNT_FAILURE = `
  INSERT INTO account.sign_in_refusal AS r (organization, person_id, outcome, attempts, source) VALUES ($1, $2, $3, 1, $4)
  ON CONFLICT (organization, person_id, outcome) DO UPDATE SET attempts = r.attempts + 1, last_at = clock_timestamp()`;

const DUE = `SELECT organization, person_id AS "personId", outcome, source FROM account.sign_in_refusal
  WHERE first_at <= now() - make_interval(secs => $1) ORDER BY organization, person_id, outcome`;

const TAKE = `DELETE FROM account.sign_in_refusal WHERE organization = $1 AND person_id IS NOT DISTINCT FROM $2 AND outcome = $3
  RETURNING attempts::float8 AS attempts, audit.iso(first_at) AS since, audit.iso(last_at) AS until`;

/** What one entry tells by its number. */
export interface Counted {
  readonly organization: number;
  /** Null: at addresses without an account. */
  readonly personId: string | null;
  /** As an entry of its own would have it. */
  readonly outcome: string;
  /** Of the first one. */
  readonly source: Source;
}

/**
 * Sign-ins that were refused unlooked at, or failed more often than the log has entries for, in the log: one entry with
 * their number for each account, outcome and five minutes, and one for all addresses without an account. They are counted
 * in the database, so none is lost with a process.
 */
export class Refusals implements Disposable {
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly query: Query,
    private readonly capture: Capture,
    private readonly logger: Logger,
  ) {
    this.#timer = setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  /** Counts one. What cannot be counted is said in the server's log: the attempt is refused all the same. */
  async count(email: string, source: Source): Promise<void> {
    try {
      await this.query(COUNT, [email, JSON.stringify(source)]);
    } catch (error) {
      this.logger.error({ error }, 'a refused sign-in could not be counted');
    }
  }

  /** Counts a failure within a transaction, in place of its entry. */
  async countFailure(query: Query, { organization, personId, outcome, source }: Counted): Promise<void> {
    await query(COUNT_FAILURE, [organization, personId, outcome, JSON.stringify(source)]);
  }

  /** Writes the entries that are due. @param age seconds that the first refusal of each must be past */
  async write(age: number = WINDOW): Promise<void> {
    for (const due of await this.query<Counted>(DUE, [age])) await this.#writeOne(due);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async #writeOne({ organization, personId, outcome, source }: Counted): Promise<void> {
    const actor: Actor =
      personId === null
        ? { organization, kind: 'ANONYMOUS', id: 'anonymous', name: null }
        : { organization, kind: 'USER', id: personId, name: null };
    await this.capture.actingAs(actor, { source }, async (tx) => {
      // Of several processes one finds it, and it goes with its entry or not at all.
      const [counted] = await within(tx)<{ attempts: number; since: string; until: string }>(TAKE, [organization, personId, outcome]);
      if (counted === undefined) return;
      const change = (field: string, value: string | number) => ({ field, old: null, new: value });
      await this.capture.record(tx, {
        eventType: 'AUTHENTICATION',
        action: 'sign_in_failed',
        entityId: personId,
        changes: [
          change('method', 'password'),
          change('outcome', outcome),
          change('attempts', counted.attempts),
          change('since', counted.since),
          change('until', counted.until),
        ],
      });
    });
  }

  async #look(): Promise<void> {
    try {
      await this.write();
    } catch (error) {
      this.logger.warn({ error }, 'refused sign-ins could not be recorded yet');
    }
  }
}
