import { useQuery } from '@apollo/client/react';
import { NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import { OwnersDocument } from '../gql/graphql.js';
import { StepsEditor } from './steps-editor.js';
import type { TestCaseDraft } from './test-case-draft.js';
import { choices, priorityLabels, statusLabels, templateLabels } from './test-case-labels.js';
import styles from './test-case-form.module.css';

interface TestCaseFormProps {
  draft: TestCaseDraft;
  /** The owner that is set, for as long as the others are not there yet. */
  owner: { readonly id: string; readonly label: string } | null;
  /** Why the server refused the title, if that was it. */
  titleError: string | null;
  onChange: (draft: TestCaseDraft) => void;
}

/** All fields of a test case but its place. */
export function TestCaseForm({ draft, owner, titleError, onChange }: TestCaseFormProps) {
  const set = (change: Partial<TestCaseDraft>) => onChange({ ...draft, ...change });
  const long = { autosize: true, minRows: 2, maxRows: 16 };
  return (
    <div className={styles.form}>
      <TextInput
        label="Title"
        required
        withAsterisk={false}
        maxLength={500}
        data-autofocus
        value={draft.title}
        error={titleError}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <div className={styles.row}>
        <NativeSelect
          label="Status"
          data={choices(statusLabels)}
          value={draft.status}
          onChange={(event) => set({ status: event.currentTarget.value as TestCaseDraft['status'] })}
        />
        <NativeSelect
          label="Priority"
          data={[...choices(priorityLabels), { value: '', label: 'None' }]}
          value={draft.priority}
          onChange={(event) => set({ priority: event.currentTarget.value as TestCaseDraft['priority'] })}
        />
        <NativeSelect
          label="Template"
          data={choices(templateLabels)}
          value={draft.template}
          onChange={(event) => set({ template: event.currentTarget.value as TestCaseDraft['template'] })}
        />
      </div>
      <div className={styles.row}>
        <TextInput
          label="Type"
          maxLength={200}
            value={draft.type}
          onChange={(event) => set({ type: event.currentTarget.value })}
        />
        <OwnerSelect owner={owner} value={draft.ownerId} onChange={(ownerId) => set({ ownerId })} />
      </div>
      <TagsInput
        label="Labels"
        placeholder="Enter adds one"
        value={[...draft.labels]}
        onChange={(labels) => set({ labels })}
      />
      <TagsInput
        label="Requirements"
        placeholder="Enter adds one"
        value={[...draft.requirements]}
        onChange={(requirements) => set({ requirements })}
      />
      <Textarea
        label="Description"
        {...long}
        value={draft.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <Textarea
        label="Preconditions"
        {...long}
        value={draft.preconditions}
        onChange={(event) => set({ preconditions: event.currentTarget.value })}
      />
      <TextInput
        label="Reference"
        value={draft.reference}
        onChange={(event) => set({ reference: event.currentTarget.value })}
      />
      <StepsEditor steps={draft.steps} onChange={(steps) => set({ steps })} />
      <Textarea
        label="Expected results"
        {...long}
        value={draft.expectedResults}
        onChange={(event) => set({ expectedResults: event.currentTarget.value })}
      />
    </div>
  );
}

interface OwnerSelectProps {
  owner: TestCaseFormProps['owner'];
  value: string;
  onChange: (ownerId: string) => void;
}

function OwnerSelect({ owner, value, onChange }: OwnerSelectProps) {
  const { data } = useQuery(OwnersDocument);
  const people = (data?.users ?? []).map(({ id, name, email }) => ({ value: id, label: name ?? email }));
  if (owner !== null && !people.some((person) => person.value === owner.id)) {
    people.push({ value: owner.id, label: owner.label });
  }
  return (
    <NativeSelect
      label="Owner"
      data={[{ value: '', label: 'Nobody' }, ...people]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
