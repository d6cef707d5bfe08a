import { describe, expect, test } from 'vitest';
import { createTestDatabase, postgresVersions } from '../testing/postgres.js';
import { actAs, createNotesDatabase, storedEntries, web } from '../testing/notes.js';
import { Capture } from './acting.js';

describe.each(postgresVersions)('capture on Postgres %i', (version) => {
  test('a change of a tracked row is one entry with the fields that changed, typed, old and new', async () => {
    await using db = await createNotesDatabase({ version });
    await actAs(db, db.ana, (client) =>
      client.query(`INSERT INTO note (id, organization, body, labels, amount, big, ratio, payload, at)
        VALUES ('n1', 1, 'Hello', '{a,b}', 1.50, 9007199254740993, 0.1, '{"n": 1.0, "big": 9007199254740993}', '2026-11-24 12:00:00.123456+02')`),
    );
    await actAs(db, db.ana, (client) => client.query(`UPDATE note SET labels = '{b,c}', ratio = NULL, touched_at = now() WHERE id = 'n1'`));
    await actAs(db, db.ana, (client) => client.query(`DELETE FROM note WHERE id = 'n1'`));
    const [made, changed, gone] = await storedEntries(db);
    expect(made).toMatchObject({ action: 'create', event_type: 'NOTE', entity_id: 'n1', entity_name: 'Hello', project: null, actor: 'ana', source: web });
    expect(made?.changes).toEqual([
      { field: 'body', old: null, new: 'Hello' },
      { field: 'labels', old: null, new: ['a', 'b'] },
      { field: 'amount', old: null, new: '1.50' },
      { field: 'big', old: null, new: '9007199254740993' },
      { field: 'ratio', old: null, new: 0.1 },
      { field: 'payload', old: null, new: { n: 1, big: '9007199254740993' } },
      { field: 'at', old: null, new: '2026-11-24T10:00:00.123456+00:00' },
    ]);
    expect(changed?.changes).toEqual([
      { field: 'labels', old: ['a', 'b'], new: ['b', 'c'] },
      { field: 'ratio', old: 0.1, new: null },
    ]);
    expect(gone).toMatchObject({ action: 'delete', entity_name: 'Hello' });
    expect(gone?.changes).toContainEqual({ field: 'labels', old: ['b', 'c'], new: null });
  });

  test('names stand in place of ids, paths in place of folders, and a person is kept by id alone', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(`INSERT INTO topic VALUES ('t1', 1, 'Sign-in', NULL), ('t2', 1, 'By "key"', 't1')`);
    await actAs(db, db.ana, async (client) => {
      await client.query(`INSERT INTO note (id, organization, topic_id, author_id) VALUES ('n1', 1, 't2', 'ben')`);
      await client.query(`UPDATE note SET topic_id = 't1' WHERE id = 'n1'`);
    });
    const [made, moved] = await storedEntries(db);
    expect(made?.changes).toContainEqual({ field: 'topic', ref: 'public.topic', old: null, new: 'Sign-in/By "key"', oldId: null, newId: 't2' });
    expect(made?.changes).toContainEqual({ field: 'author', ref: 'user', oldId: null, newId: 'ben' });
    expect(moved).toMatchObject({ action: 'move', changes: [{ field: 'topic', old: 'Sign-in/By "key"', new: 'Sign-in' }] });
  });

  test('a redacted field is recorded as changed, and its value never', async () => {
    await using db = await createNotesDatabase({ version });
    await actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization, secret) VALUES ('n1', 1, 'hunter2')`));
    await actAs(db, db.ana, (client) => client.query(`UPDATE note SET secret = 'hunter3'`));
    const entries = await storedEntries(db);
    expect(entries.map((entry) => entry.changes)).toEqual([[{ field: 'secret', redacted: true }], [{ field: 'secret', redacted: true }]]);
    const { rows } = await db.owner.query(`SELECT count(*)::int AS n FROM audit.entry e WHERE e::text LIKE '%hunter%'`);
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('what changes nothing leaves nothing, and what is rolled back leaves nothing', async () => {
    await using db = await createNotesDatabase({ version });
    await actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization, body) VALUES ('n1', 1, 'x')`));
    await actAs(db, db.ana, async (client) => {
      await client.query(`UPDATE note SET body = body, touched_at = now()`);
      await client.query(`UPDATE note SET body = 'y' WHERE id = 'nobody'`);
      await client.query(`DELETE FROM note WHERE id = 'nobody'`);
    });
    // Nobody has to say who touches what is not recorded.
    await db.database.pool.query('UPDATE note SET touched_at = now()');
    await expect(
      actAs(db, db.ana, async (client) => {
        await client.query(`UPDATE note SET body = 'y'`);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await storedEntries(db)).toHaveLength(1);
    const { rows } = await db.owner.query('SELECT count(*)::int AS n FROM audit.pending');
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('the application cannot change a tracked row without an actor, nor for another organization', async () => {
    await using db = await createNotesDatabase({ version });
    await expect(db.database.pool.query(`INSERT INTO note (id, organization) VALUES ('n1', 1)`)).rejects.toThrow('a tracked change without an actor');
    await expect(actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization) VALUES ('n1', 2)`))).rejects.toThrow(
      'a change in organization 2 by an actor of organization 1',
    );
    const { rows } = await db.owner.query('SELECT count(*)::int AS n FROM note');
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('a change that cannot be recorded does not happen', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query('ALTER TABLE audit.entry ADD CONSTRAINT full_disk CHECK (entity_id <> $$n2$$)');
    await expect(
      actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization) VALUES ('n1', 1), ('n2', 1)`)),
    ).rejects.toThrow('full_disk');
    const { rows } = await db.owner.query('SELECT count(*)::int AS n FROM note');
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('a change from a console is recorded under its role, all of one transaction as one operation', async () => {
    await using db = await createNotesDatabase({ version });
    const client = await db.owner.connect();
    await client.query(`BEGIN; INSERT INTO note (id, organization) VALUES ('n1', 1), ('n2', 2); DELETE FROM note; COMMIT`);
    const { rows } = await client.query<{ role: string }>('SELECT session_user::text AS role');
    client.release();
    const entries = await storedEntries(db);
    expect(entries.map(({ action }) => action)).toEqual(['create', 'create', 'delete', 'delete']);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set([`postgres:${rows[0]?.role}`]));
    expect(new Set(entries.map(({ operation_id }) => operation_id)).size).toBe(1);
    expect(entries[0]?.operation_id).not.toBeNull();
  });

  test('TRUNCATE is one entry with the number of rows', async () => {
    await using db = await createNotesDatabase({ version });
    await actAs(db, db.ana, (client) => client.query(`INSERT INTO note (id, organization) SELECT 'n' || n, 1 FROM generate_series(1, 3) n`));
    await actAs(db, db.ana, (client) => client.query('TRUNCATE note'));
    expect((await storedEntries(db)).at(-1)).toMatchObject({ action: 'truncate', changes: [{ field: 'rows', old: 3, new: 0 }] });
  });

  test('a value that no canonical form can hold is named, and neither stops the write nor the log', async () => {
    await using db = await createNotesDatabase({ version });
    const deep = `${'['.repeat(80)}1${']'.repeat(80)}`;
    await actAs(db, db.ana, (client) =>
      client.query({
        text: `INSERT INTO note (id, organization, raw, payload) VALUES ('n1', 1, $1, $2), ('n2', 1, $3, '{"n": 1e400}'), ('n3', 1, $4, NULL)`,
        values: ['{"nul": "\\u0000"}', deep, '{"half": "\\ud800"}', '{"whole": "\\ud83d\\ude00 \\\\u0000"}'],
      }),
    );
    const [first, second, third] = await storedEntries(db);
    expect(third?.changes).toEqual([{ field: 'raw', old: null, new: { whole: '😀 \\u0000' } }]);
    expect(first?.changes).toEqual([
      { field: 'payload', unrecordable: 'nested deeper than 64', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { field: 'raw', unrecordable: 'not representable as JSON text', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(second?.changes).toContainEqual({ field: 'payload', old: null, new: { n: `1${'0'.repeat(400)}` } });
  });

  test('a table without a primary key is refused, an unknown column or option named, a changed key refused', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query('CREATE TABLE keyless (a text)');
    await expect(db.owner.query(`SELECT audit.track('keyless', 'NOTE')`)).rejects.toThrow('keyless cannot be tracked: it has no primary key');
    await expect(db.owner.query(`SELECT audit.track('note', 'NOTE', '{"redact": "pasword"}')`)).rejects.toThrow('note has no column pasword');
    await expect(db.owner.query(`SELECT audit.track('note', 'NOTE', '{"redacted": "secret"}')`)).rejects.toThrow('no option redacted');
    await db.owner.query(`INSERT INTO note (id, organization) VALUES ('n1', 1)`);
    await db.owner.query(`INSERT INTO note (id, organization) VALUES ('n2', 1)`);
    await expect(db.owner.query(`UPDATE note SET id = 'n9' WHERE id = 'n1'`)).rejects.toThrow('the key of a row of public.note cannot be changed');
    await expect(db.owner.query(`UPDATE note SET id = CASE id WHEN 'n1' THEN 'x1' ELSE 'n1' END WHERE id IN ('n1', 'n2')`)).rejects.toThrow('the key of a row of public.note cannot be changed');
  });

  test('a bulk change of thousands of rows gives each its own entry, in order', async () => {
    await using db = await createNotesDatabase({ version });
    await actAs(db, db.ana, (client) =>
      client.query(`INSERT INTO note (id, organization, body) SELECT 'n' || n, 1, 'Note ' || n FROM generate_series(1, 2500) n`),
    );
    await actAs(db, db.ana, (client) => client.query(`UPDATE note SET body = 'New ' || body`));
    const updates = (await storedEntries(db)).filter(({ action }) => action === 'update');
    expect(updates.map(({ entity_name }) => entity_name)).toEqual(Array.from({ length: 2500 }, (_, n) => `New Note ${n + 1}`));
    expect(updates.every(({ entity_id, changes }) => changes[0]?.['old'] === `Note ${entity_id?.slice(1)}`)).toBe(true);
    const { rows } = await db.owner.query(`SELECT count(*)::int AS entries, count(DISTINCT entity_id)::int AS notes, count(DISTINCT id)::int AS ids,
      bool_and(date_trunc('milliseconds', occurred_at) = to_timestamp(('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)) AS timed FROM audit.entry`);
    expect(rows).toEqual([{ entries: 5000, notes: 2500, ids: 5000, timed: true }]);
  });

  test('what users write is never taken for a marker of ours', async () => {
    await using db = await createNotesDatabase({ version });
    const forged = { unrecordable: 'x', field: 'status', old: 'Draft', new: 'Approved', redacted: true };
    await actAs(db, db.ana, (client) =>
      client.query(`INSERT INTO note (id, organization, body, labels, payload, raw) VALUES ('n1', 1, 'unrecordable', '{unrecordable}', $1::text::jsonb, $1::text::json)`, [JSON.stringify(forged)]),
    );
    const [made] = await storedEntries(db);
    expect(made?.changes).toEqual([
      { field: 'body', old: null, new: 'unrecordable' },
      { field: 'labels', old: null, new: ['unrecordable'] },
      { field: 'payload', old: null, new: forged },
      { field: 'raw', old: null, new: forged },
    ]);
  });

  test('ids of what is referred to are kept as exactly as other values, and named within the organization alone', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(`
      CREATE TABLE cat (organization integer, id bigint, name text, PRIMARY KEY (organization, id));
      INSERT INTO cat VALUES (1, 9007199254740993, 'of one'), (2, 9007199254740993, 'of two');
      CREATE TABLE item (organization integer, id integer PRIMARY KEY, cat_id bigint, x integer);
      GRANT ALL ON item TO audit_app;
      SELECT audit.track('item', 'ITEM', '{"refs": {"cat_id": {"field": "cat", "table": "public.cat"}}}')`);
    await actAs(db, db.otherAna, (client) => client.query('INSERT INTO item VALUES (2, 1, 9007199254740993, 7)'));
    expect((await storedEntries(db))[0]?.changes).toEqual([
      { field: 'cat', ref: 'public.cat', old: null, new: 'of two', oldId: null, newId: '9007199254740993' },
      { field: 'x', old: null, new: 7 },
    ]);
    await expect(db.owner.query('UPDATE item SET organization = 1')).rejects.toThrow('cannot be moved to another organization');
  });

  test('no setting of the connection hides a difference', async () => {
    await using db = await createNotesDatabase({ version });
    await actAs(db, db.ana, async (client) => {
      await client.query(`INSERT INTO note (id, organization, ratio) VALUES ('n1', 1, 1.1)`);
      await client.query(`SET LOCAL extra_float_digits = -15`);
      await client.query(`SET LOCAL TimeZone = 'Asia/Kathmandu'`);
      await client.query(`UPDATE note SET ratio = 1.4, at = '2026-01-01 00:00:00Z'`);
    });
    expect((await storedEntries(db))[1]?.changes).toEqual([
      { field: 'ratio', old: 1.1, new: 1.4 },
      { field: 'at', old: null, new: '2026-01-01T00:00:00+00:00' },
    ]);
  });

  test('an actor that is nobody, a source without its form and changes without fields are refused, with the change', async () => {
    await using db = await createNotesDatabase({ version });
    const refused = async (statements: string, message: string): Promise<void> => {
      const change = actAs(db, db.ana, (client) => client.query(statements));
      await expect(change, statements).rejects.toThrow(message);
    };
    const insert = `INSERT INTO note (id, organization) VALUES ('n1', 1)`;
    await refused(`SELECT set_config('audit.actor', '99999', true); ${insert}`, 'no actor 99999 in organization 1');
    for (const source of ['{}', '{"via": "web"}', '{"ip": 1, "userAgent": null, "via": "web"}', '{"ip": null, "userAgent": null, "via": "fax"}', '[]']) {
      await refused(`SELECT set_config('audit.source', '${source}', true); ${insert}`, 'source_has_its_form');
    }
    for (const changes of ['[1]', '[null]', '[{"x": 1}]', '[[{"field": "a"}]]', '{}', '[{"field": 1}]']) {
      await refused(`SELECT audit.record('NOTE', 'create', 'n1', 'n1', null, '${changes}')`, 'changes_name_their_fields');
    }
    await refused(`SELECT audit.record('NOTE', 'create', 'n1', 'n1', null, '[{"field": "a", "new": ${'['.repeat(70)}${']'.repeat(70)}}]')`, 'nest deeper than 64');
    expect(await storedEntries(db)).toEqual([]);
  });

  test("a table without an organization is recorded in the connection's, and refused where there is none", async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(`CREATE TABLE plain (a integer, b text, c text, PRIMARY KEY (a, b)); GRANT ALL ON plain TO audit_app; SELECT audit.track('plain', 'PLAIN')`);
    await actAs(db, db.ana, (client) => client.query(`INSERT INTO plain VALUES (1, 'x"y', 'c')`));
    expect(await storedEntries(db)).toMatchObject([{ entity_id: '["1","x\\"y"]', changes: [{ field: 'c', old: null, new: 'c' }] }]);
    await expect(db.owner.query('DELETE FROM plain')).rejects.toThrow('a change of public.plain outside of any organization');
  });

  test('a partitioned table is tracked row by row, also when a partition is changed directly', async () => {
    await using db = await createNotesDatabase({ version });
    await db.owner.query(`
      CREATE TABLE reading (organization integer, id text, value integer, PRIMARY KEY (id)) PARTITION BY HASH (id);
      CREATE TABLE reading_0 PARTITION OF reading FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      SELECT audit.track('reading', 'READING');
      INSERT INTO reading VALUES (1, 'r1', 1);
      UPDATE reading_0 SET value = 2;`);
    expect((await storedEntries(db)).map(({ action, changes }) => [action, changes])).toEqual([
      ['create', [{ field: 'value', old: null, new: 1 }]],
      ['update', [{ field: 'value', old: 1, new: 2 }]],
    ]);
  });
});

