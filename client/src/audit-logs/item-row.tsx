import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { dayName } from '../ui/time-format.js';
import { BridgeLine } from './bridge-line.js';
import { EntryRow, type EntryRowModel, type RowProps } from './entry-row.js';
import type { Edge } from './entry-window.js';
import type { Item } from './list-items.js';
import type { Row } from './list-places.js';
import { MoreRow, RestRow } from './more-row.js';
import { OperationRow } from './operation-row.js';
import { leadOf, summaryOfOperation } from './operation-summary.js';
import styles from './entry-table.module.css';

interface ItemRowProps extends Omit<RowProps, 'rowKey' | 'row' | 'place'> {
  item: Item;
  edges: readonly Edge[];
  /** Of all entries, in the order of the edges. */
  rows: readonly EntryRowModel[];
  height: number;
  /** Whether the filter may hold back entries of an operation. */
  filtered: boolean;
  /** Loads newer entries where that is not done by itself. */
  onNewer: (() => void) | null;
}

/** Whatever stands in the list, in its row. */
export function ItemRow({ item, edges, rows, height, filtered, onNewer, ...common }: ItemRowProps) {
  const { index, top, active, narrow } = common;
  const place = { rowKey: item.key, index, top, height, active, narrow, columns: common.columns.length };
  switch (item.kind) {
    case 'entry': {
      const row = rows[item.index];
      const run = item.of?.run;
      if (row === undefined) return null;
      return <EntryRow {...common} rowKey={item.key} row={row} place={item.place} among={run === undefined ? null : run.to - run.from} />;
    }
    case 'operation': {
      const { run } = item;
      const summary = summaryOfOperation(edges, run);
      const row = rows[summary?.lead === edges[run.from]?.node ? run.from : run.to - 1];
      if (summary === null || row === undefined) return null;
      return <OperationRow {...common} rowKey={item.key} row={row} place={item.place} run={run} summary={summary} filtered={filtered} />;
    }
    case 'more':
      return <MoreRow {...place} hidden={item.run.to - item.index} filtered={filtered} open={item.run.held.open} />;
    case 'rest': {
      const lead = leadOf(edges, item.run);
      return lead === null ? null : <RestRow {...place} lead={lead} />;
    }
    default:
      return (
        <div role="row" className={styles.line} aria-rowindex={index} style={{ transform: `translateY(${top}px)`, height }}>
          <div role="gridcell" aria-colspan={common.columns.length}>
            {lineWords(item, onNewer)}
          </div>
        </div>
      );
  }
}

/** What stands between entries. */
function lineWords(item: Exclude<Item, Row>, onNewer: (() => void) | null): ReactNode {
  switch (item.kind) {
    case 'day':
      return dayName(item.time);
    case 'bridge':
      return <BridgeLine bridge={item.bridge} />;
    default:
      if (onNewer === null) return 'Loading newer entries';
      return (
        <Button variant="subtle" size="compact-sm" onClick={onNewer}>
          Load newer entries
        </Button>
      );
  }
}
