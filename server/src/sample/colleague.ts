import type { Caller } from '../graphql/in-process.js';
import type { SampleCase } from './sample-project.js';

/** Where a test case lies. */
export interface Place {
  readonly projectId: string;
  readonly folderId: string | null;
}

const CREATE_PROJECT = 'mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }';
const UPDATE_PROJECT = 'mutation ($id: ID!, $input: UpdateProjectInput!) { updateProject(id: $id, input: $input) { id } }';
const DELETE_PROJECT = 'mutation ($id: ID!) { deleteProject(id: $id) { id } }';
const CREATE_FOLDER = 'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }';
const RENAME_FOLDER = 'mutation ($id: ID!, $name: String!) { renameFolder(id: $id, name: $name) { id } }';
const MOVE_FOLDER = 'mutation ($id: ID!, $parentId: ID) { moveFolder(id: $id, parentId: $parentId) { id } }';
const DELETE_FOLDER = 'mutation ($id: ID!) { deleteFolder(id: $id) { id } }';
const CREATE_CASE = 'mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id } }';
const UPDATE_CASE = 'mutation ($id: ID!, $input: UpdateTestCaseInput!) { updateTestCase(id: $id, input: $input) { id } }';
const CLONE_CASE = 'mutation ($id: ID!, $title: String) { cloneTestCase(id: $id, title: $title) { id } }';
const DELETE_CASE = 'mutation ($id: ID!) { deleteTestCase(id: $id) { id } }';
const MOVE_CASE = `mutation ($id: ID!, $projectId: ID!, $folderId: ID) {
  moveTestCase(id: $id, projectId: $projectId, folderId: $folderId) { id }
}`;

/** What somebody at work does in the workspace, each with one mutation. */
export class Colleague {
  /**
   * @param id of the person; null for a program
   * @param onDone called after each change
   */
  constructor(
    readonly id: string | null,
    readonly caller: Caller,
    private readonly onDone: () => void,
  ) {}

  createProject(input: { name: string; key: string; description: string }): Promise<string> {
    return this.do(CREATE_PROJECT, { input });
  }

  updateProject(id: string, input: { name?: string; description?: string }): Promise<string> {
    return this.do(UPDATE_PROJECT, { id, input });
  }

  deleteProject(id: string): Promise<string> {
    return this.do(DELETE_PROJECT, { id });
  }

  createFolder(projectId: string, parentId: string | null, name: string): Promise<string> {
    return this.do(CREATE_FOLDER, { input: { projectId, parentId, name } });
  }

  renameFolder(id: string, name: string): Promise<string> {
    return this.do(RENAME_FOLDER, { id, name });
  }

  moveFolder(id: string, parentId: string): Promise<string> {
    return this.do(MOVE_FOLDER, { id, parentId });
  }

  deleteFolder(id: string): Promise<string> {
    return this.do(DELETE_FOLDER, { id });
  }

  createCase(place: Place, { steps, ...fields }: SampleCase, operationId?: string): Promise<string> {
    const input = { ...place, ...fields, type: 'functional', steps: steps.map(([action, expected]) => ({ action, expected })) };
    return this.do(CREATE_CASE, { input }, operationId);
  }

  updateCase(id: string, input: Record<string, unknown>, operationId?: string): Promise<string> {
    return this.do(UPDATE_CASE, { id, input }, operationId);
  }

  moveCase(id: string, place: Place, operationId?: string): Promise<string> {
    return this.do(MOVE_CASE, { id, ...place }, operationId);
  }

  cloneCase(id: string, title?: string): Promise<string> {
    return this.do(CLONE_CASE, { id, title });
  }

  deleteCase(id: string): Promise<string> {
    return this.do(DELETE_CASE, { id });
  }

  /** Any other mutation that answers with what has an id. */
  async do(document: string, variables: Record<string, unknown>, operationId?: string): Promise<string> {
    const answer = await this.caller.send<Record<string, { id: string }>>(document, variables, operationId);
    this.onDone();
    const [made] = Object.values(answer);
    if (made === undefined) throw new Error('the mutation answered nothing');
    return made.id;
  }
}
