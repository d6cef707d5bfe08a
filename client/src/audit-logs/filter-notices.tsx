import type { PageFilter } from '@audit-log/shared/filter-url';
import { Notice } from '../ui/notice.js';
import { UnknownValues } from './unknown-values.js';
import type { Unknown } from './use-unknown.js';
import styles from './audit-logs-page.module.css';

interface FilterNoticesProps {
  unknown: readonly Unknown[];
  /** What in the address could not be read, in words. */
  problem: string | null;
  onChange: (filter: PageFilter) => void;
}

/** What of the filter there is not, and what of the address was left out. */
export function FilterNotices({ unknown, problem, onChange }: FilterNoticesProps) {
  return (
    <>
      {unknown.map((one) => (
        <div key={one.facet.key} className={styles.notice}>
          <UnknownValues unknown={one} onChange={onChange} />
        </div>
      ))}
      {problem !== null && (
        <div className={styles.notice}>
          <Notice tone="warning" title="A part of the address was not understood, and is left out.">
            {problem}.
          </Notice>
        </div>
      )}
    </>
  );
}
