import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { untilBlocked, whileHolding } from '../testing/waiting.js';
import { CREATE_FOLDER, MOVE_FOLDER, READ_CASE, makeFolder, makeProject, makeTestCase } from '../testing/workspace.js';

const DELETE_FOLDER = 'mutation ($id: ID!) { deleteFolder(id: $id) { id } }';

async function moves({ db }: TestProduct) {
  return (await storedEntries(db)).filter(({ action }) => action === 'move');
}

async function pathsOf(client: TestClient, projectId: string): Promise<string[]> {
  const { workspaceProject } = await client.data<{ workspaceProject: { folders: { path: string }[] } }>(
    'query ($id: ID!) { workspaceProject(id: $id) { folders { path } } }',
    { id: projectId },
  );
  return workspaceProject.folders.map(({ path }) => path);
}

/** Folders within one another, the outermost first. */
async function makeChain(client: TestClient, projectId: string, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(await makeFolder(client, projectId, name, ids.at(-1) ?? null));
  return ids;
}

test.each(postgresVersions)(
  'A folder moves with all that is in it, recorded with the paths it came from and went to (Postgres %i)',
  async (version) => {
    await using product = await startProduct({ version });
    const admin = await product.administrator();
    const projectId = await makeProject(admin, 'Payments');
    const [a, b, c] = (await makeChain(admin, projectId, ['A', 'B "2"', 'C'])) as [string, string, string];
    const other = await makeFolder(admin, projectId, 'Other');
    const testCase = await makeTestCase(admin, { projectId, folderId: c, title: 'Pay' });
    const move = async (parentId?: string) =>
      (await admin.data<Record<string, unknown>>(MOVE_FOLDER, { id: b, parentId }))['moveFolder'];

    expect(await move(other)).toEqual({ id: b, name: 'B "2"', parentId: other, path: 'Other/B "2"' });
    expect(await admin.data(READ_CASE, { id: testCase })).toMatchObject({
      testCase: { folderPath: 'Other/B "2"/C' },
    });
    expect(await move()).toEqual({ id: b, name: 'B "2"', parentId: null, path: 'B "2"' });
    expect(await move()).toMatchObject({ path: 'B "2"' });

    const parent = { field: 'parent', ref: 'workspace.folder' };
    const told = (await moves(product)).map(({ event_type, entity_id, entity_name, project, changes }) => ({
      told: [event_type, entity_id, entity_name, project],
      changes,
    }));
    expect(told).toEqual([
      {
        told: ['FOLDER', b, 'B "2"', 'Payments'],
        changes: [{ ...parent, old: 'A', oldId: a, new: 'Other', newId: other }],
      },
      {
        told: ['FOLDER', b, 'B "2"', 'Payments'],
        changes: [{ ...parent, old: 'Other', oldId: other, new: null, newId: null }],
      },
    ]);
    expect((await storedEntries(product.db)).at(-1)).toMatchObject({ action: 'move' });
  },
);

test('A folder cannot be moved into itself, into another project, or beside one of its name', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const [a, b, c] = (await makeChain(admin, projectId, ['A', 'B', 'C'])) as [string, string, string];
  const elsewhere = await makeFolder(admin, await makeProject(admin, 'Elsewhere'), 'E');
  await makeFolder(admin, projectId, 'B');

  for (const parentId of [a, b, c]) {
    expect(await admin.refusal(MOVE_FOLDER, { id: a, parentId })).toEqual({
      code: 'BAD_USER_INPUT',
      message: 'parentId is the folder itself, or lies in it: choose one outside of it.',
    });
  }
  expect(await admin.refusal(MOVE_FOLDER, { id: a, parentId: elsewhere })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await admin.refusal(MOVE_FOLDER, { id: b })).toMatchObject({ code: 'CONFLICT' });
  expect(await pathsOf(admin, projectId)).toEqual(['A', 'A/B', 'A/B/C', 'B']);
  expect(await moves(product)).toEqual([]);
});

