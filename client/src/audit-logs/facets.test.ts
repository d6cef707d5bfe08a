import { describe, expect, it } from 'vitest';
import { normalizeFilter } from '@audit-log/shared/filter';
import { choiceOf, cleared, facets, isNarrowed, noProject, toggled, turned, valueLabel, withChoice } from './facets.js';

function facet(label: string) {
  const found = facets.find((one) => one.label === label);
  if (found === undefined) throw new Error(`There is no facet ${label}.`);
  return found;
}

const project = facet('Project');
const user = facet('User');

describe('choosing values', () => {
  it('adds a value in the mode chosen, and takes it away again', () => {
    const none = { include: [], exclude: [] };
    const chosen = toggled(none, 'a', 'exclude');
    expect(chosen).toEqual({ include: [], exclude: ['a'] });
    expect(toggled(chosen, 'a', 'include')).toEqual(none);
  });

  it('turns included values into excluded ones and back', () => {
    const choice = { include: ['a'], exclude: ['b'] };
    expect(turned(choice, 'include')).toEqual({ include: [], exclude: ['b', 'a'] });
    expect(turned(choice, 'exclude')).toEqual({ include: ['a', 'b'], exclude: [] });
  });

  it('treats "no project" as a value among the projects', () => {
    const filter = withChoice({ range: '7d' }, project, { include: ['p1', noProject], exclude: [] });
    expect(filter).toMatchObject({ projectIds: ['p1'], withoutProject: true });
    expect(choiceOf(filter, project)).toEqual({ include: ['p1', noProject], exclude: [] });
    const only = withChoice({}, project, { include: [], exclude: [noProject] });
    expect(normalizeFilter(only)).toEqual({ exclude: { withoutProject: true } });
  });

  it('never writes an empty list, which would match nothing', () => {
    const filter = withChoice({ userIds: ['a'] }, user, { include: [], exclude: [] });
    expect(normalizeFilter(filter)).toEqual({});
  });

  it('leaves the other facets alone', () => {
    const filter = withChoice({ actions: ['create'], exclude: { actions: ['view'] } }, user, {
      include: [],
      exclude: ['a'],
    });
    expect(normalizeFilter(filter)).toEqual({ actions: ['create'], exclude: { actions: ['view'], userIds: ['a'] } });
  });
});

describe('a filter', () => {
  it('is narrowed by anything but the time', () => {
    expect(isNarrowed({ range: '7d' })).toBe(false);
    expect(isNarrowed({ exclude: { actions: ['view'] } })).toBe(true);
    expect(isNarrowed({ withoutProject: true })).toBe(true);
  });

  it('keeps its time when it is cleared', () => {
    expect(cleared({ range: '30d', actions: ['create'] })).toEqual({ range: '30d' });
  });

  it('names what it knows, and shortens the ids of what it does not', () => {
    const names = new Map([['user-0123456789', 'A. Rivera']]);
    expect(valueLabel(user, 'user-0123456789', names)).toBe('A. Rivera');
    expect(valueLabel(user, '0123456789-abcdef', names)).toBe('01234567…');
    expect(valueLabel(user, 'anonymous', names)).toBe('anonymous');
    expect(valueLabel(project, noProject, names)).toBe('no project');
    expect(valueLabel(facet('Action'), 'sign_in_failed', names)).toBe('sign-in failed');
  });
});
