import { FILTER_PARAMETERS, filterFromSearchParams, filterToSearchParams } from '@audit-log/shared/filter-url';
import { checkText } from '../access/text.js';
import { ProductError } from '../errors.js';

/** The most that there may be. The database holds the same lengths. */
export const LIMITS = {
  /** Characters of a name. */
  name: 100,
  /** Characters of a filter: about what browsers and servers take as an address. */
  filter: 8000,
  /** Views that one person has for themselves. */
  own: 100,
  /** Views that an organization shares. */
  shared: 200,
} as const;

/**
 * A filter as the page's address has it (shared/src/filter-url.ts), in the one form that all of its meaning share. A relative
 * range stays one.
 * @throws ProductError BAD_USER_INPUT that names the parameter
 */
export function checkFilter(text: string): string {
  const params = new URLSearchParams(checkText('filter', text, LIMITS.filter));
  for (const [parameter, value] of params) {
    if (!FILTER_PARAMETERS.has(parameter)) {
      throw badInput(`filter holds ${JSON.stringify(parameter)}, which is no filter of the page’s address: leave it out.`);
    }
    if (value === '' && parameter !== 'old' && parameter !== 'new' && parameter !== '-old' && parameter !== '-new') {
      throw badInput(`filter holds ${JSON.stringify(parameter)} without a value: give it one, or leave it out.`);
    }
  }
  const { filter, problems } = filterFromSearchParams(params);
  const [problem] = problems;
  if (problem !== undefined) throw badInput(`filter cannot be read: ${problem.field} ${problem.message}.`);
  return checkText('filter', filterToSearchParams(filter).toString(), LIMITS.filter);
}

/** @throws ProductError BAD_USER_INPUT for null: what is left out stays as it is */
export function checkPresent<T>(field: string, value: T | null): T {
  if (value === null) throw badInput(`${field} cannot be emptied: leave it out to keep it.`);
  return value;
}

export function badInput(message: string): ProductError {
  return new ProductError('BAD_USER_INPUT', message);
}
