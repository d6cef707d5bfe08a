import { expect, it } from 'vitest';
import { conditionsOf, emptyTitle } from './empty-words.js';

const names = new Map([
  ['u1', 'Mara'],
  ['p1', 'Okta rules'],
]);

it.each([
  [{ range: '7d', actions: ['delete'] } as const, 'No deletes in the last 7 days'],
  [{ range: '7d', actions: ['delete'], userIds: ['u1'], projectIds: ['p1'] } as const, 'No deletes by Mara in Okta rules in the last 7 days'],
  [{ range: '1h', eventTypes: ['TEST_CASE'], actions: ['update'] } as const, 'No test case updates in the last hour'],
  [{ range: '24h', withoutProject: true } as const, 'No entries outside of projects in the last 24 hours'],
  [{ range: '24h', actions: ['update', 'delete'] } as const, 'No entries match in the last 24 hours'],
  [{ range: '24h', exclude: { actions: ['update'] } } as const, 'No entries match in the last 24 hours'],
  [{ entityId: 'x' }, 'No entries match'],
  [{ range: '7d', search: 'declined retr*' } as const, 'No entries with “declined retr*” in the last 7 days'],
  [{ range: '7d', actions: ['delete'], search: '"card declined"' } as const, 'No deletes with "card declined" in the last 7 days'],
  [{ range: '7d', ips: ['10.0.0.0/8'], details: { field: 'status', new: 'Outdated' } } as const, 'No entries from 10.0.0.0/8 that changed status to Outdated in the last 7 days'],
  [{ range: '7d', exclude: { search: 'draft' } } as const, 'No entries match in the last 7 days'],
])('%j is told in a sentence', (filter, sentence) => {
  expect(emptyTitle(filter, names)).toBe(sentence);
});

it('each condition can be dropped alone', () => {
  const conditions = conditionsOf({ range: '7d', actions: ['delete'], exclude: { userIds: ['u1', 'u2', 'u3'] } }, names);
  expect(conditions.map(({ text }) => text)).toEqual(['Action is delete', 'User is not Mara or 2 more']);
  expect(conditions[0]?.without).toMatchObject({ range: '7d', actions: null, exclude: { userIds: ['u1', 'u2', 'u3'] } });
});

it('a search, an address and a change can be dropped alone, too', () => {
  const conditions = conditionsOf({ search: 'card', ips: ['10.0.0.1', '10.0.0.2'], exclude: { details: { field: 'status', old: 'Draft' } } }, names);
  expect(conditions.map(({ text }) => text)).toEqual(['Search is card', 'Address is 10.0.0.1 or 10.0.0.2', 'Change is not status from Draft']);
  expect(conditions[2]?.without).toMatchObject({ search: 'card', exclude: { details: null } });
});
