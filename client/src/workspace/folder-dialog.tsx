import { useMutation } from '@apollo/client/react';
import { Button, Modal, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { CreateFolderDocument, RenameFolderDocument, type FolderFieldsFragment } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSaving } from '../ui/use-saving.js';

export type FolderTask =
  | { kind: 'create'; projectId: string; parent: FolderFieldsFragment | null }
  | { kind: 'rename'; folder: FolderFieldsFragment };

const fields = { names: ['name'], conflict: 'name' };

interface FolderDialogProps {
  task: FolderTask;
  onSaved: () => void;
  onClose: () => void;
}

export function FolderDialog({ task, onSaved, onClose }: FolderDialogProps) {
  const [create] = useMutation(CreateFolderDocument);
  const [rename] = useMutation(RenameFolderDocument);
  const { busy, failure, errorOf, save } = useSaving(fields);
  const [name, setName] = useState(task.kind === 'rename' ? task.folder.name : '');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await save(async () => {
      if (task.kind === 'rename') await rename({ variables: { id: task.folder.id, name: name.trim() } });
      else {
        const { projectId, parent } = task;
        await create({ variables: { input: { projectId, parentId: parent?.id ?? null, name: name.trim() } } });
      }
    });
    if (!saved) return;
    onSaved();
    onClose();
  }

  const title =
    task.kind === 'rename' ? 'Rename folder' : task.parent === null ? 'New folder' : `New folder in ${task.parent.path}`;
  return (
    <Modal opened onClose={onClose} size={400} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className={dialog.body} onSubmit={(event) => void submit(event)}>
        {failure !== null && (
          <Notice tone="error" title={task.kind === 'rename' ? 'The folder was not renamed.' : 'The folder was not made.'}>
            {failure}
          </Notice>
        )}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={200}
          data-autofocus
          value={name}
          error={name.includes('/') ? 'A name cannot hold “/”: it parts the folders of a path.' : errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={name.includes('/')}>
            {task.kind === 'rename' ? 'Rename' : 'Create folder'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
