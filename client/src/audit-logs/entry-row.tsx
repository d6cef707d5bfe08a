import { eventTypeOf } from '@audit-log/shared/catalogue';
import type { ReactTable, Row } from '@tanstack/react-table';
import { CornerDownLeft, Ellipsis } from 'lucide-react';
import { memo, type ReactNode } from 'react';
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

/** What every row with cells is told. */
export interface RowProps {
  /** Names the row. */
  rowKey: string;
  row: EntryRowModel;
  flexRender: ReactTable<typeof features, Entry>['FlexRender'];
  /** Its place in the whole table, from 1 for the head. */
  index: number;
  /** Its place among the rows of its level, from 1. */
  place: number;
  top: number;
  /** The keyboard stands here. */
  active: boolean;
  opened: boolean;
  narrow: boolean;
  /** The cell that the keyboard stands on, where this is its row. */
  current: ColumnKey | null;
  /** The cell whose menu is in reach: the pointer is over it, or the menu is open. */
  handle: ColumnKey | null;
  columns: readonly ColumnKey[];
  /** In which the time is told: another one draws the row anew. */
  zone: Zone;
}

interface EntryRowProps extends RowProps {
  /** How many entries stand below the same row of an operation, with this one; null where it stands below none. */
  among: number | null;
}

/** One entry: a line of six cells, or two lines where there is no room for them. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { rowKey, row, index, place, among, top, active, opened, narrow, current } = props;
  return (
    <div
      role="row"
      className={styles.row}
      data-row={rowKey}
      data-entry={row.original.id}
      data-member={among !== null || undefined}
      data-active={active || undefined}
      data-narrow={narrow || undefined}
      aria-rowindex={index}
      aria-level={among === null ? 1 : 2}
      aria-posinset={place}
      aria-setsize={among ?? -1}
      aria-selected={opened}
      aria-activedescendant={narrow || current === null ? undefined : cellId(rowKey, current)}
      tabIndex={active ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
    >
      {narrow ? <NarrowCells entry={row.original} /> : <CellsOfRow {...props} />}
    </div>
  );
});

/** @param instead what stands in a cell in place of the entry's own */
export function CellsOfRow({ rowKey, row, flexRender: FlexRender, columns, current, handle, instead }: RowProps & { instead?: Readonly<Record<string, ReactNode>> }) {
  const cells = row.getAllCells().filter(({ column }) => columns.some((one) => one === column.id));
  return (
    <>
      {cells.map((cell) => (
        <div
          key={cell.id}
          id={cellId(rowKey, cell.column.id)}
          role="gridcell"
          className={styles.cell}
          data-column={cell.column.id}
          data-current={cell.column.id === current || undefined}
          data-handle={cell.column.id === handle || undefined}
        >
          {instead?.[cell.column.id] ?? <FlexRender cell={cell} />}
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
  );
}

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

export function cellId(rowKey: string, column: string): string {
  return `${rowKey}-${column}`;
}
