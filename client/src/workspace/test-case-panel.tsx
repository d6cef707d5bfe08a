import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { TestCaseDocument, UpdateTestCaseDocument, type TestCaseFieldsFragment } from '../gql/graphql.js';
import { LoadFailed } from '../ui/load-failed.js';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { EditorFields, ownErrors, useUnsavedReport } from './editor-fields.js';
import { PanelFrame, type PanelProps } from './panel-frame.js';
import { TestCaseDetails } from './test-case-details.js';
import { changesOf, draftOf } from './test-case-draft.js';
import { TestCaseMenu } from './test-case-menu.js';
import styles from './editor.module.css';

interface LeaveProps {
  /** Asked before one leaves for elsewhere: something may not be saved. */
  guard: (leave: () => void) => void;
  /** Opens another test case in place of this one. */
  onOpen: (key: string) => void;
}

interface TestCasePanelProps extends PanelProps, LeaveProps {
  /** Its id or its key. */
  id: string;
  canWrite: boolean;
}

/** One test case beside the list: to read, and for those who may to edit. */
export function TestCasePanel({ id, canWrite, ...panel }: TestCasePanelProps) {
  const { data, error, refetch } = useQuery(TestCaseDocument, { variables: { id }, fetchPolicy: 'network-only' });
  const testCase = data?.testCase;
  if (testCase != null && canWrite) {
    return <EditPanel key={testCase.id} testCase={testCase} {...panel} />;
  }
  if (testCase != null) {
    return (
      <PanelFrame title={testCase.key} place={testCase.folderPath} onClose={panel.onClose}>
        <TestCaseDetails testCase={testCase} />
      </PanelFrame>
    );
  }
  return (
    <PanelFrame title={id} onClose={panel.onClose}>
      {error !== undefined && <LoadFailed what="The test case" error={error} onRetry={() => void refetch()} />}
      {testCase === null && (
        <Notice tone="error" title={`There is no test case ${id}.`}>
          It may have been deleted. The audit log says when and by whom.
        </Notice>
      )}
    </PanelFrame>
  );
}

interface EditPanelProps extends PanelProps, LeaveProps {
  testCase: TestCaseFieldsFragment;
}

function EditPanel({ testCase, guard, onOpen, onChanged, onUnsaved, onClose }: EditPanelProps) {
  const [update] = useMutation(UpdateTestCaseDocument);
  const { busy, failure, errorOf, save } = useSaving(ownErrors);
  const say = useSay();
  const [before, setBefore] = useState(() => draftOf(testCase));
  const [draft, setDraft] = useState(before);
  const input = changesOf(before, draft);
  const changed = Object.keys(input).length > 0;
  useUnsavedReport(changed, onUnsaved);

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
    <PanelFrame
      title={testCase.key}
      place={testCase.folderPath}
      tools={
        <TestCaseMenu
          testCase={testCase}
          guard={guard}
          onChanged={onChanged}
          onCloned={onOpen}
          onDeleted={() => {
            // There is nothing left that could be saved.
            onUnsaved(false);
            onClose();
          }}
        />
      }
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <EditorFields failure={failure} titleError={errorOf('title')} draft={draft} owner={ownerOf(testCase)} onChange={setDraft} />
        <div className={styles.foot}>
          <Button variant="default" disabled={!changed} onClick={() => setDraft(before)}>
            Discard changes
          </Button>
          <Button type="submit" loading={busy} disabled={!changed}>
            Save
          </Button>
        </div>
      </form>
    </PanelFrame>
  );
}

function ownerOf({ owner }: TestCaseFieldsFragment): { id: string; label: string } | null {
  return owner === null ? null : { id: owner.id, label: owner.name ?? owner.email };
}
