import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordedChange } from './entry.js';
import { matches, type FilterSubject } from './filter-match.js';
import {
  FilterError,
  filterKey,
  MAX_FILTER_VALUES,
  normalizeFilter,
  parseFilter,
  type AuditLogExclusion,
  type AuditLogFilter,
} from './filter.js';
import { MOST_SEARCH_WORDS } from './search.js';

// Few values, so that filters and entries meet often.
const eventType = fc.constantFrom('TEST_CASE', 'PROJECT', 'USER');
const action = fc.constantFrom('create', 'update', 'view');
const user = fc.constantFrom('u1', 'u2', 'u3');
const project = fc.constantFrom('p1', 'p2', 'none');
const operation = fc.constantFrom('0c000000-0000-4000-8000-000000000001', '0c000000-0000-4000-8000-000000000002');
const time = fc.integer({ min: 0, max: 5 }).map((n) => `2026-11-24T20:15:00.00000${n}Z`);

const field = fc.constantFrom('body', 'status');
const phrase = fc.array(fc.constantFrom('foo', 'bar', 'Foobar', 'foo-bar', 'baz'), { maxLength: 3 }).map((words) => words.join(' '));
const search = fc
  .array(fc.constantFrom('foo', 'FO*', '-bar', '"foo bar"', '-"bar foo"', 'foo-bar', '"bar fo"*', 'body', 'nothing', '-fooba*'), { minLength: 1, maxLength: 3 })
  .map((terms) => terms.join(' '));
const networks = fc.option(fc.subarray(['10.0.0.1', '10.0.0.0/24', '10.0.0.9/8', '2001:db8::/32', '::/0', 'fe80::1', '0:0:0:0:0:ffff:a00:1']));

const change = fc
  .tuple(field, fc.option(phrase), fc.option(fc.oneof(phrase, fc.array(phrase, { maxLength: 2 }))))
  .map(([name, old, now]): RecordedChange => ({ field: name, old, new: now }));

const subject: fc.Arbitrary<FilterSubject> = fc.record({
  time,
  eventType,
  action,
  user: fc.record({ id: user }),
  project: fc.option(fc.record({ id: project })),
  entity: fc.option(fc.record({ id: fc.constantFrom('e1', 'e2'), name: fc.option(phrase) })),
  operationId: fc.option(operation),
  source: fc.option(fc.record({ ip: fc.option(fc.constantFrom('10.0.0.1', '10.0.1.1', '::ffff:10.0.0.1', '2001:DB8::1', 'fe80::1%eth0', 'unknown')) })),
  changes: fc.option(fc.array(change, { maxLength: 3 })),
});
const list = (value: fc.Arbitrary<string>): fc.Arbitrary<string[] | null> =>
  fc.option(fc.array(value, { maxLength: 3 }));
const facets = {
  eventTypes: list(eventType),
  actions: list(action),
  userIds: list(user),
  projectIds: list(project),
  withoutProject: fc.option(fc.boolean()),
  entityId: fc.option(fc.constantFrom('e1', 'e2')),
  operationId: fc.option(operation.map((id) => id.toUpperCase())),
  search: fc.option(search, { freq: 2 }),
  ips: networks,
  details: fc.option(fc.record({ field, old: fc.option(phrase), new: fc.option(phrase) })),
};
const filter: fc.Arbitrary<AuditLogFilter> = fc.record(
  { ...facets, from: fc.option(time), to: fc.option(time), exclude: fc.option(fc.record(facets, { requiredKeys: [] })) },
  { requiredKeys: [] },
);

/** The design's sentences, one by one, with nothing compiled or normalised. */
function oracle(filter: AuditLogFilter, entry: FilterSubject): boolean {
  const { from, to, exclude } = filter;
  if (from && entry.time < from) return false;
  if (to && entry.time >= to) return false;
  const verdicts = facetVerdicts(filter, entry);
  const excluded = facetVerdicts(exclude ?? {}, entry);
  return !verdicts.includes(false) && !excluded.includes(true);
}

