import { eventTypeOf } from '@audit-log/shared/catalogue';
import type { ReactTable, Row } from '@tanstack/react-table';
import { CornerDownLeft, Ellipsis } from 'lucide-react';
import { memo } from 'react';
import { clock } from '../ui/time-format.js';
import { IsolatedText } from '../ui/visible-text.js';
import type { Zone } from '../ui/zone.js';
import type { ColumnKey } from './cells.js';
import type { features } from './columns.js';
import { EntityName, useSummary } from './details-cell.js';
import { ActionText, PartText } from './entry-parts.js';
import type { Entry } from './entry-window.js';
import { actorName } from './words.js';
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
  /** The cell that the keyboard stands on, where this is its row. */
  current: ColumnKey | null;
  /** The cell whose menu is in reach: the pointer is over it, or the menu is open. */
  handle: ColumnKey | null;
  /** In which the time is told: another one draws the row anew. */
  zone: Zone;
}

/** One entry: a line of six cells, or two lines where there is no room for them. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { row, flexRender: FlexRender, index, top, active, opened, narrow, current, handle } = props;
  return (
    <div
      role="row"
      className={styles.row}
      data-entry={row.original.id}
      data-active={active || undefined}
      data-narrow={narrow || undefined}
      aria-rowindex={index}
      aria-selected={opened}
      aria-activedescendant={narrow || current === null ? undefined : cellId(row.original.id, current)}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {narrow ? (
        <NarrowCells entry={row.original} />
      ) : (
        <>
          {row.getAllCells().map((cell) => (
            <div
              key={cell.id}
              id={cellId(row.original.id, cell.column.id)}
              role="gridcell"
              className={styles.cell}
              data-column={cell.column.id}
              data-current={cell.column.id === current || undefined}
              data-handle={cell.column.id === handle || undefined}
            >
              <FlexRender cell={cell} />
              {cell.column.id === handle && (
                // By keyboard the menu opens from the cell itself.
                <button type="button" className={styles.menu} data-menu tabIndex={-1} aria-label="What to do with this value">
                  <Ellipsis size={14} strokeWidth={2} aria-hidden />
                </button>
              )}
            </div>
          ))}
          <CornerDownLeft className={styles.hint} size={14} strokeWidth={1.75} aria-hidden />
        </>
      )}
    </div>
  );
});

function NarrowCells({ entry }: { entry: Entry }) {
  const { parts, more } = useSummary(entry);
  const [part] = parts;
  const untold = more + parts.length - (part === undefined ? 0 : 1);
  return (
    <div role="gridcell" aria-colspan={6} className={styles.narrow}>
      <span className={styles.line}>
        <span className={styles.name} data-column="details">
          <EntityName entry={entry} />
        </span>
        <span className={styles.type} data-column="eventType">{eventTypeOf(entry.eventType).label}</span>
        <time className={styles.narrowTime} dateTime={entry.time} data-column="time">
          {clock(entry.time)}
        </time>
      </span>
      <span className={styles.line}>
        <span className={styles.act} data-column="action">
          <ActionText action={entry.action} />
        </span>
        <span className={styles.who} data-column="user">
          <IsolatedText text={actorName(entry.user)} />
        </span>
        {part !== undefined && <PartText part={part} />}
        {untold > 0 && <span className={styles.untold}>+{untold}</span>}
      </span>
    </div>
  );
}

function cellId(entryId: string, column: string): string {
  return `${entryId}-${column}`;
}
