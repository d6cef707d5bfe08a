import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { describe, expect, test } from 'vitest';
import { actAs, createNotesDatabase, storedEntries } from '../testing/notes.js';
import type { NotesDatabase } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { TYPE_NAMES, TYPES } from '../testing/sql-values.js';

/** Names that would be mistaken for a variable, a row or a piece of SQL if they were written without care. */
const NAMES = ['status', 'due_date', 'owner', 'fast', 'news', 'named', 'source', 'operation', 'who', 'o', 'n', 'p', 'r', 'c3', 'at', 'New', '%s', `it's`, 'quo"te', 'back\\slash', 'ü', 'a.b', '$1'];

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface Shape {
  keys: readonly string[];
  columns: { name: string; type: string }[];
  options: Record<string, unknown>;
}

const shapes: fc.Arbitrary<Shape> = fc
  .record({
    names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 3, maxLength: 9 }),
    types: fc.array(fc.constantFrom(...TYPE_NAMES), { minLength: 9, maxLength: 9 }),
    composite: fc.boolean(),
    roles: fc.array(fc.constantFrom('', '', 'ignore', 'redact', 'moves', 'name', 'fields', 'user'), { minLength: 9, maxLength: 9 }),
    project: fc.boolean(),
    topic: fc.boolean(),
    organization: fc.boolean(),
  })
  .map(({ names, types, composite, roles, project, topic, organization }) => {
    const columns = names.map((name, place) => ({ name, type: types[place] ?? 'text' }));
    const of = (role: string): string[] => names.filter((_, place) => roles[place] === role);
    const options: Record<string, unknown> = { name: of('name'), ignore: of('ignore'), redact: of('redact'), moves: of('moves'), fields: Object.fromEntries(of('fields').map((name) => [name, `field of ${name}`])) };
    const refs: Record<string, unknown> = Object.fromEntries(of('user').map((name) => [name, { field: 'person', ref: 'user' }]));
    if (topic) {
      columns.push({ name: 'topic_id', type: 'text' });
      refs['topic_id'] = { field: 'topic', table: 'public.topic', parent: 'parent_id' };
    }
    if (project) {
      columns.push({ name: 'project_id', type: 'text' });
      options['project'] = 'project_id';
      if (topic) refs['project_id'] = { field: 'project', table: 'public.topic' };
    }
    if (organization) columns.unshift({ name: 'organization', type: 'integer' });
    return { keys: composite ? ['id', 'part'] : ['id'], columns, options: { ...options, refs } };
  });

interface Act {
  kind: 'insert' | 'update' | 'touch' | 'delete' | 'upsert' | 'many' | 'named' | 'key' | 'stranger' | 'undone' | 'add' | 'drop' | 'rename' | 'retype' | 'move' | 'track';
  column: number;
  value: number;
  rows: number;
}
const SMALL = ['insert', 'insert', 'update', 'update', 'touch', 'delete', 'upsert', 'named', 'key', 'stranger', 'undone', 'add', 'drop', 'rename', 'retype', 'move', 'track'] as const;
const kinds = [...SMALL, ...SMALL, 'many'] as const;
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), column: fc.nat(20), value: fc.nat(20), rows: fc.integer({ min: 1, max: 4 }) }),
  { minLength: 4, maxLength: 14 },
);

/** A table of random shape, tracked: with the function written for it, or by the general path alone. */
class Subject {
  private table: string;
  private shape: Shape;
  private made = 0;

  constructor(
    private readonly db: NotesDatabase,
    private readonly name: string,
    private readonly general: boolean,
    shape: Shape,
  ) {
    this.table = quote(name);
    this.shape = structuredClone(shape);
  }

  async create(): Promise<void> {
    const { keys, columns } = this.shape;
    await this.db.owner.query(`CREATE TABLE ${this.table} (${keys.map((key) => `${key} integer NOT NULL`).join(', ')},
      ${columns.map(({ name, type }) => `${quote(name)} ${type}`).join(', ')}, doubled integer GENERATED ALWAYS AS (id * 2) STORED, PRIMARY KEY (${keys.join(', ')}));
      GRANT ALL ON ${this.table} TO audit_app`);
    await this.track();
  }

