import { createContext, type CSSProperties } from 'react';
import { columnKeys, type ColumnKey } from './cells.js';

/** Which columns the list has, and how wide they are; null: all of them, as its styles have them. */
export const ShownColumns = createContext<Shown | null>(null);

interface Shown {
  readonly keys: readonly ColumnKey[];
  readonly style: CSSProperties;
}

const WIDTHS: Readonly<Record<ColumnKey, string>> = {
  time: '98px',
  eventType: 'minmax(88px, 136px)',
  action: 'minmax(98px, 140px)',
  project: 'minmax(88px, 176px)',
  user: 'minmax(102px, 176px)',
  details: 'minmax(0, 4fr)',
};

/** The list with these columns alone. */
export function shownColumns(wanted: readonly ColumnKey[] | undefined): Shown | null {
  if (wanted === undefined || columnKeys.every((key) => wanted.includes(key))) return null;
  const keys = columnKeys.filter((key) => wanted.includes(key));
  return { keys, style: { '--columns': keys.map((key) => WIDTHS[key]).join(' ') } as CSSProperties };
}
