import { Ban } from 'lucide-react';
import type { ReactNode } from 'react';
import { IsolatedText, VisibleText } from '../ui/visible-text.js';
import { chipsOf, type RecordedFilter } from './filter-words.js';
import { rangeLabel, rangeOf, rangeZone } from './time-range.js';
import { useNames } from './use-names.js';
import chips from './filter-chips.module.css';
import styles from './recorded-filter.module.css';

/** There is no list to learn names from here. */
const noList = { edges: [] };

/** What somebody looked at or took with them, in the words of the filters. */
export function RecordedFilterText({ recorded: { filter, rest } }: { recorded: RecordedFilter }) {
  const { names } = useNames(filter, noList);
  const range = rangeOf(filter);
  const dated = Boolean(range.range || range.from || range.to);
  return (
    <>
      <ul className={styles.chips}>
        {dated && (
          <Chip label="Date range" operator="">
            {rangeLabel(range)}
            {!range.range && ` ${rangeZone(range, Date.now())}`}
          </Chip>
        )}
        {chipsOf(filter, names).map(({ label, mode, values }) => (
          <Chip key={`${label} ${mode}`} label={label} operator={mode === 'include' ? 'is' : 'is not'}>
            <IsolatedText text={values.join(' or ')} />
          </Chip>
        ))}
      </ul>
      {Object.keys(rest).length > 0 && (
        <pre className={styles.rest}>
          <VisibleText text={JSON.stringify(rest, null, 2)} />
        </pre>
      )}
    </>
  );
}

interface ChipProps {
  label: string;
  operator: 'is' | 'is not' | '';
  children: ReactNode;
}

function Chip({ label, operator, children }: ChipProps) {
  return (
    <li className={`${chips.chip} ${styles.chip}`}>
      {operator === 'is not' && <Ban size={12} strokeWidth={2} aria-hidden />}
      <span>
        {label} {operator} <strong className={chips.value}>{children}</strong>
      </span>
    </li>
  );
}
