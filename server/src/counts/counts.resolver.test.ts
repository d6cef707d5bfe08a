import { expect, test } from 'vitest';
import { startProduct } from '../testing/product.js';
import { PATIENCE } from '../testing/waiting.js';
import { makeProject } from '../testing/workspace.js';

const COUNTS = `query ($filter: AuditLogFilterInput) {
  auditLogCount(filter: $filter) { value accuracy error }
  auditLogHistogram(filter: $filter, buckets: 1) { from to count { value } actions { action count { value } } }
  auditLogFacets(filter: $filter) { eventTypes { option { value name } count { value } } users { option { name kind } count { value } } }
}`;

interface Counts {
  auditLogCount: { value: number; accuracy: string; error: number | null };
  auditLogHistogram: { from: string; to: string; count: { value: number }; actions: unknown[] }[];
  auditLogFacets: { eventTypes: unknown[]; users: unknown[] };
}

test('what was just done is counted, by time and action, and beside the options of the filter', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  for (const name of ['One', 'Two', 'Three']) await makeProject(admin, name);
  const filter = { eventTypes: ['PROJECT'] };
  await expect.poll(async () => (await admin.data<Counts>(COUNTS, { filter })).auditLogCount.value, PATIENCE).toBe(3);
  const { auditLogCount, auditLogHistogram: [bucket], auditLogFacets: { eventTypes, users } } = await admin.data<Counts>(COUNTS, { filter });
  expect(auditLogCount).toEqual({ value: 3, accuracy: 'EXACT', error: null });
  expect(bucket).toMatchObject({ count: { value: 3 }, actions: [{ action: 'create', count: { value: 3 } }] });
  expect(users).toEqual([{ option: { name: expect.any(String), kind: 'USER' }, count: { value: 3 } }]);
  // The facet's own condition is left out: the others would be there to choose.
  expect(eventTypes).toContainEqual({ option: { value: 'PROJECT', name: 'Project' }, count: { value: 3 } });
  expect(eventTypes.length).toBeGreaterThan(1);
});

test('a bad filter, and sizes out of their limits, are refused by name', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const code = async (query: string) => (await admin.ask(query)).errors[0]?.message;
  expect(await code('{ auditLogCount(filter: { operationId: "x" }) { value } }')).toBe('`operationId` must be a UUID.');
  expect(await code('{ auditLogHistogram(buckets: 0) { from } }')).toBe('`buckets` must be from 1 to 200, not 0.');
  expect(await code('{ auditLogFacets(first: 201) { users { count { value } } } }')).toBe('`first` must be from 1 to 200, not 201.');
});
