import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { ProjectsDocument, type ProjectFieldsFragment } from '../gql/graphql.js';
import { Ago } from '../ui/ago.js';
import { EmptyState } from '../ui/empty-state.js';
import { LoadFailed } from '../ui/load-failed.js';
import { PageHeader } from '../ui/page-header.js';
import { RecordTable, type Column } from '../ui/record-table.js';
import table from '../ui/table.module.css';
import { useFresh } from '../ui/use-fresh.js';
import { IsolatedText } from '../ui/visible-text.js';
import { EmptyAccount, type SampleWorkspace } from './empty-account.js';
import { ProjectDialog } from './project-dialog.js';
import { ProjectMenu } from './project-menu.js';
import styles from './empty-account.module.css';

export default function ProjectsPage({ canWrite }: { canWrite: boolean }) {
  const { data, error, refetch } = useQuery(ProjectsDocument);
  useFresh(refetch);
  const [creating, dialog] = useDisclosure(false);
  const [made, setMade] = useState<SampleWorkspace | null>(null);
  const changed = () => void refetch();
  const create = canWrite && (
    <Button leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={dialog.open}>
      New project
    </Button>
  );
  return (
    <>
      <PageHeader title="Projects">{create}</PageHeader>
      {made !== null && (
        <p className={styles.made} role="status">
          {made.people} people made {made.projects} projects with {made.testCases} test cases.{' '}
          <Link href="/settings/audit-logs">See in the Audit Logs what each of them did</Link>
        </p>
      )}
      {creating && <ProjectDialog onClose={dialog.close} onSaved={() => void refetch()} />}
      {data === undefined && error !== undefined ? (
        <LoadFailed what="The projects" error={error} onRetry={() => void refetch()} />
      ) : data?.projects.length === 0 ? (
        canWrite ? (
          <EmptyAccount
            onCreateProject={dialog.open}
            onFilled={(sample) => {
              setMade(sample);
              void refetch();
            }}
          />
        ) : (
          <EmptyState title="No projects yet">An administrator can make the first one.</EmptyState>
        )
      ) : (
        <RecordTable
          label="Projects"
          rows={data?.projects}
          columns={columns}
          renderActions={canWrite ? (project) => <ProjectMenu project={project} onChanged={changed} onDeleted={changed} /> : null}
        />
      )}
    </>
  );
}

const columns: readonly Column<ProjectFieldsFragment>[] = [
  {
    head: 'Name',
    share: 55,
    cell: ({ id, name }) => (
      <Link className={table.link} href={`/projects/${id}`}>
        <IsolatedText text={name} />
      </Link>
    ),
  },
  { head: 'Key', className: table.soft, cell: ({ key }) => key },
  { head: 'Test cases', className: table.number, cell: ({ testCaseCount }) => testCaseCount.toLocaleString('en') },
  { head: 'Updated', className: table.soft, cell: ({ updatedAt }) => <Ago time={updatedAt} /> },
];
