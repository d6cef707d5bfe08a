import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ROLE_LABELS } from '@audit-log/shared/permission';
import { UserPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { operation } from '../apollo.js';
import { UsersDocument, type UserFieldsFragment } from '../gql/graphql.js';
import { Avatar } from '../ui/avatar.js';
import { LoadFailed } from '../ui/load-failed.js';
import { PageHeader } from '../ui/page-header.js';
import table from '../ui/table.module.css';
import { ago } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { useFresh } from '../ui/use-fresh.js';
import { useNow } from '../ui/use-now.js';
import { IsolatedText } from '../ui/visible-text.js';
import { InviteDialog } from './invite-dialog.js';
import { UserActions } from './user-actions.js';

const usersQuery = operation(UsersDocument);

export default function UsersPage({ canWrite }: { canWrite: boolean }) {
  const { data, error, refetch } = useQuery(usersQuery);
  useFresh(refetch);
  const [inviting, dialog] = useDisclosure(false);
  return (
    <>
      <PageHeader title="Users">
        {canWrite && (
          <Button leftSection={<UserPlus size={16} strokeWidth={1.75} />} onClick={dialog.open}>
            Invite user
          </Button>
        )}
      </PageHeader>
      {inviting && <InviteDialog onClose={dialog.close} onInvited={() => void refetch()} />}
      {data === undefined && error !== undefined ? (
        <LoadFailed what="The users" error={error} onRetry={() => void refetch()} />
      ) : (
        <UserTable users={data?.users} canWrite={canWrite} onChanged={() => void refetch()} />
      )}
    </>
  );
}

interface UserTableProps {
  users: readonly UserFieldsFragment[] | undefined;
  canWrite: boolean;
  onChanged: () => void;
}

function UserTable({ users, canWrite, onChanged }: UserTableProps) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.stacked}`} aria-label="Users" aria-busy={users === undefined}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Role</th>
            <th scope="col">Last sign-in</th>
            {canWrite && (
              <th scope="col" className={table.actions}>
                <span className={table.hidden}>Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {users?.map((user) => (
            <UserRow key={user.id} user={user}>
              {canWrite && (
                <td className={table.actions}>
                  <UserActions user={user} onChanged={onChanged} />
                </td>
              )}
            </UserRow>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface UserRowProps {
  user: UserFieldsFragment;
  /** The last cell. */
  children: ReactNode;
}

function UserRow({ user, children }: UserRowProps) {
  const now = useNow(60_000);
  return (
    <tr>
      <td>
        <span className={table.person}>
          <Avatar name={user.name ?? user.email} />
          <span className={table.strong}>
            <IsolatedText text={user.name ?? '–'} />
          </span>
        </span>
      </td>
      <td data-label="Email">
        <IsolatedText text={user.email} />
      </td>
      <td data-label="Role">{ROLE_LABELS[user.role]}</td>
      <td className={table.soft} data-label="Last sign-in">
        {user.status === 'INVITED' ? (
          <>
            invited <TimeText time={user.invitedAt}>{ago(user.invitedAt, now)}</TimeText>
          </>
        ) : user.lastSignInAt === null ? (
          'never'
        ) : (
          <TimeText time={user.lastSignInAt}>{ago(user.lastSignInAt, now)}</TimeText>
        )}
      </td>
      {children}
    </tr>
  );
}
