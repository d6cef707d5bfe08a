import { Button } from '@mantine/core';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { CalendarPlus, ChevronRight, FunnelX, type LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../ui/empty-state.js';
import { VisibleText } from '../ui/visible-text.js';
import { conditionsOf, emptyTitle } from './empty-words.js';
import { cleared, isNarrowed } from './facets.js';
import { rangeLabel, rangeOf, widerRange } from './time-range.js';
import styles from './no-entries.module.css';

interface NoEntriesProps {
  filter: PageFilter;
  names: ReadonlyMap<string, string>;
  onChange: (filter: PageFilter) => void;
}

/** Why nothing is here, and where to look instead. */
export function NoEntries({ filter, names, onChange }: NoEntriesProps) {
  const wider = widerRange(rangeOf(filter));
  const narrowed = isNarrowed(filter);
  if (wider === null && !narrowed) {
    return (
      <EmptyState
        title="Nothing has been recorded yet"
        action={
          <Button variant="default" component={Link} href="/projects">
            Go to projects
          </Button>
        }
      >
        Every change to projects, folders, test cases and users appears here in the moment it is made.
      </EmptyState>
    );
  }
  const conditions = conditionsOf(filter, names);
  return (
    <EmptyState
      title={<VisibleText text={emptyTitle(filter, names)} />}
      action={
        <ul className={styles.ways}>
          {wider !== null && (
            <Way icon={CalendarPlus} onGo={() => onChange({ ...filter, ...rangeOf(wider) })}>
              Look at {rangeLabel(wider).replace(/^L/, 'the l').replace(/^A/, 'a')}
            </Way>
          )}
          {conditions.length > 1 &&
            conditions.map(({ text, without }) => (
              <Way key={text} icon={FunnelX} onGo={() => onChange(without)}>
                Drop “<VisibleText text={text} />”
              </Way>
            ))}
          {narrowed && (
            <Way icon={FunnelX} onGo={() => onChange(cleared(filter))}>
              Clear all filters
            </Way>
          )}
        </ul>
      }
    >
      All of the range was looked through, so this answer is exact.
    </EmptyState>
  );
}

interface WayProps {
  icon: LucideIcon;
  onGo: () => void;
  children: React.ReactNode;
}

function Way({ icon: Icon, onGo, children }: WayProps) {
  return (
    <li>
      <button type="button" className={styles.way} onClick={onGo}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        <span className={styles.text}>{children}</span>
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </li>
  );
}
