import { kept } from '../ui/kept.js';
import { columnKeys, type ColumnKey } from './cells.js';

/** How somebody wants the table to look. */
export interface Display {
  readonly hidden: readonly ColumnKey[];
  /** Of columns that were given one, in pixels; the others go by the room there is. */
  readonly widths: Readonly<Partial<Record<ColumnKey, number>>>;
  readonly density: Density;
}

export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

/** Without a time a list in the order of time says nothing, and Details has the room that the others leave. */
export const hideable: readonly ColumnKey[] = ['eventType', 'action', 'project', 'user'];
export const sizable: readonly ColumnKey[] = ['time', ...hideable];
/** In pixels. */
export const leastWidth = 56;
export const mostWidth = 480;
/** Of Details, where there is so much room: others give way before it does. */
const leastDetails = 200;

const usual: Display = { hidden: [], widths: {}, density: 'comfortable' };

export const display = kept<Display>('display', readDisplay);

/** Of what was kept, what makes sense today. */
export function readDisplay(json: unknown): Display {
  if (json === null || typeof json !== 'object') return usual;
  const { hidden, widths, density } = json as Readonly<Record<string, unknown>>;
  const given = typeof widths === 'object' && widths !== null ? Object.entries(widths) : [];
  return {
    hidden: hideable.filter((column) => Array.isArray(hidden) && hidden.includes(column)),
    widths: Object.fromEntries(
      given.flatMap(([column, width]) => (sizable.some((one) => one === column) && typeof width === 'number' ? [[column, within(width)]] : [])),
    ),
    density: densities.find((one) => one === density) ?? usual.density,
  };
}

export function isUsual({ hidden, widths, density }: Display): boolean {
  return hidden.length === 0 && Object.keys(widths).length === 0 && density === usual.density;
}

export function resetDisplay(): void {
  display.set(usual);
}

/** Hides all columns that can be hidden and are not among these; undefined: shows all. */
export function showOnly(columns: readonly ColumnKey[] | undefined): void {
  display.set({ ...display.current(), hidden: hideable.filter((column) => columns !== undefined && !columns.includes(column)) });
}

export function visibleColumns({ hidden }: Display): readonly ColumnKey[] {
  return columnKeys.filter((column) => !hidden.includes(column));
}

export function withShown(now: Display, column: ColumnKey, shown: boolean): Display {
  return { ...now, hidden: hideable.filter((one) => (one === column ? !shown : now.hidden.includes(one))) };
}

/** @param width in pixels; null: as wide as it usually is */
export function withWidth(now: Display, column: ColumnKey, width: number | null): Display {
  const { [column]: _, ...others } = now.widths;
  return { ...now, widths: width === null ? others : { ...others, [column]: within(width) } };
}

function within(width: number): number {
  return Math.round(Math.min(mostWidth, Math.max(leastWidth, width)));
}

/**
 * The columns as a grid has them, where they are not the usual ones. The usual widths follow from the room there is,
 * in CSS; that is why the table's own sizes, which are numbers, are not used.
 */
export function gridColumns(now: Display): string | undefined {
  const { hidden, widths } = now;
  if (hidden.length === 0 && Object.keys(widths).length === 0) return undefined;
  return visibleColumns(now)
    .map((column) => {
      if (column === 'details') return `minmax(${leastDetails}px, 1fr)`;
      const width = widths[column];
      return width === undefined ? `var(--width-${column})` : `minmax(${leastWidth}px, ${width}px)`;
    })
    .join(' ');
}
