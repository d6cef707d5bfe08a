/** Who can act. ANONYMOUS is the one actor of all sign-ins at addresses that no account has. */
export const ACTOR_KINDS = ['USER', 'API_KEY', 'SUPPORT', 'AGENT', 'INTEGRATION', 'SYSTEM', 'ANONYMOUS'] as const;

export type ActorKind = (typeof ACTOR_KINDS)[number];

/** How a change reached the product. */
export type Via = 'web' | 'api' | 'import' | 'system';

/** Anything JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One changed field as people and programs are shown it. References are named (`old` and `new` are names or
 * paths); a field that was redacted, or could not be recorded, has null for both values.
 */
export interface FieldChange {
  readonly field: string;
  readonly old: Json;
  readonly new: Json;
  /** The field changed, and its values are secret: they were never recorded. */
  readonly redacted: boolean;
}

/** One changed field as it is stored in `changes` and hashed: only what applies is present. */
export interface RecordedChange {
  readonly field: string;
  readonly old?: Json;
  readonly new?: Json;
  /** What `oldId` and `newId` refer to: `user`, or a table's name. */
  readonly ref?: string;
  readonly oldId?: Json;
  readonly newId?: Json;
  readonly redacted?: true;
  /** Why the value could not be recorded as JSON; `digest` identifies it. */
  readonly unrecordable?: string;
  readonly digest?: string;
}

export interface EntryProject {
  readonly id: string;
  /** The project's last known name. */
  readonly name: string;
}

export interface EntryActor {
  readonly id: string;
  readonly kind: ActorKind;
  /** The last known name; null when there never was one, or it was erased. */
  readonly name: string | null;
}

export interface EntryEntity {
  readonly id: string;
  /** The name it had then; null when it had none, or it was erased. */
  readonly name: string | null;
}

export interface EntrySource {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly via: Via;
}

/** One entry of the audit log, in the plain JSON form that server, page and tests share. */
export interface AuditEntry {
  /** UUIDv7 whose time is `time`. */
  readonly id: string;
  /** When it happened: UTC with microseconds, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
  readonly time: string;
  /** When it was recorded, in the same form. */
  readonly recordedAt: string;
  /** For example `TEST_CASE`. */
  readonly eventType: string;
  /** For example `update`. */
  readonly action: string;
  /** The project it happened in; of a move, the one moved to. */
  readonly project: EntryProject | null;
  readonly user: EntryActor;
  readonly entity: EntryEntity | null;
  readonly details: readonly FieldChange[];
  /** Shared by all entries of one operation; an operation is known by (user, operationId). */
  readonly operationId: string | null;
  readonly source: EntrySource | null;
  /** Its place in the organization's log, from 1; null until the sequencer has given it one. */
  readonly sequence: number | null;
  /** The content was erased; the header and the proof remain. */
  readonly erased: boolean;
}
