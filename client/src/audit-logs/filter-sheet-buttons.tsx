import type { PageFilter } from '@audit-log/shared/filter-url';
import { SlidersHorizontal } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { choiceOf, facets } from './facets.js';
import { FilterButton } from './filter-button.js';
import type { Draft, Place } from './filter-sheet.js';
import { rangeOf } from './time-range.js';
import { countMore } from './more-draft.js';
import { RangeText } from './time-range-filter.js';
import type { Names } from './use-names.js';
import button from './filter-button.module.css';
import styles from './filter-sheet-buttons.module.css';

const FilterSheet = lazy(() => import('./filter-sheet.js'));

interface FilterSheetButtonsProps {
  filter: PageFilter;
  names: Names;
  onChange: (filter: PageFilter) => void;
  search: ReactNode;
  chips: ReactNode;
}

/** On a phone: the search and when, and everything else behind one button. The sheet itself is fetched when it is first opened. */
export function FilterSheetButtons({ filter, names, onChange, search, chips }: FilterSheetButtonsProps) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [needed, setNeeded] = useState(false);
  const count = facets.reduce((sum, facet) => {
    const { include, exclude } = choiceOf(filter, facet);
    return sum + include.length + exclude.length;
  }, countMore(filter));
  const open = (place: Place) => {
    setNeeded(true);
    setDraft({ filter, place });
  };

  return (
    <>
      <div className={styles.buttons}>
        {search}
        <FilterButton
          className={styles.filters ?? ''}
          label="Filters"
          count={count}
          opened={draft !== null}
          icon={SlidersHorizontal}
          onClick={() => open('list')}
        />
      </div>
      <div className={styles.line} role="group" aria-label="Date range and filters in use">
        <button type="button" className={button.button} aria-haspopup="dialog" onClick={() => open('time')}>
          <RangeText range={rangeOf(filter)} />
        </button>
        {chips}
      </div>
      {needed && (
        <Suspense fallback={null}>
          <FilterSheet
            draft={draft}
            names={names}
            onDraft={setDraft}
            onApply={(changed) => {
              setDraft(null);
              onChange(changed);
            }}
            onClose={() => setDraft(null)}
          />
        </Suspense>
      )}
    </>
  );
}
