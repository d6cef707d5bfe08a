import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '@audit-log/shared/catalogue';
import type { Entry } from './entry-window.js';
import type { Run } from './list-items.js';
import { summaryOfOperation } from './operation-summary.js';
import { mayHoldBack, operationCount, operationTitle } from './operation-words.js';
import { pluralOf } from './plural.js';
import { entryAt } from './testing.js';

function summaryOf(...entries: Partial<Entry>[]) {
  const edges = entries.map((given, index) => ({ node: entryAt(entries.length - index, { operationId: 'o', ...given }), cursor: null }));
  const summary = summaryOfOperation(edges, { from: 0, to: edges.length });
  if (summary === null) throw new Error('There is nothing to tell.');
  return { ...summary, title: operationTitle(summary) };
}

const named = (id: string, name: string) => ({ entity: { id, name } });
const folder = (old: string) => ({ action: 'move', details: [{ field: 'folder', old, new: 'Archive/2026', redacted: false }] });

describe('an operation in one row', () => {
  it('is named by what was done to all, with what they have in common', () => {
    const { title, told, isAct } = summaryOf(folder('Legacy'), folder('Legacy/IAM'), folder('Legacy'));
    expect([title, isAct]).toEqual(['Bulk move', false]);
    expect(told).toEqual({ kind: 'change', field: 'folder', old: '2 folders', new: 'Archive / 2026' });
    expect(summaryOf(folder('Legacy'), folder('Legacy')).told).toMatchObject({ kind: 'part', part: { kind: 'change', new: 'Archive / 2026' } });
  });

  it('tells names where no change is common to all', () => {
    const { told } = summaryOf({ action: 'create', ...named('1', 'First') }, { action: 'create', ...named('2', 'Second') });
    expect(told).toEqual({ kind: 'names', names: ['First', 'Second'] });
  });

  it('is named by a removal that took others along, which was recorded after them', () => {
    const removed = { action: 'delete', eventType: 'TEST_CASE' };
    const { title, told, lead } = summaryOf({ action: 'delete', eventType: 'FOLDER', ...named('f', 'Payment') }, removed, removed, { eventType: 'TEST_CASE' });
    expect([title, lead.eventType]).toEqual(['Payment', 'FOLDER']);
    expect(told).toEqual({ kind: 'words', words: 'with 2 test cases, update of 1 test case' });
  });

  it('is named by what was made first where nothing was removed', () => {
    const { title, told } = summaryOf({ action: 'create' }, { action: 'create' }, { action: 'create', eventType: 'PROJECT', ...named('p', 'Checkout') });
    expect([title, told]).toEqual(['Checkout', { kind: 'words', words: 'with 2 test cases' }]);
  });

  it('says that it went through several projects', () => {
    expect(summaryOf({}, { project: { id: 'other', name: 'Other' } }).manyProjects).toBe(true);
    expect(summaryOf({}, {}).manyProjects).toBe(false);
  });
});

describe('how many entries it has', () => {
  const run = (count: number, held: Partial<Run['held']> = {}): Run => ({ operation: 'o', from: 4, to: 4 + count, expansion: 'closed', held: { loaded: count, open: false, ...held } });
  const known = { filtered: false, total: null };

  it('is said as far as it is known', () => {
    expect(operationCount(run(312), known)).toBe('312 entries');
    expect(operationCount(run(1500, { open: true }), known)).toBe('1,500 or more entries');
    expect(operationCount(run(5, { loaded: 8 }), known)).toBe('5 of 8 entries');
    expect(operationCount(run(12), { filtered: true, total: null })).toBe('12 entries match');
    expect(operationCount(run(12, { open: true }), { filtered: true, total: null })).toBe('12 or more entries match');
  });

  it('is said in all once it was counted', () => {
    expect(operationCount(run(50, { open: true }), { filtered: false, total: 312 })).toBe('312 entries');
    expect(operationCount(run(12), { filtered: true, total: 312 })).toBe('12 of 312 entries match');
    expect(operationCount(run(12), { filtered: true, total: 12 })).toBe('12 entries');
    // More has been recorded since it was counted.
    expect(operationCount(run(13), { filtered: false, total: 12 })).toBe('13 entries');
  });

  it('may be fewer than the operation has where a filter goes by anything but the operation and its actor', () => {
    expect(mayHoldBack({ range: '7d', operationId: 'o', userIds: ['u'], exclude: { userIds: ['v'] } })).toBe(false);
    expect(mayHoldBack({ eventTypes: ['TEST_CASE'] })).toBe(true);
    expect(mayHoldBack({ exclude: { actions: ['view'] } })).toBe(true);
  });
});

it('More than one of anything in the catalogue is called by its plural', () => {
  const labels = EVENT_TYPES.map(({ label }) => pluralOf(label));
  expect(labels).toEqual(expect.arrayContaining(['Properties', 'Test cases', 'SMTP settings', 'API keys', 'Authentications']));
  expect([pluralOf('status'), pluralOf('priority')]).toEqual(['statuses', 'priorities']);
});
