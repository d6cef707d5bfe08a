import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateKey, insertApiKey } from '@audit-log/server/access/api-key';
import type { Query } from '@audit-log/server/access/rows';
import { FatalError } from '@audit-log/server/errors';
import { SCOPES } from '@audit-log/shared/permission';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { COLUMNS, monthLines } from './entries.js';
import type { Keys, Month } from './entries.js';
import { at } from './random.js';
import { SEARCH_COLUMNS, searchLines } from './search-lines.js';
import { createWorld } from './world.js';
import type { World } from './world.js';

/** Raised when the same seed gives other data: what lies in a folder from before is then refused. */
const EDITION = 2;

/** How many months back the entries reach, from the day they are made. */
const MONTHS = 24;

/** Entries at hand, and what it takes to ask for them. */
export interface Load {
  readonly world: World;
  readonly rows: number;
  /** The end of the entries that were generated, in microseconds since 1970: whatever came later is not asked for. */
  readonly end: number;
  readonly begin: number;
  readonly organizations: readonly { readonly number: number; readonly key: string }[];
}

const SCHEMA = `
  CREATE SCHEMA IF NOT EXISTS bench;
  CREATE TABLE IF NOT EXISTS bench.load (edition integer, seed integer, rows bigint, "end" timestamptz, whole boolean NOT NULL DEFAULT false);
  CREATE TABLE IF NOT EXISTS bench.month (month integer PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS bench.index (definition text NOT NULL);
  CREATE TABLE IF NOT EXISTS bench.organization (place integer PRIMARY KEY, number integer NOT NULL, key text NOT NULL);`;

/**
 * Fills a migrated, empty database with entries; goes on where an earlier run was broken off, month by month, and does
 * nothing where all is there. Leaves, heads and the rollup get what the sequencer would give them, but for the hashes:
 * digests of the entry's id alone, since nothing that is measured reads more of them than their length. What searches look at
 * is what the indexer would write.
 * @throws FatalError where the folder holds other data than is asked for
 */
export async function load(owner: pg.Client, { rows, seed }: { rows: number; seed: number }, say: (message: string) => void): Promise<Load> {
  await owner.query(SCHEMA);
  const midnight = new Date().toISOString().slice(0, 10);
  await owner.query('INSERT INTO bench.load SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM bench.load)', [EDITION, seed, rows, `${midnight}T00:00:00Z`]);
  const { rows: found } = await owner.query<{ edition: number; seed: number; rows: string; end: string; whole: boolean }>(
    `SELECT edition, seed, rows, (extract(epoch FROM "end") * 1000000)::bigint::text AS "end", whole FROM bench.load`,
  );
  const made = at(found, 0);
  if (made.edition !== EDITION || made.seed !== seed || Number(made.rows) !== rows) {
    throw new FatalError(`The folder holds ${made.rows} entries of seed ${made.seed}, edition ${made.edition}: delete it, or name another by --data.`);
  }
  const world = createWorld(seed);
  const end = Number(made.end);
  const months = monthsBefore(end, rows);
  if (!made.whole) {
    const keys = await makeWorld(owner, world);
    await owner.query(WITHOUT_INDEX);
    for (const month of months) await loadMonth(owner, world, keys, month, say);
    say('the index of content');
    await owner.query(WITH_INDEX);
    say('analyzing');
    await owner.query('VACUUM (ANALYZE) audit.leaf, audit.rollup, audit.search');
    await owner.query('ANALYZE audit.entry');
    await owner.query('UPDATE bench.load SET whole = true');
  }
  const { rows: organizations } = await owner.query<{ number: number; key: string }>('SELECT number, key FROM bench.organization ORDER BY place');
  return { world, rows, end, begin: at(months, 0).from, organizations };
}

