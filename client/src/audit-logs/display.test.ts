import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnBeside, columnKeys, shownColumn } from './cells.js';
import { gridColumns, hideable, isUsual, leastWidth, mostWidth, readDisplay, sizable, visibleColumns, withShown, withWidth } from './display.js';

const usual = readDisplay(null);

describe('how the table looks', () => {
  it('is as usual where nothing was kept', () => {
    expect(isUsual(usual)).toBe(true);
    expect(visibleColumns(usual)).toEqual(columnKeys);
    expect(gridColumns(usual)).toBeUndefined();
  });

  it('is kept and read as it was chosen, whatever order one chose in', () => {
    const step = fc.oneof(
      fc.tuple(fc.constantFrom(...hideable), fc.boolean()).map(([column, shown]) => ({ column, shown })),
      fc.tuple(fc.constantFrom(...sizable), fc.option(fc.integer({ min: -50, max: 2000 }))).map(([column, width]) => ({ column, width })),
    );
    fc.assert(
      fc.property(fc.array(step), fc.constantFrom('comfortable' as const, 'compact' as const), (steps, density) => {
        let now = { ...usual, density };
        for (const one of steps) now = { ...('shown' in one ? withShown(now, one.column, one.shown) : withWidth(now, one.column, one.width)), density };
        expect(readDisplay(JSON.parse(JSON.stringify(now)))).toEqual(now);
        expect(visibleColumns(now)).toEqual(expect.arrayContaining(['time', 'details']));
        for (const width of Object.values(now.widths)) expect(width).toBe(Math.min(mostWidth, Math.max(leastWidth, width)));
        expect(gridColumns(now)?.split(') ').length ?? columnKeys.length).toBeLessThanOrEqual(columnKeys.length);
      }),
    );
  });

  it('makes sense whatever was left there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ hidden: fc.jsonValue(), widths: fc.jsonValue(), density: fc.jsonValue() })), (json) => {
        const read = readDisplay(json);
        expect(visibleColumns(read)).toEqual(expect.arrayContaining(['time', 'details']));
        expect(['comfortable', 'compact']).toContain(read.density);
      }),
    );
    expect(readDisplay({ hidden: ['details', 'time', 'user', 'gone'], widths: { user: 9, gone: 100, project: '12' }, density: 'huge' })).toEqual({
      hidden: ['user'],
      widths: { user: leastWidth },
      density: 'comfortable',
    });
  });

  it('gives a column its width where it has one, and the others what there is room for', () => {
    expect(gridColumns(withWidth(withShown(usual, 'project', false), 'user', 200))).toBe(
      'var(--width-time) var(--width-eventType) var(--width-action) minmax(56px, 200px) minmax(200px, 1fr)',
    );
    expect(isUsual(withWidth(withWidth(usual, 'user', 200), 'user', null))).toBe(true);
  });
});

describe('the column that the keyboard stands on', () => {
  it('is one that is shown', () => {
    const shown = visibleColumns(withShown(withShown(usual, 'action', false), 'project', false));
    expect(shownColumn('action', shown)).toBe('user');
    expect(shownColumn('user', shown)).toBe('user');
    expect([columnBeside('eventType', 1, shown), columnBeside('user', -1, shown), columnBeside('details', 1, shown)]).toEqual(['user', 'eventType', 'details']);
  });
});
