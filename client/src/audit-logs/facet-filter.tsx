import type { PageFilter } from '@audit-log/shared/filter-url';
import { Button } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { LazyPopover } from '../ui/lazy-popover.js';
import type { Choice, Facet } from './facets.js';
import { FilterButton } from './filter-button.js';
import { rangeLabel, rangeOf } from './time-range.js';
import type { Names } from './use-names.js';
import styles from './facet-filter.module.css';

const FacetOptions = lazy(() => import('./facet-options.js'));

interface FacetFilterProps {
  facet: Facet;
  filter: PageFilter;
  choice: Choice;
  names: Names;
  onChange: (choice: Choice) => void;
}

/** A button that says how many values of a facet are chosen, and opens them. */
export function FacetFilter({ facet, filter, choice, names, onChange }: FacetFilterProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [draft, setDraft] = useState<Choice | null>(null);
  const count = choice.include.length + choice.exclude.length;

  function apply(chosen = draft) {
    if (chosen !== null && chosen !== choice) onChange(chosen);
    setDraft(null);
  }

  return (
    <>
      <FilterButton
        ref={button}
        label={facet.label}
        count={count}
        opened={draft !== null}
        icon={ChevronDown}
        onClick={() => (draft === null ? setDraft(choice) : apply())}
      />
      <LazyPopover
        opened={draft !== null}
        anchor={button}
        label={facet.label}
        width={400}
        // A click beside it keeps what was chosen; escape drops it.
        onDismiss={() => apply()}
        onEscape={() => setDraft(null)}
      >
        {draft !== null && (
          <Suspense fallback={<div className={styles.loading} />}>
            <FacetOptions
              facet={facet}
              filter={filter}
              choice={draft}
              names={names.names}
              focusSearch
              onLearn={names.learn}
              onChange={setDraft}
              onApply={apply}
            />
            <div className={styles.foot}>
              <span className={styles.about}>Counts: {rangeLabel(rangeOf(filter)).replace(/^[LSUA]/, (letter) => letter.toLowerCase())}, other filters kept</span>
              <Button
                variant="subtle"
                disabled={draft.include.length + draft.exclude.length === 0}
                onClick={() => setDraft({ include: [], exclude: [] })}
              >
                Clear
              </Button>
              <Button onClick={() => apply()}>Apply</Button>
            </div>
          </Suspense>
        )}
      </LazyPopover>
    </>
  );
}
