import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { CreateTestCaseDocument } from '../gql/graphql.js';
import { useSaving } from '../ui/use-saving.js';
import { EditorFields, ownErrors, useUnsavedReport } from './editor-fields.js';
import { PanelFrame, type PanelProps } from './panel-frame.js';
import { changesOf, emptyDraft, fieldsOf } from './test-case-draft.js';
import styles from './editor.module.css';

interface NewTestCasePanelProps extends PanelProps {
  projectId: string;
  folder: { readonly id: string; readonly path: string } | null;
  onCreated: (key: string) => void;
}

export function NewTestCasePanel({ projectId, folder, onCreated, onChanged, onUnsaved, onClose }: NewTestCasePanelProps) {
  const [create] = useMutation(CreateTestCaseDocument);
  const { busy, failure, errorOf, save } = useSaving(ownErrors);
  const [draft, setDraft] = useState(emptyDraft);
  useUnsavedReport(Object.keys(changesOf(emptyDraft, draft)).length > 0, onUnsaved);

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
    <PanelFrame title="New test case" place={folder?.path ?? null} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <EditorFields failure={failure} titleError={errorOf('title')} draft={draft} owner={null} onChange={setDraft} />
        <div className={styles.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Create test case
          </Button>
        </div>
      </form>
    </PanelFrame>
  );
}
