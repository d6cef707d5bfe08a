import { describe, expect, it } from 'vitest';
import { filterOf, shownView } from './shown.js';

const deletes = { id: 'deletes', filter: 'action=delete&range=7d' };
const june = { id: 'june', filter: 'from=2026-06-01T00%3A00%3A00Z&to=2026-07-01T00%3A00%3A00Z' };
const views = [deletes, june];

describe('the saved view that is shown', () => {
  it('is the one that was opened, changed or not', () => {
    expect(shownView(views, { filter: { actions: ['delete'], range: '7d' }, saved: 'deletes' })).toEqual({ view: deletes, changed: false });
    expect(shownView(views, { filter: { actions: ['delete'], range: '1h' }, saved: 'deletes' })).toEqual({ view: deletes, changed: true });
    expect(shownView(views, { filter: filterOf(june), saved: 'deletes' })).toEqual({ view: deletes, changed: true });
  });

  it('is one of the same filter where none was opened, or one that is gone or somebody else’s', () => {
    expect(shownView(views, { filter: { range: '7d', actions: ['delete'], exclude: {} }, saved: null })).toEqual({ view: deletes, changed: false });
    expect(shownView(views, { filter: { from: '2026-06-01T00:00:00Z', to: '2026-07-01T00:00:00.000000Z' }, saved: 'gone' })).toEqual({ view: june, changed: false });
    expect(shownView(views, { filter: { range: '30d' }, saved: 'gone' })).toBeNull();
  });
});
