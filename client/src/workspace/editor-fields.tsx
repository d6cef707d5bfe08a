import { useEffect } from 'react';
import { Notice } from '../ui/notice.js';
import type { TestCaseDraft } from './test-case-draft.js';
import { TestCaseForm } from './test-case-form.js';
import styles from './editor.module.css';

/** What `useSaving` tells beside its field. */
export const ownErrors = { names: ['title'] };

interface EditorFieldsProps {
  failure: string | null;
  titleError: string | null;
  draft: TestCaseDraft;
  owner: { readonly id: string; readonly label: string } | null;
  onChange: (draft: TestCaseDraft) => void;
}

/** The fields of a test case that is being written, and why it was not saved. */
export function EditorFields({ failure, draft, owner, titleError, onChange }: EditorFieldsProps) {
  return (
    <div className={styles.fields}>
      {failure !== null && (
        <Notice tone="error" title="The test case was not saved.">
          {failure} What you wrote is still here.
        </Notice>
      )}
      <TestCaseForm draft={draft} owner={owner} titleError={titleError} onChange={onChange} />
    </div>
  );
}

/** Tells the page whether there is something to lose, and that there is not once the panel is gone. */
export function useUnsavedReport(unsaved: boolean, onUnsaved: (unsaved: boolean) => void): void {
  useEffect(() => {
    onUnsaved(unsaved);
    return () => onUnsaved(false);
  }, [unsaved, onUnsaved]);
}
