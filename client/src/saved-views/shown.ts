import { filterFromSearchParams, filterToSearchParams, type PageFilter } from '@audit-log/shared/filter-url';

/** What the page shows, as far as views are about it. */
export interface Shown {
  readonly filter: PageFilter;
  /** The saved view that it was opened with; null: none. */
  readonly saved: string | null;
}

export interface ShownView<View> {
  readonly view: View;
  /** Whether the filter is another one by now. */
  readonly changed: boolean;
}

/** The filter of a saved view, as the page has it. */
export function filterOf({ filter }: { readonly filter: string }): PageFilter {
  return filterFromSearchParams(new URLSearchParams(filter)).filter;
}

/**
 * Which of the views is shown: the one it was opened with, as far as the reader has it, whatever the filter became since;
 * else one whose filter is the same.
 */
export function shownView<View extends { readonly id: string; readonly filter: string }>(views: readonly View[], { filter, saved }: Shown): ShownView<View> | null {
  const text = filterToSearchParams(filter).toString();
  const opened = views.find(({ id }) => id === saved);
  if (opened !== undefined) return { view: opened, changed: opened.filter !== text };
  const same = views.find((view) => view.filter === text);
  return same === undefined ? null : { view: same, changed: false };
}
