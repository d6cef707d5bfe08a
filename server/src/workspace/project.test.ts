import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { CREATE_PROJECT, makeFolder, makeProject, makeTestCase } from '../testing/workspace.js';

const DELETE_PROJECT = 'mutation ($id: ID!) { deleteProject(id: $id) { id testCases folders } }';
const UPDATE_PROJECT =
  'mutation ($id: ID!, $input: UpdateProjectInput!) { updateProject(id: $id, input: $input) { id name description } }';

async function entries(product: TestProduct) {
  const all = await storedEntries(product.db);
  return all.filter(({ event_type }) => ['PROJECT', 'FOLDER', 'TEST_CASE'].includes(event_type));
}

test('Projects are created, changed and deleted, and each is recorded exactly', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const name = `Zahlung "€" 'x'\n🧾`;

  const { createProject } = await admin.data<{ createProject: { id: string } }>(CREATE_PROJECT, {
    input: { name, description: 'first' },
  });
  const { id } = createProject;
  await admin.data(UPDATE_PROJECT, { id, input: { name: 'Payments', description: 'first' } });
  await admin.data(UPDATE_PROJECT, { id, input: { name: 'Payments' } });
  await admin.data(UPDATE_PROJECT, { id, input: { description: null } });
  expect(await admin.data(DELETE_PROJECT, { id })).toEqual({
    deleteProject: { id, testCases: 0, folders: 0 },
  });

  expect(createProject).toEqual({ id, key: 'ZX', name, description: 'first' });
  expect(
    (await entries(product)).map(({ action, entity_name, changes }) => ({ action, entity_name, changes })),
  ).toEqual([
    {
      action: 'create',
      entity_name: name,
      changes: [
        { field: 'key', old: null, new: 'ZX' },
        { field: 'name', old: null, new: name },
        { field: 'description', old: null, new: 'first' },
      ],
    },
    { action: 'update', entity_name: 'Payments', changes: [{ field: 'name', old: name, new: 'Payments' }] },
    {
      action: 'update',
      entity_name: 'Payments',
      changes: [{ field: 'description', old: 'first', new: null }],
    },
    {
      action: 'delete',
      entity_name: 'Payments',
      changes: [
        { field: 'key', old: 'ZX', new: null },
        { field: 'name', old: 'Payments', new: null },
      ],
    },
  ]);
  expect((await entries(product)).every(({ project }) => project === 'Payments')).toBe(true);
});

test("Deleting a project records all that went with it, under the request's own operation", async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const other = await makeProject(admin, 'Other');
  const projectId = await makeProject(admin, 'Payments');
  await makeTestCase(admin, { projectId: other, title: 'Stays' });
  const folder = await makeFolder(admin, projectId, 'Refunds');
  const inner = await makeFolder(admin, projectId, 'Partial', folder);
  for (const folderId of [null, folder, inner])
    await makeTestCase(admin, { projectId, folderId, title: 'Goes' });
  const before = (await entries(product)).length;
  const operation = 'b3f1c1de-0000-4000-8000-00000000000a';

  const { deleteProject } = await admin.data<Record<string, unknown>>(
    DELETE_PROJECT,
    { id: projectId },
    { 'operation-id': operation },
  );

  expect(deleteProject).toEqual({ id: projectId, testCases: 3, folders: 2 });
  const deleted = (await entries(product)).slice(before);
  expect(deleted.map(({ event_type }) => event_type)).toEqual([
    'TEST_CASE',
    'TEST_CASE',
    'TEST_CASE',
    'FOLDER',
    'FOLDER',
    'PROJECT',
  ]);
  expect(
    deleted.every(({ operation_id, project }) => operation_id === operation && project === 'Payments'),
  ).toBe(true);
  expect(await admin.data('{ projects { name testCaseCount } }')).toEqual({
    projects: [{ name: 'Other', testCaseCount: 1 }],
  });
});

test('More test cases than one statement deletes go all the same', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Large');
  await product.db.owner.query(
    `INSERT INTO workspace.test_case (organization, project_id, number, title) SELECT 1, $1, n, 'Case ' || n FROM generate_series(1, 2345) n`,
    [projectId],
  );

  const { deleteProject } = await admin.data<Record<string, unknown>>(DELETE_PROJECT, { id: projectId });

  expect(deleteProject).toMatchObject({ testCases: 2345 });
  const { rows } = await product.db.owner.query(
    `SELECT count(*)::int AS entries, count(DISTINCT e.operation_id)::int AS operations FROM audit.entry e
     JOIN audit.action a ON a.key = e.action WHERE a.name = 'delete'`,
  );
  expect(rows).toEqual([{ entries: 2346, operations: 1 }]);
});

test('A key that is not given is derived from the name, and another one where it is taken', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const keyOf = async (input: Record<string, unknown>) =>
    (await admin.data<{ createProject: { key: string } }>(CREATE_PROJECT, { input })).createProject.key;

  expect(await keyOf({ name: 'Payments' })).toBe('PAYM');
  expect(await keyOf({ name: 'Payments' })).toBe('PAYM2');
  expect(await keyOf({ name: 'Any', key: 'OWN1' })).toBe('OWN1');
  const atOnce = await Promise.all(Array.from({ length: 6 }, () => keyOf({ name: 'Payment gateway' })));
  expect(atOnce.toSorted()).toEqual(['PG', 'PG2', 'PG3', 'PG4', 'PG5', 'PG6']);
  expect(await admin.refusal(CREATE_PROJECT, { input: { name: 'Any', key: 'OWN1' } })).toMatchObject({
    code: 'CONFLICT',
  });
  for (const key of ['', 'lower', '1A', 'A-B', 'A'.repeat(17)]) {
    expect(await admin.refusal(CREATE_PROJECT, { input: { name: 'Any', key } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^key must/),
    });
  }
});
