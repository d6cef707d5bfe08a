import { expect, test } from 'vitest';
import { untilBlocked, whileHolding } from '../testing/waiting.js';
import { storedEntries } from '../testing/notes.js';
import { startProduct } from '../testing/product.js';
import {
  CREATE_CASE,
  DELETE_CASE,
  MOVE_CASE,
  READ_CASE,
  UPDATE_CASE,
  makeFolder,
  makeProject,
  makeTestCase,
} from '../testing/workspace.js';
import type { TestProduct } from '../testing/product.js';

async function caseEntries(product: TestProduct) {
  return (await storedEntries(product.db)).filter(({ event_type }) => event_type === 'TEST_CASE');
}

test('An update records the fields that differ, old and new, and no others', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, {
    projectId,
    title: 'Pay',
    labels: ['a'],
    steps: [{ action: 'x', expected: null }],
  });

  await admin.data(UPDATE_CASE, {
    id,
    input: {
      title: 'Pay',
      status: 'ACTIVE',
      labels: ['b', 'a'],
      description: null,
      steps: [{ action: 'x', expected: 'y' }],
      preconditions: '',
    },
  });

  const entry = (await caseEntries(product)).at(-1)!;
  expect(entry).toMatchObject({ action: 'update', entity_id: id, entity_name: 'Pay' });
  expect(entry.changes).toEqual([
    { field: 'status', old: 'Draft', new: 'Active' },
    { field: 'labels', old: ['a'], new: ['b', 'a'] },
    { field: 'preconditions', old: null, new: '' },
    { field: 'steps', old: [{ action: 'x', expected: null }], new: [{ action: 'x', expected: 'y' }] },
  ]);
});

test('A move is recorded with names of projects and paths of folders', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const [from, to] = [await makeProject(admin, 'Old "home"'), await makeProject(admin, 'New home')];
  const outer = await makeFolder(admin, to, 'Outer');
  const inner = await makeFolder(admin, to, 'Inner', outer);
  const id = await makeTestCase(admin, { projectId: from, title: 'Pay' });

  const { moveTestCase } = await admin.data<Record<string, unknown>>(MOVE_CASE, {
    id: 'TC-1',
    projectId: to,
    folderId: inner,
  });

  expect(moveTestCase).toMatchObject({ id, projectId: to, folderPath: 'Outer/Inner' });
  const entry = (await caseEntries(product)).at(-1)!;
  expect(entry).toMatchObject({ action: 'move', project: 'New home' });
  expect(entry.changes).toMatchObject([
    { field: 'project', old: 'Old "home"', new: 'New home', oldId: from, newId: to },
    { field: 'folder', old: null, new: 'Outer/Inner', oldId: null, newId: inner },
  ]);
  expect(await admin.refusal(MOVE_CASE, { id, projectId: from, folderId: inner })).toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('A deletion records every value there was', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, title: 'Pay', labels: ['a'] });

  expect(await admin.data(DELETE_CASE, { id })).toEqual({ deleteTestCase: { id, testCases: 0, folders: 0 } });

  expect((await caseEntries(product)).at(-1)).toMatchObject({
    action: 'delete',
    entity_id: id,
    entity_name: 'Pay',
    project: 'Payments',
  });
  expect((await caseEntries(product)).at(-1)!.changes).toEqual(
    expect.arrayContaining([
      { field: 'title', old: 'Pay', new: null },
      { field: 'labels', old: ['a'], new: null },
      { field: 'key', old: 'TC-1', new: null },
    ]),
  );
  expect(await admin.data(READ_CASE, { id })).toEqual({ testCase: null });
  expect(await admin.refusal(DELETE_CASE, { id })).toMatchObject({ code: 'NOT_FOUND' });
});

