import type { PoolClient } from 'pg';
import { expect, test } from 'vitest';
import { normalizeFilter } from '@audit-log/shared/filter';
import { Dimensions } from '../entry/dimensions.js';
import { logger } from '../logger.js';
import { Sequencer } from '../sequencer/sequencer.js';
import { actAs, createNotesDatabase, type NotesDatabase } from '../testing/notes.js';
import { PATIENCE } from '../testing/waiting.js';
import { AuditQuery } from './audit-query.js';
import { EVERYTHING, readPage } from './page.js';
import { USUAL_BOUND } from './statement.js';

/** The connection, on which `meanwhile` happens once, right after keys were looked up. */
function interrupted(client: PoolClient, meanwhile: () => Promise<void>): PoolClient {
  let over = false;
  return new Proxy(client, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      if (property !== 'query') return value.bind(target);
      return (...args: unknown[]) => {
        const answer: unknown = value.apply(target, args);
        const [statement] = args as [{ name?: string } | undefined];
        if (over || !statement?.name?.startsWith('keys-')) return answer;
        over = true;
        return (async () => {
          const rows = await answer;
          await meanwhile();
          return rows;
        })();
      };
    },
  });
}

async function numbered({ owner }: NotesDatabase): Promise<void> {
  await expect.poll(async () => (await owner.query('SELECT FROM audit.pending')).rowCount, PATIENCE).toBe(0);
}

test.each([
  ['a user', { userIds: ['newcomer', 'ana'] }],
  ['a user alone', { userIds: ['newcomer'] }],
  ['a project', { projectIds: ['p-new'] }],
])('The first entry of %s that is named before it ever occurred is on the page, or comes with the tail', async (_, filter) => {
  await using resources = new AsyncDisposableStack();
  const db = resources.use(await createNotesDatabase());
  const query = await AuditQuery.open(db.database);
  const sequencer = resources.use(new Sequencer({ url: db.appUrl, logger }));
  const write = async (id: string, actor: string): Promise<void> => {
    await actAs(db, { organization: 1, kind: 'USER', id: actor, name: actor }, (client) =>
      client.query(`INSERT INTO note (id, organization, project_id, body) VALUES ($1, 1, $2, $1)`, [id, actor === 'newcomer' ? 'p-new' : null]),
    );
    sequencer.wake();
    await numbered(db);
  };
  await write('before', 'ana');

  const page = await db.database.withOrganization(1, (client) =>
    readPage(interrupted(client, () => write('first', 'newcomer')), new Dimensions(), query.cursors, 1, normalizeFilter(filter), { first: 5 }, EVERYTHING, USUAL_BOUND),
  );
  const [first] = (await query.page(1, { entityId: 'first' }, { first: 1 })).edges;
  const place = query.cursors.readTail(1, page.tailCursor, 'after').sequence;
  const isThere = page.edges.some(({ node }) => node.id === first?.node.id);
  expect(isThere || place < Number(first?.node.sequence), `${isThere} ${place} ${first?.node.sequence}`).toBe(true);
});
