import type { Entry } from './entry-window.js';
import { moreWords, restWords } from './operation-words.js';
import { useOperationTotal } from './use-operation-total.js';
import styles from './more-row.module.css';

interface PlaceProps {
  rowKey: string;
  index: number;
  top: number;
  height: number;
  active: boolean;
  narrow: boolean;
  /** So many are shown. */
  columns: number;
}

interface MoreRowProps extends PlaceProps {
  /** So many loaded entries are not shown. */
  hidden: number;
  filtered: boolean;
  open: boolean;
}

/** Stands below the first entries of an operation, for the others. */
export function MoreRow({ hidden, filtered, open, ...place }: MoreRowProps) {
  return <WayRow words={moreWords(hidden, { filtered, open })} goesOn={filtered || open} {...place} />;
}

/** Leads to what of an operation is not in the list. */
export function RestRow({ lead, ...place }: PlaceProps & { lead: Entry }) {
  return <WayRow words={restWords(useOperationTotal(lead, true))} {...place} />;
}

interface WayRowProps extends PlaceProps {
  words: readonly [string, string];
  /** Whether another such row stands below it. */
  goesOn?: boolean;
}

function WayRow({ words: [way, of], goesOn = false, rowKey, index, top, height, active, narrow, columns }: WayRowProps) {
  return (
    <div
      role="row"
      className={styles.row}
      data-row={rowKey}
      data-active={active || undefined}
      data-narrow={narrow || undefined}
      data-goes-on={goesOn || undefined}
      aria-rowindex={index}
      aria-level={2}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <div role="gridcell" aria-colspan={columns} className={styles.cell}>
        <span className={styles.way}>{way}</span> {of}
      </div>
    </div>
  );
}
