import { NativeSelect } from '@mantine/core';
import type { FolderNode } from './folder-tree.js';

interface FolderSelectProps {
  label: string;
  nodes: readonly FolderNode[];
  /** A folder's id; empty for the project's top level. */
  value: string;
  onChange: (value: string) => void;
}

/** One of a project's folders, or none. */
export function FolderSelect({ label, nodes, value, onChange }: FolderSelectProps) {
  return (
    <NativeSelect
      label={label}
      data={[
        { value: '', label: 'Top level' },
        ...nodes.map(({ folder, depth }) => ({ value: folder.id, label: `${'\u2003'.repeat(depth)}${folder.name}` })),
      ]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
