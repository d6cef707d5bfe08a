import { useMutation } from '@apollo/client/react';
import { Button, Modal } from '@mantine/core';
import { ROLE_LABELS } from '@audit-log/shared/permission';
import { useState, type SubmitEvent } from 'react';
import { UpdateUserRoleDocument, type UserFieldsFragment } from '../gql/graphql.js';
import dialog from '../ui/dialog.module.css';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { RoleSelect } from './role-select.js';

interface RoleDialogProps {
  user: UserFieldsFragment;
  onChanged: () => void;
  onClose: () => void;
}

export function RoleDialog({ user, onChanged, onClose }: RoleDialogProps) {
  const [update] = useMutation(UpdateUserRoleDocument);
  const { busy, failure, save } = useSaving();
  const say = useSay();
  const [role, setRole] = useState(user.role);
  const name = user.name ?? user.email;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const saved = await save(async () => {
      await update({ variables: { id: user.id, role } });
    });
    if (!saved) return;
    say(`The role of ${name} is ${ROLE_LABELS[role]} now.`);
    onClose();
    onChanged();
  }

  return (
    <Modal opened onClose={onClose} size={400} title={`Role of ${name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className={dialog.body} onSubmit={(event) => void submit(event)}>
        {failure !== null && (
          <Notice tone="error" title="The role was not changed.">
            {failure}
          </Notice>
        )}
        <RoleSelect role={role} onChange={setRole} />
        <div className={dialog.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={role === user.role}>
            Change role
          </Button>
        </div>
      </form>
    </Modal>
  );
}
