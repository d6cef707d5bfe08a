import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Plus } from 'lucide-react';
import { ApiKeysDocument } from '../gql/graphql.js';
import { EmptyState } from '../ui/empty-state.js';
import { LoadFailed } from '../ui/load-failed.js';
import { PageHeader } from '../ui/page-header.js';
import { useFresh } from '../ui/use-fresh.js';
import { ApiKeyTable } from './api-key-table.js';
import { CreateKeyDialog } from './create-key-dialog.js';
import styles from './api-keys-page.module.css';

/** The keys by which programs get in. */
export default function ApiKeysPage({ canWrite }: { canWrite: boolean }) {
  const { data, error, refetch } = useQuery(ApiKeysDocument);
  useFresh(refetch);
  const [creating, dialog] = useDisclosure(false);
  const onChanged = () => void refetch();
  return (
    <>
      <PageHeader title="API keys">
        {canWrite && (
          <Button leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={dialog.open}>
            New API key
          </Button>
        )}
      </PageHeader>
      <p className={styles.note}>
        What a key can ask is tried out best in <a href="/graphiql">GraphiQL</a>, with examples.
      </p>
      {creating && <CreateKeyDialog onClose={dialog.close} onCreated={onChanged} />}
      {data === undefined && error !== undefined ? (
        <LoadFailed what="The API keys" error={error} onRetry={onChanged} />
      ) : data?.apiKeys.length === 0 ? (
        <EmptyState title="No API keys yet">
          A program proves itself with a key: to read the audit log, to add to it, or to change projects and users.
        </EmptyState>
      ) : (
        <ApiKeyTable apiKeys={data?.apiKeys} canWrite={canWrite} onChanged={onChanged} />
      )}
    </>
  );
}
