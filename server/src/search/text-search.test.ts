import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearch, searchMatches, searchText } from '@audit-log/shared/search';
import { wordsOfEntry } from '@audit-log/shared/words';
import { createTestDatabase, postgresVersions } from '../testing/postgres.js';
import { factsOf } from './facts.js';
import { beginningsOf, tsqueryOf, vectorOf } from './text-search.js';

test.for(postgresVersions)('Postgres %i finds in the words of any texts what is found in memory', async (version) => {
  await using db = await createTestDatabase({ version });
  const piece = fc.oneof(fc.constantFrom('a', 'b', 'ab', ' ', ' ', '"', '*', '-', '失', 'é', '\'', '\\', ':', '&', '|', '!'), fc.string({ unit: 'binary', maxLength: 3 }));
  const texts = fc.array(piece).map((pieces) => pieces.join('').toWellFormed().replaceAll('\0', ''));
  await fc.assert(
    fc.asyncProperty(texts, fc.array(texts, { maxLength: 3 }), texts, async (name, values, search) => {
      const words = wordsOfEntry(name, values.map((value) => ({ field: 'a', old: value })));
      const read = parseSearch(search);
      const { rows } = await db.owner.query<{ found: boolean }>('SELECT $1::tsvector @@ $2::tsquery AS found', [vectorOf(words), 'query' in read ? tsqueryOf(searchText(read.query)) : "'a'"]);
      expect(rows[0]?.found).toBe('query' in read ? searchMatches(read.query, words) : words.has('a'));
    }),
    { numRuns: 300 },
  );
  const changes = Array.from({ length: 12_000 }, (_, i) => ({ field: `field ${i}`, new: [`${'𐐨'.repeat(60)}${i} again`, `${i}`] }));
  const longest = wordsOfEntry('x', changes);
  const others = [...factsOf(changes, '2001:db8::1').facts, ...beginningsOf(longest)];
  expect((await db.owner.query('SELECT length($1::tsvector)', [vectorOf(longest, others)])).rows[0].length).toBe(longest.size + others.length);
});
