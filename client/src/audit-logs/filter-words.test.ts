import { describe, expect, it } from 'vitest';
import { changeText, chipsOf, recordedFilter, recordedFilterText } from './filter-words.js';

describe('the filter that a view or an export was recorded with', () => {
  it('reads as the filters of the page', () => {
    const value = { eventTypes: ['TEST_CASE', 'PROJECT'], range: '7d', exclude: { actions: ['view'] } };
    expect(recordedFilterText(value)).toBe('Event type is Project or Test case, Action is not view, Last 7 days');
    expect(recordedFilterText({ from: '2026-01-01T00:00:00.000000Z' })).toMatch(/^Since /);
    expect(recordedFilterText({ withoutProject: true })).toBe('Project is no project');
  });

  it('keeps what the filters cannot say as it is', () => {
    const value = { eventTypes: ['PROJECT'], actions: [], shape: { round: true }, exclude: { colour: 'red' }, range: 'soon' };
    expect(recordedFilter(value)).toEqual({
      filter: { eventTypes: ['PROJECT'] },
      rest: { actions: [], shape: { round: true }, exclude: { colour: 'red' }, range: 'soon' },
    });
    expect(recordedFilterText(value)).toBeNull();
  });

  it('is none where it is no object', () => {
    for (const value of [null, 'all', 3, ['a']]) expect(recordedFilter(value)).toBeNull();
  });
});

describe('the parts of a filter', () => {
  it('each know the filter without them, and turned', () => {
    const filter = { eventTypes: ['PROJECT'], entityId: 'a', exclude: { entityId: 'b' } };
    const [type, entity, other] = chipsOf(filter, new Map([['a', 'Checkout']]));
    expect(type).toMatchObject({ label: 'Event type', values: ['Project'], without: { eventTypes: null, entityId: 'a' } });
    expect(entity).toMatchObject({ values: ['Checkout'], without: { entityId: null, exclude: { entityId: 'b' } } });
    expect(other).toMatchObject({ mode: 'exclude', turned: { entityId: 'b', exclude: { entityId: null } } });
  });
});

describe('a change, an address and a search', () => {
  it('read as parts of the filter, and turn to exclusion and back', () => {
    const filter = { search: 'card', ips: ['10.0.0.1'], details: { field: 'status', new: 'Outdated' }, exclude: { ips: ['10.0.0.2'] } };
    const chips = chipsOf(filter, new Map());
    expect(chips.map(({ label, mode, values }) => `${label} ${mode} ${values.join()}`)).toEqual([
      'Search include card',
      'Address include 10.0.0.1',
      'Address exclude 10.0.0.2',
      'Change include status to Outdated',
    ]);
    expect(chips[0]?.turned).toMatchObject({ search: null, exclude: { search: 'card' } });
    expect(chips[1]?.turned).toMatchObject({ ips: null, exclude: { ips: ['10.0.0.1', '10.0.0.2'] } });
    expect(chips[3]?.without).toMatchObject({ details: null, search: 'card' });
    expect(chips[3]?.turned).toMatchObject({ details: null, exclude: { details: filter.details } });
  });

  it('say what was there before, and nothing where there was none; people by their names', () => {
    expect(changeText({ field: 'status' }, new Map())).toBe('status');
    expect(changeText({ field: 'automationType', old: 'Manual', new: '' }, new Map())).toBe('automation type from Manual to nothing');
    expect(changeText({ field: 'owner', new: 'u1' }, new Map([['u1', 'Mara']]))).toBe('owner to Mara');
  });
});
