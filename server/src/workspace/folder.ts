import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { within } from '../access/rows.js';
import { checkId, notFound } from './input.js';
import { timeColumn } from './time-column.js';

@Entity({ schema: 'workspace', name: 'folder' })
export class Folder {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'project_id', update: false })
  projectId!: string;

  /** Null: the folder lies in the project's root. */
  @Column({ type: 'uuid', name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** Unique among its siblings; holds no '/'. */
  @Column({ type: 'text' })
  name!: string;

  @Column(timeColumn('updated_at'))
  updatedAt!: string;
}

/** A folder with the names that lead to it from the project's root, joined with '/'. */
export interface FolderWithPath extends Omit<Folder, 'updatedAt'> {
  readonly path: string;
}

/** Ids of folders by depth: the outermost first. */
export type FolderLevels = readonly (readonly string[])[];

/** All folders of the projects, by path. */
export function foldersOf(tx: EntityManager, projectIds: readonly string[]): Promise<FolderWithPath[]> {
  return within(tx)<FolderWithPath>(
    `WITH RECURSIVE tree AS (
       SELECT id, project_id, parent_id, name, name AS path FROM workspace.folder
       WHERE project_id = ANY ($1::uuid[]) AND parent_id IS NULL
       UNION ALL
       SELECT child.id, child.project_id, child.parent_id, child.name, tree.path || '/' || child.name
       FROM tree JOIN workspace.folder child ON child.parent_id = tree.id
     )
     SELECT id, project_id AS "projectId", parent_id AS "parentId", name, path FROM tree ORDER BY path, id`,
    [projectIds],
  );
}

/** The paths of folders by their ids; ids that are not there are left out. */
export async function folderPaths(
  tx: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await within(tx)<{ id: string; path: string }>(
    `WITH RECURSIVE way AS (
       SELECT id, parent_id, name AS path FROM workspace.folder WHERE id = ANY ($1::uuid[])
       UNION ALL
       SELECT way.id, up.parent_id, up.name || '/' || way.path FROM way JOIN workspace.folder up ON up.id = way.parent_id
     )
     SELECT id, path FROM way WHERE parent_id IS NULL`,
    [ids],
  );
  return new Map(rows.map(({ id, path }) => [id, path]));
}

/**
 * Keeps the folder from being deleted until the transaction ends; call `keepProject` first.
 * @throws ProductError NOT_FOUND, also for a folder of another project
 */
export async function keepFolder(tx: EntityManager, id: string, projectId: string): Promise<void> {
  const kept = await within(tx)(
    'SELECT FROM workspace.folder WHERE id = $1 AND project_id = $2 FOR KEY SHARE',
    [checkId('folder', id), projectId],
  );
  if (kept.length === 0) throw notFound('folder');
}

/** The folder and those it lies in, the innermost first: as many as it is deep. */
export async function lineageOf(tx: EntityManager, id: string): Promise<string[]> {
  const rows = await within(tx)<{ id: string }>(
    `WITH RECURSIVE way AS (
       SELECT id, parent_id, 0 AS distance FROM workspace.folder WHERE id = $1
       UNION ALL
       SELECT up.id, up.parent_id, way.distance + 1 FROM way JOIN workspace.folder up ON up.id = way.parent_id
     )
     SELECT id FROM way ORDER BY distance`,
    [id],
  );
  return rows.map((folder) => folder.id);
}

/** How many levels a folder has with those below it: 1 when there are none. */
export async function heightOf(tx: EntityManager, id: string): Promise<number> {
  const [tree] = await within(tx)<{ height: number }>(
    `WITH RECURSIVE tree AS (
       SELECT id, 1 AS level FROM workspace.folder WHERE id = $1
       UNION ALL
       SELECT child.id, tree.level + 1 FROM tree JOIN workspace.folder child ON child.parent_id = tree.id
     )
     SELECT max(level) AS height FROM tree`,
    [id],
  );
  return tree?.height ?? 0;
}

/** Locks the folders of a project that is locked already, level by level: under a locked folder nothing can appear. */
export async function lockFoldersOf(tx: EntityManager, projectId: string): Promise<FolderLevels> {
  const roots = await within(tx)<{ id: string }>(
    'SELECT id FROM workspace.folder WHERE project_id = $1 AND parent_id IS NULL ORDER BY id FOR UPDATE',
    [projectId],
  );
  return lockDown(
    tx,
    roots.map(({ id }) => id),
  );
}

/** Locks a folder and those below it. @throws ProductError NOT_FOUND */
export async function lockFolderTree(tx: EntityManager, id: string): Promise<FolderLevels> {
  const root = await within(tx)<{ id: string }>('SELECT id FROM workspace.folder WHERE id = $1 FOR UPDATE', [
    checkId('folder', id),
  ]);
  if (root.length === 0) throw notFound('folder');
  return lockDown(
    tx,
    root.map((folder) => folder.id),
  );
}

/** Deletes the folders, deepest first: while one is recorded, the names that lead to it are still there. */
export async function deleteFolders(tx: EntityManager, levels: FolderLevels): Promise<number> {
  for (const ids of levels.toReversed()) {
    await within(tx)('DELETE FROM workspace.folder WHERE id = ANY ($1::uuid[])', [ids]);
  }
  return levels.flat().length;
}

async function lockDown(tx: EntityManager, outermost: readonly string[]): Promise<FolderLevels> {
  const levels: string[][] = [];
  for (let ids = [...outermost]; ids.length > 0; ) {
    levels.push(ids);
    const children = await within(tx)<{ id: string }>(
      'SELECT id FROM workspace.folder WHERE parent_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE',
      [ids],
    );
    ids = children.map(({ id }) => id);
  }
  return levels;
}
