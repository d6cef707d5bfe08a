import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { viewFromSearch, viewToSearch, type View } from './view-state.js';

export interface ViewControl {
  readonly view: View;
  /** What in the address could not be read, in words; null when all of it could. */
  readonly problem: string | null;
  /** Changes the view and with it the address. A replaced address leaves no step to go back to. */
  readonly change: (change: Partial<View>, options?: { replace?: boolean }) => void;
}

/** The view lives in the address: links reopen it, and the back button undoes a step. */
export function useView(): ViewControl {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const { view, problems } = useMemo(() => viewFromSearch(search), [search]);
  const change = useCallback<ViewControl['change']>(
    (changes, options) => {
      const next = viewToSearch({ ...view, ...changes });
      navigate(next === '' ? path : `${path}?${next}`, options);
    },
    [view, path, navigate],
  );
  const problem = problems.length === 0 ? null : problems.map(({ field, message }) => `${field} ${message}`).join('; ');
  return { view, problem, change };
}
