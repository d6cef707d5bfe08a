import type { AuditLogFilter } from '@audit-log/shared/filter';
import { matches } from '@audit-log/shared/filter-match';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from './replay-apply.js';
import type { Applied, ReplayedEntry } from './replay-compare.js';
import type { Edit } from './replay-history.js';
import { Verifier, type Auditor } from './replay-verify.js';

const OPERATION = '0c000000-0000-4000-8000-000000000001';
const applied: Applied = { userId: 'u1', entityId: 'e1', operationId: OPERATION };

const edit = (line: number, status: string): Edit => ({
  line,
  operation: 1,
  user: 'user-01',
  testCase: 1,
  project: 'okta_rules',
  op: 'update',
  changes: { status: { old: 'Draft', new: status } },
});

const entry = (id: number, status: string): ReplayedEntry => ({
  id: `entry ${id}`,
  eventType: 'TEST_CASE',
  action: 'update',
  project: { name: 'okta_rules' },
  user: { id: 'u1' },
  entity: { id: 'e1' },
  operationId: OPERATION,
  details: [{ field: 'status', old: 'Draft', new: status, redacted: false }],
});

const made = (eventType: string, id: string): ReplayedEntry => ({ ...entry(0, ''), eventType, action: 'create', entity: { id } });

let log: ReplayedEntry[];
let operations: Map<string, Operation>;
let verifier: Verifier;

/** A log of two entries a page, newest first, which answers as the server does. */
const auditor: Auditor = {
  async request<T>(_query: string, variables: Record<string, unknown>): Promise<T> {
    const { filter, after } = variables as { filter: AuditLogFilter; after: string | null };
    const found = log
      .filter((node) => matches(filter, { ...node, entity: node.entity && { ...node.entity, name: null }, time: '', project: null, source: null }))
      .toReversed()
      .slice(Number(after));
    const pageInfo = { hasNextPage: found.length > 2, endCursor: String(Number(after) + 2) };
    return { auditLogs: { edges: found.slice(0, 2).map((node) => ({ node })), pageInfo } } as T;
  },
};

beforeEach(() => {
  operations = new Map([['1', { id: OPERATION, userId: 'u1', made: ['PROJECT p1'] }]]);
  log = [made('PROJECT', 'p1'), entry(1, 'Active'), entry(2, 'Outdated'), entry(3, 'In Progress')];
  verifier = new Verifier(auditor, operations);
});

async function verify(...edits: Edit[]): Promise<string[]> {
  const found: string[] = [];
  for (const one of edits) found.push(...(await verifier.compare(one, applied)));
  return [...found, ...(await verifier.extra(['u1']))];
}

describe('a log', () => {
  test('that holds one equal entry for each edit, in their order, is accepted', async () => {
    expect(await verify(edit(1, 'Active'), edit(2, 'Outdated'), edit(3, 'In Progress'))).toEqual([]);
  });

  test('that lacks an entry is not', async () => {
    log.pop();
    expect(await verify(edit(1, 'Active'), edit(2, 'Outdated'), edit(7, 'In Progress'))).toEqual([
      'line 7 (update of test case 1): the log has no entry',
      'the log has 2 entries of test cases by these people, not 3',
    ]);
  });

  test('that has another order is not', async () => {
    const found = await verify(edit(1, 'Outdated'), edit(2, 'Active'), edit(3, 'In Progress'));
    expect(found.map((text) => text.split(':', 1)[0])).toEqual([
      'line 1 (update of test case 1)',
      'line 2 (update of test case 1)',
    ]);
  });

  test('that has an entry too many in an operation is not', async () => {
    expect(await verify(edit(1, 'Active'), edit(2, 'Outdated'))).toEqual([
      `operation ${OPERATION}: the log has one entry too many, TEST_CASE e1 update`,
      'the log has 3 entries of test cases by these people, not 2',
    ]);
  });

  test('that has an entry too many outside of every operation is not', async () => {
    log.push({ ...entry(4, 'Active'), operationId: null });
    expect(await verify(edit(1, 'Active'), edit(2, 'Outdated'), edit(3, 'In Progress'))).toEqual([
      'the log has 4 entries of test cases by these people, not 3',
    ]);
  });

  test('that lacks the making of a project, or has one nobody made, is not', async () => {
    log[0] = made('PROJECT', 'p2');
    expect(await verify(edit(1, 'Active'), edit(2, 'Outdated'), edit(3, 'In Progress'))).toEqual([
      `operation ${OPERATION}: the log has no entry of PROJECT p1`,
      `operation ${OPERATION}: the log has one entry too many, PROJECT p2 create`,
    ]);
  });
});

describe('an edit to what is already there', () => {
  const unchanged: Edit = { ...edit(1, ''), op: 'update', changes: { reference: { old: null, new: '' } } };
  const edits = [edit(2, 'Active'), edit(3, 'Outdated'), edit(4, 'In Progress')] as const;

  test('leaves the entry of the next edit to it', async () => {
    expect(await verify(unchanged, ...edits)).toEqual([]);
  });

  test('may have an entry that says so', async () => {
    log.splice(1, 0, { ...entry(9, ''), details: [{ field: 'reference', old: null, new: '', redacted: false }] });
    expect(await verify(unchanged, ...edits)).toEqual([]);
  });
});
