import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { explainingConflicts } from './conflict.js';
import {
  Folder,
  deleteFolders,
  folderPaths,
  heightOf,
  keepFolder,
  lineageOf,
  lockFolderTree,
} from './folder.js';
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
      await keepProject(tx, projectId, 'places of folders');
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
      const folder = await lockFolder(tx, id);
      if (folder.name !== newName) {
        await tx.update(Folder, { id: folder.id }, { name: newName, updatedAt: () => 'clock_timestamp()' });
      }
      return withPath(tx, { ...folder, name: newName });
    });
    return explainingConflicts(change);
  }

  /**
   * Moves the folder, with all that is in it, elsewhere in its project. Writes nothing where it lies there already.
   * @param parentId null: into the project's root
   * @throws ProductError BAD_USER_INPUT for a place within itself or too deep, NOT_FOUND for the folder, and for a parent
   *   of another project, CONFLICT when a folder of its name is there
   */
  move(actor: Actor, id: string, parentId: string | null, acting: ActingOptions): Promise<FolderWithPath> {
    const newParentId = parentId === null ? null : checkId('folder', parentId);
    const change = this.capture.actingAs(actor, acting, async (tx) => {
      // One move of a project at a time: of two into each other, the second sees what the first has made.
      await keepProject(tx, await projectOf(tx, id), 'folders');
      const folder = await lockFolder(tx, id);
      if (folder.parentId === newParentId) return withPath(tx, folder);
      if (newParentId !== null) await checkNewParent(tx, folder, newParentId);
      await tx.update(
        Folder,
        { id: folder.id },
        { parentId: newParentId, updatedAt: () => 'clock_timestamp()' },
      );
      return withPath(tx, { ...folder, parentId: newParentId });
    });
    return explainingConflicts(change);
  }

  /** Deletes the folder with all that is in it, each recorded, under one operation. @throws ProductError NOT_FOUND */
  delete(actor: Actor, id: string, acting: ActingOptions): Promise<Deleted> {
    const operation = { ...acting, operationId: acting.operationId ?? randomUUID() };
    return this.capture.actingAs(actor, operation, async (tx) => {
      await keepProject(tx, await projectOf(tx, id), 'places of folders');
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
  const { length: depth } = await lineageOf(tx, parentId);
  if (depth >= LIMITS.depth)
    throw badInput(`parentId lies ${LIMITS.depth} folders deep already: choose one further up.`);
}

async function checkNewParent(tx: EntityManager, folder: Folder, parentId: string): Promise<void> {
  await keepFolder(tx, parentId, folder.projectId);
  const lineage = await lineageOf(tx, parentId);
  if (lineage.includes(folder.id))
    throw badInput('parentId is the folder itself, or lies in it: choose one outside of it.');
  const height = await heightOf(tx, folder.id);
  if (lineage.length + height > LIMITS.depth)
    throw badInput(
      `parentId lies ${lineage.length} folders deep, and the folder has ${height} levels itself: ` +
        `choose one further up, at most ${LIMITS.depth} in all.`,
    );
}

/** Which never changes, so the folder need not be locked yet. @throws ProductError NOT_FOUND */
async function projectOf(tx: EntityManager, id: string): Promise<string> {
  const folder = await tx.findOneBy(Folder, { id: checkId('folder', id) });
  if (folder === null) throw notFound('folder');
  return folder.projectId;
}

/** The folder, locked until the transaction ends. @throws ProductError NOT_FOUND */
async function lockFolder(tx: EntityManager, id: string): Promise<Folder> {
  const folder = await tx.findOne(Folder, {
    where: { id: checkId('folder', id) },
    lock: { mode: 'pessimistic_write' },
  });
  if (folder === null) throw notFound('folder');
  return folder;
}

async function withPath(
  tx: EntityManager,
  { id, projectId, parentId, name }: Omit<FolderWithPath, 'path'>,
): Promise<FolderWithPath> {
  const path = (await folderPaths(tx, [id])).get(id);
  if (path === undefined) throw new ProductError('NOT_FOUND', 'There is no such folder.');
  return { id, projectId, parentId, name, path };
}
