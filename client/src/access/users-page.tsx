import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ROLE_LABELS } from '@audit-log/shared/permission';
import { UserPlus } from 'lucide-react';
import { UsersDocument, type UserFieldsFragment } from '../gql/graphql.js';
import { Ago } from '../ui/ago.js';
import { Avatar } from '../ui/avatar.js';
import { LoadFailed } from '../ui/load-failed.js';
import { PageHeader } from '../ui/page-header.js';
import { RecordTable, type Column } from '../ui/record-table.js';
import table from '../ui/table.module.css';
import { useFresh } from '../ui/use-fresh.js';
import { IsolatedText } from '../ui/visible-text.js';
import { InviteDialog } from './invite-dialog.js';
import { UserActions } from './user-actions.js';

export default function UsersPage({ canWrite }: { canWrite: boolean }) {
  const { data, error, refetch } = useQuery(UsersDocument);
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
        <RecordTable
          label="Users"
          rows={data?.users}
          columns={columns}
          renderActions={canWrite ? (user) => <UserActions user={user} onChanged={() => void refetch()} /> : null}
        />
      )}
    </>
  );
}

const columns: readonly Column<UserFieldsFragment>[] = [
  {
    head: 'Name',
    share: 32,
    cell: ({ name, email }) => (
      <span className={table.person}>
        <Avatar name={name ?? email} />
        <span className={table.strong}>
          <IsolatedText text={name ?? '–'} />
        </span>
      </span>
    ),
  },
  { head: 'Email', share: 36, cell: ({ email }) => <IsolatedText text={email} /> },
  { head: 'Role', cell: ({ role }) => ROLE_LABELS[role] },
  { head: 'Last sign-in', className: table.soft, cell: (user) => <LastSignIn user={user} /> },
];

function LastSignIn({ user: { status, invitedAt, lastSignInAt } }: { user: UserFieldsFragment }) {
  if (status === 'INVITED') {
    return (
      <>
        invited <Ago time={invitedAt} />
      </>
    );
  }
  return lastSignInAt === null ? 'never' : <Ago time={lastSignInAt} />;
}
