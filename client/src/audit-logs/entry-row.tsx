import { eventTypeOf } from '@audit-log/shared/catalogue';
import type { ReactTable, Row } from '@tanstack/react-table';
import { CornerDownLeft } from 'lucide-react';
import { memo } from 'react';
import { clock } from '../ui/time-format.js';
import { IsolatedText } from '../ui/visible-text.js';
import type { features } from './columns.js';
import { summaryOf } from './details-cell.js';
import { ActionText, PartText } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { actorName, entityName } from './words.js';
import styles from './entry-row.module.css';

export type EntryRowModel = Row<typeof features, Entry>;

interface EntryRowProps {
  row: EntryRowModel;
  flexRender: ReactTable<typeof features, Entry>['FlexRender'];
  /** Its place in the whole table, from 1 for the head. */
  index: number;
  top: number;
  /** The keyboard stands here. */
  active: boolean;
  opened: boolean;
  narrow: boolean;
}

/** One entry: a line of six cells, or two lines where there is no room for them. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { row, flexRender: FlexRender, index, top, active, opened, narrow } = props;
  return (
    <div
      role="row"
      className={styles.row}
      data-entry={row.original.id}
      data-active={active || undefined}
      data-narrow={narrow || undefined}
      aria-rowindex={index}
      aria-selected={opened}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {narrow ? (
        <NarrowCells entry={row.original} />
      ) : (
        <>
          {row.getAllCells().map((cell) => (
            <div key={cell.id} role="gridcell" className={styles.cell} data-column={cell.column.id}>
              <FlexRender cell={cell} />
            </div>
          ))}
          <CornerDownLeft className={styles.hint} size={14} strokeWidth={1.75} aria-hidden />
        </>
      )}
    </div>
  );
});

function NarrowCells({ entry }: { entry: Entry }) {
  const {
    parts: [part],
    more,
  } = summaryOf(entry);
  const untold = more + summaryOf(entry).parts.length - (part === undefined ? 0 : 1);
  return (
    <div role="gridcell" aria-colspan={6} className={styles.narrow}>
      <span className={styles.line}>
        <span className={styles.name}>
          <IsolatedText text={entityName(entry)} />
        </span>
        <span className={styles.type}>{eventTypeOf(entry.eventType).label}</span>
        <time className={styles.narrowTime} dateTime={entry.time}>
          {clock(entry.time)}
        </time>
      </span>
      <span className={styles.line}>
        <ActionText action={entry.action} />
        <span className={styles.who}>
          <IsolatedText text={actorName(entry.user)} />
        </span>
        {part !== undefined && <PartText part={part} />}
        {untold > 0 && <span className={styles.untold}>+{untold}</span>}
      </span>
    </div>
  );
}
