import { useCallback, useLayoutEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useDefaultView } from '../ui/default-view.js';
import { startingSearch, viewFromSearch, viewToSearch, type View } from './view-state.js';

export interface ViewControl {
  readonly view: View;
  /** What in the address could not be read, in words; null when all of it could. */
  readonly problem: string | null;
  /** Changes the view and with it the address. A replaced address leaves no step to go back to. */
  readonly change: (change: Partial<View>, options?: { replace?: boolean }) => void;
}

/** The view lives in the address: links reopen it, and the back button undoes a step. */
export function useView(): ViewControl {
  const given = useSearch();
  const [path, navigate] = useLocation();
  const { view: standing } = useDefaultView();
  const search = given === '' ? startingSearch(standing) : given;
  // A link that is copied says all of it, whatever the log opens with for who follows it. Not where one goes on to another page.
  const [home] = useState(path);
  useLayoutEffect(() => {
    if (given === '' && path === home) navigate(`${path}?${search}`, { replace: true });
  }, [given, path, home, search, navigate]);
  const { view, problems } = useMemo(() => viewFromSearch(search), [search]);
  const change = useCallback<ViewControl['change']>(
    (changes, options) => {
      navigate(`${path}?${viewToSearch({ ...view, ...changes })}`, options);
    },
    [view, path, navigate],
  );
  const problem = problems.length === 0 ? null : problems.map(({ field, message }) => `${field} ${message}`).join('; ');
  return { view, problem, change };
}
