import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { later } from '../ui/later.js';
import { loadPart } from '../ui/load-part.js';
import { PageHeader } from '../ui/page-header.js';
import { useSay } from '../ui/toasts.js';
import { useShortcuts } from '../ui/use-shortcuts.js';
import { zoneText } from '../ui/time-format.js';
import { nextChoice, setZone, useZone } from '../ui/zone.js';
import { EntryTable } from './entry-table.js';
import { mustReload, type Edge } from './entry-window.js';
import { FilterBar } from './filter-bar.js';
import { FilterNotices } from './filter-notices.js';
import { Searched } from './found-text.js';
import { KeyHints } from './key-hints.js';
import { ListFoot } from './list-foot.js';
import { NewEntriesPill } from './new-entries-pill.js';
import { NoEntries } from './no-entries.js';
import { PageLead } from './page-lead.js';
import { PanelFailed } from './panel-failed.js';
import { useAtRows } from './use-at-rows.js';
import { cellKeys, entryKeys, useCells } from './use-cells.js';
import type { Entries } from './use-entries.js';
import { useKeptFocus } from './use-kept-focus.js';
import { useNames } from './use-names.js';
import { useOperations } from './use-operations.js';
import { useRowKeys } from './use-row-keys.js';
import type { RowsHandle } from './use-rows.js';
import { useSearched, useSearchKeyboard } from './use-search-keyboard.js';
import { useUnknown } from './use-unknown.js';
import type { ViewControl } from './use-view.js';
import styles from './audit-logs-page.module.css';

// Not needed to show the list: fetched when somebody comes near a row, so that opening an entry does not wait.
const loadPanel = () => import('./entry-panel.js');
const loadMenu = () => import('./cell-menu.js');
const EntryPanel = later(loadPanel);
const CellMenu = later(loadMenu);
const KeysDialog = later(() => import('./keys-dialog.js'));

const none: readonly Edge[] = [];

interface AuditLogsPageProps {
  control: ViewControl;
  entries: Entries;
  /** Beside the title: what is done with the whole view, such as switching live. */
  tools: ReactNode;
  /** Beside what the list is narrowed to: keeps it as a view. */
  saveView: ReactNode;
  /** Above the list, once there is one: the entries over time. */
  histogram: ReactNode;
  /** What stands below the list while live is cut off: there it moves no row. */
  notice: ReactNode;
  /** Tells whether the reader reads something that must not move. */
  onReading: (reading: boolean) => void;
}

