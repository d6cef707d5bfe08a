import type { Priority, TestCaseStatus, TestCaseTemplate } from '../gql/graphql.js';

/** What people read, in the order in which it is offered. */
export const priorityLabels: Readonly<Record<Priority, string>> = {
  CRITICAL: 'Critical',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  INFO: 'Info',
};

export const statusLabels: Readonly<Record<TestCaseStatus, string>> = {
  DRAFT: 'Draft',
  IN_PROGRESS: 'In Progress',
  ACTIVE: 'Active',
  OUTDATED: 'Outdated',
};

export const templateLabels: Readonly<Record<TestCaseTemplate, string>> = {
  STEPS: 'Steps',
  DOCUMENTATION: 'Documentation',
};

/** The labels as a list to choose from. */
export function choices<Value extends string>(labels: Readonly<Record<Value, string>>): { value: Value; label: string }[] {
  return (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }));
}
