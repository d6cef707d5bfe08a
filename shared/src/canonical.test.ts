import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actorRef,
  CanonicalError,
  canonicalEntry,
  canonicalJson,
  detailsDigest,
  MAX_DEPTH,
  sourceDigest,
  toHex,
  type EntryHeader,
  type Sha256,
} from './canonical.js';
import type { ActorKind, EntrySource, RecordedChange } from './entry.js';
import { entryLeafHash, leafHash } from './leaf.js';

interface Vector {
  readonly name: string;
  readonly organization: string;
  readonly id: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly eventType: string;
  readonly action: string;
  readonly project: string | null;
  readonly actor: { readonly kind: ActorKind; readonly id: string | null; readonly salt: string | null };
  readonly entityId: string | null;
  readonly operationId: string | null;
  /** null: erased, and only the digests of `expected` are left. */
  readonly content: { salt: string; entityName: string | null; changes: readonly RecordedChange[] | null } | null;
  readonly source: (EntrySource & { readonly salt: string }) | null;
  readonly expected: Readonly<Record<'actorRef' | 'details' | 'canonical' | 'leafHash', string>> & {
    readonly source: string | null;
  };
}

const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Vector[];
const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

/** The header that the code under test makes of a vector. */
function headerOf(vector: Vector): EntryHeader {
  const { actor, content, source, expected, name: _, ...rest } = vector;
  const erased = content === null;
  return {
    ...rest,
    actor: {
      kind: actor.kind,
      ref: actor.id === null ? bytes(expected.actorRef) : actorRef(sha256, bytes(actor.salt ?? ''), actor.id),
    },
    details: erased ? bytes(expected.details) : detailsDigest(sha256, bytes(content.salt), content),
    source: source
      ? sourceDigest(sha256, bytes(source.salt), source)
      : erased && expected.source !== null
        ? bytes(expected.source)
        : null,
  };
}

// A second implementation of RFC 8785, after its text and sharing nothing with the first.
function referenceJson(value: unknown): string {
  if (value === null || value === true || value === false) return `${value}`;
  if (typeof value === 'number') return referenceNumber(value);
  if (typeof value === 'string') return referenceText(value);
  if (Array.isArray(value)) return `[${value.map(referenceJson).join()}]`;
  const members = Object.entries(value as Record<string, unknown>)
    .map(([key, member]) => ({ order: Buffer.from(key, 'utf16le').swap16(), key, member }))
    .toSorted((a, b) => Buffer.compare(a.order, b.order));
  return `{${members.map(({ key, member }) => `${referenceText(key)}:${referenceJson(member)}`).join()}}`;
}

function referenceText(text: string): string {
  const named: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };
  const escape = (c: string): string =>
    named[c] ?? (c.charCodeAt(0) < 0x20 ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c);
  return `"${[...text].map(escape).join('')}"`;
}

function referenceNumber(value: number): string {
  if (value === 0) return '0';
  if (value < 0) return `-${referenceNumber(-value)}`;
  const [mantissa = '', power = ''] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(power) + 1;
  if (digits.length <= point && point <= 21) return digits.padEnd(point, '0');
  if (point > 0 && point <= 21) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  if (point > -6 && point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return `${mantissa}e${power}`;
}

function referenceLeaf(vector: Vector): { canonical: string; leafHash: string } {
  const digest = (salt: string, text: string): string =>
    createHash('sha256').update(Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(text, 'utf8')])).digest('hex');
  const { actor, content, source, expected } = vector;
  const canonical = referenceJson({
    v: 1,
    organization: vector.organization,
    id: vector.id,
    occurredAt: vector.occurredAt,
    recordedAt: vector.recordedAt,
    eventType: vector.eventType,
    action: vector.action,
    project: vector.project,
    actor: {
      kind: actor.kind,
      ref: actor.id === null || actor.salt === null ? expected.actorRef : digest(actor.salt, actor.id),
    },
    entityId: vector.entityId,
    operationId: vector.operationId,
    details: content
      ? digest(content.salt, referenceJson({ entityName: content.entityName, changes: content.changes }))
      : expected.details,
    source: source
      ? digest(source.salt, referenceJson({ ip: source.ip, userAgent: source.userAgent, via: source.via }))
      : expected.source,
  });
  const leaf = createHash('sha256').update(Buffer.from([0])).update(canonical, 'utf8').digest('hex');
  return { canonical, leafHash: leaf };
}

describe('known-answer vectors', () => {
  test('there are vectors for every kind of entry', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(16);
  });

  test.for(vectors.map((vector) => [vector.name, vector] as const))('%s', ([, vector]) => {
    const header = headerOf(vector);
    const { expected } = vector;
    expect(toHex(header.actor.ref)).toBe(expected.actorRef);
    expect(toHex(header.details)).toBe(expected.details);
    expect(header.source === null ? null : toHex(header.source)).toBe(expected.source);
    expect(canonicalEntry(header)).toBe(expected.canonical);
    expect(toHex(entryLeafHash(sha256, header))).toBe(expected.leafHash);
    expect(referenceLeaf(vector)).toEqual({ canonical: expected.canonical, leafHash: expected.leafHash });
  });

  test('the worked example of the documentation is the first vector', () => {
    const page = readFileSync(new URL('../../docs/design/log.md', import.meta.url), 'utf8');
    const { actor, content, source, expected } = vectors[0] as Vector;
    for (const hex of [actor.salt, content?.salt, source?.salt, ...Object.values(expected)]) {
      expect(page).toContain(hex);
    }
  });

  test('an erased entry keeps the leaf it had', () => {
    const erased = vectors.find((vector) => vector.content === null);
    const original = vectors.find((vector) => vector.id === erased?.id && vector.content !== null);
    expect(erased?.expected.leafHash).toBe(original?.expected.leafHash);
    expect(original).toBeDefined();
  });
});

