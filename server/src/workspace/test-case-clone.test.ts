import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { untilBlocked, whileHolding } from '../testing/waiting.js';
import { CLONE_CASE, READ_CASE, makeFolder, makeProject, makeTestCase } from '../testing/workspace.js';

async function caseEntries({ db }: TestProduct) {
  return (await storedEntries(db)).filter(({ event_type }) => event_type === 'TEST_CASE');
}

const full = {
  title: 'Pay "now" 🧪',
  description: 'Line\nbreak',
  type: 'regression',
  priority: 'CRITICAL',
  status: 'IN_PROGRESS',
  template: 'DOCUMENTATION',
  labels: ['a', '', '{"x"}'],
  requirements: ['REQ-1'],
  preconditions: '',
  reference: 'https://example.com/?a=1',
  steps: [
    { action: 'Do "this"', expected: 'true' },
    { action: '', expected: null },
  ],
  expectedResults: 'Done',
};

test('A clone has every field but the key, beside the original, and is recorded as a creation is', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const folderId = await makeFolder(admin, projectId, 'Refunds');
  const { users } = await admin.data<{ users: { id: string }[] }>('{ users { id } }');
  await makeTestCase(admin, { ...full, projectId, folderId, ownerId: users[0]!.id });

  const { cloneTestCase } = await admin.data<{ cloneTestCase: { id: string } }>(CLONE_CASE, { id: 'TC-1' });

  const { testCase } = await admin.data<Record<string, unknown>>(READ_CASE, { id: cloneTestCase.id });
  expect(testCase).toMatchObject({
    ...full,
    title: 'Copy of Pay "now" 🧪',
    key: 'TC-2',
    projectId,
    folderPath: 'Refunds',
    owner: { email: 'ada@example.com' },
  });
  const [made, cloned, ...others] = await caseEntries(product);
  expect(others).toEqual([]);
  expect(cloned).toMatchObject({
    action: 'clone',
    entity_id: cloneTestCase.id,
    entity_name: 'Copy of Pay "now" 🧪',
    project: 'Payments',
  });
  expect(cloned!.changes).toEqual(
    made!.changes.map((change) => {
      if (change['field'] === 'key') return { ...change, new: 'TC-2' };
      return change['field'] === 'title' ? { ...change, new: 'Copy of Pay "now" 🧪' } : change;
    }),
  );
});

test('A clone may lie elsewhere and have a title of its own', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const [here, there] = [await makeProject(admin, 'Here'), await makeProject(admin, 'There')];
  const folderId = await makeFolder(admin, here, 'First');
  const sibling = await makeFolder(admin, here, 'Second');
  const far = await makeFolder(admin, there, 'Far');
  const id = await makeTestCase(admin, { projectId: here, folderId, title: 'Pay' });
  const clone = async (args: Record<string, unknown>) =>
    (await admin.data<{ cloneTestCase: Record<string, unknown> }>(CLONE_CASE, { id, ...args })).cloneTestCase;

  expect(await clone({ title: 'Mine' })).toMatchObject({ title: 'Mine', projectId: here, folderPath: 'First' });
  expect(await clone({ folderId: sibling })).toMatchObject({ projectId: here, folderPath: 'Second' });
  expect(await clone({ projectId: here })).toMatchObject({ projectId: here, folderPath: null });
  expect(await clone({ projectId: there })).toMatchObject({ projectId: there, folderPath: null });
  expect(await clone({ projectId: there, folderId: far })).toMatchObject({ projectId: there, folderPath: 'Far' });
  for (const args of [{ folderId: far }, { projectId: there, folderId: sibling }]) {
    expect(await admin.refusal(CLONE_CASE, { id, ...args })).toMatchObject({ code: 'NOT_FOUND' });
  }
  for (const title of ['', ' ', 'x'.repeat(501), '\0']) {
    expect(await admin.refusal(CLONE_CASE, { id, title })).toMatchObject({ code: 'BAD_USER_INPUT' });
  }
  expect(await admin.refusal(CLONE_CASE, { id: 'TC-99' })).toMatchObject({ code: 'NOT_FOUND' });
  expect((await caseEntries(product)).map(({ action }) => action)).toEqual(['create', ...Array(5).fill('clone')]);
});

test('The title of a clone of the longest title is cut between characters', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, title: '🧪'.repeat(500) });

  expect(await admin.data(CLONE_CASE, { id })).toMatchObject({
    cloneTestCase: { title: `Copy of ${'🧪'.repeat(492)}` },
  });
});

test('A clone does not take over an owner who is removed at the same moment', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await product.member('bob@example.com');
  const { users } = await admin.data<{ users: { id: string; email: string }[] }>('{ users { id email } }');
  const bob = users.find(({ email }) => email === 'bob@example.com')!;
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, title: 'Pay', ownerId: bob.id });

  const { clone } = await whileHolding(
    product.db,
    (owner) => owner.query('DELETE FROM account.person WHERE id = $1', [bob.id]),
    async () => {
      const clone = admin.data<{ cloneTestCase: { id: string } }>(CLONE_CASE, { id });
      await untilBlocked(product.db);
      return { clone };
    },
  );

  const { cloneTestCase } = await clone;
  expect(await admin.data(READ_CASE, { id: cloneTestCase.id })).toMatchObject({ testCase: { owner: null } });
});
