import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Bed } from './bed.js';
import { at } from './random.js';
import { inTurns, spread } from './statistics.js';
import type { Context, Goal, Suite } from './suite.js';

const CONNECTIONS = 16;
const ROWS = 10_000;

const STATUSES = ['Draft', 'Active', 'In Progress', 'Outdated'];

/** Of an organization of its own, so that the entries that are asked for elsewhere stay as they are. */
const SET_UP = `
  CREATE SCHEMA IF NOT EXISTS bench;
  CREATE TABLE bench.untracked (
    id integer PRIMARY KEY, organization integer NOT NULL, project_id integer NOT NULL, title text NOT NULL, status text NOT NULL, priority text,
    changed integer NOT NULL DEFAULT 0, updated_at timestamptz NOT NULL DEFAULT clock_timestamp());
  INSERT INTO bench.untracked SELECT n, :organization, n % 20, 'Test case ' || n, 'Draft', 'High' FROM generate_series(1, ${ROWS}) n;
  CREATE TABLE bench.tracked (LIKE bench.untracked INCLUDING ALL);
  INSERT INTO bench.tracked SELECT * FROM bench.untracked;
  SELECT audit.track('bench.tracked', 'BENCHMARK', '{"name": "title", "project": "project_id", "ignore": ["changed", "updated_at"]}');
  GRANT USAGE ON SCHEMA bench TO audit_app;
  GRANT SELECT, UPDATE ON bench.untracked, bench.tracked TO audit_app;`;

/** As if it had never been: the triggers that keep the log are not asked, which only the owner can order. */
const CLEAN_UP = `
  SET session_replication_role = replica;
  DELETE FROM audit.pending WHERE organization = :organization;
  DELETE FROM audit.leaf WHERE organization = :organization;
  DELETE FROM audit.entry WHERE organization = :organization;
  DELETE FROM audit.search WHERE organization = :organization;
  UPDATE audit.search_mark SET seq = 0 WHERE organization = :organization;
  UPDATE audit.head SET seq = 0, hash = NULL WHERE organization = :organization;
  RESET session_replication_role;
  DROP TABLE IF EXISTS bench.tracked, bench.untracked CASCADE;
  DELETE FROM audit.tracked t WHERE NOT EXISTS (SELECT FROM pg_class WHERE oid = t.relation)`;

type Way = 'untracked' | 'tracked';

export const recordSuite: Suite = {
  name: 'record',
  title: 'Record: one change a transaction over 16 connections, tracked against the same change untracked',
  profile: 'record.md',
  async run(context) {
    const bed = await context.bed();
    const organization = await ownOrganization(bed);
    const order = (sql: string): Promise<unknown> => bed.owner.query(sql.replaceAll(':organization', String(organization)));
    await bed.stopProduct();
    // What a run that was broken off has left.
    await order(CLEAN_UP);
    await order(SET_UP);
    const writers = await Promise.all(Array.from({ length: CONNECTIONS }, () => Writer.open(bed.appUrl, organization)));
    try {
      const change = (way: Way) => () => changesPerSecond(bed, writers, way, context);
      const works = { untracked: change('untracked'), tracked: change('tracked') };
      await bed.product();
      await inTurns(works, 1);
      context.say('record: while the sequencer numbers');
      const numbered = await inTurns(works, context.scale.rounds);
      await bed.stopProduct();
      context.say('record: the server stopped');
      const alone = await inTurns(works, context.scale.rounds);
      await bed.product();
      await allNumbered(bed, organization, writers);
      context.checked(writers.reduce((sum, { changes }) => sum + changes.tracked, 0));
      return {
        goals: [goal('while the sequencer numbers what is recorded', numbered), goal('without a sequencer', alone)],
        tables: [
          {
            title: 'Changes a second',
            head: ['', 'untracked', 'tracked'],
            rows: [
              ['while the sequencer numbers', spread(numbered.untracked), spread(numbered.tracked)],
              ['without a sequencer', spread(alone.untracked), spread(alone.tracked)],
            ],
          },
        ],
        notes: [
          'A change is BEGIN, an UPDATE of one column of one row by its key, COMMIT; tracked, `audit.act` comes before the UPDATE, as the product does it: a round trip more. fsync and synchronous_commit are on, all of the log’s indexes are there, and the entries go into the current month beside those that were generated.',
          'The writers share the machine with Postgres, and with the sequencer where it runs, since the product’s server is on.',
          'Afterwards each transaction that was committed had its entry, and its number once the sequencer was back.',
        ],
      };
    } finally {
      for (const writer of writers) await writer.end();
      await bed.stopProduct();
      await order(CLEAN_UP);
      await bed.owner.query('VACUUM audit.entry, audit.leaf, audit.pending, audit.search');
    }
  },
};