describe('canonicalJson', () => {
  test('agrees with a second implementation on any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalJson(value)).toBe(referenceJson(value));
      }),
      { numRuns: 500 },
    );
  });

  test('agrees with a second implementation on any double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(canonicalJson(value)).toBe(referenceJson(value));
      }),
      { numRuns: 2000 },
    );
  });

  test('does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  test.for<[string, unknown, string]>([
    ['undefined', { a: undefined }, 'a is undefined, which JSON does not have'],
    ['a hole in a list', { a: Object.assign([1], { length: 3 }) }, 'a[1] is undefined, which JSON does not have'],
    ['a bigint', { a: [{ b: 1n }] }, 'a[0].b is bigint, which JSON does not have'],
    ['a function', () => 1, 'The value is function, which JSON does not have'],
    ['NaN', [Number.NaN], '[0] is not a finite number'],
    ['infinity', [-Infinity], '[0] is not a finite number'],
    ['half of a surrogate pair', { a: 'x\ud83d' }, 'a holds a lone surrogate'],
    ['half of a surrogate pair in a name', { '\ude00': 1 }, '\ude00 has a lone surrogate in its name'],
    ['a Map', { a: new Map([['b', 1]]) }, 'a is not a plain object'],
    ['a Date', { a: new Date(0) }, 'a is not a plain object'],
    ['a cycle', cyclic, `${Array(MAX_DEPTH).fill('self').join('.')} nests more than ${MAX_DEPTH} levels`],
  ])('refuses %s and says where it is', ([, value, message]) => {
    expect(() => canonicalJson(value)).toThrow(CanonicalError);
    expect(() => canonicalJson(value)).toThrow(message);
  });

  test('takes as many levels as it says and no more', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(canonicalJson(nested(MAX_DEPTH))).toBe('['.repeat(MAX_DEPTH) + 1 + ']'.repeat(MAX_DEPTH));
    expect(() => canonicalJson(nested(MAX_DEPTH + 1))).toThrow('nests more than');
  });
});

describe('canonicalEntry', () => {
  const header = headerOf(vectors[0] as Vector);
  const wrong: readonly [string, Partial<EntryHeader>, string][] = [
    ['an upper-case UUID', { id: header.id.toUpperCase() }, 'id must be a UUID in lower case'],
    ['an organization that is not a UUID', { organization: '7' }, 'organization must be a UUID in lower case'],
    ['an operation that is not a UUID', { operationId: 'op-1' }, 'operationId must be a UUID in lower case'],
    ['a time of milliseconds', { occurredAt: '2026-11-24T14:02:11.482Z' }, 'occurredAt must be a UTC time'],
    ['a day that never was', { recordedAt: '2026-02-30T14:02:11.482000Z' }, 'recordedAt must be a UTC time'],
    ['an empty action', { action: '' }, 'action must not be empty'],
    ['an unknown kind of actor', { actor: { ...header.actor, kind: 'GHOST' as ActorKind } }, 'actor.kind must be one of'],
    ['a short digest', { details: header.details.slice(1) }, 'details must be 32 bytes, not 31'],
    ['half of a surrogate pair', { entityId: '\ud800' }, 'entityId holds a lone surrogate'],
  ];
  test.for(wrong)('refuses %s', ([, part, message]) => {
    expect(() => canonicalEntry({ ...header, ...part })).toThrow(message);
  });

  test('changes with every part of the header', () => {
    const other: EntryHeader = headerOf(vectors[4] as Vector);
    const before = toHex(entryLeafHash(sha256, header));
    for (const part of Object.keys(header) as (keyof EntryHeader)[]) {
      if (part === 'organization') continue;
      expect(toHex(entryLeafHash(sha256, { ...header, [part]: other[part] })), part).not.toBe(before);
    }
  });
});

describe('digests', () => {
  const salt = bytes('000102030405060708090a0b0c0d0e0f');

  test('hash the salt and then the text', () => {
    const expected = createHash('sha256').update(salt).update('ana@example.com').digest('hex');
    expect(toHex(actorRef(sha256, salt, 'ana@example.com'))).toBe(expected);
  });

  test('tell null from an empty list and from an empty name', () => {
    const digests = [
      detailsDigest(sha256, salt, { entityName: null, changes: null }),
      detailsDigest(sha256, salt, { entityName: null, changes: [] }),
      detailsDigest(sha256, salt, { entityName: '', changes: null }),
    ];
    expect(new Set(digests.map(toHex)).size).toBe(3);
  });

  test('take only the salt that the format has', () => {
    expect(() => actorRef(sha256, salt.slice(1), 'x')).toThrow('salt must be 16 bytes, not 15');
    expect(() => actorRef(sha256, salt, '\udfff')).toThrow('outsideId holds a lone surrogate');
  });

  test('a leaf is hashed as RFC 6962 has it', () => {
    // The hash of the empty leaf, as in the RFC's own test vectors.
    const empty = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';
    expect(toHex(leafHash(sha256, new Uint8Array()))).toBe(empty);
  });
});
