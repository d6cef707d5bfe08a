import { Menu } from '@mantine/core';
import { Ellipsis, MailPlus, ShieldCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { UserFieldsFragment } from '../gql/graphql.js';
import { HistoryItem } from '../ui/history-item.js';
import { IconButton } from '../ui/icon-button.js';
import { RemoveUserDialog } from './remove-user-dialog.js';
import { RenewInvitationDialog } from './renew-invitation-dialog.js';
import { RoleDialog } from './role-dialog.js';

interface UserActionsProps {
  user: UserFieldsFragment;
  onChanged: () => void;
}

/** What can be done to somebody in the list of users. */
export function UserActions({ user, onChanged }: UserActionsProps) {
  const [dialog, setDialog] = useState<'role' | 'renew' | 'remove' | null>(null);
  const task = { user, onChanged, onClose: () => setDialog(null) };
  const invited = user.status === 'INVITED';
  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <IconButton label={`Actions for ${user.name ?? user.email}`} icon={Ellipsis} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<ShieldCheck size={16} strokeWidth={1.75} />} onClick={() => setDialog('role')}>
            Change role
          </Menu.Item>
          {invited && (
            <Menu.Item leftSection={<MailPlus size={16} strokeWidth={1.75} />} onClick={() => setDialog('renew')}>
              Renew invitation
            </Menu.Item>
          )}
          <HistoryItem entityId={user.id} />
          <Menu.Item
            data-danger
            leftSection={<Trash2 size={16} strokeWidth={1.75} />}
            onClick={() => setDialog('remove')}
          >
            {invited ? 'Withdraw invitation' : 'Remove'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'role' && <RoleDialog {...task} />}
      {dialog === 'renew' && <RenewInvitationDialog {...task} />}
      {dialog === 'remove' && <RemoveUserDialog {...task} />}
    </>
  );
}
