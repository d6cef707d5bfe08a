import { expect, test } from 'vitest';
import { MOST_AT_ONCE } from '../entry/entry-row.js';
import { actAs, createNotesDatabase } from '../testing/notes.js';
import { AuditQuery } from './audit-query.js';
import type { PageArguments } from './page.js';

const ENTRIES = 9;
const LENGTH = 700_000;

test('A page of large values comes early, and the pages together hold every entry once, forwards and backwards', async () => {
  await using db = await createNotesDatabase();
  const query = await AuditQuery.open(db.database);
  const ids = Array.from({ length: ENTRIES }, (_, n) => `note ${n}`);
  await actAs(db, db.ana, (client) =>
    client.query(`INSERT INTO note (id, organization, body) SELECT id, 1, repeat(md5(id), ${LENGTH / 32 + 1}) FROM unnest($1::text[]) id`, [ids]),
  );
  const filter = { eventTypes: ['NOTE'] };

  /** What every page holds, from the first asked for to the last. */
  async function pages(next: (cursor: string | null) => PageArguments, older: boolean): Promise<string[][]> {
    const all: string[][] = [];
    for (let cursor: string | null = null, more = true; more; ) {
      const { edges, pageInfo } = await query.page(1, filter, next(cursor));
      all.push(edges.map(({ node }) => node.entity?.id ?? ''));
      more = older ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
      cursor = older ? pageInfo.endCursor : pageInfo.startCursor;
    }
    return all;
  }

  const fitting = Math.ceil(MOST_AT_ONCE / LENGTH);
  const forwards = await pages((after) => ({ first: 5, after }), true);
  expect(forwards.map((page) => page.length)).toEqual([fitting, fitting, fitting]);
  expect(forwards.flat()).toEqual(ids.toReversed());
  const backwards = await pages((before) => ({ last: 5, before }), false);
  expect(backwards.toReversed().flat()).toEqual(ids.toReversed());
  // The limit of entries holds as before.
  expect((await query.page(1, filter, { first: 1 })).edges).toHaveLength(1);
});