function facetVerdicts(f: AuditLogExclusion, entry: FilterSubject): boolean[] {
  const verdicts: boolean[] = [];
  if (f.eventTypes) verdicts.push(f.eventTypes.includes(entry.eventType));
  if (f.actions) verdicts.push(f.actions.includes(entry.action));
  if (f.userIds) verdicts.push(f.userIds.includes(entry.user.id));
  if (f.projectIds || f.withoutProject) {
    const named = entry.project !== null && (f.projectIds ?? []).includes(entry.project.id);
    verdicts.push(named || (f.withoutProject === true && entry.project === null));
  }
  if (f.entityId) verdicts.push(entry.entity?.id === f.entityId);
  if (f.operationId) verdicts.push(entry.operationId === f.operationId.toLowerCase());
  if (f.search) verdicts.push(f.search.split(/ (?=(?:[^"]*"[^"]*")*[^"]*$)/).every((term) => holds(term, entry)));
  if (f.ips) verdicts.push(f.ips.some((network) => inNetwork(network, entry.source?.ip ?? '')));
  if (f.details) verdicts.push(hasDetails(f.details, entry));
  return verdicts;
}

/** By looking for the text of the term in the text of the entry. */
function holds(term: string, { entity, changes }: FilterSubject): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll('-', ' ').replaceAll('"', '');
  const values = [entity?.name ?? '', ...(changes ?? []).flatMap((change) => [change.field, change.old ?? '', change.new ?? ''].flat() as string[])];
  const text = values.map((value) => ` ${plain(value)} `).join('|');
  const wanted = plain(term.replace(/^-/, ''));
  return text.includes(wanted.endsWith('*') ? ` ${wanted.slice(0, -1)}` : ` ${wanted} `) !== term.startsWith('-');
}

function inNetwork(network: string, ip: string): boolean {
  if (network === '::/0') return ip.includes(':') && !ip.startsWith('::ffff:');
  if (network === '2001:db8::/32') return ip === '2001:DB8::1';
  if (network === 'fe80::1') return ip.startsWith('fe80::1');
  const plain = ip.replace('::ffff:', '');
  if (network === '10.0.0.9/8') return plain.startsWith('10.');
  return network.endsWith('/24') ? plain.startsWith('10.0.0.') : plain === '10.0.0.1';
}

function hasDetails(wanted: { field: string; old?: string | null | undefined; new?: string | null | undefined }, { changes }: FilterSubject): boolean {
  const ofField = (changes ?? []).filter((change) => change.field === wanted.field);
  const side = (name: 'old' | 'new'): boolean => {
    const value = wanted[name];
    if (value === null || value === undefined) return true;
    return ofField.some((change) => {
      const stored = change[name] ?? '';
      const values = (Array.isArray(stored) ? stored : [stored]) as string[];
      if (value === '') return values.length === 0 || stored === '';
      return values.includes(value);
    });
  };
  return ofField.length > 0 && side('old') && side('new');
}

const entry: FilterSubject = {
  time: '2026-11-24T20:15:00.000003Z',
  eventType: 'TEST_CASE',
  action: 'update',
  user: { id: 'u1' },
  project: { id: 'p1' },
  entity: { id: 'e1', name: null },
  operationId: null,
  source: null,
  changes: [],
};
const nowhere: FilterSubject = { ...entry, project: null };

describe('matching', () => {
  test('says of every entry what the design says', () => {
    fc.assert(
      fc.property(filter, subject, (f, s) => {
        expect(matches(f, s)).toBe(oracle(f, s));
      }),
      { numRuns: 3000 },
    );
  });

  test('an absent, null or empty filter lets everything through', () => {
    for (const f of [undefined, null, {}, { eventTypes: null, exclude: null }, { exclude: { userIds: null } }]) {
      expect(matches(f, entry)).toBe(true);
    }
  });

  test('an empty list matches nothing, and excludes nothing', () => {
    expect(matches({ userIds: [] }, entry)).toBe(false);
    expect(matches({ exclude: { userIds: [], projectIds: [] } }, entry)).toBe(true);
  });

  test('any value of a list will do, but every field must agree', () => {
    expect(matches({ eventTypes: ['USER', 'TEST_CASE'], actions: ['update'] }, entry)).toBe(true);
    expect(matches({ eventTypes: ['USER', 'TEST_CASE'], actions: ['create'] }, entry)).toBe(false);
  });

  test('withoutProject adds the entries of no project, and alone gives only those', () => {
    expect([entry, nowhere].map((s) => matches({ projectIds: ['p1'] }, s))).toEqual([true, false]);
    expect([entry, nowhere].map((s) => matches({ projectIds: ['p1'], withoutProject: true }, s))).toEqual([true, true]);
    expect([entry, nowhere].map((s) => matches({ withoutProject: true }, s))).toEqual([false, true]);
    expect([entry, nowhere].map((s) => matches({ withoutProject: false }, s))).toEqual([true, true]);
    expect([entry, nowhere].map((s) => matches({ projectIds: [], withoutProject: true }, s))).toEqual([false, true]);
  });

  test('an exclusion drops what matches any of its fields; entries of no project stay unless they are named', () => {
    expect(matches({ exclude: { eventTypes: ['USER'], actions: ['update'] } }, entry)).toBe(false);
    expect([entry, nowhere].map((s) => matches({ exclude: { projectIds: ['p1'] } }, s))).toEqual([false, true]);
    expect([entry, nowhere].map((s) => matches({ exclude: { withoutProject: true } }, s))).toEqual([true, false]);
  });

  test('from is inclusive and to exclusive, to the microsecond and in any offset', () => {
    expect(matches({ from: '2026-11-24T21:15:00.000003+01:00' }, entry)).toBe(true);
    expect(matches({ from: '2026-11-24T21:15:00.000004+01:00' }, entry)).toBe(false);
    expect(matches({ to: '2026-11-24T21:15:00.000003+01:00' }, entry)).toBe(false);
    expect(matches({ to: '2026-11-24T21:15:00.000004+01:00' }, entry)).toBe(true);
  });
});

describe('the normal form', () => {
  test('filters of the same form have one key', () => {
    const a = { userIds: ['u2', 'u1', 'u2'], from: '2026-11-24T21:15:00+01:00', withoutProject: false, exclude: {} };
    const b = { exclude: { actions: [] }, from: '2026-11-24T20:15:00.000Z', userIds: ['u1', 'u2'] };
    expect(filterKey(a)).toBe(filterKey(b));
    expect(filterKey(null)).toBe(filterKey({}));
    expect(filterKey({ userIds: [] })).not.toBe(filterKey({}));
    expect(filterKey({ userIds: ['u1'] })).not.toBe(filterKey({ exclude: { userIds: ['u1'] } }));
  });

  test('filters of one key let the same entries through', () => {
    fc.assert(
      fc.property(filter, filter, subject, (f, g, s) => {
        if (filterKey(f) === filterKey(g)) expect(matches(f, s)).toBe(matches(g, s));
        expect(matches(JSON.parse(filterKey(f)) as AuditLogFilter, s)).toBe(matches(f, s));
      }),
    );
  });

  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(filter, (f) => {
        const once = normalizeFilter(f);
        expect(normalizeFilter(once)).toEqual(once);
        expect(filterKey(once)).toBe(filterKey(f));
      }),
    );
  });
});

describe('reading a filter', () => {
  test.for<[unknown, string, string]>([
    ['all', 'filter', 'must be an object'],
    [[], 'filter', 'must be an object'],
    [{ eventType: ['USER'] }, 'eventType', 'is not a field of the filter'],
    [{ eventTypes: 'USER' }, 'eventTypes', 'must be a list'],
    [{ eventTypes: ['USER', 7] }, 'eventTypes[1]', 'must be a text'],
    [{ eventTypes: [null] }, 'eventTypes[0]', 'must not be empty'],
    [{ userIds: ['\0'] }, 'userIds[0]', 'must not hold the character U+0000'],
    [{ entityId: '\ud800' }, 'entityId', 'must not hold half of a surrogate pair'],
    [{ projectIds: Array(MAX_FILTER_VALUES + 1).fill('p') }, 'projectIds', `may hold at most ${MAX_FILTER_VALUES} values`],
    [{ withoutProject: 'yes' }, 'withoutProject', 'must be true or false'],
    [{ operationId: '7' }, 'operationId', 'must be a UUID'],
    [{ from: 'yesterday' }, 'from', 'must be an RFC 3339 time, such as 2026-11-24T20:15:00Z'],
    [{ to: 1764014400 }, 'to', 'must be a text'],
    [{ exclude: [] }, 'exclude', 'must be an object'],
    [{ exclude: { from: '2026-11-24T20:15:00Z' } }, 'exclude.from', 'is not a field of the filter'],
    [{ exclude: { exclude: {} } }, 'exclude.exclude', 'is not a field of the filter'],
    [{ exclude: { userIds: [''] } }, 'exclude.userIds[0]', 'must not be empty'],
    [{ search: 7 }, 'search', 'must be a text'],
    [{ search: '' }, 'search', 'must not be empty'],
    [{ search: ' - & ** ""' }, 'search', 'has nothing to look for: give a word or a number'],
    [{ search: 'say "foo' }, 'search', 'has a quotation mark (") that is not closed: close it, or leave it out'],
    [{ search: 'a *foo' }, 'search', 'has a * before a word: it can only stand at the end of one, for words that begin so'],
    [{ exclude: { search: '"' } }, 'exclude.search', 'has a quotation mark (") that is not closed: close it, or leave it out'],
    [{ ips: ['10.0.0.1', '10.0.0.256'] }, 'ips[1]', 'must be an IP address or a network, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32'],
    [{ ips: ['10.0.0.0/33'] }, 'ips[0]', 'must be an IP address or a network, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32'],
    [{ ips: '10.0.0.1' }, 'ips', 'must be a list'],
    [{ details: 'status' }, 'details', 'must be an object'],
    [{ details: { old: 'x' } }, 'details.field', 'must not be empty'],
    [{ details: { field: 'status', new: 7 } }, 'details.new', 'must be a text'],
    [{ details: { field: 'status', value: 'x' } }, 'details.value', 'is not a field of the filter'],
  ])('%j: %s %s', ([input, field, message]) => {
    expect(parseFilter(input).problems).toEqual([{ field, message }]);
    expect(() => normalizeFilter(input as AuditLogFilter)).toThrow(FilterError);
  });

  test('names everything that is wrong, and keeps what is sound', () => {
    const { filter, problems } = parseFilter({ from: 'x', actions: ['create'], exclude: { userIds: [1], actions: ['view'] } });
    expect(problems.map(({ field }) => field)).toEqual(['from', 'exclude.userIds[0]']);
    expect(filter).toEqual({ actions: ['create'], exclude: { actions: ['view'] } });
  });

  test('a search may have as many words and characters as it says', () => {
    const words = (count: number): string => Array.from({ length: count }, (_, i) => i).join(' ');
    expect(parseFilter({ search: words(MOST_SEARCH_WORDS) }).problems).toEqual([]);
    expect(parseFilter({ search: words(MOST_SEARCH_WORDS + 1) }).problems).toEqual([{ field: 'search', message: 'may have at most 64 words, not 65: leave some out' }]);
    expect(parseFilter({ search: 'a '.repeat(1_001) }).problems).toEqual([{ field: 'search', message: 'may have at most 2000 characters, not 2002: leave something out' }]);
  });

  test('takes as many values as it says', () => {
    const projectIds = Array.from({ length: MAX_FILTER_VALUES }, (_, i) => `p${i}`);
    expect(normalizeFilter({ projectIds }).projectIds).toHaveLength(MAX_FILTER_VALUES);
  });

  test('takes an instance of an input class, with its absent members undefined', () => {
    class Input {
      actions = ['create'];
      userIds = undefined;
    }
    expect(normalizeFilter(new Input())).toEqual({ actions: ['create'] });
  });
});
