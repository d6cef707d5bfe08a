import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Api } from './api.js';
import type { Random } from './random.js';
import type { Stack } from './stack.js';

/** A change that was asked for, and what is known of it. */
export interface Change {
  /** Names its entries in the log. */
  readonly operation: string;
  /** How many entries it leaves. */
  readonly entries: number;
  /** Whether the server said that it is done; if not, it may be or not. */
  acknowledged: boolean;
}

const CREATE = 'mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id } }';
const UPDATE = 'mutation ($id: ID!, $input: UpdateTestCaseInput!) { updateTestCase(id: $id, input: $input) { id } }';
const FOLDER = 'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }';
const DELETE_FOLDER = 'mutation ($id: ID!) { deleteFolder(id: $id) { id } }';

/** Works without a pause, whatever happens to the server, and remembers what it was told. */
export class CrashWriter {
  readonly changes: Change[] = [];

  constructor(
    private readonly stack: Stack,
    private readonly projectId: string,
    private readonly random: Random,
    private readonly name: string,
  ) {}

  get acknowledged(): number {
    return this.changes.filter(({ acknowledged }) => acknowledged).length;
  }

  async work(isOver: () => boolean): Promise<void> {
    const cases: string[] = [];
    for (let i = 0; !isOver(); i += 1) {
      const title = `${this.name}-${i}`;
      const last = cases.at(-1);
      const kind = this.random.of(['create', 'create', 'update', 'update', 'folder']);
      if (kind === 'folder') await this.#folder(title, isOver);
      else if (kind === 'update' && last !== undefined) await this.#change(1, UPDATE, { id: last, input: { title } });
      else {
        const made = await this.#change<{ createTestCase: { id: string } }>(1, CREATE, { input: { projectId: this.projectId, title } });
        if (made) cases.push(made.createTestCase.id);
      }
    }
  }

  /** Four entries in one change: what could be there in half. */
  async #folder(name: string, isOver: () => boolean): Promise<void> {
    const { projectId } = this;
    const made = await this.#change<{ createFolder: { id: string } }>(1, FOLDER, { input: { projectId, name } });
    if (!made) return;
    const folderId = made.createFolder.id;
    for (let i = 0; i < 3; i += 1) {
      if (isOver() || !(await this.#change(1, CREATE, { input: { projectId, folderId, title: `${name}-${i}` } }))) return;
    }
    await this.#change(4, DELETE_FOLDER, { id: folderId });
  }

  async #change<T>(entries: number, query: string, variables: Record<string, unknown>): Promise<T | null> {
    const change: Change = { operation: randomUUID(), entries, acknowledged: false };
    this.changes.push(change);
    const { url, key } = this.stack;
    try {
      const answer = await new Api(url, { authorization: `Bearer ${key}`, 'operation-id': change.operation }).request<T>(query, variables);
      change.acknowledged = true;
      return answer;
    } catch (error) {
      // What was refused was wrong, and is no crash.
      if (/^(BAD_USER_INPUT|NOT_FOUND|CONFLICT|FORBIDDEN|UNAUTHENTICATED|GRAPHQL_\w+):/.test((error as Error).message)) throw error;
      await delay(50);
      return null;
    }
  }
}
