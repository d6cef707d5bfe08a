import { useMutation } from '@apollo/client/react';
import { forget } from '../apollo.js';
import { DeleteSavedViewDocument, type SavedViewFieldsFragment } from '../gql/graphql.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useDefaultView } from '../ui/default-view.js';
import { useSay } from '../ui/toasts.js';

interface DeleteViewDialogProps {
  view: SavedViewFieldsFragment;
  onDeleted: () => void;
  onClose: () => void;
}

/** Asks before a view is gone, and says for whom. */
export default function DeleteViewDialog({ view, onDeleted, onClose }: DeleteViewDialogProps) {
  const [remove] = useMutation(DeleteSavedViewDocument, {
    update: (cache, { data }) => {
      if (data != null) forget(cache, data.deleteSavedView);
    },
  });
  const { view: standing, change } = useDefaultView();
  const say = useSay();

  async function onConfirm() {
    await remove({ variables: { id: view.id } });
    if (standing?.id === view.id) change(null);
    say(`View “${view.name}” was deleted.`);
    onDeleted();
  }

  return (
    <ConfirmDialog title={`Delete view ${view.name}?`} confirm="Delete view" failed="The view was not deleted." onConfirm={onConfirm} onClose={onClose}>
      {view.shared ? 'It is gone for everybody it was shared with. Whoever’s log opens with it sees the last 7 days instead. ' : 'It is gone from your list. '}
      Links that were copied from it go on, and so does the log: no entry is deleted.
    </ConfirmDialog>
  );
}
