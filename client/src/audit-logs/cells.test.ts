import { expect, it } from 'vitest';
import { aroundEntry, cellOf, columnBeside, columnKeys, onlyThis } from './cells.js';
import { entryAt } from './testing.js';

const entry = entryAt(1, { time: '2026-11-24T13:58:42.318204Z', user: { id: 'u1', kind: 'USER', name: 'Mara' }, project: null });

it('a value narrows the filter to itself alone, and no longer excludes it', () => {
  const { filtered } = cellOf(entry, 'user');
  expect(filtered?.({ range: '7d', userIds: ['u1', 'u2'], exclude: { userIds: ['u1', 'u3'] } }, 'include')).toMatchObject({
    range: '7d',
    userIds: ['u1'],
    exclude: { userIds: ['u3'] },
  });
});

it('a value is excluded beside those that are already, and no longer included', () => {
  const { filtered } = cellOf(entry, 'user');
  expect(filtered?.({ userIds: ['u1'], exclude: { userIds: ['u3'] } }, 'exclude')).toMatchObject({
    userIds: null,
    exclude: { userIds: ['u3', 'u1'] },
  });
});

it('an entry of no project is filtered by that', () => {
  expect(cellOf(entry, 'project').filtered?.({}, 'include')).toMatchObject({ projectIds: null, withoutProject: true });
  expect(cellOf(entry, 'project').filtered?.({}, 'exclude')).toMatchObject({ exclude: { withoutProject: true } });
});

it('only this value leaves the time and drops every other filter', () => {
  expect(onlyThis(cellOf(entry, 'user'), { range: '30d', actions: ['update'] })).toMatchObject({ range: '30d', userIds: ['u1'] });
  expect(onlyThis(cellOf(entry, 'user'), { range: '30d', actions: ['update'] })).not.toHaveProperty('actions');
});

it('a moment has no value to exclude, but something around it', () => {
  expect(cellOf(entry, 'time').filtered).toBeNull();
  expect(aroundEntry(entry, 30_000)).toMatchObject({ from: '2026-11-24T13:58:12.318000Z', to: '2026-11-24T13:59:12.318000Z' });
});

it('the cells of a row end at its ends', () => {
  expect(columnKeys.map((column) => columnBeside(column, 1))).toEqual([...columnKeys.slice(1), 'details']);
  expect(columnBeside('time', -1)).toBe('time');
});