/** Organizations with an administrator's key each, and the dimensions of the log. */
async function makeWorld(owner: pg.Client, world: World): Promise<Keys> {
  for (const { name, actions } of world.eventTypes) await owner.query('SELECT audit.define($1, $2)', [name, actions]);
  const named = async (table: string): Promise<Map<string, number>> => {
    const { rows } = await owner.query<{ name: string; key: number }>(`SELECT name, key FROM audit.${table}`);
    return new Map(rows.map(({ name, key }) => [name, key]));
  };
  const organizations: Keys['organizations'][number][] = [];
  for (const [place, { name, users, projects }] of world.organizations.entries()) {
    const number = await makeOrganization(owner, place, name);
    await owner.query(
      `INSERT INTO audit.actor (organization, kind, id, name, salt)
       SELECT $1, u.kind, u.id, u.name, uuid_send(u.id::uuid) FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS u(kind, id, name, n)
       ORDER BY n ON CONFLICT DO NOTHING`,
      [number, users.map(({ kind }) => kind), users.map(({ id }) => id), users.map(({ name }) => name)],
    );
    await owner.query(
      `INSERT INTO audit.project (organization, id, name)
       SELECT $1, p.id, p.name FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS p(id, name, n) ORDER BY n ON CONFLICT DO NOTHING`,
      [number, projects.map(({ id }) => id), projects.map(({ name }) => name)],
    );
    const keys = async (table: string, ids: readonly { id: string }[]): Promise<number[]> => {
      const { rows } = await owner.query<{ id: string; key: number }>(`SELECT id, key FROM audit.${table} WHERE organization = $1`, [number]);
      const known = new Map(rows.map(({ id, key }) => [id, key]));
      return ids.map(({ id }) => known.get(id) ?? 0);
    };
    organizations.push({ number, users: await keys('actor', users), projects: await keys('project', projects) });
  }
  return { organizations, eventTypes: await named('event_type'), actions: await named('action') };
}

async function makeOrganization(owner: pg.Client, place: number, name: string): Promise<number> {
  const { rows: made } = await owner.query<{ number: number }>('SELECT number FROM bench.organization WHERE place = $1', [place]);
  if (made[0]) return made[0].number;
  await owner.query('BEGIN');
  const { rows } = await owner.query<{ number: number }>('SELECT audit.create_organization($1) AS number', [name]);
  const { number } = at(rows, 0);
  const key = generateKey();
  await owner.query(`INSERT INTO account.person (organization, email, name, role, status) VALUES ($1, $2, $3, 'Admin', 'Active')`, [number, `admin@${name.toLowerCase()}.example`, `Administrator of ${name}`]);
  const query: Query = async <Row>(sql: string, values: readonly unknown[] = []) => (await owner.query(sql, [...values])).rows as Row[];
  await insertApiKey(query, { organization: number, name: 'Benchmark', scopes: SCOPES, creatorId: null, expiresAt: null, key });
  await owner.query('INSERT INTO bench.organization VALUES ($1, $2, $3)', [place, number, key]);
  await owner.query('COMMIT');
  return number;
}

/**
 * One month in one transaction: a partition by the product's own function, filled without its indexes, which ATTACH then
 * builds as the parent has them. That is half the time of filling it with them.
 */
async function loadMonth(owner: pg.Client, world: World, keys: Keys, month: Month, say: (message: string) => void): Promise<void> {
  const done = await owner.query('SELECT FROM bench.month WHERE month = $1', [month.index]);
  if (done.rowCount !== 0) return;
  const first = new Date(month.from / 1000);
  const start = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth()));
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1));
  const name = `entry_${start.toISOString().slice(0, 7).replace('-', '_')}`;
  await owner.query('BEGIN');
  if (month.index === 0) await owner.query(`ALTER TABLE audit.entry DETACH PARTITION audit.entry_older; ALTER TABLE audit.entry ATTACH PARTITION audit.entry_older FOR VALUES FROM (MINVALUE) TO ('${start.toISOString()}')`);
  // Made by the migration: this month's may hold the entries of making the keys.
  const { rows: kept } = await owner.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [`audit.${name}`]);
  if (kept[0]?.found != null) await owner.query(`ALTER TABLE audit.entry DETACH PARTITION audit.${name}; ALTER TABLE audit.${name} RENAME TO made`);
  await owner.query('SELECT audit.create_entry_partition($1)', [name]);
  const { rows: indexes } = await owner.query<{ dropping: string }>(INDEXES, [name]);
  await owner.query(at(indexes, 0).dropping);
  await copyInto(owner, `audit.${name} (${COLUMNS})`, monthLines(world, keys, month), '(FREEZE)');
  if (kept[0]?.found != null) await owner.query(`INSERT INTO audit.${name} SELECT * FROM audit.made; DROP TABLE audit.made`);
  await owner.query(`ALTER TABLE audit.entry ATTACH PARTITION audit.${name} FOR VALUES FROM ('${start.toISOString()}') TO ('${next.toISOString()}')`);
  await copyInto(owner, `audit.search (${SEARCH_COLUMNS})`, searchLines(monthLines(world, keys, month)));
  for (const statement of [LEAVES, ROLLUP, MARKS]) await owner.query(statement.replace(':partition', name).replace(':end', String(month.to)));
  await owner.query('INSERT INTO bench.month VALUES ($1)', [month.index]);
  await owner.query('COMMIT');
  say(`${name}: ${month.rows.toLocaleString('en')} entries`);
}

