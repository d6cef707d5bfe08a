import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { isOutage } from './outage.js';

export interface ReadinessOptions {
  /** The application's role. */
  readonly pool: Pool;
  readonly sequencer: Numbering;
  /** Number of the last migration that this program knows. */
  readonly schema: number;
  /** How long the database may take to answer, in milliseconds; default 2,000. */
  readonly patience?: number;
}

/** What is asked of the sequencer of this process. */
export interface Numbering {
  /** Seconds for which the oldest entry known to wait has waited; null where another process numbers. */
  lag(): number | null;
}

interface State {
  schema: number | null;
  numbered: boolean;
}

/** Entries are numbered within milliseconds; a minute is what the largest imports took, with room. */
const LONGEST_LAG = 60;

/** A successor takes over within 200 ms of a holder's end: asked again as often before it is said that nobody is there. */
const ASK_AGAIN = 5;
const ASK_AGAIN_MS = 200;

const STATE = `
  SELECT (SELECT max(number) FROM public.audit_migration) AS schema,
    EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted
      AND (l.classid::bigint << 32) + l.objid::bigint = audit.sequencer_lock()
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AS numbered`;

/** Whether this server can do its work right now, for who decides whether to send it requests. */
export class Readiness {
  #stopping = false;
  #checking: Promise<string[]> | null = null;
  #looking: Promise<State> | null = null;

  constructor(private readonly options: ReadinessOptions) {}

  /** From now on it is not ready, whatever else holds. */
  stop(): void {
    this.#stopping = true;
  }

  /** What is in the way, a sentence each; empty where nothing is. Who asks meanwhile shares the answer. */
  async problems(): Promise<string[]> {
    if (this.#stopping) return ['The server is stopping.'];
    this.#checking ??= this.#check().finally(() => (this.#checking = null));
    return this.#checking;
  }

  async #check(): Promise<string[]> {
    const { pool, sequencer, schema, patience = 2000 } = this.options;
    const over = new AbortController();
    const late = delay(patience + ASK_AGAIN * ASK_AGAIN_MS, 'late' as const, { signal: over.signal }).catch(() => 'late' as const);
    try {
      // One that hangs is waited for, not doubled.
      this.#looking ??= this.#look(pool).finally(() => (this.#looking = null));
      const found = await Promise.race([this.#looking, late]);
      if (found === 'late') return [`The database did not answer within ${patience / 1000} s.`];
      const lag = sequencer.lag();
      return [
        ...(found.schema === schema ? [] : [`The database is at migration ${found.schema ?? 'none'}, this program at ${schema}: start the program that fits.`]),
        ...(found.numbered ? [] : ['No process numbers entries: they are recorded, and wait.']),
        ...(lag !== null && lag > LONGEST_LAG ? [`The oldest entry without a number has waited for ${Math.round(lag)} s.`] : []),
      ];
    } catch (error) {
      // Not the message, which names hosts and users: anybody may ask.
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
      return [isOutage(error) ? `The database cannot be reached (${code}).` : `The database refuses an answer (${code}).`];
    } finally {
      over.abort();
    }
  }

  async #look(pool: Pool): Promise<State> {
    for (let attempt = 1; ; attempt += 1) {
      const { rows } = await pool.query<State>(STATE);
      const [state] = rows;
      if (state === undefined) throw new Error('no answer');
      if (state.numbered || attempt === ASK_AGAIN || this.#stopping) return state;
      await delay(ASK_AGAIN_MS);
    }
  }
}
