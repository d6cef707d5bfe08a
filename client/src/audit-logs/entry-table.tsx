import { useTable } from '@tanstack/react-table';
import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useZone } from '../ui/zone.js';
import { columnKeys, columnLabels, isColumnKey, type ColumnKey } from './cells.js';
import { ColumnEdge } from './column-edge.js';
import { columns, features } from './columns.js';
import { DisplayButton } from './display-button.js';
import { display, gridColumns, sizable, visibleColumns } from './display.js';
import type { EntryList } from './entry-store.js';
import { HeldFoot } from './held-foot.js';
import { ItemRow } from './item-row.js';
import { asRow, itemOf, type Row } from './list-places.js';
import { useLongPress } from './use-long-press.js';
import type { Operations } from './use-operations.js';
import { useRows, type RowsHandle } from './use-rows.js';
import styles from './entry-table.module.css';

interface EntryTableProps {
  list: EntryList;
  operations: Operations;
  /** The row the keyboard stands on. */
  active: string | null;
  opened: string | null;
  /** The column the keyboard stands on. */
  column: ColumnKey;
  /** The cell whose menu is open. */
  menu: { readonly row?: string | undefined; readonly column: ColumnKey } | null;
  narrow: boolean;
  handle: RefObject<RowsHandle | null>;
  /** A row was chosen, to do what it is for. */
  onPress: (row: Row) => void;
  onActivate: (id: string) => void;
  onColumn: (column: ColumnKey) => void;
  onMenu: (row: Row, column: ColumnKey, anchor: HTMLElement) => void;
  /** Loads further entries although few rows stand for many. */
  onMore: (end: 'older' | 'newer') => void;
  /** Leaves the entries of an operation out of the list. */
  onLeaveOut: (row: Row) => void;
  /** Called when the last entries, or the first, come near. */
  onNearEnd: () => void;
  onNearStart: () => void;
  onTop: (atTop: boolean) => void;
  /** In the table's head, over no row. */
  pill: ReactNode;
  /** Below the last row. */
  children: ReactNode;
}

