import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { ColumnKey } from './cells.js';
import { display, leastWidth, mostWidth, withWidth } from './display.js';
import styles from './column-edge.module.css';

interface ColumnEdgeProps {
  column: ColumnKey;
  /** The column's head. */
  label: string;
  width: number | undefined;
}

/** One press of an arrow key, in pixels. */
const step = 8;

/** The edge of a column: dragged, or moved with the arrow keys, it makes the column wider or narrower. */
export function ColumnEdge({ column, label, width }: ColumnEdgeProps) {
  /** As it was drawn last, where it has no width of its own. */
  const [drawn, setDrawn] = useState<number>();
  const [drag, setDrag] = useState<{ readonly from: number; readonly width: number } | null>(null);

  function measure(edge: HTMLElement): number {
    const now = Math.round(edge.parentElement?.getBoundingClientRect().width ?? leastWidth);
    setDrawn(now);
    return now;
  }
  const resize = (to: number | null) => display.set(withWidth(display.current(), column, to));

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: event.clientX, width: measure(event.currentTarget) });
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const now = measure(event.currentTarget);
    const by = event.shiftKey ? step * 4 : step;
    const to = { ArrowLeft: now - by, ArrowRight: now + by, Home: leastWidth, End: mostWidth, Enter: null }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    resize(to);
  }

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${label}`}
      aria-valuenow={width ?? drawn ?? leastWidth}
      aria-valuemin={leastWidth}
      aria-valuemax={mostWidth}
      aria-valuetext={width === undefined ? 'usual width' : `${width} pixels`}
      tabIndex={0}
      title="Drag to make the column wider or narrower; double click: usual width"
      className={styles.edge}
      data-dragging={drag !== null || undefined}
      onFocus={(event) => measure(event.currentTarget)}
      onKeyDown={onKeyDown}
      onDoubleClick={() => resize(null)}
      onPointerDown={onPointerDown}
      onPointerMove={({ clientX }) => {
        if (drag !== null) resize(drag.width + clientX - drag.from);
      }}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
    />
  );
}
