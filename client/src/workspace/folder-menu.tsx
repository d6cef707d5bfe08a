import { Menu } from '@mantine/core';
import { CornerDownRight, Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import type { FolderFieldsFragment } from '../gql/graphql.js';
import { HistoryItem } from '../ui/history-item.js';
import { IconButton } from '../ui/icon-button.js';

interface FolderMenuProps {
  folder: FolderFieldsFragment;
  className: string | undefined;
  onPick: (task: 'create' | 'rename' | 'move' | 'delete') => void;
}

export function FolderMenu({ folder, className, onPick }: FolderMenuProps) {
  return (
    <Menu position="bottom-start" width={180}>
      <Menu.Target>
        <IconButton className={className} label={`Actions for folder ${folder.path}`} icon={Ellipsis} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={() => onPick('create')}>
          New folder in it
        </Menu.Item>
        <Menu.Item leftSection={<Pencil size={16} strokeWidth={1.75} />} onClick={() => onPick('rename')}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<CornerDownRight size={16} strokeWidth={1.75} />} onClick={() => onPick('move')}>
          Move
        </Menu.Item>
        <HistoryItem entityId={folder.id} />
        <Menu.Item data-danger leftSection={<Trash2 size={16} strokeWidth={1.75} />} onClick={() => onPick('delete')}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
