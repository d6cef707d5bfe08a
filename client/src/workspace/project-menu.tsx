import { useMutation } from '@apollo/client/react';
import { Menu } from '@mantine/core';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DeleteProjectDocument, type ProjectFieldsFragment } from '../gql/graphql.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { HistoryItem } from '../ui/history-item.js';
import { IconButton } from '../ui/icon-button.js';
import { useSay } from '../ui/toasts.js';
import { testCases, wentWith } from './counts.js';
import { ProjectDialog } from './project-dialog.js';

interface ProjectMenuProps {
  project: ProjectFieldsFragment;
  onChanged: () => void;
  onDeleted: () => void;
}

export function ProjectMenu({ project, onChanged, onDeleted }: ProjectMenuProps) {
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const [remove] = useMutation(DeleteProjectDocument);
  const say = useSay();
  const close = () => setDialog(null);

  async function onConfirm() {
    const { data } = await remove({ variables: { id: project.id } });
    if (data !== undefined) say(`Project ${project.name} was deleted${wentWith(data.deleteProject)}.`);
    onDeleted();
  }

  return (
    <>
      <Menu position="bottom-end" width={160}>
        <Menu.Target>
          <IconButton label={`Actions for ${project.name}`} icon={Ellipsis} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={16} strokeWidth={1.75} />} onClick={() => setDialog('edit')}>
            Edit
          </Menu.Item>
          <HistoryItem entityId={project.id} />
          <Menu.Item
            data-danger
            leftSection={<Trash2 size={16} strokeWidth={1.75} />}
            onClick={() => setDialog('delete')}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'edit' && <ProjectDialog project={project} onSaved={onChanged} onClose={close} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={`Delete project ${project.name}?`}
          confirm="Delete project"
          failed="The project was not deleted."
          onConfirm={onConfirm}
          onClose={close}
        >
          {project.testCaseCount > 0
            ? `All its folders and ${testCases(project.testCaseCount)} go with it. `
            : 'All its folders go with it. '}
          This cannot be undone. The audit log keeps what they were.
        </ConfirmDialog>
      )}
    </>
  );
}