/** Who did what: filters, the list, and one entry beside it. */
export function AuditLogsPage({ control, entries, tools, saveView, histogram, notice, onReading }: AuditLogsPageProps) {
  const { view, problem, change } = control;
  const { store, list } = entries;
  const narrow = useMediaQuery('(width < 768px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const names = useNames(view.filter, list.window);
  const page = useRef<HTMLDivElement>(null);
  const keepingFocus = useKeptFocus(page);
  const rows = useRef<RowsHandle>(null);
  const [active, setActive] = useState<string | null>(null);
  const [openedHere, setOpenedHere] = useState(false);
  const [helping, setHelping] = useState(false);
  // In another zone everything that tells a time is drawn anew.
  useZone();
  const say = useSay();

  const searched = useSearched(view.filter.search);
  const search = useSearchKeyboard(page, rows);
  const loaded = list.window !== null;

  const unknown = useUnknown(view.filter, loaded);

  const edges = list.window?.edges ?? none;
  const operations = useOperations({ list, filter: view.filter, opened: view.entry, narrow });
  const openedAt = useMemo(
    () => (view.entry === null ? -1 : edges.findIndex(({ node }) => node.id === view.entry)),
    [edges, view.entry],
  );

  const [atTop, setAtTop] = useState(true);
  const atRows = useAtRows();
  useEffect(() => {
    if (!atRows) return;
    // What does not come now is asked for again when it is needed.
    Promise.all([loadPart(loadPanel), loadPart(loadMenu)]).catch(() => undefined);
  }, [atRows]);
  // After a filter by keyboard the keyboard stays on the entry, or goes to the first one where that is filtered away.
  const toRefocus = useRef<string | null>(null);
  const cells = useCells(control, (id) => {
    toRefocus.current = id;
  });
  useEffect(() => {
    const wanted = toRefocus.current;
    if (!loaded || wanted === null) return;
    toRefocus.current = null;
    const there = edges.find(({ node }) => node.id === wanted) ?? edges[0];
    if (there !== undefined) rows.current?.focus(there.node.id);
  }, [loaded, edges]);

  const reading = !atTop || atRows || view.entry !== null || cells.menu !== null;
  useEffect(() => {
    onReading(reading);
    const { window } = store.snapshot();
    if (!reading && window !== null && !mustReload(window)) store.showPending();
  }, [reading, store, onReading]);

  const open = useCallback(
    (id: string, replace = false) => {
      setActive(id);
      setOpenedHere(true);
      change({ entry: id }, { replace });
    },
    [change],
  );

  function close() {
    change({ entry: null });
    if (view.entry !== null && openedAt >= 0) rows.current?.focus(view.entry);
  }

  // Closed by the browser's own Back the panel takes the keyboard with it; a filter that closes it has it already.
  const openedBefore = useRef(view.entry);
  useEffect(() => {
    const before = openedBefore.current;
    openedBefore.current = view.entry;
    if (before === null || view.entry !== null || document.activeElement !== document.body) return;
    if (edges.some(({ node }) => node.id === before)) rows.current?.focus(before);
  }, [view.entry, edges]);

  const keys = useRowKeys({ operations, cells, view, rows, active, narrow, setActive, open, onFiltered: (id) => (toRefocus.current = id) });

  useShortcuts({
    j: () => keys.move(1),
    k: () => keys.move(-1),
    ArrowDown: (event) => (isRow(event) ? keys.move(1) : false),
    ArrowUp: (event) => (isRow(event) ? keys.move(-1) : false),
    ArrowLeft: (event) => isRow(event) && keys.left(),
    ArrowRight: (event) => isRow(event) && keys.right(),
    // What a value is done to must be in sight: the ring is around it only while its row has the keyboard.
    ...Object.fromEntries(cellKeys.map((key) => [key, (event) => isRow(event) && keys.onCell(key)])),
    ...Object.fromEntries(entryKeys.map((key) => [key, (event) => (isRow(event) || view.entry !== null) && keys.onCell(key)])),
    m: (event) => isRow(event) && keys.openMenu(),
    z: () => {
      setZone(nextChoice());
      say(`Times in ${zoneText(Date.now())}.`);
    },
    Enter: (event) => event.target === document.body && keys.pressActive(),
    Escape: () => {
      if (view.entry === null) return false;
      close();
      return undefined;
    },
    '/': search.enter,
    l: () => change({ live: !view.live }, { replace: true }),
    '?': () => setHelping(true),
  });

  function leaveSearch(changed: boolean) {
    // What was searched for while one wrote may still be on its way.
    const coming = changed || !loaded;
    if (coming) toRefocus.current = active ?? '';
    search.leave(coming ? null : (keys.here() ?? edges[0]?.node.id ?? null));
  }

  function closeMenu() {
    const { menu } = cells;
    cells.closeMenu();
    if (menu?.row !== undefined && menu.row === active && toRefocus.current === null) rows.current?.focus(menu.row);
  }

  function showNew() {
    rows.current?.scrollToTop();
    store.showPending();
  }

  const sayNotLoaded = (what: string) => say(`${what} did not load. Try again when the connection is back, or reload the page.`);

  const empty = list.window !== null && edges.length === 0 && list.window.older === null && list.older.status === 'idle';
  return (
    <Searched value={searched}>
    <div className={styles.page} ref={page}>
      <PageHeader title="Audit Logs">{tools}</PageHeader>
      <PageLead />
      <FilterBar
        filter={view.filter}
        names={names}
        narrow={narrow}
        saveView={saveView}
        onChange={(filter, options) => change({ filter, entry: null }, options)}
        onLeave={leaveSearch}
      />
      <FilterNotices unknown={unknown} problem={problem} onChange={(filter) => keepingFocus(() => change({ filter, entry: null }))} />
      <div className={styles.histogram}>{histogram}</div>
      <EntryTable
        list={list}
        operations={operations}
        active={active}
        opened={view.entry}
        column={cells.column}
        menu={cells.menu}
        narrow={narrow}
        handle={rows}
        onPress={keys.press}
        onActivate={setActive}
        onColumn={cells.setColumn}
        onMenu={keys.openMenuAt}
        onMore={(end) => (end === 'older' ? store.loadOlder() : store.loadNewer())}
        onLeaveOut={keys.leaveOut}
        onNearEnd={store.loadOlder}
        onNearStart={store.loadNewer}
        onTop={setAtTop}
        pill={<NewEntriesPill window={list.window} onShow={showNew} />}
      >
        {empty ? (
          <NoEntries filter={view.filter} names={names.names} onChange={(filter) => keepingFocus(() => change({ filter, entry: null }))} />
        ) : (
          <ListFoot list={list} narrow={narrow} onRetry={store.retry} onStop={store.stopSearching} />
        )}
      </EntryTable>
      <div className={styles.below}>{notice}</div>
      <KeyHints onShowAll={() => setHelping(true)} />
      {view.entry !== null && (
        <EntryPanel
          id={view.entry}
          known={edges[openedAt]?.node}
          hasPrevious={keys.beside(-1)}
          hasNext={keys.beside(1)}
          takeFocus={openedHere}
          onMove={keys.move}
          onMenu={cells.openMenu}
          onOpen={(id) => open(id)}
          onShow={cells.actions.show}
          onClose={close}
          renderFailed={(retry) => <PanelFailed takeFocus={openedHere} onRetry={retry} onClose={close} />}
        />
      )}
      {helping && (
        <KeysDialog
          onClose={() => setHelping(false)}
          onFailed={() => {
            setHelping(false);
            sayNotLoaded('The list of keys');
          }}
        />
      )}
      {cells.menu !== null && (
        <CellMenu
          place={cells.menu}
          filter={view.filter}
          actions={cells.actions}
          onKey={(key) => cells.menu !== null && cells.onKey(key, cells.menu.entry)}
          onClose={closeMenu}
          onFailed={() => {
            closeMenu();
            sayNotLoaded('The menu');
          }}
        />
      )}
    </div>
    </Searched>
  );
}

/** Arrow keys move only where a row has the keyboard; elsewhere they scroll. */
function isRow({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.matches('[data-row]');
}
