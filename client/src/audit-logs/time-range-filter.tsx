import { VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown, Clock } from 'lucide-react';
import { lazy, Suspense, useRef } from 'react';
import { LazyPopover } from '../ui/lazy-popover.js';
import { rangeLabel, rangeZone, type TimeRange } from './time-range.js';
import button from './filter-button.module.css';
import styles from './time-range-filter.module.css';

const TimeRangeFields = lazy(() => import('./time-range-fields.js'));

interface TimeRangeFilterProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

export function TimeRangeFilter({ range, onChange }: TimeRangeFilterProps) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const target = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={target}
        type="button"
        className={button.button}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={toggle}
      >
        <RangeText range={range} />
        <ChevronDown className={button.icon} size={14} strokeWidth={1.75} aria-hidden />
      </button>
      <LazyPopover opened={opened} anchor={target} label="Date range" width={560} onDismiss={close}>
        <Suspense fallback={<div className={styles.loading} />}>
          <TimeRangeFields
            range={range}
            onCancel={close}
            onApply={(next) => {
              close();
              onChange(next);
            }}
          />
        </Suspense>
      </LazyPopover>
    </>
  );
}

/** The range in words, with its zone. */
export function RangeText({ range }: { range: TimeRange }) {
  return (
    <>
      <VisuallyHidden>Date range: </VisuallyHidden>
      <Clock className={button.icon} size={14} strokeWidth={1.75} aria-hidden />
      {rangeLabel(range)}{' '}
      <span className={styles.zone}>{rangeZone(range, Date.now())}</span>
    </>
  );
}
