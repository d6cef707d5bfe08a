import { expect, test } from 'vitest';
import { createOrganization } from '../access/first-administrator.js';
import { startProduct } from '../testing/product.js';
import { makeFolder, makeProject, makeTestCase } from '../testing/workspace.js';

const NOWHERE = '0190d3c2-0000-7000-8000-000000000000';

test('What belongs to another organization looks as if it were not there', async () => {
  await using product = await startProduct();
  const { services, db } = product;
  const ours = await product.administrator();
  const project = await makeProject(ours, 'Payments');
  const folder = await makeFolder(ours, project, 'Refunds');
  const testCase = await makeTestCase(ours, { projectId: project, folderId: folder, title: 'Secret' });
  const { auditLogs } = await ours.data<{ auditLogs: { edges: { node: { id: string } }[] } }>(
    '{ auditLogs(first: 1) { edges { node { id } } } }',
  );
  const { users, apiKeys } = await ours.data<Record<'users' | 'apiKeys', { id: string }[]>>(
    '{ users { id } apiKeys { id } }',
  );

  const { createSavedView } = await ours.data<{ createSavedView: { id: string } }>(
    'mutation { createSavedView(input: {name: "Secret view", filter: "range=1h", shared: true}) { id } }',
  );
  const savedView = createSavedView.id;

  const { link } = await createOrganization(db.database.pool, services.capture, 'http://localhost', {
    name: 'Southwind',
    adminEmail: 'sue@example.com',
  });
  const theirs = product.client();
  await theirs.data(
    'mutation ($token: String!) { acceptInvite(token: $token, name: "Sue", password: "correct horse") { role } }',
    {
      token: new URL(link).searchParams.get('token'),
    },
  );
  const theirProject = await makeProject(theirs, 'Payments');
  const theirFolder = await makeFolder(theirs, theirProject, 'Own');
  const theirCase = await makeTestCase(theirs, { projectId: theirProject, title: 'Own' });

  const operations: [document: string, ids: readonly string[]][] = [
    ['query ($a: ID!) { workspaceProject(id: $a) { name } }', [project]],
    ['query ($a: ID!) { testCase(id: $a) { title } }', [testCase]],
    ['query ($a: ID!) { auditLog(id: $a) { action } }', [auditLogs.edges[0]!.node.id]],
    ['query ($a: ID!) { testCases(projectId: $a) { totalCount } }', [project]],
    [
      'query ($a: ID!, $b: ID) { testCases(projectId: $a, folderId: $b) { totalCount } }',
      [theirProject, folder],
    ],
    ['mutation ($a: ID!) { updateProject(id: $a, input: {name: "Mine"}) { id } }', [project]],
    ['mutation ($a: ID!) { deleteProject(id: $a) { id } }', [project]],
    ['mutation ($a: ID!) { createFolder(input: {projectId: $a, name: "Mine"}) { id } }', [project]],
    [
      'mutation ($a: ID!, $b: ID) { createFolder(input: {projectId: $a, parentId: $b, name: "Mine"}) { id } }',
      [theirProject, folder],
    ],
    ['mutation ($a: ID!) { renameFolder(id: $a, name: "Mine") { id } }', [folder]],
    ['mutation ($a: ID!) { moveFolder(id: $a) { id } }', [folder]],
    ['mutation ($a: ID!, $b: ID) { moveFolder(id: $a, parentId: $b) { id } }', [theirFolder, folder]],
    ['mutation ($a: ID!) { deleteFolder(id: $a) { id } }', [folder]],
    ['mutation ($a: ID!) { createTestCase(input: {projectId: $a, title: "Mine"}) { id } }', [project]],
    [
      'mutation ($a: ID!, $b: ID) { createTestCase(input: {projectId: $a, folderId: $b, title: "Mine"}) { id } }',
      [theirProject, folder],
    ],
    [
      'mutation ($a: ID!, $b: ID) { createTestCase(input: {projectId: $a, ownerId: $b, title: "Mine"}) { id } }',
      [theirProject, users[0]!.id],
    ],
    ['mutation ($a: ID!) { updateTestCase(id: $a, input: {title: "Mine"}) { id } }', [testCase]],
    ['mutation ($a: ID!, $b: ID!) { moveTestCase(id: $b, projectId: $a) { id } }', [theirProject, testCase]],
    ['mutation ($a: ID!, $b: ID!) { moveTestCase(id: $a, projectId: $b) { id } }', [theirCase, project]],
    ['mutation ($a: ID!) { cloneTestCase(id: $a) { id } }', [testCase]],
    ['mutation ($a: ID!, $b: ID) { cloneTestCase(id: $a, projectId: $b) { id } }', [theirCase, project]],
    ['mutation ($a: ID!, $b: ID) { cloneTestCase(id: $a, folderId: $b) { id } }', [theirCase, folder]],
    ['mutation ($a: ID!) { deleteTestCase(id: $a) { id } }', [testCase]],
    ['mutation ($a: ID!) { updateUserRole(id: $a, role: READ_ONLY) { id } }', [users[0]!.id]],
    ['mutation ($a: ID!) { renewInvitation(id: $a) { link } }', [users[0]!.id]],
    ['mutation ($a: ID!) { removeUser(id: $a) { id } }', [users[0]!.id]],
    ['mutation ($a: ID!) { revokeApiKey(id: $a) { id } }', [apiKeys[0]!.id]],
    ['mutation ($a: ID!) { updateSavedView(id: $a, input: {name: "Mine"}) { id } }', [savedView]],
    ['mutation ($a: ID!) { deleteSavedView(id: $a) { id } }', [savedView]],
    ['mutation ($a: ID!) { setDefaultSavedView(id: $a) { id } }', [savedView]],
  ];
  for (const [document, ids] of operations) {
    const ask = async (last: string) => {
      const [a, b] = [...ids.slice(0, -1), last];
      const { data, errors, status } = await theirs.ask(document, { a, ...(b === undefined ? {} : { b }) });
      return { data, status, errors: errors.map(({ message, extensions }) => ({ message, extensions })) };
    };
    const notTheirs = await ask(ids.at(-1)!);
    expect(notTheirs, document).toEqual(await ask(NOWHERE));
    expect(notTheirs, document).toEqual(await ask('no id at all'));
    expect(JSON.stringify(notTheirs)).not.toMatch(/Secret|Payments/);
  }

  // Each organization counts its own keys, and finds its own by them.
  expect(
    await theirs.data(
      '{ testCase(id: "TC-1") { title } projects { name testCaseCount } users { email } apiKeys { name } savedViews { name } viewer { defaultSavedView { name } } }',
    ),
  ).toEqual({
    testCase: { title: 'Own' },
    projects: [{ name: 'Payments', testCaseCount: 1 }],
    users: [{ email: 'sue@example.com' }],
    apiKeys: [],
    savedViews: [],
    viewer: { defaultSavedView: null },
  });
  expect(await ours.data('{ testCase(id: "TC-1") { title folderPath } }')).toEqual({
    testCase: { title: 'Secret', folderPath: 'Refunds' },
  });
});

test('The application sees no row of the workspace without an organization', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await makeTestCase(admin, { projectId: await makeProject(admin, 'Payments'), title: 'Secret' });
  const { pool } = product.db.database;

  for (const table of ['project', 'folder', 'test_case']) {
    expect((await pool.query(`SELECT * FROM workspace.${table}`)).rows, table).toEqual([]);
  }
  await expect(pool.query(`SELECT nextval('workspace.test_case_number_1')`)).rejects.toThrow(
    'permission denied',
  );
});
