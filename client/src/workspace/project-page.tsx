import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { ProjectDocument } from '../gql/graphql.js';
import { EmptyState } from '../ui/empty-state.js';
import { LoadFailed } from '../ui/load-failed.js';
import { PageHeader } from '../ui/page-header.js';
import { useFresh } from '../ui/use-fresh.js';
import { withCodes } from '../ui/invisible.js';
import { VisibleText } from '../ui/visible-text.js';
import { FolderPane } from './folder-pane.js';
import { NewTestCasePanel } from './new-test-case-panel.js';
import { ProjectMenu } from './project-menu.js';
import { TestCaseList } from './test-case-list.js';
import { TestCasePanel } from './test-case-panel.js';
import { useUnsaved } from './use-unsaved.js';
import styles from './project-page.module.css';

/** Stands in the address for a test case that is being written. */
const newTestCase = 'new';

/** A project: folders at the left, their test cases beside, one of them opened. All of that is in the address. */
export default function ProjectPage({ id, canWrite }: { id: string; canWrite: boolean }) {
  const { data, error, refetch } = useQuery(ProjectDocument, { variables: { id } });
  useFresh(refetch);
  const [params, setParams] = useSearchParams();
  const [, navigate] = useLocation();
  const [version, setVersion] = useState(0);
  const project = data?.workspaceProject;
  const folderId = params.get('folder');
  const opened = params.get('case');

  const set = (name: string, value: string | null) => {
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (value === null) after.delete(name);
      else after.set(name, value);
      return after;
    });
  };
  const changed = () => {
    void refetch();
    setVersion((number) => number + 1);
  };
  const { setUnsaved, guard, question } = useUnsaved(
    ({ pathname, searchParams }) => pathname === location.pathname && searchParams.get('case') === opened,
  );
  const leave = (go: () => void) => {
    setUnsaved(false);
    go();
  };
  const open = (key: string | null) => guard(() => set('case', key));
  const close = () => open(null);

  if (project == null) {
    return (
      <>
        <PageHeader title="Project" trail={<Trail />} />
        {error !== undefined && <LoadFailed what="The project" error={error} onRetry={() => void refetch()} />}
        {project === null && (
          <EmptyState title="There is no such project">
            It may have been deleted. The audit log says when and by whom.
          </EmptyState>
        )}
      </>
    );
  }

  const folder = project.folders.find((one) => one.id === folderId) ?? null;
  return (
    <div className={styles.page}>
      <PageHeader title={withCodes(project.name)} trail={<Trail />}>
        {canWrite && (
          <>
            <Button leftSection={<Plus size={16} strokeWidth={1.75} />} onClick={() => open(newTestCase)}>
              New test case
            </Button>
            <ProjectMenu project={project} onChanged={changed} onDeleted={() => leave(() => navigate('/projects'))} />
          </>
        )}
      </PageHeader>
      {project.description !== null && (
        <p className={styles.description} title={withCodes(project.description)}>
          <span className={styles.descriptionText}>
            <VisibleText text={project.description} />
          </span>
        </p>
      )}
      <div className={styles.columns}>
        <FolderPane
          projectId={project.id}
          folders={project.folders}
          chosen={folder?.id ?? null}
          canWrite={canWrite}
          onChoose={(chosen) => set('folder', chosen)}
          onChanged={changed}
        />
        <TestCaseList
          projectId={project.id}
          folderId={folder?.id ?? null}
          opened={opened}
          version={version}
          canWrite={canWrite}
          onOpen={open}
        />
      </div>
      {opened === newTestCase && canWrite && (
        <NewTestCasePanel
          projectId={project.id}
          folder={folder}
          onCreated={(key) => leave(() => set('case', key))}
          onChanged={changed}
          onUnsaved={setUnsaved}
          onClose={close}
        />
      )}
      {opened !== null && opened !== newTestCase && (
        <TestCasePanel
          key={opened}
          id={opened}
          canWrite={canWrite}
          guard={guard}
          onOpen={open}
          onChanged={changed}
          onUnsaved={setUnsaved}
          onClose={close}
        />
      )}
      {question}
    </div>
  );
}

function Trail() {
  return (
    <>
      <Link className={styles.trail} href="/projects">
        Projects
      </Link>
      <span className={styles.slash} aria-hidden>
        /
      </span>
    </>
  );
}
