import { QueryFailedError } from 'typeorm';
import { ProductError } from '../errors.js';
import { notFound } from './input.js';

/** What a violated constraint means to whoever made the change. Others are faults of ours, and stay what they are. */
const MEANINGS: Readonly<Record<string, () => ProductError>> = {
  folder_name_is_unique: () =>
    new ProductError('CONFLICT', 'A folder of this name is already there: choose another name.'),
  // Gone between the look and the change.
  folder_project: () => notFound('project'),
  folder_parent: () => notFound('folder'),
  test_case_project: () => notFound('project'),
  test_case_folder: () => notFound('folder'),
};

/** Runs a change, and says what a constraint that forbids it means. */
export async function explainingConflicts<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    const meaning = MEANINGS[constraintOf(error) ?? ''];
    throw meaning === undefined ? error : meaning();
  }
}

function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { driverError } = error;
  return 'constraint' in driverError && typeof driverError.constraint === 'string'
    ? driverError.constraint
    : undefined;
}
