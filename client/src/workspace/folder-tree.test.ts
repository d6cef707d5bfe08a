import { describe, expect, it } from 'vitest';
import type { FolderFieldsFragment } from '../gql/graphql.js';
import { countBelow, folderTree, placesFor } from './folder-tree.js';

const folder = (id: string, parentId: string | null, name: string): FolderFieldsFragment => ({
  id,
  parentId,
  name,
  projectId: 'project-1',
  path: name,
});
const folders = [
  folder('keys', 'iam', 'Keys'),
  folder('archive', null, 'Archive'),
  folder('iam', null, 'IAM'),
  folder('old', 'keys', 'Old'),
  folder('round-10', 'iam', 'Round 10'),
  folder('round-9', 'iam', 'Round 9'),
];

describe('the folders of a project', () => {
  it('stand below their parents, siblings by name', () => {
    const tree = folderTree(folders).map(({ folder: { name }, depth }) => `${'  '.repeat(depth)}${name}`);
    expect(tree).toEqual(['Archive', 'IAM', '  Keys', '    Old', '  Round 9', '  Round 10']);
  });

  it('are counted at any depth', () => {
    expect(countBelow(folders, 'iam')).toBe(4);
    expect(countBelow(folders, 'archive')).toBe(0);
  });

  it('cannot be moved into themselves or what lies below them', () => {
    const places = (id: string) => placesFor(folders, id).map(({ folder: { name } }) => name);
    expect(places('iam')).toEqual(['Archive']);
    expect(places('keys')).toEqual(['Archive', 'IAM', 'Round 9', 'Round 10']);
  });
});
