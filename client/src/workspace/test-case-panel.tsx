import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import { operation } from '../apollo.js';
import {
  CreateTestCaseDocument,
  TestCaseDocument,
  UpdateTestCaseDocument,
  type TestCaseFieldsFragment,
} from '../gql/graphql.js';
import { IconButton } from '../ui/icon-button.js';
import { LoadFailed } from '../ui/load-failed.js';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { changesOf, draftOf, emptyDraft, fieldsOf, type TestCaseDraft } from './test-case-draft.js';
import { TestCaseForm } from './test-case-form.js';
import { TestCaseMenu } from './test-case-menu.js';
import styles from './test-case-panel.module.css';

const testCaseQuery = operation(TestCaseDocument);
const createMutation = operation(CreateTestCaseDocument);
const updateMutation = operation(UpdateTestCaseDocument);

interface PanelProps {
  onChanged: () => void;
  onClose: () => void;
}

interface TestCasePanelProps extends PanelProps {
  /** Its id or its key. */
  id: string;
  canWrite: boolean;
}

/** One test case beside the list: to read, and for those who may to edit. */
export function TestCasePanel({ id, canWrite, onChanged, onClose }: TestCasePanelProps) {
  const { data, error, refetch } = useQuery(testCaseQuery, { variables: { id }, fetchPolicy: 'network-only' });
  const testCase = data?.testCase;
  if (testCase != null) {
    return <EditPanel key={testCase.id} testCase={testCase} canWrite={canWrite} onChanged={onChanged} onClose={onClose} />;
  }
  return (
    <Frame title={id} onClose={onClose}>
      {error !== undefined && <LoadFailed what="The test case" error={error} onRetry={() => void refetch()} />}
      {testCase === null && (
        <Notice tone="error" title={`There is no test case ${id}.`}>
          It may have been deleted. The audit log says when and by whom.
        </Notice>
      )}
    </Frame>
  );
}

interface EditPanelProps extends PanelProps {
  testCase: TestCaseFieldsFragment;
  canWrite: boolean;
}

function EditPanel({ testCase, canWrite, onChanged, onClose }: EditPanelProps) {
  const [update] = useMutation(updateMutation);
  const { busy, failure, save } = useSaving();
  const say = useSay();
  const [before, setBefore] = useState(() => draftOf(testCase));
  const [draft, setDraft] = useState(before);
  const input = changesOf(before, draft);
  const changed = Object.keys(input).length > 0;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!changed) return;
    await save(async () => {
      const { data } = await update({ variables: { id: testCase.id, input } });
      if (data === undefined) return;
      const saved = draftOf(data.updateTestCase);
      setBefore(saved);
      setDraft(saved);
      say(`${testCase.key} was saved.`);
      onChanged();
    });
  }

  return (
    <Frame
      title={testCase.key}
      place={testCase.folderPath}
      tools={canWrite && <TestCaseMenu testCase={testCase} onChanged={onChanged} onDeleted={onClose} />}
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Fields failure={failure} draft={draft} owner={ownerOf(testCase)} readOnly={!canWrite} onChange={setDraft} />
        {canWrite && (
          <div className={styles.foot}>
            <Button variant="default" disabled={!changed} onClick={() => setDraft(before)}>
              Discard changes
            </Button>
            <Button type="submit" loading={busy} disabled={!changed}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Frame>
  );
}

interface NewTestCasePanelProps extends PanelProps {
  projectId: string;
  folder: { readonly id: string; readonly path: string } | null;
  onCreated: (key: string) => void;
}

export function NewTestCasePanel({ projectId, folder, onCreated, onChanged, onClose }: NewTestCasePanelProps) {
  const [create] = useMutation(createMutation);
  const { busy, failure, save } = useSaving();
  const [draft, setDraft] = useState(emptyDraft);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    await save(async () => {
      const input = { ...fieldsOf(draft), projectId, folderId: folder?.id ?? null };
      const { data } = await create({ variables: { input } });
      if (data === undefined) return;
      onChanged();
      onCreated(data.createTestCase.key);
    });
  }

  return (
    <Frame title="New test case" place={folder?.path ?? null} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Fields failure={failure} draft={draft} owner={null} readOnly={false} onChange={setDraft} />
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Create test case
          </Button>
        </div>
      </form>
    </Frame>
  );
}

interface FieldsProps {
  failure: string | null;
  draft: TestCaseDraft;
  owner: { readonly id: string; readonly label: string } | null;
  readOnly: boolean;
  onChange: (draft: TestCaseDraft) => void;
}

function Fields({ failure, draft, owner, readOnly, onChange }: FieldsProps) {
  return (
    <div className={styles.fields}>
      {failure !== null && (
        <Notice tone="error" title="The test case was not saved.">
          {failure} What you wrote is still here.
        </Notice>
      )}
      <TestCaseForm draft={draft} owner={owner} readOnly={readOnly} onChange={onChange} />
    </div>
  );
}

interface FrameProps {
  title: string;
  place?: string | null;
  tools?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

function Frame({ title, place, tools, children, onClose }: FrameProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>('[data-autofocus]:not([readonly])');
    (first ?? panel.current)?.focus({ preventScroll: true });
  }, [title]);
  return (
    <aside
      className={styles.panel}
      aria-label="Test case"
      ref={panel}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div className={styles.bar}>
        <h2 className={styles.title}>{title}</h2>
        {place != null && <span className={styles.place}>{place.replaceAll('/', ' / ')}</span>}
        <span className={styles.tools}>
          {tools}
          <IconButton label="Close test case" icon={X} onClick={onClose} />
        </span>
      </div>
      {children}
    </aside>
  );
}

function ownerOf({ owner }: TestCaseFieldsFragment): { id: string; label: string } | null {
  return owner === null ? null : { id: owner.id, label: owner.name ?? owner.email };
}
