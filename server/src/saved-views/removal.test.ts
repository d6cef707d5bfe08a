import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { startProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { untilBlocked, whileHolding } from '../testing/waiting.js';

const LIST = '{ savedViews { id name creatorName canChange isDefault } }';
const CREATE = 'mutation ($input: CreateSavedViewInput!) { createSavedView(input: $input) { id } }';
const UPDATE = 'mutation ($id: ID!, $input: UpdateSavedViewInput!) { updateSavedView(id: $id, input: $input) { id } }';
const SET_DEFAULT = 'mutation ($id: ID) { setDefaultSavedView(id: $id) { id } }';

async function create(client: TestClient, name: string, shared = false): Promise<{ id: string }> {
  return (await client.data<{ createSavedView: { id: string } }>(CREATE, { input: { name, filter: 'range=7d', shared } })).createSavedView;
}

test.each(postgresVersions)('Who is removed takes their own views along, each recorded within the removal; what they shared stays (Postgres %i)', async (version) => {
  await using product = await startProduct({ version });
  const ada = await product.administrator();
  const bob = await product.member('bob@example.com');
  const shared = await create(bob, 'Ours', true);
  const own = await create(bob, 'Own');
  await bob.data(SET_DEFAULT, { id: own.id });
  await ada.data(SET_DEFAULT, { id: shared.id });
  const before = (await storedEntries(product.db)).length;

  const { rows } = await product.db.owner.query<{ id: string }>(`SELECT id FROM account.person WHERE email = 'bob@example.com'`);
  await ada.data('mutation ($id: ID!) { removeUser(id: $id) { id } }', { id: rows[0]!.id });

  const entries = (await storedEntries(product.db)).slice(before);
  expect(entries.map(({ event_type, action, entity_name }) => [event_type, action, entity_name])).toEqual([
    ['SAVED_VIEW', 'delete', 'Own'],
    ['USER', 'remove', 'bob'],
  ]);
  expect(new Set(entries.map(({ operation_id }) => operation_id)).size).toBe(1);
  expect((await ada.data<{ savedViews: object[] }>(LIST)).savedViews).toMatchObject([{ name: 'Ours', creatorName: null, canChange: true, isDefault: true }]);
  expect(await ada.refusal(UPDATE, { id: shared.id, input: { shared: false } })).toMatchObject({ code: 'FORBIDDEN' });
});

test('Who makes a view while they are removed leaves none behind, and is told so', async () => {
  await using product = await startProduct();
  const bob = await product.member('bob@example.com');
  const { refusal } = await whileHolding(
    product.db,
    (owner) => owner.query(`DELETE FROM account.person WHERE email = 'bob@example.com'`),
    async () => {
      const refusal = bob.refusal(CREATE, { input: { name: 'Late', filter: '', shared: true } });
      await untilBlocked(product.db);
      return { refusal };
    },
  );
  expect(await refusal).toEqual({ code: 'FORBIDDEN', message: 'Your account was removed meanwhile.' });
  expect(await (await product.administrator()).data(LIST)).toEqual({ savedViews: [] });
});
