import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ROLE_LABELS } from '@audit-log/shared/permission';
import { UserPlus } from 'lucide-react';
import { operation } from '../apollo.js';
import { UsersDocument, type UserFieldsFragment } from '../gql/graphql.js';
import { Avatar } from '../ui/avatar.js';
import { LoadFailed } from '../ui/load-failed.js';
import { PageHeader } from '../ui/page-header.js';
import table from '../ui/table.module.css';
import { ago } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { useNow } from '../ui/use-now.js';
import { InviteDialog } from './invite-dialog.js';

const usersQuery = operation(UsersDocument);

export default function UsersPage({ canInvite }: { canInvite: boolean }) {
  const { data, error, refetch } = useQuery(usersQuery);
  const [inviting, dialog] = useDisclosure(false);
  return (
    <>
      <PageHeader title="Users">
        {canInvite && (
          <Button leftSection={<UserPlus size={16} strokeWidth={1.75} />} onClick={dialog.open}>
            Invite user
          </Button>
        )}
      </PageHeader>
      {inviting && <InviteDialog onClose={dialog.close} onInvited={() => void refetch()} />}
      {data === undefined && error !== undefined ? (
        <LoadFailed what="The users" error={error} onRetry={() => void refetch()} />
      ) : (
        <UserTable users={data?.users} />
      )}
    </>
  );
}

function UserTable({ users }: { users: readonly UserFieldsFragment[] | undefined }) {
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label="Users" aria-busy={users === undefined}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Role</th>
            <th scope="col">Last sign-in</th>
          </tr>
        </thead>
        <tbody>
          {users?.map((user) => (
            <UserRow key={user.id} user={user} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function UserRow({ user }: { user: UserFieldsFragment }) {
  const now = useNow(60_000);
  return (
    <tr>
      <td>
        <span className={table.person}>
          <Avatar name={user.name ?? user.email} />
          <span className={table.strong}>{user.name ?? '–'}</span>
        </span>
      </td>
      <td>{user.email}</td>
      <td>{ROLE_LABELS[user.role]}</td>
      <td className={table.soft}>
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
    </tr>
  );
}
