import type { PageFilter } from '@audit-log/shared/filter-url';
import { useRef, type ReactNode } from 'react';
import { FacetFilter } from './facet-filter.js';
import { choiceOf, facets, withChoice } from './facets.js';
import { FilterChips } from './filter-chips.js';
import { FilterSheetButtons } from './filter-sheet-buttons.js';
import { MoreFilter } from './more-filter.js';
import { SearchBox } from './search-box.js';
import { rangeOf } from './time-range.js';
import { TimeRangeFilter } from './time-range-filter.js';
import type { Names } from './use-names.js';
import styles from './filter-bar.module.css';

interface FilterBarProps {
  filter: PageFilter;
  names: Names;
  narrow: boolean;
  /** Stands beside what is in use. */
  saveView: ReactNode;
  /** `replace`: the change goes on from the last one, and is no step of its own to go back to. */
  onChange: (filter: PageFilter, options?: { replace: boolean }) => void;
  /** The keyboard goes from the search to the list; `changed` where the list is being asked for anew. */
  onLeave: (changed: boolean) => void;
}

/** When, what and who, and words: everything the list can be narrowed by. On a phone the same in a sheet. */
export function FilterBar({ filter, names, narrow, saveView, onChange, onLeave }: FilterBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  /** The button of one filter, or the first: on a phone the one of all. */
  const focusButton = (label: string | null) => {
    const buttons = [...(bar.current?.querySelectorAll<HTMLElement>('[data-filter]') ?? [])];
    const name = label === 'Change' || label === 'Address' ? 'More' : label;
    (buttons.find(({ dataset }) => dataset['filter'] === name) ?? buttons[0])?.focus();
  };
  const search = (
    <SearchBox
      search={filter.search ?? ''}
      onSearch={(text, options) => onChange({ ...filter, search: text }, options)}
      onAddress={(address) => onChange({ ...filter, search: null, ips: [address] })}
      onLeave={onLeave}
    />
  );
  const chips = <FilterChips filter={filter} names={names.names} saveView={saveView} onChange={onChange} onNone={focusButton} />;
  return (
    <div className={styles.bar} ref={bar} role="search" aria-label="Filters">
      {narrow ? (
        <FilterSheetButtons filter={filter} names={names} onChange={onChange} search={search} chips={chips} />
      ) : (
        <>
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
            <MoreFilter filter={filter} onChange={onChange} />
            {search}
          </div>
          {chips}
        </>
      )}
    </div>
  );
}
