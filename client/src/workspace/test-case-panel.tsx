import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { operation } from '../apollo.js';
import { TestCaseDocument, UpdateTestCaseDocument, type TestCaseFieldsFragment } from '../gql/graphql.js';
import { LoadFailed } from '../ui/load-failed.js';
import { Notice } from '../ui/notice.js';
import { useSay } from '../ui/toasts.js';
import { useSaving } from '../ui/use-saving.js';
import { EditorFields, useUnsavedReport } from './editor-fields.js';
import { PanelFrame, type PanelProps } from './panel-frame.js';
import { TestCaseDetails } from './test-case-details.js';
import { changesOf, draftOf } from './test-case-draft.js';
import { TestCaseMenu } from './test-case-menu.js';
import styles from './editor.module.css';

const testCaseQuery = operation(TestCaseDocument);
const updateMutation = operation(UpdateTestCaseDocument);

interface TestCasePanelProps extends PanelProps {
  /** Its id or its key. */
  id: string;
  canWrite: boolean;
}

/** One test case beside the list: to read, and for those who may to edit. */
export function TestCasePanel({ id, canWrite, onChanged, onUnsaved, onClose }: TestCasePanelProps) {
  const { data, error, refetch } = useQuery(testCaseQuery, { variables: { id }, fetchPolicy: 'network-only' });
  const testCase = data?.testCase;
  if (testCase != null && canWrite) {
    return (
      <EditPanel
        key={testCase.id}
        testCase={testCase}
        onChanged={onChanged}
        onUnsaved={onUnsaved}
        onClose={onClose}
      />
    );
  }
  if (testCase != null) {
    return (
      <PanelFrame title={testCase.key} place={testCase.folderPath} onClose={onClose}>
        <TestCaseDetails testCase={testCase} />
      </PanelFrame>
    );
  }
  return (
    <PanelFrame title={id} onClose={onClose}>
      {error !== undefined && <LoadFailed what="The test case" error={error} onRetry={() => void refetch()} />}
      {testCase === null && (
        <Notice tone="error" title={`There is no test case ${id}.`}>
          It may have been deleted. The audit log says when and by whom.
        </Notice>
      )}
    </PanelFrame>
  );
}

interface EditPanelProps extends PanelProps {
  testCase: TestCaseFieldsFragment;
}

function EditPanel({ testCase, onChanged, onUnsaved, onClose }: EditPanelProps) {
  const [update] = useMutation(updateMutation);
  const { busy, failure, save } = useSaving();
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
      tools={<TestCaseMenu testCase={testCase} onChanged={onChanged} onDeleted={onClose} />}
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <EditorFields failure={failure} draft={draft} owner={ownerOf(testCase)} onChange={setDraft} />
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
