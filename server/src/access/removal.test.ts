import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { ADMIN, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { untilBlocked, whileHolding } from '../testing/waiting.js';
import { CREATE_CASE, READ_CASE, UPDATE_CASE, makeProject, makeTestCase } from '../testing/workspace.js';

const REMOVE = 'mutation ($id: ID!) { removeUser(id: $id) { id } }';

/** Somebody who may be removed. */
async function addBob(product: TestProduct): Promise<string> {
  await product.member('bob@example.com');
  const { rows } = await product.db.owner.query(`SELECT id FROM account.person WHERE email = 'bob@example.com'`);
  return rows[0].id;
}

test.each(postgresVersions)(
  'Test cases of who is removed have no owner then, each recorded under the operation of the removal (Postgres %i)',
  async (version) => {
    await using product = await startProduct({ version });
    const admin = await product.administrator();
    const bob = await addBob(product);
    const projectId = await makeProject(admin, 'Payments');
    const owned = await makeTestCase(admin, { projectId, title: 'First', ownerId: bob });
    await makeTestCase(admin, { projectId, title: 'Second', ownerId: bob });
    await makeTestCase(admin, { projectId, title: 'Of nobody' });
    const before = (await storedEntries(product.db)).length;

    await admin.data(REMOVE, { id: bob });

    const entries = (await storedEntries(product.db)).slice(before);
    expect(entries.map(({ event_type, action, entity_name }) => [event_type, action, entity_name])).toEqual([
      ['TEST_CASE', 'update', 'First'],
      ['TEST_CASE', 'update', 'Second'],
      ['USER', 'remove', 'bob'],
    ]);
    expect(entries[0]!.changes).toEqual([{ field: 'owner', ref: 'user', oldId: bob, newId: null }]);
    expect(new Set(entries.map(({ operation_id }) => operation_id)).size).toBe(1);
    expect(entries[0]!.operation_id).toMatch(/^[\da-f-]{36}$/);
    expect(await admin.data(READ_CASE, { id: owned })).toMatchObject({ testCase: { owner: null } });
    // Whose it was is read in the log by name.
    const { auditLogs } = await admin.data<Record<string, unknown>>(
      'query ($id: ID!) { auditLogs(filter: {entityId: $id}, first: 1) { edges { node { details { field old new } } } } }',
      { id: owned },
    );
    expect(auditLogs).toEqual({
      edges: [{ node: { details: [{ field: 'owner', old: 'bob', new: null }] } }],
    });
  },
);

test('A test case that somebody gets while they are removed has no owner either', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const bob = await addBob(product);
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, title: 'Pay' });

  const { removal } = await whileHolding(
    product.db,
    (owner) => owner.query('UPDATE workspace.test_case SET owner_id = $1', [bob]),
    async () => {
      const removal = admin.data(REMOVE, { id: bob });
      await untilBlocked(product.db);
      return { removal };
    },
  );

  await removal;
  expect(await admin.data(READ_CASE, { id })).toMatchObject({ testCase: { owner: null } });
});

test('Who is removed while they are made an owner is nobody of the organization', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const bob = await addBob(product);
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, title: 'Pay' });

  const { both } = await whileHolding(
    product.db,
    (owner) => owner.query('DELETE FROM account.person WHERE id = $1', [bob]),
    async () => {
      const both = Promise.all([
        admin.refusal(CREATE_CASE, { input: { projectId, title: 'New', ownerId: bob } }),
        admin.refusal(UPDATE_CASE, { id, input: { ownerId: bob } }),
      ]);
      await untilBlocked(product.db, 2);
      return { both };
    },
  );

  for (const refusal of await both) {
    expect(refusal).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^ownerId is nobody/),
    });
  }
});

test('A key belongs to the organization: it goes on when who made it is removed', async () => {
  await using product = await startProduct();
  const bob = product.client();
  const admin = await product.administrator();
  const id = await addBob(product);
  await bob.data('mutation { signIn(email: "bob@example.com", password: "correct horse") { role } }');
  const { createApiKey } = await bob.data<{ createApiKey: { key: string } }>(
    'mutation { createApiKey(input: {name: "CI", scopes: ["audit:read"]}) { key apiKey { createdBy { email } } } }',
  );
  expect(createApiKey).toMatchObject({ apiKey: { createdBy: { email: 'bob@example.com' } } });
  const before = (await storedEntries(product.db)).length;

  await admin.data(REMOVE, { id });

  const program = product.client({ authorization: `Bearer ${createApiKey.key}` });
  expect(await program.data('{ viewer { scopes } }')).toEqual({ viewer: { scopes: ['audit:read'] } });
  expect(await admin.data('{ apiKeys { name createdBy { email } } }')).toEqual({
    apiKeys: [
      { name: 'Admin key', createdBy: { email: ADMIN.email } },
      { name: 'CI', createdBy: null },
    ],
  });
  // That it has no maker any more is no change of the key.
  const entries = (await storedEntries(product.db)).slice(before);
  expect(entries.map(({ event_type, action }) => `${event_type} ${action}`)).toEqual(['USER remove']);
});
