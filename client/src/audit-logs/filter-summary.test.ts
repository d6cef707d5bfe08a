import { expect, it } from 'vitest';
import { filterSummary } from './filter-summary.js';

it('a filter is told in one line, by words where it has words and by numbers where it has ids', () => {
  expect(filterSummary({})).toBe('All time');
  const filter = { range: '7d', actions: ['delete', 'sign_in'], userIds: ['a', 'b'], exclude: { eventTypes: ['COMMENT'], projectIds: ['c'] } } as const;
  expect(filterSummary(filter)).toBe('Last 7 days · Event type is not Comment · Action is delete or sign-in · 2 users · not 1 project');
});
