import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { operation } from '../apollo.js';
import { ProjectsDocument, type ProjectFieldsFragment } from '../gql/graphql.js';
import { EmptyState } from '../ui/empty-state.js';
import { LoadFailed } from '../ui/load-failed.js';
import { PageHeader } from '../ui/page-header.js';
import table from '../ui/table.module.css';
import { ago } from '../ui/time-format.js';
import { TimeText } from '../ui/time-text.js';
import { useFresh } from '../ui/use-fresh.js';
import { useNow } from '../ui/use-now.js';
import { IsolatedText } from '../ui/visible-text.js';
import { EmptyAccount, type SampleWorkspace } from './empty-account.js';
import { ProjectDialog } from './project-dialog.js';
import { ProjectMenu } from './project-menu.js';
import styles from './empty-account.module.css';

const projectsQuery = operation(ProjectsDocument);

export default function ProjectsPage({ canWrite }: { canWrite: boolean }) {
  const { data, error, refetch } = useQuery(projectsQuery);
  useFresh(refetch);
  const [creating, dialog] = useDisclosure(false);
  const [made, setMade] = useState<SampleWorkspace | null>(null);
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
        <ProjectTable projects={data?.projects} canWrite={canWrite} onChanged={() => void refetch()} />
      )}
    </>
  );
}

interface ProjectTableProps {
  projects: readonly ProjectFieldsFragment[] | undefined;
  canWrite: boolean;
  onChanged: () => void;
}

function ProjectTable({ projects, canWrite, onChanged }: ProjectTableProps) {
  const now = useNow(60_000);
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.stacked}`} aria-label="Projects" aria-busy={projects === undefined}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Key</th>
            <th scope="col">Test cases</th>
            <th scope="col">Updated</th>
            {canWrite && (
              <th scope="col" className={table.actions}>
                <span className={table.hidden}>Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {projects?.map((project) => (
            <tr key={project.id}>
              <td>
                <Link className={table.link} href={`/projects/${project.id}`}>
                  <IsolatedText text={project.name} />
                </Link>
              </td>
              <td className={table.soft} data-label="Key">{project.key}</td>
              <td className={table.number} data-label="Test cases">{project.testCaseCount.toLocaleString('en')}</td>
              <td className={table.soft} data-label="Updated">
                <TimeText time={project.updatedAt}>{ago(project.updatedAt, now)}</TimeText>
              </td>
              {canWrite && (
                <td className={table.actions}>
                  <ProjectMenu project={project} onChanged={onChanged} onDeleted={onChanged} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
