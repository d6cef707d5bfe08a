import type { PageFilter } from '@audit-log/shared/filter-url';
import { useRef } from 'react';
import { FacetFilter } from './facet-filter.js';
import { choiceOf, facets, withChoice } from './facets.js';
import { FilterChips } from './filter-chips.js';
import { FilterSheetButtons } from './filter-sheet-buttons.js';
import { rangeOf } from './time-range.js';
import { TimeRangeFilter } from './time-range-filter.js';
import type { Names } from './use-names.js';
import styles from './filter-bar.module.css';

interface FilterBarProps {
  filter: PageFilter;
  names: Names;
  narrow: boolean;
  onChange: (filter: PageFilter) => void;
}

/** When, what and who: everything the list can be narrowed by. On a phone the same in a sheet. */
export function FilterBar({ filter, names, narrow, onChange }: FilterBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  /** The button of one filter, or the first: on a phone the one of all. */
  const focusButton = (label: string | null) => {
    const buttons = [...(bar.current?.querySelectorAll<HTMLElement>('[data-filter]') ?? [])];
    (buttons.find(({ dataset }) => dataset['filter'] === label) ?? buttons[0])?.focus();
  };
  return (
    <div className={styles.bar} ref={bar} role="search" aria-label="Filters">
      {narrow ? (
        <FilterSheetButtons filter={filter} names={names} onChange={onChange} />
      ) : (
        <div className={styles.buttons}>
          <TimeRangeFilter range={rangeOf(filter)} onChange={(range) => onChange({ ...filter, ...rangeOf(range) })} />
          <span className={styles.divider} />
          {facets.map((facet) => (
            <FacetFilter
              key={facet.key}
              facet={facet}
              filter={filter}
              choice={choiceOf(filter, facet)}
              names={names}
              onChange={(choice) => onChange(withChoice(filter, facet, choice))}
            />
          ))}
        </div>
      )}
      <FilterChips filter={filter} names={names.names} onChange={onChange} onNone={focusButton} />
    </div>
  );
}
