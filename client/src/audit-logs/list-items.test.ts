import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayKey } from '../ui/time-format.js';
import { windowOf, type Edge, type EntryWindow } from './entry-window.js';
import { expansionToShow, layOut, operationOf, type Expansion, type LayoutOptions } from './list-items.js';
import { listOf, runsOf } from './list-testing.js';
import { entryAt, pageOf } from './testing.js';

const today = dayKey(entryAt(1).time);
const options: LayoutOptions = { heights: { entry: 32, day: 36, more: 30 }, today };

/** A list whose entries belong to the operations named, from the newest on; a dash is an entry of none. */
function kindsOf(operations: string, given: Partial<LayoutOptions> = {}, change: Partial<EntryWindow> = {}): string[] {
  const window = { ...listOf(operations), ...change };
  const opened = new Map([...operations].map((name) => [runsOf(name), given.usual ?? 'closed']));
  return layOut(window, { ...options, ...given, expanded: given.expanded ?? opened }).items.map(({ kind }) => kind);
}

describe('the layout of the list', () => {
  it('puts a line before every day but today', () => {
    const earlier = { node: entryAt(1, { id: 'earlier', time: '2026-11-20T08:00:00.000000Z' }), cursor: null };
    const { items, offsets } = layOut({ ...windowOf(pageOf([9])), edges: [...pageOf([9]).edges, earlier] }, options);
    expect(items.map(({ kind }) => kind)).toEqual(['entry', 'day', 'entry']);
    expect(offsets).toEqual([0, 32, 68, 100]);
  });

  it('names the day at the top when it is not today', () => {
    expect(layOut(windowOf(pageOf([9])), { ...options, today: '2026-11-25' }).items[0]).toMatchObject({ kind: 'day' });
  });

  it('puts a line below the first of the entries that came together after a time without live', () => {
    const bridge = { entryId: 'entry-08', count: 2, from: 0, to: 1, why: 'cut' as const };
    const { items } = layOut(windowOf(pageOf([9, 8, 7])), { ...options, bridges: [bridge] });
    expect(items.map(({ key }) => key)).toEqual(['entry-09', 'entry-08', 'bridge-entry-08', 'entry-07']);
  });
});

describe('the entries of an operation', () => {
  it('stand behind one row where they lie next to one another, but not one alone', () => {
    expect(kindsOf('-aa-b-')).toEqual(['entry', 'operation', 'entry', 'entry', 'entry']);
  });

  it('are those of one actor: another may use the same id', () => {
    const { edges } = listOf('aa');
    const [first, second] = edges.map(({ node }) => node);
    if (first === undefined || second === undefined) throw new Error('There are two entries.');
    const other = { ...second, user: { ...second.user, id: 'user-2' } };
    const window = { ...listOf('aa'), edges: [first, other].map((node) => ({ node, cursor: null })) };
    expect(layOut(window, options).items.map(({ kind }) => kind)).toEqual(['entry', 'entry']);
  });

  it('are all there where the row is opened; of many only the first, until the others are asked for', () => {
    expect(kindsOf('aaaaa', { usual: 'few' })).toEqual(['operation', ...Array<string>(5).fill('entry')]);
    expect(kindsOf('aaaaaa', { usual: 'few' })).toEqual(['operation', 'entry', 'entry', 'entry', 'more']);
    expect(kindsOf('aaaaaa', { usual: 'all' })).toEqual(['operation', ...Array<string>(6).fill('entry')]);
  });

  it('are followed by a way to the rest where a filter or the end of what is loaded holds some back', () => {
    expect(kindsOf('aa', { usual: 'all', filtered: true })).toEqual(['operation', 'entry', 'entry', 'rest']);
    expect(kindsOf('aaaaaa', { usual: 'few' }, { older: { after: 'x' } })).toEqual(['operation', 'entry', 'entry', 'entry', 'more', 'rest']);
  });

  it('are parted by a line that stands among them', () => {
    const bridge = { entryId: listOf('aaaa').edges[1]?.node.id ?? '', count: 2, from: 0, to: 1, why: 'cut' as const };
    expect(kindsOf('aaaa', { bridges: [bridge] })).toEqual(['operation', 'bridge', 'operation']);
  });

  it('are known to go on where they reach an end of what is loaded', () => {
    const heldOf = (operations: string, change: Partial<EntryWindow>) =>
      layOut({ ...listOf(operations), ...change }, options).items.flatMap((item) => (item.kind === 'operation' ? [item.run.held] : []));
    expect(heldOf('-aa', { older: { after: 'x' } })).toEqual([{ loaded: 2, open: true, runs: 1 }]);
    expect(heldOf('aa-', { newer: 'x' })).toEqual([{ loaded: 2, open: true, runs: 1 }]);
    expect(heldOf('-aa-', { older: { after: 'x' }, newer: 'x' })).toEqual([{ loaded: 2, open: false, runs: 1 }]);
    // Parted by another entry, they are still five of one operation.
    expect(heldOf('aa-aa-a', {}).map(({ loaded }) => loaded)).toEqual([5, 5]);
  });

  it('are opened as far as one of them needs', () => {
    const layout = layOut(listOf('aaaaaaaa'), options);
    const [item] = layout.items;
    if (item?.kind !== 'operation') throw new Error('They stand behind one row.');
    const [first, , , fourth] = layout.edges.map(({ node }) => node.id);
    expect(expansionToShow(layout, item.run, first ?? '')).toBe('few');
    expect(expansionToShow(layout, item.run, fourth ?? '')).toBe('all');
  });

  it('are each in the list once, in order, in their row or behind that of their operation, whatever is opened', () => {
    const expansion = fc.constantFrom<Expansion>('closed', 'few', 'all');
    const operations = fc.array(fc.constantFrom(...'-abc'), { maxLength: 60 }).map((all) => all.join(''));
    const places = fc.record({ a: expansion, b: expansion, c: expansion });
    fc.assert(
      fc.property(operations, places, fc.boolean(), fc.nat(60), fc.boolean(), (all, opened, filtered, bridged, older) => {
        const window = { ...listOf(all), older: older ? { after: 'x' } : null };
        const bridge = window.edges[bridged];
        const expanded = new Map(Object.entries(opened).map(([name, to]) => [runsOf(name), to]));
        const bridges = bridge === undefined ? [] : [{ entryId: bridge.node.id, count: 1, from: 0, to: 1, why: 'cut' as const }];
        const { items, offsets } = layOut(window, { ...options, expanded, filtered, bridges });

        const shown: Edge[] = [];
        for (const item of items) {
          if (item.kind === 'entry') shown.push(item.edge);
          else if (item.kind === 'operation' && item.run.expansion === 'closed') shown.push(...window.edges.slice(item.run.from, item.run.to));
          else if (item.kind === 'more') shown.push(...window.edges.slice(item.index, item.run.to));
        }
        expect(shown).toEqual(window.edges);

        expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
        expect(items.map(({ index }) => index)).toEqual(items.map(({ index }) => index).toSorted((a, b) => a - b));
        expect(offsets).toHaveLength(items.length + 1);
        for (const item of items) {
          if (item.kind === 'operation') expect(item.run.to - item.run.from).toBeGreaterThan(1);
          if (item.kind === 'entry' && item.of !== null) {
            expect(operationOf(item.edge.node)).toBe(item.of.run.operation);
            expect(items[item.of.parent]).toMatchObject({ kind: 'operation', run: item.of.run });
          }
        }
        expect(items.filter(({ kind }) => kind === 'bridge')).toHaveLength(bridges.length);
      }),
    );
  });
});
