import { hash } from 'node:crypto';
import { actorRef, detailsDigest, sourceDigest, type Sha256 } from '@audit-log/shared/canonical';
import type { ActorKind, EntrySource, RecordedChange } from '@audit-log/shared/entry';
import { entryLeafHash } from '@audit-log/shared/leaf';

/** SHA-256 by Node: one call, half the time of createHash for small inputs. */
export const sha256: Sha256 = (data) => hash('sha256', data, 'buffer');

/** Everything of an entry that its leaf is made of, as the database gives it. */
export interface HashedEntry {
  /** UUID of the organization. */
  organization_id: string;
  id: string;
  occurred_at: string;
  recorded_at: string;
  event_type: string;
  action: string;
  project: string | null;
  actor_kind: ActorKind;
  actor_id: string;
  actor_salt: Buffer;
  entity_id: string | null;
  operation_id: string | null;
  entity_name: string | null;
  changes: readonly RecordedChange[] | null;
  source: EntrySource | null;
  details_salt: Buffer;
  source_salt: Buffer;
}

export interface Leaf {
  details: Uint8Array;
  /** Null where no source was recorded. */
  source: Uint8Array | null;
  hash: Uint8Array;
}

/**
 * The leaf of an entry whose content is still there; docs/design/log.md has the format.
 * @throws CanonicalError for content without a canonical form, which capture does not let in
 */
export function leafOf(entry: HashedEntry): Leaf {
  const details = detailsDigest(sha256, entry.details_salt, { entityName: entry.entity_name, changes: entry.changes });
  const source = entry.source && sourceDigest(sha256, entry.source_salt, entry.source);
  const leaf = entryLeafHash(sha256, {
    organization: entry.organization_id,
    id: entry.id,
    occurredAt: entry.occurred_at,
    recordedAt: entry.recorded_at,
    eventType: entry.event_type,
    action: entry.action,
    project: entry.project,
    actor: { kind: entry.actor_kind, ref: actorRef(sha256, entry.actor_salt, entry.actor_id) },
    entityId: entry.entity_id,
    operationId: entry.operation_id,
    details,
    source,
  });
  return { details, source, hash: leaf };
}