/** Any number of entries in a scrolling grid, those of one operation below a row of its own; only the rows in view are in the page. */
export function EntryTable(props: EntryTableProps) {
  const { list, operations, active, opened, column, menu, narrow, handle, onPress, onActivate, onColumn, onMenu } = props;
  const { layout, filtered } = operations;
  const zone = useZone();
  const looks = display.use();
  // A phone has no columns.
  const shown = useMemo(() => (narrow ? columnKeys : visibleColumns(looks)), [narrow, looks]);
  const [pointed, setPointed] = useState<{ id: string; column: ColumnKey } | null>(null);
  const edges = list.window?.edges;
  const entries = useMemo(() => (edges ?? []).map(({ node }) => node), [edges]);
  const table = useTable({ features, columns, data: entries, getRowId: ({ id }) => id });
  const { rows } = table.getRowModel();
  const scroller = useRef<HTMLDivElement>(null);
  const { virtualItems, height, dayWord, held } = useRows({ ...props, ...operations, scroller, handle });
  const openedItem = opened === null ? -1 : itemOf(layout, opened);

  // Wherever one has scrolled to, some row can be reached with the tabulator.
  const drawn = virtualItems.flatMap(({ index }) => asRow(layout.items[index])?.key ?? []);
  const reachable = active !== null && drawn.includes(active) ? active : (drawn[0] ?? null);

  function openMenu(target: EventTarget | null) {
    const element = elementOf(target);
    const row = rowAt(element);
    if (element === null || row === null) return;
    const cell = cellOfRow(target, element, narrow ? 'details' : column);
    onMenu(row, cell.column, cell.element);
  }

  function rowAt(element: HTMLElement | null): Row | null {
    const key = element?.dataset['row'];
    return asRow(layout.items.find((item) => item.key === key));
  }
  const press = useLongPress(openMenu);

  function onKeyDown(event: KeyboardEvent) {
    const row = event.key === 'Enter' ? rowAt(elementOf(event.target)) : null;
    if (row === null) return;
    event.preventDefault();
    onPress(row);
  }

  return (
    <div className={styles.frame}>
      {!narrow && (
        <div className={styles.display}>
          <DisplayButton />
        </div>
      )}
      <div
        className={styles.scroller}
        ref={scroller}
        data-narrow={narrow || undefined}
        data-density={narrow ? undefined : looks.density}
        data-hidden={narrow ? undefined : looks.hidden.join(' ')}
        style={narrow ? undefined : ({ '--columns': gridColumns(looks) } as CSSProperties)}
      >
        <div
          role="treegrid"
          aria-label="Audit log entries"
          aria-rowcount={-1}
          aria-colcount={shown.length}
          aria-busy={list.older.status === 'loading'}
          onKeyDown={onKeyDown}
          onClick={(event) => {
            if (press.wasLong()) return;
            const { target } = event;
            if (target instanceof Element && target.closest('[data-menu]') !== null) {
              openMenu(target);
              return;
            }
            const row = rowAt(elementOf(target));
            if (row === null || isSelecting()) return;
            const under = columnUnder(target);
            if (under !== null) onColumn(under);
            setPointed(null);
            onPress(row);
          }}
          onContextMenu={(event) => {
            // With shift one gets the browser's own.
            if (event.shiftKey && event.button === 2) return;
            if (elementOf(event.target) === null || isSelecting()) return;
            event.preventDefault();
            openMenu(event.target);
          }}
          onPointerOver={({ pointerType, target }) => {
            if (pointerType !== 'mouse' || narrow) return;
            const id = elementOf(target)?.dataset['row'];
            const under = columnUnder(target);
            setPointed(id === undefined || under === null ? null : { id, column: under });
          }}
          onPointerLeave={() => setPointed(null)}
          onPointerDown={press.onPointerDown}
          onPointerMove={press.onPointerMove}
          onPointerUp={press.onPointerUp}
          onPointerCancel={press.onPointerCancel}
          onFocus={(event) => {
            const id = elementOf(event.target)?.dataset['row'];
            if (id !== undefined) onActivate(id);
          }}
        >
          <div role="rowgroup" className={styles.head}>
            <div role="row" className={styles.headRow} aria-rowindex={1}>
              {table.getHeaderGroups()[0]?.headers.filter(({ id }) => shown.some((column) => column === id)).map((header) => (
                <div
                  key={header.id}
                  role="columnheader"
                  className={styles.headCell}
                  aria-sort={header.column.id === 'time' ? 'descending' : undefined}
                >
                  <table.FlexRender header={header} />
                  {header.column.id === 'time' && (
                    <span className={styles.day} aria-hidden>
                      ↓ {dayWord}
                    </span>
                  )}
                  {!narrow && sizable.map((column) => column === header.id && (
                    <ColumnEdge key={column} column={column} label={columnLabels[column]} width={looks.widths[column]} />
                  ))}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className={styles.body} style={{ height }}>
            {virtualItems.map(({ index, start, size }) => {
              const item = layout.items[index];
              if (item === undefined) return null;
              return (
                <ItemRow
                  key={item.key}
                  item={item}
                  edges={layout.edges}
                  rows={rows}
                  flexRender={table.FlexRender}
                  filtered={filtered}
                  onNewer={held.newer ? () => props.onMore('newer') : null}
                  index={index + 2}
                  top={start}
                  height={size}
                  active={item.key === reachable}
                  opened={index === openedItem}
                  narrow={narrow}
                  columns={shown}
                  current={item.key === reachable ? column : null}
                  handle={handleOf(item.key, menu, pointed)}
                  zone={zone}
                />
              );
            })}
          </div>
        </div>
        {held.older && list.window?.older != null && list.older.status === 'idle' ? (
          <HeldFoot layout={layout} onMore={() => props.onMore('older')} onLeaveOut={props.onLeaveOut} />
        ) : (
          props.children
        )}
      </div>
      <div className={styles.pill}>{props.pill}</div>
    </div>
  );
}

function handleOf(id: string, menu: EntryTableProps['menu'], pointed: { id: string; column: ColumnKey } | null): ColumnKey | null {
  if (menu !== null) return menu.row === id ? menu.column : null;
  return pointed?.id === id ? pointed.column : null;
}

/** The cell that an event came from; from the row itself, as by keyboard, the one in the column. */
function cellOfRow(target: EventTarget | null, row: HTMLElement, usual: ColumnKey): { column: ColumnKey; element: HTMLElement } {
  const under = columnUnder(target);
  const column = under ?? usual;
  return { column, element: row.querySelector<HTMLElement>(`[data-column=${column}]`) ?? row };
}

function columnUnder(target: EventTarget | null): ColumnKey | null {
  const column = target instanceof Element ? target.closest<HTMLElement>('[data-column]')?.dataset['column'] : undefined;
  return isColumnKey(column) ? column : null;
}

function elementOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
}

/** Marking a text to copy it must not open the entry. */
function isSelecting(): boolean {
  return getSelection()?.isCollapsed === false;
}
