import type { PageFilter } from '@audit-log/shared/filter-url';
import { useCallback, useMemo, useState } from 'react';
import { dayKey } from '../ui/time-format.js';
import { useNow } from '../ui/use-now.js';
import { useZone } from '../ui/zone.js';
import { display } from './display.js';
import type { EntryList } from './entry-store.js';
import { expansionToShow, layOut, type Expansion, type Layout, type Run } from './list-items.js';
import { rowOf } from './list-places.js';
import { leadOf } from './operation-summary.js';
import { mayHoldBack } from './operation-words.js';

const wide = {
  comfortable: { entry: 32, day: 32, more: 32 },
  compact: { entry: 26, day: 28, more: 26 },
} as const;
const narrowHeights = { entry: 56, day: 36, more: 46 };

interface OperationsOptions {
  list: EntryList;
  filter: PageFilter;
  /** The entry that is opened. */
  opened: string | null;
  narrow: boolean;
}

export interface Operations {
  readonly layout: Layout;
  /** The reader's present day. */
  readonly today: string;
  /** Whether the filter may hold back entries of the operations in the list. */
  readonly filtered: boolean;
  readonly expand: (run: Run, expansion: Expansion) => void;
}

/** The rows of the list, with the entries of an operation behind one row until somebody opens it. */
export function useOperations({ list, filter, opened, narrow }: OperationsOptions): Operations {
  const zone = useZone();
  const today = dayKey(useNow(60_000), zone);
  const [expanded, setExpanded] = useState<ReadonlyMap<string, Expansion>>(new Map());
  const filtered = mayHoldBack(filter);
  const { density } = display.use();
  const heights = narrow ? narrowHeights : wide[density];
  // Whoever asked for an operation wants to see what is in it.
  const usual = filter.operationId == null ? 'closed' : 'all';
  const { window, bridges } = list;
  const layout = useMemo(
    () => layOut(window, { heights, today, zone, bridges, expanded, usual, filtered }),
    [window, heights, today, zone, bridges, expanded, usual, filtered],
  );

  const expand = useCallback((run: Run, expansion: Expansion) => {
    setExpanded((before) => new Map(before).set(run.operation, expansion));
  }, []);

  // An entry that is opened is shown, in the same drawing; whoever closes its operation then may.
  const wanted = `${opened} ${window !== null}`;
  const [seen, setSeen] = useState('');
  if (seen !== wanted) {
    setSeen(wanted);
    const row = opened === null ? null : rowOf(layout, opened);
    if (row?.kind === 'operation' && opened !== null && leadOf(layout.edges, row.run)?.id !== opened) {
      expand(row.run, expansionToShow(layout, row.run, opened));
    }
  }

  return { layout, today, filtered, expand };
}
