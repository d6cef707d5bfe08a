import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../testing/postgres.js';

test('the functions written for the tables of the product know their shape: a migration that alters one calls audit.create_triggers again', async () => {
  await using db = await createTestDatabase();
  const { rows } = await db.owner.query<{ relation: string; knows: boolean }>(`
    SELECT DISTINCT t.relation::text, strpos(p.prosrc, audit.shape_of(t.relation)) > 0 AS knows
    FROM audit.tracked t JOIN pg_trigger g ON g.tgrelid = t.relation JOIN pg_proc p ON p.oid = g.tgfoid
    WHERE p.pronamespace = 'audit'::regnamespace AND p.proname <> ALL ('{capture,capture_row,capture_truncate}') ORDER BY 1`);
  expect(rows.map(({ relation }) => relation)).toEqual(expect.arrayContaining(['workspace.folder', 'workspace.test_case']));
  expect(rows.filter(({ knows }) => !knows)).toEqual([]);
});

test('the id of an entry says its time, to the microsecond', async () => {
  await using db = await createTestDatabase();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.bigInt({ min: 0n, max: 253_402_300_799_999_999n }), { minLength: 50, maxLength: 200 }), async (times) => {
      const { rows } = await db.owner.query<{ id: string }>(
        `SELECT audit.uuid_v7(timestamptz 'epoch' + us / 86400000000 * interval '1 day' + us % 86400000000 * interval '1 microsecond') AS id FROM unnest($1::bigint[]) WITH ORDINALITY AS t(us, place) ORDER BY place`,
        [times.map(String)],
      );
      for (const [place, time] of times.entries()) {
        const part = (((time % 1000n) * 4096n) / 1000n).toString(16).padStart(3, '0');
        const id = rows[place]?.id ?? '';
        expect(id.replaceAll('-', '').slice(0, 16)).toBe(`${(time / 1000n).toString(16).padStart(12, '0')}7${part}`);
        expect(id).toMatch(/^.{19}[89ab]/u);
      }
    }),
    { numRuns: 10 },
  );
});
