import { filterFromSearchParams } from '@audit-log/shared/filter-url';
import { expect, it } from 'vitest';
import { historyAddress } from './history-address.js';

it('the address of a history asks for one thing and for all time, whatever its id', () => {
  const address = new URL(historyAddress('a & b#1'), 'http://localhost');
  expect(address.pathname).toBe('/settings/audit-logs');
  expect(address.searchParams.get('range')).toBe('all');
  address.searchParams.delete('range');
  expect(filterFromSearchParams(address.searchParams)).toEqual({ filter: { entityId: 'a & b#1' }, problems: [] });
});

it('asks for one event type where keys are unique in that alone', () => {
  const { searchParams } = new URL(historyAddress('7', 'TEST_CASE'), 'http://localhost');
  searchParams.delete('range');
  expect(filterFromSearchParams(searchParams).filter).toEqual({ eventTypes: ['TEST_CASE'], entityId: '7' });
});
