import { describe, expect, test } from 'vitest';
import { differences, leavesEntry, type Applied, type ReplayedEntry } from './replay-compare.js';
import type { Change, Edit } from './replay-history.js';

const base = { line: 1, operation: 1, user: 'user-01', testCase: 7, project: 'okta_rules' };
const applied: Applied = { userId: 'u1', entityId: 'e1', operationId: 'o1' };
const update = (changes: Record<string, Change>): Edit => ({ ...base, op: 'update', changes });
const entry = (action: string, details: [string, unknown, unknown][]): ReplayedEntry => ({
  id: 'x',
  eventType: 'TEST_CASE',
  action,
  project: { name: 'okta_rules' },
  user: { id: 'u1' },
  entity: { id: 'e1' },
  operationId: 'o1',
  details: details.map(([field, old, value]) => ({ field, old, new: value, redacted: false }) as ReplayedEntry['details'][number]),
});

describe('an update', () => {
  const edit = update({ status: { old: 'Draft', new: 'Active' }, labels: { old: ['a'], new: ['a', 'b'] } });
  const right = entry('update', [['labels', ['a'], ['a', 'b']], ['status', 'Draft', 'Active']]);

  test('equals an entry with exactly its fields, in any order', () => {
    expect(differences(edit, applied, right)).toEqual([]);
  });

  test.for<[string, Partial<ReplayedEntry>, string]>([
    ['event type', { eventType: 'FOLDER' }, 'event type: expected "TEST_CASE", the log has "FOLDER"'],
    ['action', { action: 'move' }, 'action: expected "update", the log has "move"'],
    ['user', { user: { id: 'u2' } }, 'user: expected "u1", the log has "u2"'],
    ['entity', { entity: null }, 'entity: expected "e1", the log has null'],
    ['operation', { operationId: null }, 'operation: expected "o1", the log has null'],
    ['project', { project: { name: 'mongodb' } }, 'project: expected "okta_rules", the log has "mongodb"'],
  ])('differs in the %s', ([, part, message]) => {
    expect(differences(edit, applied, { ...right, ...part })).toEqual([message]);
  });

  test.for<[string, [string, unknown, unknown][], string]>([
    ['a field that is missing', [['status', 'Draft', 'Active']], 'labels: expected ["a"] → ["a","b"], the log has nothing'],
    ['another old value', [['status', null, 'Active'], ['labels', ['a'], ['a', 'b']]], 'status: expected "Draft" → "Active", the log has null → "Active"'],
    ['another order of a list', [['status', 'Draft', 'Active'], ['labels', ['a'], ['b', 'a']]], 'labels: expected ["a"] → ["a","b"], the log has ["a"] → ["b","a"]'],
    ['a blank at the end', [['status', 'Draft', 'Active '], ['labels', ['a'], ['a', 'b']]], 'status: expected "Draft" → "Active", the log has "Draft" → "Active "'],
    ['a field too many', [...right.details.map((d): [string, unknown, unknown] => [d.field, d.old, d.new]), ['type', null, 'rule']], 'type: not expected, the log has null → "rule"'],
    ['a field twice', [['status', 'Draft', 'Active'], ['status', 'Draft', 'Active'], ['labels', ['a'], ['a', 'b']]], 'status: stands twice in the details'],
  ])('differs by %s', ([, details, message]) => {
    expect(differences(edit, applied, entry('update', details))).toEqual([message]);
  });

  test('a redacted value is not equal to anything', () => {
    const redacted = { ...right, details: right.details.map((detail) => ({ ...detail, old: null, new: null, redacted: true })) };
    expect(differences(edit, applied, redacted)).toEqual(['labels: redacted', 'status: redacted']);
  });
});

describe('empty', () => {
  test.for<[unknown, unknown]>([[null, ''], [null, []], ['', []], [[], null]])('%j and %j count as one', ([a, b]) => {
    const edit = update({ reference: { old: 'x', new: a } as Change });
    expect(differences(edit, applied, entry('update', [['reference', 'x', b]]))).toEqual([]);
  });

  test('is not the same as blank, zero or false', () => {
    for (const value of [' ', 0, false, [' ']]) {
      const found = differences(update({ reference: { old: 'x', new: null } }), applied, entry('update', [['reference', 'x', value]]));
      expect(found).toHaveLength(1);
    }
  });

  test('counts as one inside steps too, where a step keeps its place', () => {
    const step = { action: 'do', expected: null };
    const edit = update({ steps: { old: [], new: [step, { action: 'look', expected: 'x' }] } });
    const steps = [{ expected: '', action: 'do' }, { expected: 'x', action: 'look' }];
    expect(differences(edit, applied, entry('update', [['steps', null, steps]]))).toEqual([]);
    expect(differences(edit, applied, entry('update', [['steps', null, steps.toReversed()]]))).toHaveLength(1);
  });

  test('an update from empty to empty need not leave an entry', () => {
    expect(leavesEntry(update({ reference: { old: null, new: '' } }))).toBe(false);
    expect(leavesEntry(update({ reference: { old: null, new: 'x' } }))).toBe(true);
    expect(leavesEntry({ ...base, op: 'create', values: {} })).toBe(true);
  });
});

describe('a create and a delete', () => {
  const values = { title: 'A', labels: [], folder: 'x/y' };

  test('go from nothing to the values, and from the values to nothing', () => {
    const created = entry('create', [['title', null, 'A'], ['folder', null, 'x/y']]);
    const deleted = entry('delete', [['title', 'A', null], ['folder', 'x/y', null]]);
    expect(differences({ ...base, op: 'create', values }, applied, created)).toEqual([]);
    expect(differences({ ...base, op: 'delete', values }, applied, deleted)).toEqual([]);
    expect(differences({ ...base, op: 'delete', values }, applied, { ...created, action: 'delete' })).toHaveLength(2);
  });

  test('may hold more than the edit names, but not another value of what it names', () => {
    const more = entry('create', [['title', null, 'A'], ['folder', null, 'x/y'], ['key', null, 'TC-1']]);
    expect(differences({ ...base, op: 'create', values }, applied, more)).toEqual([]);
    const other = entry('create', [['title', null, 'A'], ['folder', null, 'x/y'], ['labels', null, ['b']]]);
    expect(differences({ ...base, op: 'create', values }, applied, other)).toEqual(['labels: expected null → [], the log has null → ["b"]']);
  });
});

test('a long value is cut in a message, which stays on one line', () => {
  const [message] = differences(update({ title: { old: 'a\nb', new: 'x'.repeat(1000) } }), applied, entry('update', []));
  expect(message).toMatch(/^title: expected "a\\nb" → "x{199}… \(1002 characters\), the log has nothing$/);
});
