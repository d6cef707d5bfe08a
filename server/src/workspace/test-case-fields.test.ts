import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { postgresVersions } from '../testing/postgres.js';
import { startProduct } from '../testing/product.js';
import {
  CREATE_CASE,
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

function steps(length: number): { action: string }[] {
  return Array.from({ length }, () => ({ action: 'x' }));
}

const awkward = {
  title: `"Quotes" 'both', back\\slash, tab\t and\nline break 🧪 e\u0301`,
  description: `${'Long text. '.repeat(9000)}\r\nEnd\u2028`,
  type: 'regression',
  priority: 'CRITICAL',
  status: 'IN_PROGRESS',
  template: 'DOCUMENTATION',
  labels: ['a', 'a', '', ' ', '{"x"}', 'NULL', '🏷️', 'with, comma'],
  requirements: ['REQ-1', 'MITRE ATT&CK TA0010:T1537'],
  preconditions: '',
  reference: 'https://example.com/?a=1&b=%20',
  steps: [
    { action: 'Do "this"\nand that', expected: 'true' },
    { action: '', expected: null },
    { action: '🚀', expected: '' },
  ],
  expectedResults: '\u0001 control',
};

test.each(postgresVersions)(
  'Whatever is written comes back exactly, and is recorded exactly (Postgres %i)',
  async (version) => {
    await using product = await startProduct({ version });
    const admin = await product.administrator();
    const projectId = await makeProject(admin, 'Payments');
    const folderId = await makeFolder(admin, projectId, 'Refunds');
    const users = await admin.data<{ users: { id: string }[] }>('{ users { id } }');
    const ownerId = users.users[0]!.id;

    const { createTestCase } = await admin.data<{ createTestCase: { id: string } }>(CREATE_CASE, {
      input: { ...awkward, projectId, folderId, ownerId },
    });

    const { testCase } = await admin.data<{ testCase: Record<string, unknown> }>(READ_CASE, {
      id: createTestCase.id,
    });
    expect(testCase).toMatchObject({
      ...awkward,
      key: 'TC-1',
      projectId,
      folderId,
      folderPath: 'Refunds',
      owner: { email: 'ada@example.com' },
    });
    expect(testCase['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(await admin.data(READ_CASE, { id: 'tc-1' })).toEqual({ testCase });
    const [entry] = await caseEntries(product);
    expect(entry).toMatchObject({
      action: 'create',
      entity_id: createTestCase.id,
      entity_name: awkward.title,
      project: 'Payments',
    });
    const recorded = Object.fromEntries(
      entry!.changes.map(({ field, old, new: value }) => [field, { old, new: value }]),
    );
    const { priority, status, template, ...asGiven } = awkward;
    expect(recorded).toEqual({
      ...Object.fromEntries(
        Object.entries(asGiven).map(([field, value]) => [field, { old: null, new: value }]),
      ),
      priority: { old: null, new: 'Critical' },
      status: { old: null, new: 'In Progress' },
      template: { old: null, new: 'Documentation' },
      key: { old: null, new: 'TC-1' },
      project: { old: null, new: 'Payments' },
      folder: { old: null, new: 'Refunds' },
      // A person is kept by id alone.
      owner: { old: undefined, new: undefined },
    });
    expect(entry!.changes).toContainEqual({ field: 'owner', ref: 'user', oldId: null, newId: ownerId });
  },
);

test('An update that changes nothing writes nothing', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const { createTestCase: made } = await admin.data<{ createTestCase: { id: string; updatedAt: string } }>(
    CREATE_CASE,
    {
      input: { projectId, ...awkward },
    },
  );

  const { updateTestCase } = await admin.data<Record<string, unknown>>(UPDATE_CASE, {
    id: made.id,
    input: awkward,
  });
  await admin.data(UPDATE_CASE, { id: made.id, input: {} });
  await admin.data(MOVE_CASE, { id: made.id, projectId });

  expect(updateTestCase).toMatchObject({ updatedAt: made.updatedAt });
  expect(await caseEntries(product)).toHaveLength(1);
});

test('Null empties what may be empty, and is refused for what may not', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const id = await makeTestCase(admin, { projectId, ...awkward });

  const empty = {
    description: null,
    priority: null,
    type: null,
    labels: null,
    requirements: null,
    preconditions: null,
    reference: null,
    steps: null,
    expectedResults: null,
  };
  await admin.data(UPDATE_CASE, { id, input: empty });

  const { testCase } = await admin.data<{ testCase: Record<string, unknown> }>(READ_CASE, { id });
  expect(testCase).toMatchObject({ ...empty, labels: [], requirements: [], steps: [], title: awkward.title });
  for (const field of ['title', 'status', 'template']) {
    expect(await admin.refusal(UPDATE_CASE, { id, input: { [field]: null } })).toEqual({
      code: 'BAD_USER_INPUT',
      message: `${field} cannot be emptied: leave it out to keep it.`,
    });
  }
});

test('What is too long, blank or not text is refused with the name of its field', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const refused: [Record<string, unknown>, RegExp][] = [
    [{ title: '' }, /^title is blank/],
    [{ title: ' \n\t' }, /^title is blank/],
    [{ title: '\u0085\u001c\u200b\u00a0' }, /^title is blank/],
    [{ title: '🧪'.repeat(501) }, /^title is longer than 500 characters/],
    [{ description: 'x'.repeat(100_001) }, /^description is longer than 100,000 characters/],
    [{ reference: 'a\0b' }, /^reference holds a NUL/],
    [{ preconditions: '\ud83e' }, /^preconditions holds half of a surrogate pair/],
    [{ labels: Array(201).fill('x') }, /^labels has more than 200/],
    [{ labels: ['ok', 'x'.repeat(201)] }, /^labels\[1\] is longer/],
    [{ requirements: ['\0'] }, /^requirements\[0\] holds a NUL/],
    [{ steps: steps(1001) }, /^steps has more than 1,000/],
    [{ steps: [{ action: 'x' }, { action: 'y', expected: '\udfff' }] }, /^steps\[1\]\.expected holds half/],
    [{ ownerId: 'nobody' }, /^ownerId is nobody/],
    [{ ownerId: '0190d3c2-0000-7000-8000-000000000000' }, /^ownerId is nobody/],
  ];
  for (const [fields, message] of refused) {
    const refusal = await admin.refusal(CREATE_CASE, { input: { projectId, title: 'Pay', ...fields } });
    expect(refusal, JSON.stringify(fields).slice(0, 80)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  }
  expect(await caseEntries(product)).toEqual([]);
  // The limits themselves are allowed, and count characters, not UTF-16 units.
  await makeTestCase(admin, {
    projectId,
    title: '🧪'.repeat(500),
    labels: Array(200).fill('🏷'.repeat(200)),
    steps: steps(1000),
  });
});

test('Test cases are listed page by page, by folder, and by a part of the title', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const projectId = await makeProject(admin, 'Payments');
  const folderId = await makeFolder(admin, projectId, 'Refunds');
  for (let n = 1; n <= 12; n += 1)
    await makeTestCase(admin, {
      projectId,
      title: n === 3 ? '100%_sure\\' : `Case ${n}`,
      ...(n % 4 === 0 ? { folderId } : {}),
    });
  const list = async (args: Record<string, unknown>) => {
    const { testCases } = await admin.data<{
      testCases: {
        edges: { cursor: string; node: { key: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        totalCount: number;
      };
    }>(
      `query ($projectId: ID!, $folderId: ID, $search: String, $first: Int, $after: String) {
         testCases(projectId: $projectId, folderId: $folderId, search: $search, first: $first, after: $after) {
           edges { cursor node { key folderPath } } pageInfo { hasNextPage endCursor } totalCount } }`,
      { projectId, ...args },
    );
    return { ...testCases, keys: testCases.edges.map(({ node }) => node.key) };
  };

  const keys: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof list>> = await list({ first: 5, after });
    expect(page.totalCount).toBe(12);
    keys.push(...page.keys);
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(keys).toEqual(Array.from({ length: 12 }, (_, n) => `TC-${n + 1}`));
  expect((await list({ folderId })).keys).toEqual(['TC-4', 'TC-8', 'TC-12']);
  expect((await list({ search: 'CASE 1' })).keys).toEqual(['TC-1', 'TC-10', 'TC-11', 'TC-12']);
  expect((await list({ search: '%_' })).keys).toEqual(['TC-3']);
  expect((await list({ search: '\\' })).keys).toEqual(['TC-3']);
  expect((await list({ search: 'tc-5' })).keys).toEqual(['TC-5']);
  expect((await list({ first: 0 })).pageInfo).toEqual({ hasNextPage: true, endCursor: null });
  await expect(list({ first: 201 })).rejects.toThrow('first must be from 0 to 200');
  await expect(list({ after: 'nonsense' })).rejects.toThrow('after is not a cursor');
  await expect(list({ search: '\0' })).rejects.toThrow('search holds a NUL');
});
