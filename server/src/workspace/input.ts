import { asId } from '../access/id.js';
import { checkName, checkText } from '../access/text.js';
import { ProductError } from '../errors.js';

/** The most that inputs may have: characters of a text, elements of a list. The database holds the same limits. */
export const LIMITS = {
  name: 200,
  title: 500,
  text: 100_000,
  element: 200,
  elements: 200,
  steps: 1000,
  depth: 50,
} as const;

/** One step of a test case as it is stored and recorded: both members always present. */
export interface TestStep {
  readonly action: string;
  readonly expected: string | null;
}

export function badInput(message: string): ProductError {
  return new ProductError('BAD_USER_INPUT', message);
}

/** The same for what is not there and what belongs to somebody else. */
export function notFound(what: 'project' | 'folder' | 'test case'): ProductError {
  return new ProductError('NOT_FOUND', `There is no such ${what}.`);
}

/** As `asId`. @throws ProductError NOT_FOUND for what no row can have */
export function checkId(what: 'project' | 'folder' | 'test case', id: string): string {
  const valid = asId(id);
  if (valid === null) throw notFound(what);
  return valid;
}

export function checkOptionalText(
  field: string,
  text: string | null,
  max: number = LIMITS.text,
): string | null {
  return text === null ? null : checkText(field, text, max);
}

/** A folder's name; paths are joined with '/', so it holds none. */
export function checkFolderName(field: string, name: string): string {
  if (name.includes('/'))
    throw badInput(`${field} holds a "/", which separates folders: create one folder inside the other.`);
  return checkName(field, name, LIMITS.name);
}

export function checkTexts(field: string, texts: readonly string[]): readonly string[] {
  if (texts.length > LIMITS.elements)
    throw badInput(`${field} has more than ${LIMITS.elements} elements: leave some out.`);
  return texts.map((text, index) => checkText(`${field}[${index}]`, text, LIMITS.element));
}

export function checkSteps(
  field: string,
  steps: readonly { action: string; expected?: string | null }[],
): readonly TestStep[] {
  if (steps.length > LIMITS.steps) throw badInput(`${field} has more than 1,000 steps: split the test case.`);
  return steps.map(({ action, expected = null }, index) => ({
    action: checkText(`${field}[${index}].action`, action, LIMITS.text),
    expected: checkOptionalText(`${field}[${index}].expected`, expected),
  }));
}

/** A value that may be changed and not emptied. @throws ProductError BAD_USER_INPUT for null */
export function checkPresent<T>(field: string, value: T | null): T {
  if (value === null) throw badInput(`${field} cannot be emptied: leave it out to keep it.`);
  return value;
}
