import { randomUUID } from 'node:crypto';
import type { Json } from '@audit-log/shared/entry';
import type { Applied } from './replay-compare.js';
import type { Edit } from './replay-history.js';
import type { People, Person } from './replay-people.js';
import type { Place, Workspace } from './replay-workspace.js';

interface Case {
  readonly id: string;
  folder: string | null;
}

/** One operation of the history: its UUID, who did it, and what had to be made for its edits. */
export interface Operation {
  readonly id: string;
  readonly userId: string;
  /** Event type and id of each project and folder made. */
  readonly made: string[];
}

const CREATE = 'mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id } }';
const UPDATE = 'mutation ($id: ID!, $input: UpdateTestCaseInput!) { updateTestCase(id: $id, input: $input) { id } }';
const MOVE = `mutation ($id: ID!, $projectId: ID!, $folderId: ID) {
  moveTestCase(id: $id, projectId: $projectId, folderId: $folderId) { id }
}`;
const DELETE = 'mutation ($id: ID!) { deleteTestCase(id: $id) { id } }';

/** The fields whose values are enumerated: the history has `In Progress`, the API takes `IN_PROGRESS`. */
const ENUMERATED = ['priority', 'status'];

/** Applies edits through the product's own mutations, and remembers what became of them. */
export class Applier {
  readonly operations = new Map<string, Operation>();
  readonly #cases = new Map<number, Case>();

  constructor(
    private readonly people: People,
    private readonly workspace: Workspace,
  ) {}

  /**
   * @throws RequestError when the server refuses the edit
   */
  async apply(edit: Edit): Promise<Applied> {
    const person = await this.people.named(edit.user);
    const operation = this.#operation(edit, person);
    const entityId = await this.#change(edit, person, operation);
    return { userId: person.id, entityId, operationId: operation.id };
  }

  /** Known by user and number: the same number under another user is another operation. */
  #operation(edit: Edit, person: Person): Operation {
    const key = JSON.stringify([edit.operation, edit.user]);
    let operation = this.operations.get(key);
    if (operation === undefined) {
      operation = { id: randomUUID(), userId: person.id, made: [] };
      this.operations.set(key, operation);
    }
    return operation;
  }

  async #change(edit: Edit, person: Person, operation: Operation): Promise<string> {
    const send = <T>(query: string, variables: Record<string, unknown>): Promise<T> =>
      person.client.request<T>(query, variables, operation.id);
    const place = (folder: string | null): Promise<Place> =>
      this.workspace.place(edit.project, folder, {
        client: person.client,
        operationId: operation.id,
        onMade: (eventType, id) => operation.made.push(`${eventType} ${id}`),
      });

    if (edit.op === 'create') {
      const { folder, ...values } = edit.values;
      const path = textOf(folder);
      const input = { ...inputOf(values), ...(await place(path)) };
      const { createTestCase } = await send<{ createTestCase: { id: string } }>(CREATE, { input });
      this.#cases.set(edit.testCase, { id: createTestCase.id, folder: path });
      return createTestCase.id;
    }
    const testCase = this.#cases.get(edit.testCase);
    if (testCase === undefined) throw new Error(`test case ${edit.testCase} does not exist at this point`);
    const { id } = testCase;
    switch (edit.op) {
      case 'update': {
        const values = Object.entries(edit.changes).map(([field, change]) => [field, change.new] as const);
        await send(UPDATE, { id, input: inputOf(Object.fromEntries(values)) });
        return id;
      }
      case 'move': {
        if (edit.changes['folder'] !== undefined) testCase.folder = textOf(edit.changes['folder'].new);
        await send(MOVE, { id, ...(await place(testCase.folder)) });
        return id;
      }
      case 'delete': {
        await send(DELETE, { id });
        this.#cases.delete(edit.testCase);
        return id;
      }
    }
  }
}

function inputOf(values: Readonly<Record<string, Json>>): Record<string, Json> {
  const entries = Object.entries(values).map(([field, value]): [string, Json] => {
    const isName = ENUMERATED.includes(field) && typeof value === 'string';
    return [field, isName ? value.toUpperCase().replaceAll(' ', '_') : value];
  });
  return Object.fromEntries(entries);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
