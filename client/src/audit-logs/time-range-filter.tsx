import { Popover, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ChevronDown, Clock } from 'lucide-react';
import { lazy, Suspense } from 'react';
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
  return (
    <Popover opened={opened} onDismiss={close} position="bottom-start" offset={4} width={560} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={button.button}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={toggle}
        >
          <RangeText range={range} />
          <ChevronDown className={button.icon} size={14} strokeWidth={1.75} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Date range">
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
      </Popover.Dropdown>
    </Popover>
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
