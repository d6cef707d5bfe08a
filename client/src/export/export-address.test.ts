import { filterFromSearchParams, type PageFilter } from '@audit-log/shared/filter-url';
import { describe, expect, it } from 'vitest';
import { exportAddress } from './export-address.js';

describe('the address of an export', () => {
  it('names the format, and has no range for all time', () => {
    expect(exportAddress({}, 'ndjson')).toBe('/export?format=ndjson');
  });

  it('keeps a relative range relative', () => {
    expect(exportAddress({ range: '7d' }, 'csv')).toBe('/export?format=csv&range=7d');
  });

  it('holds the whole filter as the page’s address does', () => {
    const filter: PageFilter = {
      eventTypes: ['PROJECT', 'TEST_CASE'],
      userIds: ['a&b'],
      from: '2026-11-17T08:17:00.000000Z',
      exclude: { actions: ['view'] },
    };
    const { searchParams } = new URL(exportAddress(filter, 'csv'), 'http://localhost');
    expect(filterFromSearchParams(searchParams)).toEqual({ filter, problems: [] });
  });
});