test('Keys are unique in the organization, without a hole, also when many create at once', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projects = [await makeProject(admin, 'One'), await makeProject(admin, 'Two')];

  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      // Every fifth is refused, and uses no key up.
      admin.ask<{ createTestCase: { key: string } }>(CREATE_CASE, {
        input: { projectId: projects[n % 2], title: n % 5 === 0 ? ' ' : `Case ${n}` },
      }),
    ),
  );

  const keys = answers.flatMap(({ data }) => data?.createTestCase?.key ?? []);
  expect(keys.toSorted((a, b) => Number(a.slice(3)) - Number(b.slice(3)))).toEqual(
    Array.from({ length: 32 }, (_, n) => `TC-${n + 1}`),
  );
});

test('A key never changes and is never given again', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const [one, two] = [await makeProject(admin, 'One'), await makeProject(admin, 'Two')];
  const id = await makeTestCase(admin, { projectId: one, title: 'First' });

  const { moveTestCase } = await admin.data<Record<string, unknown>>(MOVE_CASE, { id, projectId: two });
  await admin.data(DELETE_CASE, { id });
  const { createTestCase } = await admin.data<Record<string, unknown>>(CREATE_CASE, {
    input: { projectId: one, title: 'Second' },
  });

  expect(moveTestCase).toMatchObject({ key: 'TC-1' });
  expect(createTestCase).toMatchObject({ key: 'TC-2' });
  await expect(product.db.database.pool.query('UPDATE workspace.test_case SET number = 7')).rejects.toThrow(
    'permission denied',
  );
});

test('Of two updates at once the second records what the first has made', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, title: 'v0' });

  await Promise.all(
    Array.from({ length: 12 }, (_, n) => admin.data(UPDATE_CASE, { id, input: { title: `v${n + 1}` } })),
  );

  const changes = (await caseEntries(product)).slice(1).map(({ changes: [change] }) => change!);
  expect(changes).toHaveLength(12);
  // Each entry goes on where another one ended: one chain from the first title to the last.
  const next = new Map(changes.map(({ old, new: value }) => [old, value]));
  let title: unknown = 'v0';
  for (let step = 0; step < 12; step += 1) title = next.get(title);
  expect(await admin.data(READ_CASE, { id })).toMatchObject({ testCase: { title } });
});

test('An update waits for one that is under way, and is compared with what that has made', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, title: 'v0' });

  const { update } = await whileHolding(
    product.db,
    (owner) => owner.query(`UPDATE workspace.test_case SET title = 'v1'`),
    async () => {
      const update = admin.data(UPDATE_CASE, { id, input: { title: 'v0' } });
      await untilBlocked(product.db);
      return { update };
    },
  );
  await update;

  expect((await caseEntries(product)).slice(1).map(({ changes }) => changes)).toEqual([
    [{ field: 'title', old: 'v0', new: 'v1' }],
    [{ field: 'title', old: 'v1', new: 'v0' }],
  ]);
});

test.each(['project', 'folder'])(
  'A move holds nothing while it waits for its new %s, so that nobody waits in a ring',
  async (table) => {
    await using product = await startProduct();
    const admin = await product.administrator();
    const projectId = await makeProject(admin, 'Payments');
    const folderId = await makeFolder(admin, projectId, 'Refunds');
    const id = await makeTestCase(admin, { projectId, title: 'Pay' });

    const { move } = await whileHolding(
      product.db,
      // As a deletion does, which then goes on to the test cases.
      (owner) => owner.query(`SELECT FROM workspace.${table} FOR UPDATE`),
      async (owner) => {
        const move = admin.data(MOVE_CASE, { id, projectId, folderId });
        await untilBlocked(product.db);
        await owner.query('SELECT FROM workspace.test_case FOR UPDATE NOWAIT');
        return { move };
      },
    );

    expect(await move).toMatchObject({ moveTestCase: { folderPath: 'Refunds' } });
  },
);

test('An owner is known by an id in whatever case', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const { users } = await admin.data<{ users: { id: string }[] }>('{ users { id } }');
  const ownerId = users[0]!.id.toUpperCase();
  const id = await makeTestCase(admin, { projectId: projectId.toUpperCase(), title: 'Pay', ownerId });

  await admin.data(UPDATE_CASE, { id: id.toUpperCase(), input: { ownerId } });

  expect(await caseEntries(product)).toHaveLength(1);
});