  /** Returns what went wrong, without the table's name. */
  async perform(act: Act): Promise<string | null> {
    try {
      await this.attempt(act);
      return null;
    } catch (error) {
      return (error as Error).message.replaceAll(this.name, 'TABLE');
    }
  }

  private async attempt({ kind, column: place, value, rows }: Act): Promise<void> {
    const { columns } = this.shape;
    const column = columns[place % columns.length];
    if (!column) return;
    const name = quote(column.name);
    const literal = (offset: number): string => this.literal(column, value + offset);
    const change = (work: (client: PoolClient) => Promise<unknown>, action: string | null = null): Promise<unknown> => actAs(this.db, this.db.ana, work, { action });
    const update = `UPDATE ${this.table} SET ${name} = CASE WHEN id % 2 = 0 THEN ${literal(0)} ELSE ${literal(1)} END`;
    switch (kind) {
      case 'insert': return void (await change((client) => client.query(this.insert(rows, value))));
      case 'many': return void (await change((client) => client.query(this.insert(1001, value))));
      case 'update': return void (await change((client) => client.query(update)));
      case 'named': return void (await change((client) => client.query(update), 'clone'));
      case 'touch': return void (await change((client) => client.query(`UPDATE ${this.table} SET ${name} = ${name}`)));
      case 'delete': return void (await change((client) => client.query(`DELETE FROM ${this.table} WHERE id % 3 = ${value % 3}`)));
      case 'upsert': return void (await change((client) => client.query(`${this.insert(rows, value, 1)} ON CONFLICT (${this.shape.keys.join(', ')}) DO UPDATE SET ${name} = excluded.${name}`)));
      case 'key': return void (await change((client) => client.query(`UPDATE ${this.table} SET id = -id`)));
      case 'stranger': return void (await actAs(this.db, this.db.otherAna, (client) => client.query(update)));
      case 'undone': return void (await change(async (client) => client.query(`SAVEPOINT a; ${update}; ROLLBACK TO a; ${update}`)));
      case 'add': return this.alter(`ADD ${quote(`added ${columns.length}`)} ${pick(TYPE_NAMES, value)}`, () => columns.push({ name: `added ${columns.length}`, type: pick(TYPE_NAMES, value) }));
      case 'drop': return columns.length > 1 ? this.alter(`DROP ${name}`, () => columns.splice(columns.indexOf(column), 1)) : undefined;
      case 'rename': return this.alter(`RENAME ${name} TO ${quote(`${column.name}*`)}`, () => (column.name += '*'));
      case 'retype': return this.alter(`ALTER ${name} TYPE ${pick(TYPE_NAMES, value)} USING NULL`, () => (column.type = pick(TYPE_NAMES, value)));
      case 'move': return this.alter(`RENAME TO ${quote(`${this.name}_${value}`)}`, () => (this.table = quote(`${this.name}_${value}`)));
      case 'track': return this.track();
    }
  }

  private async alter(what: string, then: () => unknown): Promise<void> {
    await this.db.owner.query(`ALTER TABLE ${this.table} ${what}`);
    then();
  }

  private literal({ name, type }: Shape['columns'][number], value: number): string {
    if (name === 'organization') return '1';
    if (name === 'topic_id' || name === 'project_id') return pick([`'t1'`, `'t2'`, 'NULL', `'gone'`], value);
    return pick([...(TYPES[type] ?? []), 'NULL'], value);
  }

  private insert(rows: number, value: number, step = 0): string {
    if (step === 0) this.made += 2000;
    const { keys, columns } = this.shape;
    return `INSERT INTO ${this.table} (${[...keys, ...columns.map(({ name }) => quote(name))].join(', ')})
      SELECT ${[...keys.map((_, place) => (place === 0 ? `${this.made} + n` : `n % 2`)), ...columns.map((column, place) => this.literal(column, value + place))].join(', ')} FROM generate_series(1, ${rows}) n`;
  }

