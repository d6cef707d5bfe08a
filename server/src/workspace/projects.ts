import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { asId } from '../access/id.js';
import { within } from '../access/rows.js';
import { checkName } from '../access/text.js';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { deleteFolders, lockFoldersOf } from './folder.js';
import { LIMITS, badInput, checkOptionalText, checkPresent } from './input.js';
import { PROJECT_KEY, baseOf, deriveProjectKey } from './project-key.js';
import { Project, lockProject } from './project.js';
import { deleteTestCases } from './test-case.js';

/** What is missing stays as it is; null empties. */
export interface ProjectChange {
  readonly name?: string | null;
  readonly description?: string | null;
}

/** How much went with what was deleted. */
export interface Deleted {
  readonly id: string;
  readonly testCases: number;
  readonly folders: number;
}

/** Every change is recorded in its own transaction, as made by the actor; see `Capture`. */
export class Projects {
  constructor(private readonly capture: Capture) {}

  list(organization: number, signal?: AbortSignal): Promise<Project[]> {
    return this.capture.reading(organization, (tx) => tx.find(Project, { order: { name: 'ASC', id: 'ASC' } }), signal);
  }

  async find(organization: number, id: string, signal?: AbortSignal): Promise<Project | null> {
    const known = asId(id);
    return known === null
      ? null
      : this.capture.reading(organization, (tx) => tx.findOneBy(Project, { id: known }), signal);
  }

  /**
   * @param input `key` is derived from the name when it is null
   * @throws ProductError BAD_USER_INPUT, CONFLICT when the key is taken
   */
  async create(
    actor: Actor,
    input: { readonly name: string; readonly key: string | null; readonly description: string | null },
    acting: ActingOptions,
  ): Promise<Project> {
    const name = checkName('name', input.name, LIMITS.name);
    const description = checkOptionalText('description', input.description);
    const { key } = input;
    if (key !== null && !PROJECT_KEY.test(key)) {
      throw badInput(
        'key must be 1 to 16 capital letters (A to Z) and digits, the first a letter, such as PAY2.',
      );
    }
    return this.capture.actingAs(actor, acting, async (tx) => {
      const made =
        key === null
          ? await insertUnderFreeKey(tx, name, description)
          : await insert(tx, { key, name, description });
      if (made === null)
        throw new ProductError('CONFLICT', `Another project has the key ${key}: choose another key.`);
      return made;
    });
  }

  /** @throws ProductError BAD_USER_INPUT, NOT_FOUND */
  async update(actor: Actor, id: string, change: ProjectChange, acting: ActingOptions): Promise<Project> {
    const { name, description } = change;
    const wanted: Partial<Project> = {};
    if (name !== undefined) wanted.name = checkName('name', checkPresent('name', name), LIMITS.name);
    if (description !== undefined) wanted.description = checkOptionalText('description', description);
    return this.capture.actingAs(actor, acting, async (tx) => {
      const project = await lockProject(tx, id);
      const { name: newName = project.name, description: newDescription = project.description } = wanted;
      if (newName === project.name && newDescription === project.description) return project;
      await tx.update(Project, { id: project.id }, { ...wanted, updatedAt: () => 'clock_timestamp()' });
      return tx.findOneByOrFail(Project, { id: project.id });
    });
  }

  /** Deletes the project with all that is in it, each recorded, under one operation. @throws ProductError NOT_FOUND */
  async delete(actor: Actor, id: string, acting: ActingOptions): Promise<Deleted> {
    const operation = { ...acting, operationId: acting.operationId ?? randomUUID() };
    return this.capture.actingAs(actor, operation, async (tx) => {
      const project = await lockProject(tx, id);
      const levels = await lockFoldersOf(tx, project.id);
      const testCases = await deleteTestCases(tx, 'project_id', [project.id]);
      const folders = await deleteFolders(tx, levels);
      await tx.delete(Project, { id: project.id });
      return { id: project.id, testCases, folders };
    });
  }
}

type NewProject = Pick<Project, 'key' | 'name' | 'description'>;

/** Null when the key is taken. */
async function insert(tx: EntityManager, project: NewProject): Promise<Project | null> {
  const id = randomUUID();
  const { raw } = await tx
    .createQueryBuilder()
    .insert()
    .into(Project)
    .values({ id, ...project })
    .orIgnore()
    .returning('id')
    .execute();
  return raw.length === 0 ? null : tx.findOneByOrFail(Project, { id });
}

async function insertUnderFreeKey(
  tx: EntityManager,
  name: string,
  description: string | null,
): Promise<Project> {
  for (;;) {
    const taken = await within(tx)<{ key: string }>(`SELECT key FROM workspace.project WHERE key ^@ $1`, [
      baseOf(name),
    ]);
    const keys = new Set(taken.map(({ key }) => key));
    const made = await insert(tx, { key: deriveProjectKey(name, (key) => keys.has(key)), name, description });
    // Null: somebody else took the key just now, and by now it is seen as taken.
    if (made !== null) return made;
  }
}