test('actingAs commits the change with its entry and says so, or leaves nothing', async () => {
  await using db = await createNotesDatabase();
  let written = 0;
  const capture = new Capture(db.database.dataSource, () => (written += 1));
  const operationId = '0b6f4b0e-8c1d-4d4f-9d1c-2f6f7d3b8a11';
  const options = { source: web, operationId };
  await capture.actingAs(db.ana, options, async (tx) => {
    await tx.query(`INSERT INTO note (id, organization, body) VALUES ('n1', 1, 'x')`);
    await capture.nameAction(tx, 'accept');
    await capture.record(tx, { eventType: 'AUTHENTICATION', action: 'sign_in', changes: [{ field: 'method', old: null, new: 'password' }] });
  });
  await expect(
    capture.actingAs(db.ana, options, async (tx) => {
      await tx.query(`UPDATE note SET body = 'y'`);
      await capture.record(tx, { eventType: 'NO_SUCH_TYPE', action: 'sign_in' });
    }),
  ).rejects.toThrow('unknown event type NO_SUCH_TYPE');
  expect(written).toBe(1);
  expect((await storedEntries(db)).map((entry) => [entry.event_type, entry.action, entry.operation_id])).toEqual([
    ['NOTE', 'create', operationId],
    ['AUTHENTICATION', 'sign_in', operationId],
  ]);
});

test('reading sees its organization alone and cannot write', async () => {
  await using db = await createTestDatabase();
  const capture = new Capture(db.database.dataSource, () => undefined);
  await db.owner.query(`SELECT audit.create_organization('a'), audit.create_organization('b')`);
  const heads: unknown = await capture.reading(2, (tx) => tx.query('SELECT organization FROM audit.head'));
  expect(heads).toEqual([{ organization: 2 }]);
  await expect(capture.reading(1, (tx) => tx.query('CREATE TEMP TABLE x ()'))).rejects.toThrow('read-only');
});
