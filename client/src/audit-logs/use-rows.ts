import { elementScroll, useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type RefObject,
} from 'react';
import { date, dayKey } from '../ui/time-format.js';
import type { EntryList } from './entry-store.js';
import type { Layout } from './list-items.js';
import { firstRowAt, itemAt, itemOf, keepPlace } from './list-places.js';

/** What the page can ask of the rows. */
export interface RowsHandle {
  scrollToTop: () => void;
  /** The first row that is in view. */
  firstInView: () => string | null;
  /** Brings a row into view, or the one that stands for an entry, and puts the keyboard on it. */
  focus: (id: string) => void;
  /** Puts the keyboard on an entry as soon as it has a row of its own. */
  focusLater: (id: string) => void;
}

interface RowsOptions {
  list: EntryList;
  layout: Layout;
  /** The reader's present day. */
  today: string;
  opened: string | null;
  narrow: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  handle: RefObject<RowsHandle | null>;
  onNearEnd: () => void;
  onNearStart: () => void;
  onTop: (atTop: boolean) => void;
}

interface Rows {
  virtualItems: readonly VirtualItem[];
  /** Of all rows together, in pixels. */
  height: number;
  /** The day of the first row in view: `today`, or its date; empty where there is no row. */
  dayWord: string;
  /** At which ends no further entries are loaded by themselves, since few rows stand for many of them. */
  held: { older: boolean; newer: boolean };
}

/** So many entries beyond what is in view are enough, in however few rows they stand. */
const enoughEntries = 600;
/** So many are enough where all their rows are in view: fewer than a live list keeps, so that it does not load what it then drops. */
const enoughInView = 1200;
/** So many rows before the end the next page is asked for: about two screens, on a phone less, whose line is slow. */
const aheadOf = { wide: 60, narrow: 24 };
const headHeight = 30;

/** Which rows are in the page, and where; keeps the reader's place when entries come or go above. */
export function useRows(options: RowsOptions): Rows {
  const { list, layout, today, opened, narrow, scroller, handle, onNearEnd, onNearStart, onTop } = options;
  const { items, offsets, edges } = layout;
  const ahead = narrow ? aheadOf.narrow : aheadOf.wide;
  const shown = useRef({ layout, position: 0 });
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (offsets[index + 1] ?? 0) - (offsets[index] ?? 0),
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    initialRect: { width: innerWidth, height: innerHeight },
    observeElementRect: observeSize,
    // A list at its top that is to stay there: even asking for that would lay the page out.
    scrollToFn: (offset, options, instance) => {
      if (offset > 0 || shown.current.position > 0) elementScroll(offset, options, instance);
    },
    // About 250 pixels.
    overscan: narrow ? 4 : 8,
    // The head lies over the first rows in view.
    scrollPaddingEnd: headHeight,
  });
  const virtualItems = virtualizer.getVirtualItems();

  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { layout, position: before.position };
    const element = scroller.current;
    // Where nothing stood before there is no place to keep, and asking for it would lay the page out once more.
    if (before.layout === layout || before.layout.items.length === 0 || element === null) return;
    const position = positionBefore(element, before.position);
    // At the top one sees what comes in; anywhere else nothing moves.
    const place = position > 0 ? keepPlace(before.layout, layout, position) : null;
    if (place !== null && place !== element.scrollTop) element.scrollTop = place;
    shown.current.position = element.scrollTop;
  }, [layout, scroller]);

  const [dayWord, setDayWord] = useState('');
  const tellPlace = useCallback(() => {
    const { position } = shown.current;
    onTop(position < 4);
    setDayWord(dayOf(shown.current.layout, position, today));
  }, [onTop, today]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onScroll = () => {
      shown.current.position = element.scrollTop;
      tellPlace();
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller, tellPlace]);
  // The place is known: asking the element for it would lay out the rows that have just come, on the spot.
  useEffect(tellPlace, [layout, tellPlace]);

  const first = virtualItems[0]?.index ?? 0;
  const last = virtualItems.at(-1)?.index ?? -1;
  const allInView = first === 0 && last === items.length - 1 && edges.length >= enoughInView;
  const enoughBelow = allInView || edges.length - (items[last]?.index ?? edges.length) >= enoughEntries;
  const firstRow = items[first]?.kind === 'newer' ? first + 1 : first;
  const enoughAbove = allInView || (items[firstRow + 1]?.index ?? edges.length) >= enoughEntries;
  useEffect(() => {
    if (last >= items.length - ahead && !enoughBelow) onNearEnd();
  }, [last, items.length, ahead, enoughBelow, list.older.status, onNearEnd]);
  useEffect(() => {
    if (first < ahead && !enoughAbove) onNearStart();
  }, [first, items.length, ahead, enoughAbove, list.newer.status, onNearStart]);

  const show = useCallback(
    (id: string) => {
      const index = itemOf(layout, id);
      if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    },
    [layout, virtualizer],
  );
  const toFocus = useRef<string | null>(null);
  const focusDrawn = useCallback(() => {
    if (toFocus.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(toFocus.current)}"]`);
    if (row == null) return;
    toFocus.current = null;
    row.focus({ preventScroll: true });
  }, [scroller]);
  // A row out of view is drawn only after it was scrolled to.
  useEffect(focusDrawn);
  // Not when entries come in: one may have scrolled away from the opened entry on purpose.
  const showOpened = useEffectEvent(show);
  const loaded = list.window !== null;
  useEffect(() => {
    if (opened !== null && loaded) showOpened(opened);
  }, [opened, loaded]);

  useImperativeHandle(
    handle,
    () => ({
      scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
      firstInView: () => firstRowAt(layout, shown.current.position)?.key ?? null,
      focus: (id) => {
        toFocus.current = items[itemOf(layout, id)]?.key ?? id;
        show(id);
        focusDrawn();
      },
      focusLater: (id) => {
        toFocus.current = id;
      },
    }),
    [layout, items, scroller, show, focusDrawn],
  );

  const held = { older: enoughBelow && last === items.length - 1, newer: enoughAbove };
  return { virtualItems, height: virtualizer.getTotalSize(), dayWord, held };
}

/**
 * Tells how large the list's frame is, whenever that changes. What the library does itself asks at once, which lays the
 * page out in the midst of drawing it; until the first answer the frame counts as large as the window.
 */
function observeSize({ scrollElement }: Virtualizer<HTMLDivElement, Element>, tell: (size: { width: number; height: number }) => void) {
  if (scrollElement === null) return undefined;
  const observer = new ResizeObserver(() => tell({ width: scrollElement.offsetWidth, height: scrollElement.offsetHeight }));
  observer.observe(scrollElement);
  return () => observer.disconnect();
}

/**
 * Where the list stood before it changed. Scrolling may have gone on since the last event told of it; but where the
 * list has become shorter than that, the browser has moved it up already, and only the event knows.
 */
function positionBefore(element: HTMLElement, told: number): number {
  const { scrollTop, scrollHeight, clientHeight } = element;
  return scrollTop >= scrollHeight - clientHeight - 1 ? Math.max(told, scrollTop) : scrollTop;
}

function dayOf(layout: Layout, position: number, today: string): string {
  const at = itemAt(layout, position);
  const time = layout.edges[layout.items[at]?.index ?? -1]?.node.time;
  if (time === undefined) return '';
  if (dayKey(time) === today) return 'today';
  return date(time).replace(/ \d{4}$/, '');
}
