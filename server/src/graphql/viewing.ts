import { filterFromSearchParams, type NormalPageFilter } from '@audit-log/shared/filter-url';
import { ProductError } from '../errors.js';
import { UUID } from './incoming.js';

/** One page session: from opening the log's page, or a saved address of it, to leaving it. */
export interface PageView {
  /** A UUID in lower case, made by the page. */
  readonly id: string;
  /** What it was opened with; missing where the page does not say so. */
  readonly filter?: NormalPageFilter;
}

/**
 * What a page says of itself, in headers or as it connects. The filter is as the page's address has it: the questions of
 * a page arrive in any order, and the first must be able to tell.
 * @throws ProductError BAD_USER_INPUT naming what is wrong
 */
export function pageViewOf(id: unknown, filter: unknown, idName: string, filterName: string): PageView | undefined {
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || !UUID.test(id)) {
    throw new ProductError('BAD_USER_INPUT', `${idName} must be a UUID, such as 3f2b8c1e-5a64-4d0e-9f7a-1c2d3e4f5a6b.`);
  }
  const view = { id: id.toLowerCase() };
  if (filter === undefined) return view;
  const read = typeof filter === 'string' ? filterFromSearchParams(new URLSearchParams(filter)) : null;
  if (read?.problems.length === 0) return { ...view, filter: read.filter };
  const reasons = read?.problems.map(({ field, message }) => `\`${field}\` ${message}.`) ?? ['It is no text.'];
  throw new ProductError('BAD_USER_INPUT', `${filterName} must be a filter as the page's address has it. ${reasons.join(' ')}`);
}
