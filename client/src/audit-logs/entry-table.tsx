import { useTable } from '@tanstack/react-table';
import { use, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject } from 'react';
import { dayName } from '../ui/time-format.js';
import { useZone } from '../ui/zone.js';
import { columnKeys, isColumnKey, type ColumnKey } from './cells.js';
import { columns, features } from './columns.js';
import { BridgeLine } from './bridge-line.js';
import { EntryRow } from './entry-row.js';
import type { EntryList } from './entry-store.js';
import type { Item } from './list-items.js';
import { ShownColumns } from './shown-columns.js';
import { useLongPress } from './use-long-press.js';
import { useRows, type RowsHandle } from './use-rows.js';
import styles from './entry-table.module.css';

interface EntryTableProps {
  list: EntryList;
  /** The row the keyboard stands on. */
  active: string | null;
  opened: string | null;
  /** The column the keyboard stands on. */
  column: ColumnKey;
  /** The cell whose menu is open. */
  menu: { readonly entry: { readonly id: string }; readonly column: ColumnKey } | null;
  narrow: boolean;
  handle: RefObject<RowsHandle | null>;
  onOpen: (id: string) => void;
  onActivate: (id: string) => void;
  onColumn: (column: ColumnKey) => void;
  onMenu: (id: string, column: ColumnKey, anchor: HTMLElement) => void;
  /** Called when the last entries, or the first, come near. */
  onNearEnd: () => void;
  onNearStart: () => void;
  onTop: (atTop: boolean) => void;
  /** In the table's head, over no row. */
  pill: ReactNode;
  /** Below the last row. */
  children: ReactNode;
}

/** Any number of entries in a scrolling grid; only the rows in view are in the page. */
export function EntryTable(props: EntryTableProps) {
  const { list, active, opened, column, menu, narrow, handle, onOpen, onActivate, onColumn, onMenu } = props;
  const zone = useZone();
  const [pointed, setPointed] = useState<{ id: string; column: ColumnKey } | null>(null);
  const edges = list.window?.edges;
  const entries = useMemo(() => (edges ?? []).map(({ node }) => node), [edges]);
  const only = use(ShownColumns);
  const shownColumns = useMemo(() => columns.filter((_, i) => only === null || only.keys.some((key) => key === columnKeys[i])), [only]);
  const table = useTable({ features, columns: shownColumns, data: entries, getRowId: ({ id }) => id });
  const { rows } = table.getRowModel();
  const scroller = useRef<HTMLDivElement>(null);
  const { layout, virtualItems, height, dayWord } = useRows({ ...props, scroller, handle });

  // Wherever one has scrolled to, some row can be reached with the tabulator.
  const shown = virtualItems.flatMap(({ index }) => {
    const item = layout.items[index];
    return item?.kind === 'entry' ? [item.key] : [];
  });
  const reachable = active !== null && shown.includes(active) ? active : (shown[0] ?? null);

  function openMenu(target: EventTarget | null) {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-entry]') : null;
    const id = row?.dataset['entry'];
    if (row == null || id === undefined) return;
    const cell = cellOfRow(target, row, narrow ? 'details' : column);
    onMenu(id, cell.column, cell.element);
  }
  const press = useLongPress(openMenu);

  function onKeyDown(event: KeyboardEvent) {
    const id = rowOf(event);
    if (event.key !== 'Enter' || id === null) return;
    event.preventDefault();
    onOpen(id);
  }

  return (
    <div className={styles.frame}>
      <div className={styles.scroller} ref={scroller} style={only?.style} data-narrow={narrow || undefined}>
        <div
          role="grid"
          aria-label="Audit log entries"
          aria-rowcount={-1}
          aria-colcount={only?.keys.length ?? columnKeys.length}
          aria-busy={list.older.status === 'loading'}
          onKeyDown={onKeyDown}
          onClick={(event) => {
            if (press.wasLong()) return;
            const { target } = event;
            if (target instanceof Element && target.closest('[data-menu]') !== null) {
              openMenu(target);
              return;
            }
            const id = rowOf(event);
            if (id === null || isSelecting()) return;
            const under = columnUnder(target);
            if (under !== null) onColumn(under);
            setPointed(null);
            onOpen(id);
          }}
          onContextMenu={(event) => {
            // With shift one gets the browser's own.
            if (event.shiftKey && event.button === 2) return;
            if (rowOf(event) === null || isSelecting()) return;
            event.preventDefault();
            openMenu(event.target);
          }}
          onPointerOver={({ pointerType, target }) => {
            if (pointerType !== 'mouse' || narrow) return;
            const id = target instanceof Element ? target.closest<HTMLElement>('[data-entry]')?.dataset['entry'] : undefined;
            const under = columnUnder(target);
            setPointed(id === undefined || under === null ? null : { id, column: under });
          }}
          onPointerLeave={() => setPointed(null)}
          onPointerDown={press.onPointerDown}
          onPointerMove={press.onPointerMove}
          onPointerUp={press.onPointerUp}
          onPointerCancel={press.onPointerCancel}
          onFocus={(event) => {
            const id = rowOf(event);
            if (id !== null) onActivate(id);
          }}
        >
          <div role="rowgroup" className={styles.head}>
            <div role="row" className={styles.headRow} aria-rowindex={1}>
              {table.getHeaderGroups()[0]?.headers.map((header) => (
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
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className={styles.body} style={{ height }}>
            {virtualItems.map(({ index, start, size }) => {
              const item = layout.items[index];
              if (item === undefined) return null;
              if (item.kind !== 'entry') {
                return (
                  <div
                    key={item.key}
                    role="row"
                    className={styles.line}
                    aria-rowindex={index + 2}
                    style={{ transform: `translateY(${start}px)`, height: size }}
                  >
                    <div role="gridcell" aria-colspan={6}>
                      {lineWords(item)}
                    </div>
                  </div>
                );
              }
              const row = rows[item.index];
              return row === undefined ? null : (
                <EntryRow
                  key={item.key}
                  row={row}
                  flexRender={table.FlexRender}
                  index={index + 2}
                  top={start}
                  active={item.key === reachable}
                  opened={item.key === opened}
                  narrow={narrow}
                  current={item.key === reachable ? column : null}
                  handle={handleOf(item.key, menu, pointed)}
                  zone={zone}
                />
              );
            })}
          </div>
        </div>
        {props.children}
      </div>
      <div className={styles.pill}>{props.pill}</div>
    </div>
  );
}

/** What stands between entries. */
function lineWords(item: Exclude<Item, { kind: 'entry' }>): ReactNode {
  switch (item.kind) {
    case 'day':
      return dayName(item.time);
    case 'bridge':
      return <BridgeLine bridge={item.bridge} />;
    default:
      return 'Loading newer entries';
  }
}

function handleOf(id: string, menu: EntryTableProps['menu'], pointed: { id: string; column: ColumnKey } | null): ColumnKey | null {
  if (menu !== null) return menu.entry.id === id ? menu.column : null;
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

function rowOf({ target }: MouseEvent | KeyboardEvent | React.FocusEvent): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-entry]') : null;
  return row?.dataset['entry'] ?? null;
}

/** Marking a text to copy it must not open the entry. */
function isSelecting(): boolean {
  return getSelection()?.isCollapsed === false;
}