test('Of two folders that are moved into each other at once one is, and both stay in the project', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const [a, b] = [await makeFolder(admin, projectId, 'A'), await makeFolder(admin, projectId, 'B')];

  const { both } = await whileHolding(
    product.db,
    (owner) => owner.query('SELECT FROM workspace.project FOR UPDATE'),
    async () => {
      const both = Promise.all([
        admin.ask(MOVE_FOLDER, { id: a, parentId: b }),
        admin.ask(MOVE_FOLDER, { id: b, parentId: a }),
      ]);
      await untilBlocked(product.db, 2);
      return { both };
    },
  );

  const codes = (await both).flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code);
  expect(codes).toEqual(['BAD_USER_INPUT']);
  expect(await moves(product)).toHaveLength(1);
  expect([
    ['A', 'A/B'],
    ['B', 'B/A'],
  ]).toContainEqual(await pathsOf(admin, projectId));
});

test('A move keeps the fifty levels, also against a folder that is made at the same moment', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const long = await makeChain(
    admin,
    projectId,
    Array.from({ length: 48 }, (_, n) => `${n + 1}`),
  );
  const [outer, inner, innermost] = (await makeChain(admin, projectId, ['X', 'Y', 'Z'])) as [string, string, string];

  expect(await admin.refusal(MOVE_FOLDER, { id: outer, parentId: long.at(-1) })).toEqual({
    code: 'BAD_USER_INPUT',
    message:
      'parentId lies 48 folders deep, and the folder has 3 levels itself: choose one further up, at most 50 in all.',
  });

  // To level 50 exactly; what is made in it meanwhile would be the fifty-first.
  const { both } = await whileHolding(
    product.db,
    (owner) => owner.query('SELECT FROM workspace.project FOR UPDATE'),
    async () => {
      const both = Promise.all([
        admin.ask(MOVE_FOLDER, { id: inner, parentId: long.at(-1) }),
        admin.ask(CREATE_FOLDER, { input: { projectId, parentId: innermost, name: 'New' } }),
      ]);
      await untilBlocked(product.db, 2);
      return { both };
    },
  );

  const codes = (await both).flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code);
  expect(codes).toEqual(['BAD_USER_INPUT']);
  const depths = (await pathsOf(admin, projectId)).map((path) => path.split('/').length);
  expect(Math.max(...depths)).toBeLessThanOrEqual(50);
});

test('Moves, deletions and new folders of one tree at once end in a tree, and nobody waits in a ring', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');

  for (let round = 0; round < 5; round += 1) {
    const [a, b, c] = (await makeChain(admin, projectId, ['A', 'B', 'C'])) as [string, string, string];
    const d = await makeFolder(admin, projectId, 'D', a);
    const outcomes = await Promise.all([
      admin.ask(MOVE_FOLDER, { id: b, parentId: d }),
      admin.ask(MOVE_FOLDER, { id: d, parentId: c }),
      admin.ask(MOVE_FOLDER, { id: c }),
      admin.ask(DELETE_FOLDER, { id: a }),
      admin.ask(CREATE_FOLDER, { input: { projectId, parentId: c, name: 'E' } }),
    ]);
    for (const { extensions } of outcomes.flatMap(({ errors }) => errors))
      expect(['BAD_USER_INPUT', 'NOT_FOUND']).toContain(extensions?.code);
    expect(outcomes[3].errors).toEqual([]);
    const { rows } = await product.db.owner.query('SELECT count(*)::int AS folders FROM workspace.folder');
    const paths = await pathsOf(admin, projectId);
    // Every folder there is can be reached from the root.
    expect(paths).toHaveLength(rows[0].folders);
    for (const path of paths.filter((path) => !path.includes('/'))) {
      const { rows: left } = await product.db.owner.query<{ id: string }>(
        'SELECT id FROM workspace.folder WHERE name = $1 AND parent_id IS NULL',
        [path],
      );
      await admin.data(DELETE_FOLDER, { id: left[0]!.id });
    }
  }
});
