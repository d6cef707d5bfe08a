import { useMemo, type RefObject } from 'react';
import { parseSearch, type SearchQuery } from '@audit-log/shared/search';
import type { RowsHandle } from './use-rows.js';

/** The keyboard's ways into the search and out of it, to the rows. */
export function useSearchKeyboard(page: RefObject<HTMLElement | null>, rows: RefObject<RowsHandle | null>) {
  /** Whether there is a search to go to. */
  function enter(): boolean {
    const field = page.current?.querySelector<HTMLInputElement>('[data-search]');
    field?.focus();
    field?.select();
    return field != null;
  }

  /** @param row where the keyboard goes; null where it waits for the rows to come */
  function leave(row: string | null): void {
    if (row !== null) rows.current?.focus(row);
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  return { enter, leave };
}

/** What a filter searches for: the same object for the same search. */
export function useSearched(search: string | null | undefined): SearchQuery {
  return useMemo(() => {
    const parsed = parseSearch(search ?? '');
    return 'query' in parsed ? parsed.query : [];
  }, [search]);
}
