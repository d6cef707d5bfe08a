import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { within } from '../access/rows.js';
import { checkId, notFound } from './input.js';
import { timeColumn } from './time-column.js';

/** Row-level security shows those of one organization alone; so no query here names it. */
@Entity({ schema: 'workspace', name: 'project' })
export class Project {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Short, unique in the organization, never changes. */
  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column(timeColumn('created_at'))
  createdAt!: string;

  @Column(timeColumn('updated_at'))
  updatedAt!: string;
}

/**
 * What is kept of a project: that it is there; also where its folders lie, for whoever makes or deletes one; and, for
 * whoever moves one, which there are.
 */
export type Kept = 'project' | 'places of folders' | 'folders';

const LOCKS: Readonly<Record<Kept, string>> = {
  project: 'FOR KEY SHARE',
  'places of folders': 'FOR SHARE',
  folders: 'FOR NO KEY UPDATE',
};

/**
 * Keeps the project from being deleted until the transaction ends. Locks are taken from the project over its folders
 * to its test cases, by everybody, so that nobody waits for each other in a ring.
 * @throws ProductError NOT_FOUND
 */
export async function keepProject(tx: EntityManager, id: string, what: Kept = 'project'): Promise<void> {
  const kept = await within(tx)(`SELECT FROM workspace.project WHERE id = $1 ${LOCKS[what]}`, [
    checkId('project', id),
  ]);
  if (kept.length === 0) throw notFound('project');
}

/** The project, locked until the transaction ends. @throws ProductError NOT_FOUND */
export async function lockProject(tx: EntityManager, id: string): Promise<Project> {
  const project = await tx.findOne(Project, {
    where: { id: checkId('project', id) },
    lock: { mode: 'pessimistic_write' },
  });
  if (project === null) throw notFound('project');
  return project;
}

/** How many test cases each project has; those with none are left out. */
export async function countTestCases(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await within(tx)<{ projectId: string; count: number }>(
    `SELECT project_id AS "projectId", count(*)::int AS count FROM workspace.test_case
     WHERE project_id = ANY ($1::uuid[]) GROUP BY project_id`,
    [projectIds],
  );
  return new Map(rows.map(({ projectId, count }) => [projectId, count]));
}
