import type { PageFilter } from '@audit-log/shared/filter-url';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { LazyPopover } from '../ui/lazy-popover.js';
import { FilterButton } from './filter-button.js';
import { countMore } from './more-draft.js';
import styles from './more-filter.module.css';

const MoreFields = lazy(() => import('./more-fields.js'));

interface MoreFilterProps {
  filter: PageFilter;
  onChange: (filter: PageFilter) => void;
}

/** A button for the filters that are needed less often: by changes and by addresses. */
export function MoreFilter({ filter, onChange }: MoreFilterProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <FilterButton ref={button} label="More" count={countMore(filter)} opened={opened} icon={Plus} onClick={() => setOpened(!opened)} />
      <LazyPopover opened={opened} anchor={button} label="More filters" width={400} onDismiss={() => setOpened(false)}>
        <Suspense fallback={<div className={styles.loading} />}>
          <MoreFields
            filter={filter}
            focusField
            onApply={(changed) => {
              setOpened(false);
              onChange(changed);
            }}
          />
        </Suspense>
      </LazyPopover>
    </>
  );
}
