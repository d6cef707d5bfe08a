import { Button } from '@mantine/core';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { Link } from 'wouter';
import { EmptyState } from '../ui/empty-state.js';
import { cleared, isNarrowed } from './facets.js';
import { rangeLabel, rangeOf, widerRange } from './time-range.js';
import styles from './no-entries.module.css';

interface NoEntriesProps {
  filter: PageFilter;
  onChange: (filter: PageFilter) => void;
}

/** Why nothing is here, and where to look instead. */
export function NoEntries({ filter, onChange }: NoEntriesProps) {
  const range = rangeOf(filter);
  const wider = widerRange(range);
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
  const when = wider === null ? '' : ` in this range: ${inSentence(rangeLabel(range))}`;
  return (
    <EmptyState
      title={`No entries${narrowed ? ' match' : ''}${when}`}
      action={
        <div className={styles.actions}>
          {wider !== null && (
            <Button variant="default" onClick={() => onChange({ ...filter, ...rangeOf(wider) })}>
              Look at {rangeLabel(wider).replace(/^L/, 'the l').replace(/^A/, 'a')}
            </Button>
          )}
          {narrowed && (
            <Button variant="default" onClick={() => onChange(cleared(filter))}>
              Clear all filters
            </Button>
          )}
        </div>
      }
    >
      All of the range was looked through, so this answer is exact.
    </EmptyState>
  );
}

/** Only the first letter: months keep theirs. */
function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
