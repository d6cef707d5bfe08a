import { canonicalJson } from '@audit-log/shared/canonical';
import type { Json } from '@audit-log/shared/entry';
import type { Change, Edit } from './replay-history.js';

/** What of an entry is compared, as `auditLogs` answers it. */
export interface ReplayedEntry {
  readonly id: string;
  readonly eventType: string;
  readonly action: string;
  readonly project: { readonly name: string } | null;
  readonly user: { readonly id: string };
  readonly entity: { readonly id: string } | null;
  readonly operationId: string | null;
  readonly details: readonly { readonly field: string; readonly old: Json; readonly new: Json; readonly redacted: boolean }[];
}

/** Who and what the edit became when it was applied. */
export interface Applied {
  readonly userId: string;
  readonly entityId: string;
  readonly operationId: string;
}

/**
 * Everything in which the entry differs from the edit it records, in sentences; nothing when it is equal.
 *
 * An empty list, an empty text and null count as one. The details of an update or a move must be exactly the edit's
 * fields; those of a create or delete may hold more.
 */
export function differences(edit: Edit, applied: Applied, entry: ReplayedEntry): string[] {
  const found: string[] = [];
  const same = (what: string, expected: string | null, actual: string | null | undefined): void => {
    if (expected !== (actual ?? null)) found.push(`${what}: expected ${show(expected)}, the log has ${show(actual ?? null)}`);
  };
  same('event type', 'TEST_CASE', entry.eventType);
  same('action', edit.op, entry.action);
  same('user', applied.userId, entry.user.id);
  same('entity', applied.entityId, entry.entity?.id);
  same('operation', applied.operationId, entry.operationId);
  same('project', edit.project, entry.project?.name);
  return [...found, ...detailDifferences(edit, entry)];
}

/** Whether applying the edit changes anything: an update to what is already there leaves no entry. */
export function leavesEntry(edit: Edit): boolean {
  if (edit.op === 'create' || edit.op === 'delete') return true;
  return Object.values(edit.changes).some((change) => !isEqual(change.old, change.new));
}

function detailDifferences(edit: Edit, entry: ReplayedEntry): string[] {
  const expected = expectedChanges(edit);
  const found: string[] = [];
  const seen = new Set<string>();
  for (const { field, old, new: value, redacted } of entry.details) {
    if (seen.has(field)) found.push(`${field}: stands twice in the details`);
    seen.add(field);
    const change = expected.get(field);
    if (change === undefined) {
      const mayHoldMore = edit.op === 'create' || edit.op === 'delete';
      if (!mayHoldMore && !isEqual(old, value)) found.push(`${field}: not expected, the log has ${showChange({ old, new: value })}`);
    } else if (redacted) {
      found.push(`${field}: redacted`);
    } else if (!isEqual(change.old, old) || !isEqual(change.new, value)) {
      found.push(`${field}: expected ${showChange(change)}, the log has ${showChange({ old, new: value })}`);
    }
  }
  for (const [field, change] of expected) {
    if (!seen.has(field) && !isEqual(change.old, change.new)) {
      found.push(`${field}: expected ${showChange(change)}, the log has nothing`);
    }
  }
  return found;
}

function expectedChanges(edit: Edit): Map<string, Change> {
  if (edit.op === 'update' || edit.op === 'move') return new Map(Object.entries(edit.changes));
  const created = edit.op === 'create';
  return new Map(
    Object.entries(edit.values).map(([field, value]) => [field, { old: created ? null : value, new: created ? value : null }]),
  );
}

function isEqual(a: Json, b: Json): boolean {
  return canonicalJson(withoutEmpty(a)) === canonicalJson(withoutEmpty(b));
}

/** Null for everything empty, also inside lists and objects, where a member that is null counts as missing. */
function withoutEmpty(value: Json): Json {
  if (value === '' || value === null) return null;
  if (typeof value !== 'object') return value;
  if (isList(value)) return value.length === 0 ? null : value.map(withoutEmpty);
  const members = Object.entries(value).map(([key, member]) => [key, withoutEmpty(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== null));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function showChange({ old, new: value }: Change): string {
  return `${show(old)} → ${show(value)}`;
}

/** JSON, so that line breaks and quotes stay on one line; long values are cut. */
function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}
