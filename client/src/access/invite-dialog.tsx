import { useMutation } from '@apollo/client/react';
import { Button, Modal, TextInput } from '@mantine/core';
import type { Role } from '@audit-log/shared/permission';
import { useState, type SubmitEvent } from 'react';
import { InviteUserDocument, type InviteUserMutation } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSaving } from '../ui/use-saving.js';
import { InvitationLink } from './invitation-link.js';
import { RoleSelect } from './role-select.js';

interface InviteDialogProps {
  onInvited: () => void;
  onClose: () => void;
}

export function InviteDialog({ onInvited, onClose }: InviteDialogProps) {
  const [invitation, setInvitation] = useState<InviteUserMutation['inviteUser'] | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      size={440}
      title={invitation === null ? 'Invite user' : `${invitation.user.email} is invited`}
      closeOnClickOutside={invitation === null}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {invitation === null ? (
        <InviteForm
          onClose={onClose}
          onInvited={(made) => {
            setInvitation(made);
            onInvited();
          }}
        />
      ) : (
        <InvitationLink invitation={invitation} onClose={onClose} />
      )}
    </Modal>
  );
}

const fields = { names: ['email', 'name'], conflict: 'email' };

interface InviteFormProps {
  onInvited: (invitation: InviteUserMutation['inviteUser']) => void;
  onClose: () => void;
}

function InviteForm({ onInvited, onClose }: InviteFormProps) {
  const [invite] = useMutation(InviteUserDocument);
  const { busy, failure, errorOf, save } = useSaving(fields);
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('READ_ONLY');

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    await save(async () => {
      const { data } = await invite({
        variables: { input: { email: email.trim(), name: name.trim() || null, role } },
      });
      if (data !== undefined) onInvited(data.inviteUser);
    });
  }

  return (
    <form className={dialog.body} onSubmit={(event) => void submit(event)}>
      {failure !== null && (
        <Notice tone="error" title="The user was not invited.">
          {failure}
        </Notice>
      )}
      <TextInput
        label="Email"
        type="email"
        required
        withAsterisk={false}
        data-autofocus
        value={email}
        error={errorOf('email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        label="Name"
        placeholder="They can choose it themselves"
        value={name}
        error={errorOf('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RoleSelect role={role} onChange={setRole} />
      <div className={dialog.actions}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy}>
          Invite
        </Button>
      </div>
    </form>
  );
}
