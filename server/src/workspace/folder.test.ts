import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { CREATE_FOLDER, makeFolder, makeProject, makeTestCase } from '../testing/workspace.js';

const DELETE_FOLDER = 'mutation ($id: ID!) { deleteFolder(id: $id) { id testCases folders } }';
const RENAME_FOLDER =
  'mutation ($id: ID!, $name: String!) { renameFolder(id: $id, name: $name) { id name path } }';

async function entries(product: TestProduct) {
  const all = await storedEntries(product.db);
  return all.filter(({ event_type }) => ['PROJECT', 'FOLDER', 'TEST_CASE'].includes(event_type));
}

test('Folders are recorded by the path of their parent', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const outer = await makeFolder(admin, projectId, 'Outer "1"\nline');
  const { createFolder: inner } = await admin.data<{ createFolder: { id: string; path: string } }>(
    CREATE_FOLDER,
    {
      input: { projectId, parentId: outer, name: 'Inner 🗂️' },
    },
  );

  const { renameFolder } = await admin.data<Record<string, unknown>>(RENAME_FOLDER, {
    id: inner.id,
    name: 'Innermost',
  });
  await admin.data(RENAME_FOLDER, { id: inner.id, name: 'Innermost' });
  expect(await admin.data(DELETE_FOLDER, { id: inner.id })).toEqual({
    deleteFolder: { id: inner.id, testCases: 0, folders: 0 },
  });

  expect(inner.path).toBe('Outer "1"\nline/Inner 🗂️');
  expect(renameFolder).toEqual({ id: inner.id, name: 'Innermost', path: 'Outer "1"\nline/Innermost' });
  const parent = { field: 'parent', ref: 'workspace.folder' };
  expect(
    (await entries(product))
      .slice(2)
      .map(({ action, entity_name, changes }) => ({ action, entity_name, changes })),
  ).toEqual([
    {
      action: 'create',
      entity_name: 'Inner 🗂️',
      changes: [
        { ...parent, old: null, oldId: null, new: 'Outer "1"\nline', newId: outer },
        { field: 'name', old: null, new: 'Inner 🗂️' },
      ],
    },
    {
      action: 'update',
      entity_name: 'Innermost',
      changes: [{ field: 'name', old: 'Inner 🗂️', new: 'Innermost' }],
    },
    {
      action: 'delete',
      entity_name: 'Innermost',
      changes: [
        { ...parent, old: 'Outer "1"\nline', oldId: outer, new: null, newId: null },
        { field: 'name', old: 'Innermost', new: null },
      ],
    },
  ]);
});

test.each(postgresVersions)(
  'Deleting a folder records all that went with it, by path, under one operation (Postgres %i)',
  async (version) => {
    await using product = await startProduct({ version });
    const admin = await product.administrator();
    const projectId = await makeProject(admin, 'Payments');
    const bystander = await makeFolder(admin, projectId, 'Bystander');
    await makeTestCase(admin, { projectId, folderId: bystander, title: 'Stays' });
    const a = await makeFolder(admin, projectId, 'A');
    const b = await makeFolder(admin, projectId, 'B', a);
    const c = await makeFolder(admin, projectId, 'C', b);
    for (const [folderId, title] of [
      [a, 'in A'],
      [b, 'in B'],
      [c, 'in C'],
      [c, 'in C too'],
    ])
      await makeTestCase(admin, { projectId, folderId, title });
    const before = (await entries(product)).length;

    expect(await admin.data(DELETE_FOLDER, { id: a })).toEqual({
      deleteFolder: { id: a, testCases: 4, folders: 2 },
    });

    const deleted = (await entries(product)).slice(before);
    const told = deleted.map(({ event_type, action, entity_name, changes }) => {
      const place = changes.find(({ field }) => field === 'folder' || field === 'parent');
      return `${event_type} ${action} ${entity_name} (${place?.['old'] ?? ''})`;
    });
    expect(told.slice(0, 4).toSorted()).toEqual([
      'TEST_CASE delete in A (A)',
      'TEST_CASE delete in B (A/B)',
      'TEST_CASE delete in C (A/B/C)',
      'TEST_CASE delete in C too (A/B/C)',
    ]);
    expect(told.slice(4)).toEqual(['FOLDER delete C (A/B)', 'FOLDER delete B (A)', 'FOLDER delete A ()']);
    expect(new Set(deleted.map(({ operation_id }) => operation_id)).size).toBe(1);
    expect(deleted[0]!.operation_id).toMatch(/^[\da-f-]{36}$/);
    const { workspaceProject } = await admin.data<Record<string, unknown>>(
      'query ($id: ID!) { workspaceProject(id: $id) { testCaseCount folders { path } } }',
      { id: projectId },
    );
    expect(workspaceProject).toEqual({ testCaseCount: 1, folders: [{ path: 'Bystander' }] });
  },
);

test('What is created in a folder while it is deleted is either gone with it or not there', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');

  for (let round = 0; round < 5; round += 1) {
    const folderId = await makeFolder(admin, projectId, 'Busy');
    const moved = await makeTestCase(admin, { projectId, title: 'Moves in' });
    const outcomes = await Promise.all([
      admin.ask('mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id } }', {
        input: { projectId, folderId, title: 'New' },
      }),
      admin.ask(DELETE_FOLDER, { id: folderId }),
      admin.ask(
        'mutation ($id: ID!, $p: ID!, $f: ID) { moveTestCase(id: $id, projectId: $p, folderId: $f) { id } }',
        { id: moved, p: projectId, f: folderId },
      ),
      admin.ask(CREATE_FOLDER, { input: { projectId, parentId: folderId, name: 'Sub' } }),
    ]);
    expect(outcomes[1].errors).toEqual([]);
    for (const code of outcomes.flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code))
      expect(code).toBe('NOT_FOUND');
  }
  const { rows } = await product.db.owner.query('SELECT count(*)::int AS folders FROM workspace.folder');
  expect(rows).toEqual([{ folders: 0 }]);
});

test('Names of folders are unique among siblings, and what cannot be a name is refused', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const a = await makeFolder(admin, projectId, 'A');
  const b = await makeFolder(admin, projectId, 'B');
  await makeFolder(admin, projectId, 'A', a);

  expect(await admin.refusal(CREATE_FOLDER, { input: { projectId, name: 'A' } })).toMatchObject({
    code: 'CONFLICT',
  });
  expect(await admin.refusal(RENAME_FOLDER, { id: b, name: 'A' })).toMatchObject({ code: 'CONFLICT' });
  for (const name of ['', ' ', 'a/b', 'x'.repeat(201), '\0', '\ud800']) {
    expect(
      await admin.refusal(CREATE_FOLDER, { input: { projectId, name } }),
      JSON.stringify(name),
    ).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^name /),
    });
  }
});

test('Folders nest fifty deep and no deeper', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  let parentId: string | null = null;
  for (let depth = 1; depth <= 50; depth += 1)
    parentId = await makeFolder(admin, projectId, `${depth}`, parentId);

  expect(await admin.refusal(CREATE_FOLDER, { input: { projectId, parentId, name: '51' } })).toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(/^parentId lies 50 folders deep/),
  });
});