  private async track(): Promise<void> {
    await this.db.owner.query('SELECT audit.track($1, $2, $3)', [this.table, this.name.toUpperCase(), this.shape.options]);
    if (!this.general) return;
    const rows = { insert: 'NEW TABLE AS new_rows', update: 'OLD TABLE AS old_rows NEW TABLE AS new_rows', delete: 'OLD TABLE AS old_rows' };
    for (const [operation, referencing] of Object.entries(rows)) {
      await this.db.owner.query(`DROP TRIGGER audit_${operation} ON ${this.table}; CREATE TRIGGER audit_${operation} AFTER ${operation} ON ${this.table}
        REFERENCING ${referencing} FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('false'); ALTER TABLE ${this.table} ENABLE ALWAYS TRIGGER audit_${operation}`);
    }
  }
}

function pick<T>(of: readonly T[], place: number): T {
  const found = of[place % of.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/**
 * The first entry of an entity that the log holds of one of two tables and not, or otherwise, of the other. Not in the order of a
 * statement's rows: that is the heap's, which two tables do not share for long.
 */
const FIRST_DIFFERENCE = `
  WITH entry AS (
    SELECT t.name, e.entity_id, row_number() OVER (PARTITION BY t.name, e.entity_id ORDER BY e.occurred_at, e.id) AS place,
      jsonb_build_array(e.organization, e.action, e.project, e.actor, e.entity_id, e.operation_id, e.entity_name, e.changes, e.source,
        (SELECT count(*) FROM audit.pending p WHERE p.id = e.id)) AS content
    FROM audit.entry e JOIN audit.event_type t ON t.key = e.event_type
    WHERE t.name IN ($1, $2))
  SELECT a.content AS written, b.content AS general
  FROM (SELECT * FROM entry WHERE name = $1) a FULL JOIN (SELECT * FROM entry WHERE name = $2) b USING (entity_id, place)
  WHERE a.content IS DISTINCT FROM b.content LIMIT 1`;

const CLEAR = `SET session_replication_role = replica; DELETE FROM audit.entry; DELETE FROM audit.pending; RESET session_replication_role`;

/** From here on the general path is an error, so that who takes it is seen. */
const CLOSE_GENERAL_PATH = `CREATE OR REPLACE FUNCTION audit.write_changes(t audit.tracked, olds jsonb[], news jsonb[]) RETURNS void LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'the general path'; END $$`;

const CARD = `
  CREATE TABLE card (id integer PRIMARY KEY, organization integer NOT NULL, title text, count integer);
  GRANT ALL ON card TO audit_app;
  INSERT INTO card SELECT n, 1, 'Card', 0 FROM generate_series(1, 10) n;
  SELECT audit.track('card', 'CARD', '{"name": "title"}');
  ${CLOSE_GENERAL_PATH}`;

describe.each(postgresVersions)('the function written for a tracked table, on Postgres %i', (version) => {
  test('records what the general path records, whatever the table, its options, the change, and what becomes of its shape', { timeout: 120_000 }, async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(`
      CREATE TYPE mood AS ENUM ('calm', 'O''Brien'); CREATE DOMAIN positive AS bigint CHECK (value > 0);
      INSERT INTO topic VALUES ('t1', 1, 'Sign-in', NULL), ('t2', 1, 'By "key"', 't1'); SELECT audit.define('NOTE', '{clone}')`);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(shapes, acts, async (shape, steps) => {
        count += 1;
        const subjects = [new Subject(db, `written_${count}`, false, shape), new Subject(db, `general_${count}`, true, shape)] as const;
        for (const subject of subjects) await subject.create();
        for (const step of [{ kind: 'insert', column: 0, value: 0, rows: 3 } as const, ...steps]) {
          const [written, general] = [await subjects[0].perform(step), await subjects[1].perform(step)];
          expect(written, step.kind).toBe(general);
        }
        const { rows } = await db.owner.query(FIRST_DIFFERENCE, [`WRITTEN_${count}`, `GENERAL_${count}`]);
        expect(rows).toEqual([]);
        await db.owner.query(CLEAR);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  test.each([
    ['a column was added', 'ALTER TABLE card ADD extra text'],
    ['a column was renamed', 'ALTER TABLE card RENAME count TO number'],
    ['a column was dropped', 'ALTER TABLE card DROP count'],
    ['a column has another type', 'ALTER TABLE card ALTER count TYPE bigint'],
    ['the table was renamed', 'ALTER TABLE card RENAME TO ticket'],
    ['the table was moved', 'CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO audit_app; ALTER TABLE card SET SCHEMA elsewhere'],
  ])('leaves a change to the general path once %s, also where its plans are kept, until the table is tracked anew', async (_, alter) => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(CARD);
    const { rows } = await db.owner.query<{ oid: number }>(`SELECT 'card'::regclass::oid AS oid`);
    const table = async (): Promise<string> => {
      const found = await db.owner.query<{ name: string }>(`SELECT format('%I.%I', relnamespace::regnamespace, relname) AS name FROM pg_class WHERE oid = $1`, [rows[0]?.oid]);
      return found.rows[0]?.name ?? '';
    };
    const change = async (): Promise<unknown> => {
      const name = await table();
      return actAs(db, db.ana, (client) => client.query(`UPDATE ${name} SET title = title || '!' WHERE id = 1; INSERT INTO ${name} SELECT max(id) + 1, 1 FROM ${name}; DELETE FROM ${name} WHERE id = (SELECT max(id) FROM ${name})`));
    };
    for (let time = 0; time < 7; time += 1) await change();
    const before = (await storedEntries(db)).length;
    expect(before).toBe(21);
    await db.owner.query(alter);
    await expect(change()).rejects.toThrow('the general path');
    await db.owner.query(`SELECT audit.track($1, 'CARD')`, [await table()]);
    await change();
    expect(await storedEntries(db)).toHaveLength(before + 3);
  });

  test('writes the entries of thousands of rows in their order, and bounds what it holds of them', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(CARD);
    await actAs(db, db.ana, (client) => client.query(`INSERT INTO card SELECT n, 1, 'Card ' || n FROM generate_series(11, 3010) n`));
    await actAs(db, db.ana, (client) => client.query(`UPDATE card SET title = 'New ' || title WHERE id > 10`));
    await actAs(db, db.ana, (client) => client.query('DELETE FROM card WHERE id > 10'));
    const ids = Array.from({ length: 3000 }, (_, n) => String(n + 11));
    const entries = await storedEntries(db);
    expect(entries.map(({ entity_id }) => entity_id)).toEqual([...ids, ...ids, ...ids]);
    expect(entries[3000]).toMatchObject({ action: 'update', changes: [{ field: 'title', old: 'Card 11', new: 'New Card 11' }] });
    expect(entries[8999]).toMatchObject({ action: 'delete', entity_name: 'New Card 3010' });
  });

  test('notices what is altered in its own transaction, and what is rolled back', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(CARD);
    const client = await db.owner.connect();
    const act = `SELECT audit.act(1, 'USER', 'ana', NULL, NULL, NULL, '{"ip": null, "userAgent": null, "via": "web"}')`;
    const change = `UPDATE card SET title = title || '!' WHERE id = 1`;
    try {
      await client.query(`BEGIN; ${act}; ${change}; SAVEPOINT before; ALTER TABLE card ADD extra text`);
      await expect(client.query(change)).rejects.toThrow('the general path');
      await client.query(`ROLLBACK TO before; ${change}; ALTER TABLE card RENAME count TO number`);
      await expect(client.query(change)).rejects.toThrow('the general path');
      await client.query(`ROLLBACK; BEGIN; ${act}; ${change}; COMMIT`);
    } finally {
      client.release(true);
    }
    expect(await storedEntries(db)).toHaveLength(1);
  });

  test('takes the general path under a snapshot that may be older than the table', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(CARD);
    const client = await db.database.pool.connect();
    try {
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT audit.act(1, 'USER', 'ana', NULL, NULL, NULL, NULL)`);
      await db.owner.query('ALTER TABLE card ADD extra text');
      await expect(client.query('UPDATE card SET count = 1')).rejects.toThrow('the general path');
    } finally {
      client.release(true);
    }
  });
});
