import { Button } from '@mantine/core';
import type { Layout } from './list-items.js';
import { asRow, type Row } from './list-places.js';
import styles from './list-foot.module.css';

interface HeldFootProps {
  layout: Layout;
  onMore: () => void;
  onLeaveOut: (row: Row) => void;
}

/** Stands below rows that hold so many entries that no more are loaded by themselves. */
export function HeldFoot({ layout: { items, edges }, onMore, onLeaveOut }: HeldFootProps) {
  const last = asRow(items.at(-1));
  return (
    <div className={styles.searching} role="status">
      <span>
        <strong className={styles.reached}>{edges.length.toLocaleString('en')} entries are in these rows.</strong> There are older ones.
      </span>
      <Button variant="subtle" onClick={onMore}>
        Load older entries
      </Button>
      {last?.kind === 'operation' && (
        <Button variant="subtle" onClick={() => onLeaveOut(last)}>
          Leave out the last operation
        </Button>
      )}
    </div>
  );
}
