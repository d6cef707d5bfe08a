import { useMutation } from '@apollo/client/react';
import { forget } from '../apollo.js';
import { RemoveUserDocument, type UserFieldsFragment } from '../gql/graphql.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useSay } from '../ui/toasts.js';

interface RemoveUserDialogProps {
  user: UserFieldsFragment;
  onChanged: () => void;
  onClose: () => void;
}

/** Asks before somebody is removed, or before an invitation is withdrawn, and says what follows. */
export function RemoveUserDialog({ user, onChanged, onClose }: RemoveUserDialogProps) {
  const [remove] = useMutation(RemoveUserDocument, {
    // Also out of every test case they owned, which the server has left without an owner.
    update: (cache, { data }) => {
      if (data != null) forget(cache, data.removeUser);
    },
  });
  const say = useSay();
  const invited = user.status === 'INVITED';
  const name = user.name ?? user.email;

  async function onConfirm() {
    await remove({ variables: { id: user.id } });
    say(invited ? `The invitation of ${name} was withdrawn.` : `${name} was removed.`);
    // Whoever removed themselves learns from this answer that they are signed out.
    onChanged();
  }

  return (
    <ConfirmDialog
      title={invited ? `Withdraw the invitation of ${name}?` : `Remove ${name}?`}
      confirm={invited ? 'Withdraw invitation' : 'Remove user'}
      failed={invited ? 'The invitation was not withdrawn.' : 'The user was not removed.'}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {invited ? (
        <>The link stops working at once. {user.email} can be invited again.</>
      ) : (
        <>
          Their sessions end at once, and test cases they own lose their owner. API keys they made go on working. The
          audit log keeps their name readable.
        </>
      )}
    </ConfirmDialog>
  );
}