async function copyInto(owner: pg.Client, target: string, lines: Iterable<string>, options = ''): Promise<void> {
  await pipeline(Readable.from(blocks(lines)), owner.query(copyFrom(`COPY ${target} FROM STDIN ${options}`)));
}

/** The statements that take its indexes from a partition that is still apart. */
const INDEXES = `
  SELECT string_agg(CASE WHEN c.oid IS NULL THEN format('DROP INDEX audit.%I', r.relname) ELSE format('ALTER TABLE audit.%I DROP CONSTRAINT %I', $1::text, c.conname) END, '; ') AS dropping
  FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
  WHERE i.indrelid = format('audit.%I', $1::text)::regclass`;

/** What was generated of a month, numbered on from the head of each organization. */
const LEAVES = `
  WITH leaf AS (
    INSERT INTO audit.leaf (organization, seq, occurred_at, id, details_digest, source_digest, hash)
    SELECT organization, h.seq + row_number() OVER (PARTITION BY organization ORDER BY occurred_at, id) AS number, occurred_at, id,
      sha256('\\x01' || uuid_send(id)), sha256('\\x02' || uuid_send(id)), sha256('\\x00' || uuid_send(id))
    FROM audit.:partition JOIN audit.head h USING (organization)
    WHERE occurred_at < to_timestamp(:end / 1e6)
    ORDER BY organization, number
    RETURNING organization, seq, hash
  ), last AS (SELECT DISTINCT ON (organization) * FROM leaf ORDER BY organization, seq DESC)
  UPDATE audit.head h SET seq = l.seq, hash = l.hash FROM last l WHERE h.organization = l.organization`;

/**
 * The same entries by day, event type and action. Months begin and end at midnight, so that no day is in two of them, and
 * the rows of a day lie together, as they do where they come day by day.
 */
const ROLLUP = `
  INSERT INTO audit.rollup (organization, day, event_type, action, entries)
  SELECT organization, (occurred_at AT TIME ZONE 'UTC')::date, event_type, action, count(*)
  FROM audit.:partition WHERE occurred_at < to_timestamp(:end / 1e6) GROUP BY 1, 2, 3, 4 ORDER BY 2`;

/** All that was numbered is searchable. */
const MARKS = 'UPDATE audit.search_mark m SET seq = h.seq FROM audit.head h WHERE h.organization = m.organization';

/** Built at the end, at once: to fill it entry by entry takes four times as long. */
const WITHOUT_INDEX = `
  INSERT INTO bench.index SELECT pg_get_indexdef(to_regclass('audit.search_content')) WHERE to_regclass('audit.search_content') IS NOT NULL;
  DROP INDEX IF EXISTS audit.search_content`;
const WITH_INDEX = 'DO $$ BEGIN EXECUTE (SELECT definition FROM bench.index); END $$';

/** Few large writes in place of many small ones. */
function* blocks(lines: Iterable<string>): Generator<string> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < 60_000) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** The calendar months, in UTC, with their share of the rows by their length; the first and the last are cut. */
function monthsBefore(end: number, rows: number): Month[] {
  const last = new Date(end / 1000);
  const instant = (back: number, day: number): number => Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, day) * 1000;
  const begin = instant(MONTHS, last.getUTCDate());
  const months: Month[] = [];
  for (let back = MONTHS; back >= 0; back -= 1) {
    const from = Math.max(begin, instant(back, 1));
    const to = Math.min(end, instant(back - 1, 1));
    const until = (place: number): number => Math.round((rows * (place - begin)) / (end - begin));
    if (to > from) months.push({ index: months.length, from, to, rows: until(to) - until(from) });
  }
  return months.filter((month) => month.rows > 0);
}
