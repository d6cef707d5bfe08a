import { useMutation } from '@apollo/client/react';
import { Folder, FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { DeleteFolderDocument, type FolderFieldsFragment } from '../gql/graphql.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { IconButton } from '../ui/icon-button.js';
import { useSay } from '../ui/toasts.js';
import { IsolatedText } from '../ui/visible-text.js';
import { folders as foldersText, wentWith } from './counts.js';
import { FolderDialog, type FolderTask } from './folder-dialog.js';
import { FolderMenu } from './folder-menu.js';
import { countBelow, folderTree } from './folder-tree.js';
import { MoveFolderDialog } from './move-folder-dialog.js';
import styles from './folder-pane.module.css';

interface FolderPaneProps {
  projectId: string;
  folders: readonly FolderFieldsFragment[];
  /** The folder whose test cases are shown; null for all of the project. */
  chosen: string | null;
  canWrite: boolean;
  onChoose: (id: string | null) => void;
  onChanged: () => void;
}

type Dialog = FolderTask | { kind: 'move' | 'delete'; folder: FolderFieldsFragment };

/** The folders of a project as a tree; choosing one narrows the list beside it. */
export function FolderPane({ projectId, folders, chosen, canWrite, onChoose, onChanged }: FolderPaneProps) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [remove] = useMutation(DeleteFolderDocument);
  const say = useSay();

  async function onDelete(folder: FolderFieldsFragment) {
    const { data } = await remove({ variables: { id: folder.id } });
    if (data !== undefined) say(`Folder ${folder.name} was deleted${wentWith(data.deleteFolder)}.`);
    if (chosen === folder.id) onChoose(null);
    onChanged();
  }

  return (
    <section className={styles.pane} aria-label="Folders">
      <div className={styles.head}>
        <h2 className={styles.title}>Folders</h2>
        {canWrite && (
          <IconButton
            label="New folder"
            icon={FolderPlus}
            onClick={() => setDialog({ kind: 'create', projectId, parent: null })}
          />
        )}
      </div>
      <ul>
        <li className={styles.item}>
          <button
            type="button"
            className={styles.choose}
            aria-current={chosen === null ? 'true' : undefined}
            onClick={() => onChoose(null)}
          >
            All test cases
          </button>
        </li>
        {folderTree(folders).map(({ folder, depth }) => (
          <li key={folder.id} className={styles.item}>
            <button
              type="button"
              className={styles.choose}
              style={{ paddingInlineStart: 8 + depth * 16 }}
              aria-current={chosen === folder.id ? 'true' : undefined}
              title={folder.path}
              onClick={() => onChoose(folder.id)}
            >
              <Folder size={14} strokeWidth={1.75} aria-hidden />
              <span className={styles.name}>
                <IsolatedText text={folder.name} />
              </span>
            </button>
            {canWrite && (
              <FolderMenu
                folder={folder}
                className={styles.more}
                onPick={(kind) => setDialog(kind === 'create' ? { kind, projectId, parent: folder } : { kind, folder })}
              />
            )}
          </li>
        ))}
      </ul>
      {dialog !== null && (dialog.kind === 'create' || dialog.kind === 'rename') && (
        <FolderDialog task={dialog} onSaved={onChanged} onClose={() => setDialog(null)} />
      )}
      {dialog?.kind === 'move' && (
        <MoveFolderDialog folder={dialog.folder} folders={folders} onMoved={onChanged} onClose={() => setDialog(null)} />
      )}
      {dialog?.kind === 'delete' && (
        <ConfirmDialog
          title={`Delete folder ${dialog.folder.path}?`}
          confirm="Delete folder"
          failed="The folder was not deleted."
          onConfirm={() => onDelete(dialog.folder)}
          onClose={() => setDialog(null)}
        >
          {countBelow(folders, dialog.folder.id) > 0 &&
            `${foldersText(countBelow(folders, dialog.folder.id))} in it, and `}
          {countBelow(folders, dialog.folder.id) > 0 ? 'all' : 'All'} test cases in it go with it. This cannot be undone.
          The audit log keeps what they were.
        </ConfirmDialog>
      )}
    </section>
  );
}
