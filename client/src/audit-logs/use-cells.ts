import { useCallback, useState } from 'react';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { embedded } from '../ui/embedded.js';
import { historyAddress } from '../ui/history-address.js';
import { timelineAddress } from '../ui/timeline-address.js';
import { useSay } from '../ui/toasts.js';
import { aroundEntry, cellOf, cellOfPart, columnBeside, shownColumn, type Cell, type CellOf, type ColumnKey } from './cells.js';
import { display, visibleColumns } from './display.js';
import { entryAddress, entryJson } from './entry-json.js';
import type { Entry } from './entry-window.js';
import type { Mode } from './facets.js';
import { operationFilter } from './operation-words.js';
import type { ViewControl } from './use-view.js';
import { useLocation } from 'wouter';

/** Where the menu of a value is open. */
export interface MenuPlace {
  readonly entry: Entry;
  readonly column: ColumnKey;
  readonly anchor: HTMLElement;
  /** The row of the list that it is in, where it is in one. */
  readonly row?: string | undefined;
  /** Where it is of a value in no column. */
  readonly of?: CellOf | undefined;
}

/** What can be done with a value. */
export interface CellActions {
  readonly filter: (entry: Entry, cell: Cell, mode: Mode) => void;
  readonly show: (filter: PageFilter, entry?: Entry) => void;
  readonly history: (entry: Entry) => void;
  readonly timeline: (entry: Entry) => void;
  /** Shows all of the operation that an entry belongs to. */
  readonly operation: (entry: Entry) => void;
  readonly copy: (text: string, what: string) => void;
  readonly copyLink: (entry: Entry) => void;
  readonly copyJson: (entry: Entry) => void;
}

/** So long before and after an entry its time cell looks when it is filtered by, in milliseconds. */
const aroundTime = 5 * 60_000;

/** The cell that the keyboard stands on, what can be done with its value, and the menu that offers it. */
export function useCells({ view, change }: ViewControl, onFiltered: (id: string) => void) {
  const [chosen, setColumn] = useState<ColumnKey>('action');
  const shown = visibleColumns(display.use());
  const column = shownColumn(chosen, shown);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const [, navigate] = useLocation();
  const say = useSay();

  const show: CellActions['show'] = (filter, entry) => change({ filter, entry: entry?.id ?? null });
  const copy = (text: string, what: string) => {
    // Without a safe connection a browser has no clipboard to offer.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(() => say(`${what} copied.`)).catch(() => say('The browser does not allow copying here.'));
  };
  const actions: CellActions = {
    filter: (entry, cell, mode) => {
      if (cell.filtered !== null) show(cell.filtered(view.filter, mode));
      else if (mode === 'include' && cell.column === 'time') show(aroundEntry(entry, aroundTime), entry);
      else {
        say(cell.column === 'time' ? 'A moment cannot be excluded.' : 'There is nothing to filter by here.');
        return;
      }
      onFiltered(entry.id);
    },
    show,
    history: ({ eventType, entity }) => {
      if (entity !== null) navigate(historyAddress(entity.id, eventType));
    },
    timeline: ({ eventType, entity }) => {
      if (entity !== null) navigate(timelineAddress({ eventType, entityId: entity.id }));
    },
    operation: (entry) => {
      const only = operationFilter(entry);
      if (only === null) {
        say('This entry belongs to no operation.');
        return;
      }
      show(only);
      onFiltered(entry.id);
    },
    copy,
    copyLink: (entry) => copy(entryAddress(entry), 'Link'),
    copyJson: (entry) => copy(entryJson(entry), 'Entry'),
  };

  const openMenu = useCallback((place: MenuPlace) => {
    setColumn(place.column);
    setMenu(place);
  }, []);
  const closeMenu = useCallback(() => setMenu(null), []);
  const moveColumn = (by: 1 | -1) => setColumn(columnBeside(column, by, shown));

  /**
   * The keys that act on a value of an entry: the one whose menu is open, or the one in the current cell.
   * @param of what stands in that cell in place of the entry's own
   */
  function onKey(key: string, entry: Entry, of?: CellOf): boolean {
    const part = menu === null ? of : menu.of;
    const cell = part === undefined ? cellOf(entry, column) : cellOfPart(part);
    switch (key) {
      case 'f':
        actions.filter(entry, cell, 'include');
        return true;
      case 'x':
        actions.filter(entry, cell, 'exclude');
        return true;
      case 'h':
        actions.history(entry);
        return true;
      case 't':
        actions.timeline(entry);
        return true;
      case 'o':
        actions.operation(entry);
        return true;
      case 'c':
        copy(cell.text, 'Value');
        return true;
      case 'C':
        // Its link opens nothing for who is not of the organization.
        if (embedded) return false;
        actions.copyLink(entry);
        return true;
      default:
        return false;
    }
  }

  return { column, setColumn, moveColumn, menu, openMenu, closeMenu, actions, onKey };
}

/** The keys that act on the value in a cell, and those that act on the whole entry. */
export const cellKeys = ['f', 'x', 'c'] as const;
export const entryKeys = ['h', 't', 'o', 'C'] as const;