function goal(when: string, { tracked, untracked }: Record<Way, number[]>): Goal {
  return { what: `throughput, tracked / untracked, ${when}`, bound: 'at least', wanted: 0.65, got: spread(tracked.map((rate, round) => rate / at(untracked, round))) };
}

async function changesPerSecond(bed: Bed, writers: readonly Writer[], way: Way, { scale }: Context): Promise<number> {
  const before = await changesIn(bed, way);
  const begun = performance.now();
  const deadline = begun + scale.slice;
  const made = await Promise.all(
    writers.map(async (writer, n) => {
      let count = 0;
      for (; performance.now() < deadline; count += 1) await writer.change(way, n);
      return count;
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const sum = made.reduce((total, count) => total + count, 0);
  const found = (await changesIn(bed, way)) - before;
  if (found !== sum) throw new Error(`${sum} changes were committed, and ${found} are there`);
  return sum / seconds;
}

async function changesIn({ owner }: Bed, way: Way): Promise<number> {
  const { rows } = await owner.query<{ sum: string }>(`SELECT sum(changed) AS sum FROM bench.${way}`);
  return Number(at(rows, 0).sum);
}

/** One connection, which changes rows of its own, so that none waits for another's lock. */
class Writer {
  readonly changes: Record<Way, number> = { untracked: 0, tracked: 0 };

  private constructor(
    private readonly client: pg.Client,
    private readonly organization: number,
  ) {}

  static async open(url: string, organization: number): Promise<Writer> {
    const client = new pg.Client({ connectionString: url, options: '-c jit=off' });
    await client.connect();
    return new Writer(client, organization);
  }

  async change(way: Way, place: number): Promise<void> {
    const count = this.changes[way]++;
    const id = 1 + place + CONNECTIONS * (count % Math.floor(ROWS / CONNECTIONS));
    // Another one than the row had: each row goes through all of them.
    const status = STATUSES[(1 + Math.floor(count / Math.floor(ROWS / CONNECTIONS))) % STATUSES.length];
    await this.client.query('BEGIN');
    if (way === 'tracked') await this.client.query({ name: 'act', text: ACT, values: [this.organization, `writer-${place}`] });
    await this.client.query({
      name: way,
      text: `UPDATE bench.${way} SET status = $2, changed = changed + 1, updated_at = clock_timestamp() WHERE id = $1`,
      values: [id, status],
    });
    await this.client.query('COMMIT');
  }

  end(): Promise<void> {
    return this.client.end();
  }
}

const ACT = `SELECT audit.act($1, 'USER', $2, 'Writer', NULL, NULL, '{"ip": "203.0.113.7", "userAgent": "bench", "via": "web"}')`;

async function ownOrganization({ owner }: Bed): Promise<number> {
  const { rows } = await owner.query<{ number: number }>(`SELECT number FROM audit.organization WHERE name = 'Record'`);
  if (rows[0]) return rows[0].number;
  const made = await owner.query<{ number: number }>(`SELECT audit.create_organization('Record') AS number`);
  return at(made.rows, 0).number;
}

/** Waits until the sequencer has numbered every entry. */
async function allNumbered({ owner }: Bed, organization: number, writers: readonly Writer[]): Promise<void> {
  const wanted = writers.reduce((sum, { changes }) => sum + changes.tracked, 0);
  for (let patience = 600; ; patience -= 1) {
    const { rows } = await owner.query<{ seq: string; entries: string }>(
      'SELECT seq, (SELECT count(*) FROM audit.entry WHERE organization = $1) AS entries FROM audit.head WHERE organization = $1',
      [organization],
    );
    const { seq, entries } = at(rows, 0);
    if (Number(entries) !== wanted) throw new Error(`${wanted} changes were committed, and ${entries} entries are there`);
    if (Number(seq) === wanted) return;
    if (patience === 0) throw new Error(`of ${wanted} entries ${seq} were numbered within a minute`);
    await delay(100);
  }
}
