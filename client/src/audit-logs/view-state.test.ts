import { describe, expect, it } from 'vitest';
import { startingSearch, viewFromSearch, viewToSearch, type View } from './view-state.js';

const plain: View = { filter: { range: '7d' }, entry: null, live: true, saved: null };

describe('the address of a view', () => {
  it('says what one sees first, so that it is the same for whoever opens it', () => {
    expect(viewToSearch(plain)).toBe('range=7d');
    expect(startingSearch(null)).toBe('range=7d');
    expect(viewToSearch({ ...plain, filter: { range: '7d', actions: ['delete'] } })).toBe('action=delete');
    expect(viewFromSearch('').view).toEqual(plain);
  });

  it('begins with the default view of who comes without one', () => {
    expect(startingSearch({ id: 'v1', filter: 'action=delete&range=30d' })).toBe('action=delete&range=30d&view=v1');
    expect(startingSearch({ id: 'v2', filter: '' })).toBe('range=all&view=v2');
    expect(viewFromSearch(startingSearch({ id: 'v2', filter: '' })).view).toEqual({ ...plain, filter: {}, saved: 'v2' });
  });

  it.each<[string, View]>([
    ['another relative range', { ...plain, filter: { range: '24h' } }],
    ['all time', { ...plain, filter: {} }],
    ['exact times', { ...plain, filter: { from: '2026-11-17T08:17:00.000000Z', to: '2026-11-18T00:00:00.000000Z' } }],
    ['an opened entry and live off', { ...plain, entry: 'entry-1', live: false }],
    ['the saved view that it was opened with', { ...plain, filter: { range: '1h' }, saved: 'view-1' }],
    [
      'every field, included and excluded',
      {
        ...plain,
        filter: {
          range: '7d',
          eventTypes: ['PROJECT', 'TEST_CASE'],
          projectIds: ['project-1'],
          withoutProject: true,
          exclude: { actions: ['view'], userIds: ['user-1'] },
        },
      },
    ],
  ])('brings back %s', (_, view) => {
    expect(viewFromSearch(viewToSearch(view)).view).toEqual(view);
  });

  it('keeps a relative range relative', () => {
    expect(viewToSearch({ ...plain, filter: { range: '30d' } })).toBe('range=30d');
  });

  it('names what cannot be read, and shows the rest', () => {
    const { view, problems } = viewFromSearch('?range=soon&type=PROJECT');
    expect(view.filter).toEqual({ range: '7d', eventTypes: ['PROJECT'] });
    expect(problems.map(({ field }) => field)).toEqual(['range']);
  });

  it('names a parameter without a value, and one by its name in the API; what is not of the filter is left to others', () => {
    const { view, problems } = viewFromSearch('?type=&-user=&eventTypes=PROJECT&utm_source=mail&action=update');
    expect(view.filter).toEqual({ range: '7d', actions: ['update'] });
    expect(problems.map(({ field, message }) => `${field} ${message}`)).toEqual([
      'type has no value',
      '-user has no value',
      'eventTypes is called “type” in the page’s address',
    ]);
  });
});
