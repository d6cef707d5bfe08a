import type { TestClient } from './test-client.js';

export const READ_CASE = `query ($id: ID!) { testCase(id: $id) {
  id key projectId folderId folderPath title description template priority status type owner { email } labels requirements
  preconditions reference steps { action expected } expectedResults createdAt updatedAt } }`;
export const CREATE_CASE =
  'mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id key updatedAt } }';
export const UPDATE_CASE =
  'mutation ($id: ID!, $input: UpdateTestCaseInput!) { updateTestCase(id: $id, input: $input) { id title updatedAt } }';
export const MOVE_CASE = `mutation ($id: ID!, $projectId: ID!, $folderId: ID) {
  moveTestCase(id: $id, projectId: $projectId, folderId: $folderId) { id key projectId folderId folderPath } }`;
export const CLONE_CASE = `mutation ($id: ID!, $projectId: ID, $folderId: ID, $title: String) {
  cloneTestCase(id: $id, projectId: $projectId, folderId: $folderId, title: $title) { id key title projectId folderPath } }`;
export const DELETE_CASE = 'mutation ($id: ID!) { deleteTestCase(id: $id) { id testCases folders } }';
export const CREATE_PROJECT =
  'mutation ($input: CreateProjectInput!) { createProject(input: $input) { id key name description } }';
export const CREATE_FOLDER =
  'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id name parentId path } }';
export const MOVE_FOLDER =
  'mutation ($id: ID!, $parentId: ID) { moveFolder(id: $id, parentId: $parentId) { id name parentId path } }';

/** Each makes one, and returns its id. */
export async function makeProject(client: TestClient, name: string): Promise<string> {
  const { createProject } = await client.data<{ createProject: { id: string } }>(CREATE_PROJECT, {
    input: { name },
  });
  return createProject.id;
}

export async function makeFolder(
  client: TestClient,
  projectId: string,
  name: string,
  parentId: string | null = null,
): Promise<string> {
  const { createFolder } = await client.data<{ createFolder: { id: string } }>(CREATE_FOLDER, {
    input: { projectId, name, parentId },
  });
  return createFolder.id;
}

export async function makeTestCase(client: TestClient, input: Record<string, unknown>): Promise<string> {
  const { createTestCase } = await client.data<{ createTestCase: { id: string } }>(CREATE_CASE, { input });
  return createTestCase.id;
}
