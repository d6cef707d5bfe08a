import { expect, test } from 'vitest';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { makeProject } from '../testing/workspace.js';

const ID = '0190d3c2-0000-7000-8000-000000000000';

/** Every operation of the schema that is not open to everybody, with what it needs. */
const OPERATIONS: readonly [permission: string, document: string][] = [
  ['audit.read', '{ auditLogs { tailCursor } }'],
  ['audit.read', `{ auditLog(id: "${ID}") { id } }`],
  ['audit.read', '{ auditLogFilterOptions(field: USER) { name } }'],
  ['audit.read', '{ auditLogCount { value } }'],
  ['audit.read', '{ auditLogHistogram { from } }'],
  ['audit.read', '{ auditLogFacets { users { count { value } } } }'],
  ['audit.read, of all', '{ savedViews { id } }'],
  ['audit.read, of all', 'mutation { createSavedView(input: {name: "", filter: ""}) { id } }'],
  ['audit.read, of all', `mutation { updateSavedView(id: "${ID}", input: {}) { id } }`],
  ['audit.read, of all', `mutation { deleteSavedView(id: "${ID}") { id } }`],
  ['audit.read, of all', `mutation { setDefaultSavedView(id: "${ID}") { id } }`],
  ['audit.read, as a key', 'mutation { createEmbedToken(input: {filter: {}, origins: []}) { token } }'],
  ['account.read', '{ users { id } }'],
  ['account.write, workspace.write', 'mutation { createSampleWorkspace { changes } }'],
  ['account.write', 'mutation { inviteUser(input: {email: "not an address"}) { link } }'],
  ['account.read', '{ apiKeys { id } }'],
  ['account.write', `mutation { renewInvitation(id: "${ID}") { link } }`],
  ['account.write', `mutation { updateUserRole(id: "${ID}", role: READ_ONLY) { id } }`],
  ['account.write', `mutation { removeUser(id: "${ID}") { id } }`],
  ['account.write', 'mutation { createApiKey(input: {name: "", scopes: []}) { key } }'],
  ['account.write', `mutation { revokeApiKey(id: "${ID}") { id } }`],
  ['account.write', 'mutation { updateOrganization(input: {timeZone: "Nowhere"}) { id } }'],
  ['workspace.read', '{ projects { id } }'],
  ['workspace.read', `{ workspaceProject(id: "${ID}") { id } }`],
  ['workspace.read', `{ testCases(projectId: "${ID}") { totalCount } }`],
  ['workspace.read', '{ testCase(id: "TC-1") { id } }'],
  ['workspace.write', 'mutation { createProject(input: {name: ""}) { id } }'],
  ['workspace.write', `mutation { updateProject(id: "${ID}", input: {}) { id } }`],
  ['workspace.write', `mutation { deleteProject(id: "${ID}") { id } }`],
  ['workspace.write', `mutation { createFolder(input: {projectId: "${ID}", name: ""}) { id } }`],
  ['workspace.write', `mutation { renameFolder(id: "${ID}", name: "") { id } }`],
  ['workspace.write', `mutation { moveFolder(id: "${ID}") { id } }`],
  ['workspace.write', `mutation { deleteFolder(id: "${ID}") { id } }`],
  ['workspace.write', `mutation { createTestCase(input: {projectId: "${ID}", title: ""}) { id } }`],
  ['workspace.write', 'mutation { updateTestCase(id: "TC-1", input: {}) { id } }'],
  ['workspace.write', `mutation { moveTestCase(id: "TC-1", projectId: "${ID}") { id } }`],
  ['workspace.write', 'mutation { cloneTestCase(id: "TC-1") { id } }'],
  ['workspace.write', 'mutation { deleteTestCase(id: "TC-1") { id } }'],
];
const PUBLIC = new Set([
  'viewer',
  'embedToken',
  'organization',
  'ticket',
  'signIn',
  'signInWithLink',
  'acceptInvite',
  'signOut',
]);

/** The permissions whose operations do not answer FORBIDDEN. What comes of them otherwise is no matter here. */
async function allowed(client: TestClient): Promise<Set<string>> {
  const permitted = new Set<string>();
  const refused = new Set<string>();
  for (const [permission, document] of OPERATIONS) {
    const { errors } = await client.ask(document);
    (errors[0]?.extensions?.code === 'FORBIDDEN' ? refused : permitted).add(permission);
  }
  expect([...permitted].filter((permission) => refused.has(permission))).toEqual([]);
  return permitted;
}

test('The list of operations is complete', async () => {
  await using product = await startProduct();
  const { __schema } = await product.client().data<{
    __schema: Record<string, { fields: { name: string }[] }>;
  }>('{ __schema { queryType { fields { name } } mutationType { fields { name } } } }');

  const names = Object.values(__schema).flatMap(({ fields }) => fields.map(({ name }) => name));
  const covered = OPERATIONS.map(([, document]) => /\{ *(\w+)/.exec(document)?.[1]);
  expect(names.filter((name) => !PUBLIC.has(name)).toSorted()).toEqual(covered.toSorted());
});

test('Nobody is let in without signing in', async () => {
  await using product = await startProduct();
  for (const [, document] of OPERATIONS) {
    expect(await product.client().refusal(document), document).toMatchObject({ code: 'UNAUTHENTICATED' });
  }
});

test('Administrators may do everything, Read Only sees the workspace alone', async () => {
  await using product = await startProduct();
  const administrator = await product.administrator();
  // So that the sample workspace is refused as well: it takes seconds.
  await makeProject(administrator, 'Payments');

  expect(await allowed(administrator)).toEqual(
    new Set(OPERATIONS.map(([permission]) => permission).filter((permission) => permission !== 'audit.read, as a key')),
  );
  expect(await allowed(await product.member('rita@example.com', 'READ_ONLY'))).toEqual(
    new Set(['workspace.read']),
  );
});

test('An embed token reads the log, and may do nothing else', async () => {
  await using product = await startProduct();
  const input = { filter: {}, origins: ['https://app.example.com'] };
  const { createEmbedToken } = await product
    .client({ authorization: `Bearer ${ADMIN_KEY}` })
    .data<{ createEmbedToken: { token: string } }>('mutation ($input: CreateEmbedTokenInput!) { createEmbedToken(input: $input) { token } }', { input });

  expect(await allowed(product.client({ authorization: `Bearer ${createEmbedToken.token}` }))).toEqual(new Set(['audit.read']));
});

test.each([
  ['audit:read', ['audit.read', 'audit.read, of all', 'audit.read, as a key']],
  ['audit:write', []],
  ['workspace:write', ['workspace.read', 'workspace.write']],
  ['account:write', ['account.read', 'account.write']],
] as const)('A key with %s may do that and nothing else', async (scope, permissions) => {
  await using product = await startProduct();
  const key = `a-key-with-one-scope-0123456789-${scope}`;
  await product.addKey(key, [scope]);

  expect(await allowed(product.client({ authorization: `Bearer ${key}` }))).toEqual(new Set(permissions));
});
