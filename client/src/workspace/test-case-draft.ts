import type {
  CreateTestCaseInput,
  Priority,
  TestCaseFieldsFragment,
  TestCaseStatus,
  TestCaseTemplate,
  UpdateTestCaseInput,
} from '../gql/graphql.js';

/** A test case as the form holds it: texts are never null, an empty one stands for none. */
export interface TestCaseDraft {
  readonly title: string;
  readonly description: string;
  readonly template: TestCaseTemplate;
  readonly status: TestCaseStatus;
  readonly priority: Priority | '';
  readonly type: string;
  readonly ownerId: string;
  readonly labels: readonly string[];
  readonly requirements: readonly string[];
  readonly preconditions: string;
  readonly reference: string;
  readonly steps: readonly { readonly action: string; readonly expected: string }[];
  readonly expectedResults: string;
}

export const emptyDraft: TestCaseDraft = {
  title: '',
  description: '',
  template: 'STEPS',
  status: 'DRAFT',
  priority: 'MEDIUM',
  type: '',
  ownerId: '',
  labels: [],
  requirements: [],
  preconditions: '',
  reference: '',
  steps: [],
  expectedResults: '',
};

export function draftOf(testCase: TestCaseFieldsFragment): TestCaseDraft {
  return {
    title: testCase.title,
    description: testCase.description ?? '',
    template: testCase.template,
    status: testCase.status,
    priority: testCase.priority ?? '',
    type: testCase.type ?? '',
    ownerId: testCase.owner?.id ?? '',
    labels: testCase.labels,
    requirements: testCase.requirements,
    preconditions: testCase.preconditions ?? '',
    reference: testCase.reference ?? '',
    steps: testCase.steps.map(({ action, expected }) => ({ action, expected: expected ?? '' })),
    expectedResults: testCase.expectedResults ?? '',
  };
}

type Fields = Omit<CreateTestCaseInput, 'projectId' | 'folderId'>;

/** The draft as the server takes it. Steps without a word are left out. */
export function fieldsOf(draft: TestCaseDraft): Fields {
  return {
    ...draft,
    title: draft.title.trim(),
    description: draft.description || null,
    priority: draft.priority || null,
    type: draft.type.trim() || null,
    ownerId: draft.ownerId || null,
    preconditions: draft.preconditions || null,
    reference: draft.reference.trim() || null,
    steps: draft.steps
      .filter(({ action, expected }) => action.trim() !== '' || expected.trim() !== '')
      .map(({ action, expected }) => ({ action, expected: expected || null })),
    expectedResults: draft.expectedResults || null,
  };
}

/** Only what differs from what was loaded: what somebody else changed meanwhile is not written over. */
export function changesOf(before: TestCaseDraft, after: TestCaseDraft): UpdateTestCaseInput {
  const old = fieldsOf(before);
  const changed = Object.entries(fieldsOf(after)).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field as keyof Fields]),
  );
  return Object.fromEntries(changed);
}
