import type { ReactNode } from 'react';
import type { TestCaseFieldsFragment } from '../gql/graphql.js';
import { priorityLabels, statusLabels, templateLabels } from './test-case-labels.js';
import styles from './test-case-details.module.css';
import { IsolatedText } from '../ui/visible-text.js';

/** A test case for those who may read it and not change it. */
export function TestCaseDetails({ testCase }: { testCase: TestCaseFieldsFragment }) {
  const { owner, priority } = testCase;
  return (
    <div className={styles.details}>
      <h3 className={styles.title}>
        <IsolatedText text={testCase.title} />
      </h3>
      <dl>
        <Field label="Status">{statusLabels[testCase.status]}</Field>
        <Field label="Priority">{priority && priorityLabels[priority]}</Field>
        <Field label="Template">{templateLabels[testCase.template]}</Field>
        <Field label="Type">{testCase.type}</Field>
        <Field label="Owner">{owner && (owner.name ?? owner.email)}</Field>
        <Field label="Labels">{testCase.labels.length > 0 && <Pills items={testCase.labels} />}</Field>
        <Field label="Requirements">{testCase.requirements.length > 0 && <Pills items={testCase.requirements} />}</Field>
        <Field label="Description">{testCase.description}</Field>
        <Field label="Preconditions">{testCase.preconditions}</Field>
        <Field label="Reference">{testCase.reference}</Field>
        <Field label="Steps">{testCase.steps.length > 0 && <Steps steps={testCase.steps} />}</Field>
        <Field label="Expected results">{testCase.expectedResults}</Field>
      </dl>
    </div>
  );
}

interface FieldProps {
  label: string;
  /** Nothing, or what is false, leaves the field out. */
  children: ReactNode;
}

function Field({ label, children }: FieldProps) {
  if (children === null || children === false || children === '') return null;
  return (
    <div className={styles.field}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

function Pills({ items }: { items: readonly string[] }) {
  return (
    <ul className={styles.pills}>
      {items.map((item, index) => (
        <li key={index} className={styles.pill}>
          {item}
        </li>
      ))}
    </ul>
  );
}

function Steps({ steps }: Pick<TestCaseFieldsFragment, 'steps'>) {
  return (
    <ol className={styles.steps}>
      {steps.map(({ action, expected }, index) => (
        <li key={index} className={styles.step}>
          <p>{action}</p>
          {expected !== null && <p className={styles.expected}>{expected}</p>}
        </li>
      ))}
    </ol>
  );
}
