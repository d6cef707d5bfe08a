import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { explainingConflicts } from './conflict.js';
import { Folder, deleteFolders, folderPaths, keepFolder, lockFolderTree } from './folder.js';
import type { FolderWithPath } from './folder.js';
import { LIMITS, badInput, checkFolderName, checkId, notFound } from './input.js';
import { keepProject } from './project.js';
import type { Deleted } from './projects.js';
import { deleteTestCases } from './test-case.js';

/** Every change is recorded in its own transaction, as made by the actor; see `Capture`. */
export class Folders {
  constructor(private readonly capture: Capture) {}

  /**
   * @param input `parentId` null: in the project's root
   * @throws ProductError BAD_USER_INPUT, NOT_FOUND, CONFLICT when a folder of the name is there
   */
  create(
    actor: Actor,
    input: { readonly projectId: string; readonly parentId: string | null; readonly name: string },
    acting: ActingOptions,
  ): Promise<FolderWithPath> {
    const name = checkFolderName('name', input.name);
    const projectId = checkId('project', input.projectId);
    const parentId = input.parentId === null ? null : checkId('folder', input.parentId);
    const change = this.capture.actingAs(actor, acting, async (tx) => {
      await keepProject(tx, projectId);
      if (parentId !== null) await checkParent(tx, parentId, projectId);
      const id = randomUUID();
      await tx.insert(Folder, { id, projectId, parentId, name });
      return withPath(tx, { id, projectId, parentId, name });
    });
    return explainingConflicts(change);
  }

  /** @throws ProductError BAD_USER_INPUT, NOT_FOUND, CONFLICT when a folder of the name is there */
  rename(actor: Actor, id: string, name: string, acting: ActingOptions): Promise<FolderWithPath> {
    const newName = checkFolderName('name', name);
    const change = this.capture.actingAs(actor, acting, async (tx) => {
      const folder = await tx.findOne(Folder, {
        where: { id: checkId('folder', id) },
        lock: { mode: 'pessimistic_write' },
      });
      if (folder === null) throw notFound('folder');
      if (folder.name !== newName) {
        await tx.update(Folder, { id: folder.id }, { name: newName, updatedAt: () => 'clock_timestamp()' });
      }
      return withPath(tx, { ...folder, name: newName });
    });
    return explainingConflicts(change);
  }

  /** Deletes the folder with all that is in it, each recorded, under one operation. @throws ProductError NOT_FOUND */
  delete(actor: Actor, id: string, acting: ActingOptions): Promise<Deleted> {
    const operation = { ...acting, operationId: acting.operationId ?? randomUUID() };
    return this.capture.actingAs(actor, operation, async (tx) => {
      const levels = await lockFolderTree(tx, id);
      const testCases = await deleteTestCases(tx, 'folder_id', levels.flat());
      const folders = await deleteFolders(tx, levels);
      // Itself is not among what went with it.
      return { id: checkId('folder', id), testCases, folders: folders - 1 };
    });
  }
}

async function checkParent(tx: EntityManager, parentId: string, projectId: string): Promise<void> {
  await keepFolder(tx, parentId, projectId);
  const path = (await folderPaths(tx, [parentId])).get(parentId) ?? '';
  if (path.split('/').length >= LIMITS.depth)
    throw badInput(`parentId lies ${LIMITS.depth} folders deep already: choose one further up.`);
}

async function withPath(
  tx: EntityManager,
  { id, projectId, parentId, name }: Omit<FolderWithPath, 'path'>,
): Promise<FolderWithPath> {
  const path = (await folderPaths(tx, [id])).get(id);
  if (path === undefined) throw new ProductError('NOT_FOUND', 'There is no such folder.');
  return { id, projectId, parentId, name, path };
}
