import { Button, Popover } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { Choice, Facet } from './facets.js';
import { FacetOptions } from './facet-options.js';
import { FilterButton } from './filter-button.js';
import type { Names } from './use-names.js';
import styles from './facet-filter.module.css';

interface FacetFilterProps {
  facet: Facet;
  choice: Choice;
  names: Names;
  onChange: (choice: Choice) => void;
}

/** A button that says how many values of a facet are chosen, and opens them. */
export function FacetFilter({ facet, choice, names, onChange }: FacetFilterProps) {
  const [draft, setDraft] = useState<Choice | null>(null);
  const count = choice.include.length + choice.exclude.length;

  function close(apply: boolean) {
    if (apply && draft !== null && draft !== choice) onChange(draft);
    setDraft(null);
  }

  return (
    <Popover
      opened={draft !== null}
      // A click beside it keeps what was chosen; escape drops it.
      onDismiss={() => close(true)}
      closeOnEscape={false}
      position="bottom-start"
      offset={4}
      width={400}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <FilterButton
          label={facet.label}
          count={count}
          opened={draft !== null}
          icon={ChevronDown}
          onClick={() => (draft === null ? setDraft(choice) : close(true))}
        />
      </Popover.Target>
      <Popover.Dropdown
        p={0}
        aria-label={facet.label}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close(false);
        }}
      >
        {draft !== null && (
          <>
            <FacetOptions
              facet={facet}
              choice={draft}
              names={names.names}
              onLearn={names.learn}
              onChange={setDraft}
              onApply={() => close(true)}
            />
            <div className={styles.foot}>
              <Button
                variant="subtle"
                disabled={draft.include.length + draft.exclude.length === 0}
                onClick={() => setDraft({ include: [], exclude: [] })}
              >
                Clear
              </Button>
              <Button onClick={() => close(true)}>Apply</Button>
            </div>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
