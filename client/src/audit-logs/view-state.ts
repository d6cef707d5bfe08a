import { filterFromSearchParams, FILTER_PARAMETERS, filterToSearchParams, type PageFilter } from '@audit-log/shared/filter-url';
import type { FilterProblem } from '@audit-log/shared/filter';
import type { StandingView } from '../ui/default-view.js';

/** All that the address bar holds: opening the link again shows the same. */
export interface View {
  readonly filter: PageFilter;
  /** The entry that is opened. */
  readonly entry: string | null;
  readonly live: boolean;
  /** The saved view that it was opened with, whatever the filter became since; null: none. */
  readonly saved: string | null;
}

/** What one sees who comes without a filter. */
const usualFilter: PageFilter = { range: '7d' };

/** Stands for "all time" where nothing else says when: without it the usual range holds. */
const allTime = 'all';

/** Reads the search part of an address; what cannot be read is left out and named. */
export function viewFromSearch(search: string): { view: View; problems: readonly FilterProblem[] } {
  const params = new URLSearchParams(search);
  const entry = params.get('entry');
  const live = params.get('live') !== 'off';
  const saved = params.get('view') || null;
  const all = params.get('range') === allTime;
  if (all) params.delete('range');
  const unused = withoutUnused(params);
  const { filter, problems } = filterFromSearchParams(params);
  const dated = all || filter.range !== undefined || filter.from !== undefined || filter.to !== undefined;
  return { view: { filter: dated ? filter : { ...filter, ...usualFilter }, entry, live, saved }, problems: [...unused, ...problems] };
}

/**
 * The search part of the view's address, without the question mark. It is never empty, which would stand for whatever the
 * log opens with for who follows the link; without a time it is the usual one for everybody.
 */
export function viewToSearch({ filter, entry, live, saved }: View): string {
  const params = filterToSearchParams(filter);
  if (filter.range === usualFilter.range) params.delete('range');
  else if (!filter.range && !filter.from && !filter.to) params.set('range', allTime);
  if (!live) params.set('live', 'off');
  if (saved !== null) params.set('view', saved);
  if (entry !== null) params.set('entry', entry);
  return params.size > 0 ? params.toString() : filterToSearchParams(usualFilter).toString();
}

/** The search part for who comes by an address without one: with their default view, or the usual filter. */
export function startingSearch(standing: StandingView | null): string {
  const { filter } = standing === null ? { filter: usualFilter } : filterFromSearchParams(new URLSearchParams(standing.filter));
  return viewToSearch({ filter, entry: null, live: true, saved: standing?.id ?? null });
}

/** What the API calls them, by which an address may have been made. */
const apiNames: Readonly<Record<string, string>> = {
  eventTypes: 'type',
  actions: 'action',
  userIds: 'user',
  projectIds: 'project',
  entityId: 'entity',
  operationId: 'operation',
  search: 'q',
  ips: 'ip',
};

/** Takes out, and names, what would show nothing or would not be seen: an address made by hand is taken at its word. */
function withoutUnused(params: URLSearchParams): readonly FilterProblem[] {
  const problems: FilterProblem[] = [];
  for (const name of new Set(params.keys())) {
    const parameter = apiNames[name];
    if (parameter !== undefined) problems.push({ field: name, message: `is called “${parameter}” in the page’s address` });
    if (!FILTER_PARAMETERS.has(name) || params.getAll(name).some((value) => value !== '')) continue;
    params.delete(name);
    problems.push({ field: name, message: 'has no value' });
  }
  return problems;
}
