import { Ellipsis } from 'lucide-react';
import { createContext, use, type ReactNode } from 'react';
import { cellOf, cellOfPart, type CellOf, type ColumnKey } from './cells.js';
import type { Entry } from './entry-window.js';
import type { MenuPlace } from './use-cells.js';
import styles from './value-handle.module.css';

/** Opens the menu of a value; null where there is none to open. */
export const OpenMenu = createContext<((place: MenuPlace) => void) | null>(null);

interface ValueHandleProps {
  entry: Entry;
  column: ColumnKey;
  /** Where it is of a value in no column. */
  of?: CellOf;
  children: ReactNode;
}

/** A value that can be filtered by, excluded and copied: a button beside it opens the menu. */
export function ValueHandle({ entry, column, of, children }: ValueHandleProps) {
  const openMenu = use(OpenMenu);
  if (openMenu === null) return children;
  const { kind, label } = of === undefined ? cellOf(entry, column) : cellOfPart(of);
  return (
    <span className={styles.handle}>
      {children}
      <button
        type="button"
        className={styles.button}
        aria-label={`What to do with the ${kind} ${label}`}
        aria-haspopup="menu"
        onClick={(event) => openMenu({ entry, column, anchor: event.currentTarget, of })}
      >
        <Ellipsis size={14} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}
