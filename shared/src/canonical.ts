import canonicalize from 'canonicalize';
import { ACTOR_KINDS, type ActorKind, type EntrySource, type RecordedChange } from './entry.js';
import { isNormalTime } from './time.js';

/** SHA-256, 32 bytes. An argument everywhere, since Node and browsers have different fast ones. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** How deeply arrays and objects may nest in what is hashed. Capture lets values of 64 levels through. */
export const MAX_DEPTH = 100;

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const encoder = new TextEncoder();

/** What of an entry is hashed: its header, with digests in place of whatever may one day be erased. */
export interface EntryHeader {
  /** The organization's UUID (not its number in the database). */
  readonly organization: string;
  readonly id: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly eventType: string;
  readonly action: string;
  /** The project's outside id. */
  readonly project: string | null;
  readonly actor: { readonly kind: ActorKind; /** From `actorRef`. */ readonly ref: Uint8Array };
  /** The entity's key as text; of a key of several columns, the JCS array of their texts. */
  readonly entityId: string | null;
  readonly operationId: string | null;
  /** From `detailsDigest`; every entry has one. */
  readonly details: Uint8Array;
  /** From `sourceDigest`; null when no source was recorded. */
  readonly source: Uint8Array | null;
}

/** What `detailsDigest` hashes: exactly what is stored, null where null is stored. */
export interface EntryContent {
  readonly entityName: string | null;
  readonly changes: readonly RecordedChange[] | null;
}

/** A value that has no canonical form. `field` is the path to it, such as `changes[0].new`. */
export class CanonicalError extends Error {
  override readonly name = 'CanonicalError';

  constructor(
    readonly field: string,
    reason: string,
  ) {
    super(`${field === '' ? 'The value' : field} ${reason}`);
  }
}

/**
 * The RFC 8785 (JCS) text of a JSON value. Unlike JSON.stringify it leaves nothing out silently.
 * @throws CanonicalError for what JSON cannot hold (undefined, NaN, bigint, Date, Map, lone surrogates, cycles) and
 * for more than `MAX_DEPTH` levels.
 */
export function canonicalJson(value: unknown): string {
  refuseUnfit(value, '', 0);
  return canonicalize(value) as string;
}

/**
 * The canonical text of an entry's header: what is hashed into its leaf, for ever.
 * @throws CanonicalError when a part is not in the one form it may have.
 */
export function canonicalEntry(header: EntryHeader): string {
  return canonicalJson({
    v: 1,
    organization: uuid('organization', header.organization),
    id: uuid('id', header.id),
    occurredAt: time('occurredAt', header.occurredAt),
    recordedAt: time('recordedAt', header.recordedAt),
    eventType: name('eventType', header.eventType),
    action: name('action', header.action),
    project: header.project,
    actor: { kind: actorKind(header.actor.kind), ref: digest('actor.ref', header.actor.ref) },
    entityId: header.entityId,
    operationId: header.operationId === null ? null : uuid('operationId', header.operationId),
    details: digest('details', header.details),
    source: header.source === null ? null : digest('source', header.source),
  });
}

/** SHA-256 of the actor's 16 salt bytes followed by the outside id in UTF-8. */
export function actorRef(sha256: Sha256, salt: Uint8Array, outsideId: string): Uint8Array {
  if (!outsideId.isWellFormed()) throw new CanonicalError('outsideId', 'holds a lone surrogate');
  return salted(sha256, salt, outsideId);
}

/** SHA-256 of the 16 salt bytes followed by JCS({changes, entityName}) in UTF-8. */
export function detailsDigest(sha256: Sha256, salt: Uint8Array, content: EntryContent): Uint8Array {
  const { entityName, changes } = content;
  return salted(sha256, salt, canonicalJson({ entityName, changes }));
}

/** SHA-256 of the 16 salt bytes followed by JCS({ip, userAgent, via}) in UTF-8. */
export function sourceDigest(sha256: Sha256, salt: Uint8Array, source: EntrySource): Uint8Array {
  const { ip, userAgent, via } = source;
  return salted(sha256, salt, canonicalJson({ ip, userAgent, via }));
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

function salted(sha256: Sha256, salt: Uint8Array, text: string): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new CanonicalError('salt', `must be ${SALT_BYTES} bytes, not ${salt.length}`);
  const bytes = encoder.encode(text);
  const joined = new Uint8Array(SALT_BYTES + bytes.length);
  joined.set(salt);
  joined.set(bytes, SALT_BYTES);
  return sha256(joined);
}

function uuid(field: string, value: string): string {
  if (!UUID.test(value)) throw new CanonicalError(field, 'must be a UUID in lower case');
  return value;
}

function time(field: string, value: string): string {
  if (!isNormalTime(value)) throw new CanonicalError(field, 'must be a UTC time with six digits, YYYY-MM-DDTHH:MM:SS.ffffffZ');
  return value;
}

function name(field: string, value: string): string {
  if (value === '') throw new CanonicalError(field, 'must not be empty');
  return value;
}

function actorKind(value: ActorKind): ActorKind {
  if (!ACTOR_KINDS.includes(value)) throw new CanonicalError('actor.kind', `must be one of ${ACTOR_KINDS.join(', ')}`);
  return value;
}

function digest(field: string, value: Uint8Array): string {
  if (value.length !== DIGEST_BYTES) throw new CanonicalError(field, `must be ${DIGEST_BYTES} bytes, not ${value.length}`);
  return toHex(value);
}

/** canonicalize writes `{}` for a Map, drops undefined members and overflows the stack: this says no first. */
function refuseUnfit(value: unknown, path: string, depth: number): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new CanonicalError(path, 'holds a lone surrogate');
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CanonicalError(path, 'is not a finite number');
    return;
  }
  if (typeof value !== 'object') throw new CanonicalError(path, `is ${typeof value}, which JSON does not have`);
  if (depth >= MAX_DEPTH) throw new CanonicalError(path, `nests more than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) refuseUnfit(value[i], `${path}[${i}]`, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new CanonicalError(path, 'is not a plain object');
  for (const [key, member] of Object.entries(value)) {
    const memberPath = path === '' ? key : `${path}.${key}`;
    if (!key.isWellFormed()) throw new CanonicalError(memberPath, 'has a lone surrogate in its name');
    refuseUnfit(member, memberPath, depth + 1);
  }
}
