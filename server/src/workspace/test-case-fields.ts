import { isDeepStrictEqual } from 'node:util';
import { checkName } from '../access/text.js';
import { LIMITS, checkOptionalText, checkPresent, checkSteps, checkTexts } from './input.js';
import type { Priority, Status, Template, TestCase } from './test-case.js';

/** The fields of a test case as they are given; what is missing stays, or gets its default, and null empties. */
export interface TestCaseFields {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly template?: Template | null;
  readonly priority?: Priority | null;
  readonly status?: Status | null;
  readonly type?: string | null;
  readonly ownerId?: string | null;
  readonly labels?: readonly string[] | null;
  readonly requirements?: readonly string[] | null;
  readonly preconditions?: string | null;
  readonly reference?: string | null;
  readonly steps?: readonly { readonly action: string; readonly expected?: string | null }[] | null;
  readonly expectedResults?: string | null;
}

type Stored = Pick<TestCase, keyof TestCaseFields>;
type Checks = {
  readonly [Field in keyof Stored]: (value: NonNullable<TestCaseFields[Field]> | null) => Stored[Field];
};

/** How each field is checked, and what it is stored as. Texts are kept exactly as they are given. */
const CHECKS: Checks = {
  title: (value) => checkName('title', checkPresent('title', value), LIMITS.title),
  description: (value) => checkOptionalText('description', value),
  template: (value) => checkPresent('template', value),
  priority: (value) => value,
  status: (value) => checkPresent('status', value),
  type: (value) => checkOptionalText('type', value, LIMITS.name),
  ownerId: (value) => value?.toLowerCase() ?? null,
  labels: (value) => checkTexts('labels', value ?? []),
  requirements: (value) => checkTexts('requirements', value ?? []),
  preconditions: (value) => checkOptionalText('preconditions', value),
  reference: (value) => checkOptionalText('reference', value),
  steps: (value) => checkSteps('steps', value ?? []),
  expectedResults: (value) => checkOptionalText('expectedResults', value),
};

/** What is to be stored, of the fields that are given. @throws ProductError BAD_USER_INPUT */
export function checkFields(fields: TestCaseFields): Partial<Stored> {
  const checked = (Object.keys(CHECKS) as (keyof Stored)[])
    .filter((field) => fields[field] !== undefined)
    .map((field) => [field, (CHECKS[field] as (value: unknown) => unknown)(fields[field])]);
  return Object.fromEntries(checked) as Partial<Stored>;
}

/** What a clone takes over. */
export function fieldsOf(testCase: TestCase): Stored {
  const taken = (Object.keys(CHECKS) as (keyof Stored)[]).map((field) => [field, testCase[field]]);
  return Object.fromEntries(taken) as Stored;
}

/** The fields whose value is another one than the test case has. */
export function differences(testCase: TestCase, wanted: Partial<Stored>): Partial<Stored> {
  const changed = Object.entries(wanted).filter(
    ([field, value]) => !isDeepStrictEqual(value, testCase[field as keyof Stored]),
  );
  return Object.fromEntries(changed) as Partial<Stored>;
}
