import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { asId } from '../access/id.js';
import { within } from '../access/rows.js';
import { notFound } from './input.js';
import type { TestStep } from './input.js';
import { timeColumn } from './time-column.js';

export const TEMPLATES = { DOCUMENTATION: 'Documentation', STEPS: 'Steps' } as const;
export const PRIORITIES = {
  INFO: 'Info',
  LOW: 'Low',
  MEDIUM: 'Medium',
  HIGH: 'High',
  CRITICAL: 'Critical',
} as const;
export const STATUSES = {
  DRAFT: 'Draft',
  ACTIVE: 'Active',
  IN_PROGRESS: 'In Progress',
  OUTDATED: 'Outdated',
} as const;

export type Template = (typeof TEMPLATES)[keyof typeof TEMPLATES];
export type Priority = (typeof PRIORITIES)[keyof typeof PRIORITIES];
export type Status = (typeof STATUSES)[keyof typeof STATUSES];

@Entity({ schema: 'workspace', name: 'test_case' })
export class TestCase {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Counts within the organization; given by the database, never changes. */
  @Column({ type: 'integer', insert: false, update: false })
  number!: number;

  /** "TC-222", made of the number. */
  @Column({ type: 'text', insert: false, update: false })
  key!: string;

  @Column({ type: 'uuid', name: 'project_id' })
  projectId!: string;

  /** Null: the project's root. */
  @Column({ type: 'uuid', name: 'folder_id', nullable: true })
  folderId!: string | null;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'text' })
  template!: Template;

  @Column({ type: 'text', nullable: true })
  priority!: Priority | null;

  @Column({ type: 'text' })
  status!: Status;

  @Column({ type: 'text', nullable: true })
  type!: string | null;

  @Column({ type: 'uuid', name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column({ type: 'text', array: true })
  labels!: readonly string[];

  @Column({ type: 'text', array: true })
  requirements!: readonly string[];

  @Column({ type: 'text', nullable: true })
  preconditions!: string | null;

  @Column({ type: 'text', nullable: true })
  reference!: string | null;

  @Column({ type: 'jsonb' })
  steps!: readonly TestStep[];

  @Column({ type: 'text', name: 'expected_results', nullable: true })
  expectedResults!: string | null;

  @Column(timeColumn('created_at'))
  createdAt!: string;

  @Column(timeColumn('updated_at'))
  updatedAt!: string;
}

const KEY = /^TC-([1-9]\d{0,8})$/i;

/** How a test case is found, by its id or its key ("TC-222"); null for what is neither. */
export function byIdOrKey(idOrKey: string): { id: string } | { number: number } | null {
  const id = asId(idOrKey);
  if (id !== null) return { id };
  const number = KEY.exec(idOrKey)?.[1];
  return number === undefined ? null : { number: Number(number) };
}

/** The test case, locked until the transaction ends. @throws ProductError NOT_FOUND */
export async function lockTestCase(tx: EntityManager, idOrKey: string): Promise<TestCase> {
  const where = byIdOrKey(idOrKey);
  const testCase =
    where === null ? null : await tx.findOne(TestCase, { where, lock: { mode: 'pessimistic_write' } });
  if (testCase === null) throw notFound('test case');
  return testCase;
}

/** How many rows one statement deletes: what it holds in memory, and how long it runs, stay bounded. */
const BATCH = 1000;

/** Deletes the test cases whose column holds one of the ids. Lock what they lie in first: nothing can be added then. */
export async function deleteTestCases(
  tx: EntityManager,
  column: 'project_id' | 'folder_id',
  ids: readonly string[],
): Promise<number> {
  for (let total = 0; ; ) {
    const gone = await within(tx)(
      `DELETE FROM workspace.test_case WHERE id IN (
         SELECT id FROM workspace.test_case WHERE ${column} = ANY ($1::uuid[]) ORDER BY number LIMIT ${BATCH} FOR UPDATE)
       RETURNING 1`,
      [ids],
    );
    total += gone.length;
    if (gone.length === 0) return total;
  }
}
