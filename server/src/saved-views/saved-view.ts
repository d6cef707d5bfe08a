import type { Query } from '../access/rows.js';

/** A view of the log that somebody keeps: a filter under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** As in the page's address, in normal form. */
  readonly filter: string;
  /** Everybody who may read the log has it; else its owner alone. */
  readonly shared: boolean;
  /** The person who made it; null when that was a key, or somebody who has been removed. */
  readonly creatorId: string | null;
  readonly creatorName: string | null;
  /** Times in the log's form: UTC, microseconds. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Whether the reader's log opens with it. */
  readonly isDefault: boolean;
}

/** Who looks: views of other persons do not exist for them. */
export interface Reader {
  /** The organization's number. */
  readonly organization: number;
  /** Null for an API key, which has no views of its own. */
  readonly personId: string | null;
}

const SELECT = `
  SELECT v.id, v.name, v.filter, v.shared, v.created_by AS "creatorId", p.name AS "creatorName",
    audit.iso(v.created_at) AS "createdAt", audit.iso(v.updated_at) AS "updatedAt", d.person_id IS NOT NULL AS "isDefault"
  FROM account.saved_view v
    LEFT JOIN account.person p ON p.organization = v.organization AND p.id = v.created_by
    LEFT JOIN account.default_view d ON d.organization = v.organization AND d.saved_view_id = v.id AND d.person_id = $2::uuid
  WHERE v.organization = $1 AND (v.owner_id IS NULL OR v.owner_id = $2::uuid)`;

/** How many of one space there are beside one view, and whether one of them has the name. */
const COUNT = `
  SELECT count(*)::int AS count, coalesce(bool_or(name = $3), false) AS taken FROM account.saved_view
  WHERE organization = $1 AND owner_id IS NOT DISTINCT FROM $2::uuid AND id IS DISTINCT FROM $4::uuid`;

/** For `pg_advisory_xact_lock`: names and numbers of an organization's views are looked at and changed by one at a time. */
const SPACES_LOCK = 150;

/** The reader's own views and those that are shared, by name. */
export function listSavedViews(query: Query, { organization, personId }: Reader): Promise<SavedView[]> {
  return query<SavedView>(`${SELECT} ORDER BY v.shared, lower(v.name), v.id`, [organization, personId]);
}

/** Null where the reader has none of the id. */
export async function findSavedView(query: Query, { organization, personId }: Reader, id: string): Promise<SavedView | null> {
  const [view] = await query<SavedView>(`${SELECT} AND v.id = $3`, [organization, personId, id]);
  return view ?? null;
}

/** As `findSavedView`, and locked until the transaction ends. */
export async function lockSavedView(query: Query, reader: Reader, id: string): Promise<SavedView | null> {
  await query('SELECT FROM account.saved_view WHERE organization = $1 AND id = $2 FOR UPDATE', [reader.organization, id]);
  return findSavedView(query, reader, id);
}

/** What the reader's log opens with; null: nothing was chosen, or it is theirs no more. */
export async function findDefaultView(query: Query, { organization, personId }: Reader): Promise<SavedView | null> {
  const [view] = await query<SavedView>(`${SELECT} AND d.person_id IS NOT NULL`, [organization, personId]);
  return view ?? null;
}

/** Until the transaction ends nobody else changes which views the organization has. To be called before a view is locked. */
export async function lockSpaces(query: Query, organization: number): Promise<void> {
  await query('SELECT pg_advisory_xact_lock($1, $2)', [SPACES_LOCK, organization]);
}

/** @param ownerId null: the shared ones; `except`: a view that is not counted */
export async function lookAtSpace(query: Query, organization: number, ownerId: string | null, name: string, except: string | null): Promise<{ count: number; taken: boolean }> {
  const [space] = await query<{ count: number; taken: boolean }>(COUNT, [organization, ownerId, name, except]);
  if (space === undefined) throw new Error('a count without a row');
  return space;
}

/** Inserts a view, inside `actingAs`; returns its id. */
export async function insertSavedView(query: Query, { organization, personId }: Reader, view: Pick<SavedView, 'name' | 'filter' | 'shared'>): Promise<string> {
  const [made] = await query<{ id: string }>(
    `INSERT INTO account.saved_view (organization, owner_id, created_by, name, filter) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [organization, view.shared ? null : personId, personId, view.name, view.filter],
  );
  if (made === undefined) throw new Error('the view was not written');
  return made.id;
}

/** Changes a view that is locked, inside `actingAs`. One that is shared no more is the reader's, and nobody else's log opens with it. */
export async function updateSavedView(query: Query, { organization, personId }: Reader, view: Pick<SavedView, 'id' | 'name' | 'filter' | 'shared'>): Promise<void> {
  await query(
    `UPDATE account.saved_view SET owner_id = $3, name = $4, filter = $5, updated_at = clock_timestamp() WHERE organization = $1 AND id = $2`,
    [organization, view.id, view.shared ? null : personId, view.name, view.filter],
  );
  if (view.shared) return;
  await query('DELETE FROM account.default_view WHERE organization = $1 AND saved_view_id = $2 AND person_id <> $3', [organization, view.id, personId]);
}

/** Deletes a view that is locked, inside `actingAs`; whose log opened with it has no default then. */
export async function deleteSavedView(query: Query, organization: number, id: string): Promise<void> {
  await query('DELETE FROM account.saved_view WHERE organization = $1 AND id = $2', [organization, id]);
}

/** Of a person who is kept, and a view that is locked. */
export async function writeDefaultView(query: Query, organization: number, personId: string, id: string): Promise<void> {
  await query(
    `INSERT INTO account.default_view (organization, person_id, saved_view_id) VALUES ($1, $2, $3)
     ON CONFLICT (organization, person_id) DO UPDATE SET saved_view_id = excluded.saved_view_id`,
    [organization, personId, id],
  );
}

export async function clearDefaultView(query: Query, organization: number, personId: string): Promise<void> {
  await query('DELETE FROM account.default_view WHERE organization = $1 AND person_id = $2', [organization, personId]);
}
