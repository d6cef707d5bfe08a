import { useMutation } from '@apollo/client/react';
import { Button, Modal } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { MoveFolderDocument, type FolderFieldsFragment } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { FolderSelect } from './folder-select.js';
import { placesFor } from './folder-tree.js';

interface MoveFolderDialogProps {
  folder: FolderFieldsFragment;
  /** All folders of its project. */
  folders: readonly FolderFieldsFragment[];
  onMoved: () => void;
  onClose: () => void;
}

/** Puts a folder, with all that is in it, elsewhere in its project. */
export function MoveFolderDialog({ folder, folders, onMoved, onClose }: MoveFolderDialogProps) {
  const [move] = useMutation(MoveFolderDocument);
  const { busy, failure, save } = useSaving();
  const say = useSay();
  const now = folder.parentId ?? '';
  const [parentId, setParentId] = useState(now);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const moved = await save(async () => {
      await move({ variables: { id: folder.id, parentId: parentId || null } });
    });
    if (!moved) return;
    say(`Folder ${folder.name} was moved.`);
    onMoved();
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={400}
      title={`Move folder ${folder.path}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className={dialog.body} onSubmit={(event) => void submit(event)}>
        {failure !== null && (
          <Notice tone="error" title="The folder was not moved.">
            {failure}
          </Notice>
        )}
        <p className={dialog.text}>All that is in it moves along.</p>
        <FolderSelect label="Into" nodes={placesFor(folders, folder.id)} value={parentId} onChange={setParentId} />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={parentId === now}>
            Move
          </Button>
        </div>
      </form>
    </Modal>
  );
}
