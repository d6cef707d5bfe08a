import { useMutation } from '@apollo/client/react';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { RenewInvitationDocument, type UserFieldsFragment } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSaving } from '../ui/use-saving.js';
import { InvitationLink, type Invitation } from './invitation-link.js';

interface RenewInvitationDialogProps {
  user: UserFieldsFragment;
  onChanged: () => void;
  onClose: () => void;
}

/** Makes a new link for somebody who has not come yet. */
export function RenewInvitationDialog({ user, onChanged, onClose }: RenewInvitationDialogProps) {
  const [renew] = useMutation(RenewInvitationDocument);
  const { busy, failure, save } = useSaving();
  const [invitation, setInvitation] = useState<Invitation | null>(null);

  async function onRenew() {
    await save(async () => {
      const { data } = await renew({ variables: { id: user.id } });
      if (data === undefined) return;
      setInvitation(data.renewInvitation);
      onChanged();
    });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={440}
      title={invitation === null ? `Renew the invitation of ${user.email}?` : `${user.email} has a new invitation`}
      closeOnClickOutside={invitation === null}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {invitation === null ? (
        <div className={dialog.body}>
          {failure !== null && (
            <Notice tone="error" title="The invitation was not renewed.">
              {failure}
            </Notice>
          )}
          <p className={dialog.text}>
            A new link is made for you to pass on. The link sent before stops working at once.
          </p>
          <div className={dialog.actions}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button loading={busy} data-autofocus onClick={() => void onRenew()}>
              Renew invitation
            </Button>
          </div>
        </div>
      ) : (
        <InvitationLink invitation={invitation} onClose={onClose} />
      )}
    </Modal>
  );
}
