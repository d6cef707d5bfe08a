import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterFromSearchParams, filterToSearchParams, resolveRange, type PageFilter } from './filter-url.js';
import { FilterError, normalizeFilter, type AuditLogFilter } from './filter.js';

const text = fc.oneof(fc.constantFrom('none', 'id:', 'id:none', 'a&b=c', '-', ' ', '+', '%20'), fc.string({ unit: 'binary', minLength: 1 }))
  .filter((value) => !value.includes('\0') && value.isWellFormed());
const list = fc.option(fc.array(text, { maxLength: 4 }));
const time = fc
  .tuple(fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }), fc.nat(999))
  .map(([date, micros]) => `${date.toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`);
const facets = {
  eventTypes: list,
  actions: list,
  userIds: list,
  projectIds: list,
  withoutProject: fc.option(fc.boolean()),
  entityId: fc.option(text),
  operationId: fc.option(fc.uuid()),
  search: fc.option(fc.constantFrom('foo -bar', '"a b"* c&d', 'Straße*')),
  ips: fc.option(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('10.0.0.0/8')), { maxLength: 3 })),
  details: fc.option(fc.record({ field: text, old: fc.option(fc.oneof(text, fc.constant(''))), new: fc.option(text) })),
};
const exclude = fc.option(fc.record(facets, { requiredKeys: [] }));
const absolute: fc.Arbitrary<PageFilter> = fc.record(
  { ...facets, exclude, from: fc.option(time), to: fc.option(time) },
  { requiredKeys: [] },
);
const relative: fc.Arbitrary<PageFilter> = fc.record(
  { ...facets, exclude, range: fc.constantFrom('30m', '24h', '7d', '9999d') },
  { requiredKeys: ['range'] },
);

/** By way of text, as the address bar has it. */
const reopen = (filter: PageFilter): ReturnType<typeof filterFromSearchParams> =>
  filterFromSearchParams(new URLSearchParams(filterToSearchParams(filter).toString()));

describe('the address', () => {
  test('reopens the same filter', () => {
    fc.assert(
      fc.property(fc.oneof(absolute, relative), (filter) => {
        const { range, ...rest } = filter;
        const expected = range ? { ...normalizeFilter(rest), range } : normalizeFilter(rest);
        expect(reopen(filter)).toEqual({ filter: expected, problems: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test('can be read by a person', () => {
    const filter: PageFilter = {
      eventTypes: ['TEST_CASE', 'PROJECT'],
      projectIds: ['p1'],
      withoutProject: true,
      range: '7d',
      exclude: { actions: ['view'], withoutProject: true },
    };
    expect(filterToSearchParams(filter).toString()).toBe(
      'type=PROJECT&type=TEST_CASE&project=p1&project=none&-action=view&-project=none&range=7d',
    );
    expect(filterToSearchParams({ from: '2026-11-24T21:15:00+01:00' }).get('from')).toBe('2026-11-24T20:15:00Z');
  });

  test('keeps an empty list apart from none', () => {
    expect(filterToSearchParams({ userIds: [] }).toString()).toBe('user=');
    expect(reopen({ userIds: [] }).filter).toEqual({ userIds: [] });
  });

  test('keeps a project called none apart from no project', () => {
    expect(reopen({ projectIds: ['none'] }).filter).toEqual({ projectIds: ['none'] });
    expect(reopen({ withoutProject: true }).filter).toEqual({ withoutProject: true });
  });

  test('leaves the parameters of others alone', () => {
    const params = new URLSearchParams('entry=0198&live=1&type=USER');
    expect(filterFromSearchParams(params)).toEqual({ filter: { eventTypes: ['USER'] }, problems: [] });
  });

  test.for([
    ['from=yesterday', 'from'],
    ['operation=7', 'operation'],
    ['-operation=7', '-operation'],
    ['-entity=%00', '-entity'],
    ['user=a&user=%00', 'user'],
    ['q=%22', 'q'],
    ['-q=*', '-q'],
    ['ip=10.0.0.1&ip=x', 'ip'],
    ['new=Active', 'field'],
    ['-field=a&-old=%00', '-old'],
    ['range=soon', 'range'],
    ['range=0d', 'range'],
    ['range=7d&from=2026-11-24T20:15:00Z', 'range'],
  ] as const)('%s is told with the parameter it is about, and the rest kept', ([search, parameter]) => {
    const { filter, problems } = filterFromSearchParams(new URLSearchParams(`${search}&type=USER`));
    expect(problems.map(({ field }) => field)).toEqual([parameter]);
    expect(filter.eventTypes).toEqual(['USER']);
  });

  test('is not made from a filter that is wrong', () => {
    expect(() => filterToSearchParams({ from: 'yesterday' })).toThrow(FilterError);
  });
});

describe('a relative range', () => {
  const now = Date.parse('2026-11-24T20:15:00Z');

  test.for([
    ['30m', '2026-11-24T19:45:00.000000Z'],
    ['24h', '2026-11-23T20:15:00.000000Z'],
    ['7d', '2026-11-17T20:15:00.000000Z'],
  ] as const)('%s begins at %s', ([range, from]) => {
    expect(resolveRange({ range, actions: ['create'] }, now)).toEqual({ actions: ['create'], from });
  });

  test('goes on until now, whatever the end was', () => {
    const filter: PageFilter = { range: '24h', to: '2026-11-24T00:00:00Z' };
    expect(resolveRange(filter, now)).toEqual({ from: '2026-11-23T20:15:00.000000Z' });
  });

  test('that is absent leaves absolute times as they are', () => {
    const filter: AuditLogFilter = { from: '2026-11-24T20:15:00.000000Z' };
    expect(resolveRange(filter, now)).toEqual(filter);
  });
});
