import type { FolderFieldsFragment } from '../gql/graphql.js';

export interface FolderNode {
  readonly folder: FolderFieldsFragment;
  /** How deep it lies: 0 for a folder at the top. */
  readonly depth: number;
}

/** The folders in the order of a tree: each below its parent, siblings by name. */
export function folderTree(folders: readonly FolderFieldsFragment[]): readonly FolderNode[] {
  const children = Map.groupBy(folders, ({ parentId }) => parentId);
  const nodes: FolderNode[] = [];
  const visit = (parent: string | null, depth: number) => {
    const siblings = children.get(parent) ?? [];
    for (const folder of siblings.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
      nodes.push({ folder, depth });
      visit(folder.id, depth + 1);
    }
  };
  visit(null, 0);
  return nodes;
}

/** How many folders lie below one, at any depth. */
export function countBelow(folders: readonly FolderFieldsFragment[], id: string): number {
  return folders
    .filter(({ parentId }) => parentId === id)
    .reduce((sum, folder) => sum + 1 + countBelow(folders, folder.id), 0);
}

/** Where a folder can be moved to: every folder but itself and what lies below it. */
export function placesFor(folders: readonly FolderFieldsFragment[], id: string): readonly FolderNode[] {
  return folderTree(folders.filter((folder) => folder.id !== id));
}
