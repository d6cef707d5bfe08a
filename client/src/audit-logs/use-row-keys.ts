import type { RefObject } from 'react';
import { columnKeys, type CellOf, type ColumnKey } from './cells.js';
import { entryOfRow, isEntryStop, parentOf, rowBeside, rowOf, type Row } from './list-places.js';
import { summaryOfOperation } from './operation-summary.js';
import { operationTitle, withoutOperation } from './operation-words.js';
import type { useCells } from './use-cells.js';
import type { Operations } from './use-operations.js';
import type { RowsHandle } from './use-rows.js';
import type { View } from './view-state.js';

interface RowKeysOptions {
  operations: Operations;
  cells: ReturnType<typeof useCells>;
  view: View;
  rows: RefObject<RowsHandle | null>;
  /** The row that the keyboard was on last. */
  active: string | null;
  narrow: boolean;
  setActive: (row: string) => void;
  open: (entry: string, replace?: boolean) => void;
  /** Told the entry that the keyboard should be on when the list has come that was asked for. */
  onFiltered: (entry: string) => void;
}

/** What the keyboard and the pointer do to the rows of the list: of entries, of operations, and of what leads to more. */
export function useRowKeys({ operations, cells, view, rows, active, narrow, setActive, open, onFiltered }: RowKeysOptions) {
  const { layout, expand } = operations;
  /** Where the keys act: at the opened entry, or at the row that the keyboard was on last. */
  const idHere = view.entry ?? active;
  const rowHere = () => (idHere === null ? null : rowOf(layout, idHere));

  /** With an entry opened one goes from entry to entry, and an operation that is closed counts as one. */
  function stopBeside(by: 1 | -1): Row | null {
    return idHere === null ? null : rowBeside(layout, idHere, by, view.entry === null ? undefined : isEntryStop);
  }

  function move(by: 1 | -1): void {
    const first = rows.current?.firstInView() ?? null;
    const to = rowHere() === null ? (first === null ? null : rowOf(layout, first)) : stopBeside(by);
    if (to === null) return;
    if (view.entry === null) focus(to);
    else {
      const entry = entryOfRow(layout, to);
      if (entry !== null) open(entry.id, true);
      setActive(to.key);
    }
  }

  function focus({ key }: Row): void {
    setActive(key);
    rows.current?.focus(key);
  }

  /** Opens the entry, or does what the row is for. */
  function press(row: Row): void {
    switch (row.kind) {
      case 'entry':
        open(row.key);
        return;
      case 'operation':
        expand(row.run, row.run.expansion === 'closed' ? 'few' : 'closed');
        return;
      case 'more': {
        // The row goes: the keyboard stands on the first of those that come in its place.
        const next = layout.edges[row.index]?.node.id;
        expand(row.run, 'all');
        if (next !== undefined && active === row.key) rows.current?.focusLater(next);
        return;
      }
      case 'rest': {
        const entry = entryOfRow(layout, row);
        if (entry !== null) cells.actions.operation(entry);
      }
    }
  }

  /** As in every tree: to the right an operation opens. */
  function right(): boolean {
    const row = rowHere();
    if (row?.kind === 'operation' && row.run.expansion === 'closed') {
      expand(row.run, 'few');
      return true;
    }
    if (narrow) return false;
    cells.moveColumn(1);
    return true;
  }

  /** To the left it closes, and from its entries one comes to it: from the first column on, since the arrows move among those too. */
  function left(): boolean {
    const row = rowHere();
    const parent = row === null ? null : parentOf(layout, row);
    const hasCells = row?.kind === 'entry' || row?.kind === 'operation';
    if (hasCells && !narrow && cells.column !== columnKeys[0]) cells.moveColumn(-1);
    else if (parent !== null) focus(parent);
    else if (row?.kind === 'operation' && row.run.expansion !== 'closed') expand(row.run, 'closed');
    else return !narrow;
    return true;
  }

  function onCell(key: string): boolean {
    // The opened entry may stand behind the row of its operation.
    const opened = view.entry === null ? undefined : layout.edges.find(({ node }) => node.id === view.entry)?.node;
    if (opened !== undefined) return cells.onKey(key, opened);
    const row = rowHere();
    const entry = row === null ? null : entryOfRow(layout, row);
    return row !== null && entry !== null && cells.onKey(key, entry, cellOfOperation(row, cells.column));
  }

  /** What stands in a cell of an operation where it is of no single entry. */
  function cellOfOperation(row: Row, column: ColumnKey): CellOf | undefined {
    const summary = row.kind === 'entry' ? null : summaryOfOperation(layout.edges, row.run);
    if (summary === null || (column !== 'details' && !(column === 'project' && summary.manyProjects))) return undefined;
    return { operation: { entry: summary.lead, name: operationTitle(summary) } };
  }

  function openMenuAt(row: Row, column: ColumnKey, anchor: HTMLElement): void {
    const entry = entryOfRow(layout, row);
    if (entry === null) return;
    setActive(row.key);
    cells.openMenu({ entry, column, anchor, row: row.key, of: cellOfOperation(row, column) });
  }

  function openMenu(): boolean {
    const row = rowHere();
    const element = row && document.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"]`);
    if (row === null || element == null) return false;
    const column = narrow ? 'details' : cells.column;
    openMenuAt(row, column, element.querySelector<HTMLElement>(`[data-column=${column}]`) ?? element);
    return true;
  }

  function pressActive(): boolean {
    const row = active === null ? null : rowOf(layout, active);
    if (row === null) return false;
    press(row);
    return true;
  }

  function leaveOut(row: Row): void {
    const entry = entryOfRow(layout, row);
    if (entry === null) return;
    cells.actions.show(withoutOperation(view.filter, entry));
    onFiltered(entry.id);
  }

  const here = () => rowHere()?.key ?? null;
  return { here, move, press, right, left, onCell, openMenu, openMenuAt, pressActive, leaveOut, beside: (by: 1 | -1) => stopBeside(by) !== null };
}
