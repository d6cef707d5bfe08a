import { hash, timingSafeEqual } from 'node:crypto';
import { ProductError } from '../errors.js';

/** A place between entries, newest first: strictly after this entry. */
export interface Place {
  /** The log's form: UTC, six digits. */
  time: string;
  id: string;
}

/** How far a watcher has everything. */
export interface TailPlace {
  sequence: number;
  /** The first 8 bytes of that leaf's hash: after a restored backup they differ. Zeros before the first entry. */
  leaf: Buffer;
}

const PAGE = { kind: 1, bytes: 30 };
const TAIL = { kind: 2, bytes: 21 };
/** 96 bits in base64url. */
const MAC_LENGTH = 16;
const LEAF_BYTES = 8;

/**
 * Cursors: opaque to clients, authenticated, and bound to the organization and to the kind that they were given out for.
 * Layout: kind (1), organization (4), then for a page the microseconds since 1970 (8), the entry's id (16) and a zero, for
 * a tail the sequence (8) and the leaf's beginning (8); in base64url, and then the MAC, whose text can follow since the
 * bytes are a multiple of three.
 */
export class CursorCodec {
  readonly #page: Seal;
  readonly #tail: Seal;

  constructor(secret: Buffer) {
    this.#page = new Seal(secret, PAGE);
    this.#tail = new Seal(secret, TAIL);
  }

  page(organization: number, { time, id }: Place): string {
    const { body } = this.#page;
    body.writeUInt32BE(organization, 1);
    body.writeBigInt64BE(toMicroseconds(time), 5);
    body.write(id.replaceAll('-', ''), 13, 'hex');
    return this.#page.text();
  }

  tail(organization: number, { sequence, leaf }: TailPlace): string {
    const { body } = this.#tail;
    body.writeUInt32BE(organization, 1);
    body.writeBigUInt64BE(BigInt(sequence), 5);
    leaf.copy(body, 13, 0, LEAF_BYTES);
    return this.#tail.text();
  }

  /** @throws ProductError BAD_USER_INPUT for anything but a page cursor of this organization */
  readPage(organization: number, cursor: string, argument: string): Place {
    const body = this.#page.open(cursor);
    if (body?.readUInt32BE(1) !== organization) throw malformed(argument, 'a cursor of a page of this log: take `startCursor`, `endCursor` or an edge\'s `cursor`');
    const hex = body.toString('hex', 13, 29);
    return {
      time: fromMicroseconds(body.readBigInt64BE(5)),
      id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
    };
  }

  /** @throws ProductError BAD_USER_INPUT for anything but a tail cursor of this organization */
  readTail(organization: number, cursor: string, argument: string): TailPlace {
    const body = this.#tail.open(cursor);
    if (body?.readUInt32BE(1) !== organization) throw malformed(argument, 'a tail cursor of this log: take `tailCursor` of a page, or `cursor` of a batch');
    return { sequence: Number(body.readBigUInt64BE(5)), leaf: Buffer.from(body.subarray(13, 13 + LEAF_BYTES)) };
  }
}

/**
 * The bytes of one cursor at a time, behind the secret: written, hashed and read in one go, so that fifty cursors of a page
 * allocate nothing. The MAC is SHA-512/256 of both, cut to 96 bits. Of a hash that is cut nobody can go on (FIPS 180-4,
 * 5.3.6), so a secret before it is enough; HMAC takes three times as long, a seventh of a page.
 */
class Seal {
  readonly body: Buffer;
  readonly #whole: Buffer;
  readonly #textLength: number;

  constructor(secret: Buffer, { kind, bytes }: typeof PAGE) {
    this.#whole = Buffer.concat([secret, Buffer.from([kind])], secret.length + bytes);
    this.body = this.#whole.subarray(secret.length);
    this.#textLength = (bytes * 4) / 3;
  }

  text(): string {
    return this.body.toString('base64url') + this.#mac();
  }

  /** The body of a cursor of this kind, until the next one is written or opened; undefined for anything else. */
  open(cursor: string): Buffer | undefined {
    const text = cursor.slice(0, this.#textLength);
    const body = Buffer.from(text, 'base64url');
    if (body.length !== this.body.length || body[0] !== this.body[0]) return undefined;
    body.copy(this.body);
    const [given, right] = [Buffer.from(cursor), Buffer.from(this.text())];
    return given.length === right.length && timingSafeEqual(given, right) ? this.body : undefined;
  }

  #mac(): string {
    return hash('sha512-256', this.#whole, 'base64url').slice(0, MAC_LENGTH);
  }
}

function malformed(argument: string, wanted: string): ProductError {
  return new ProductError('BAD_USER_INPUT', `\`${argument}\` is not ${wanted}, unchanged.`);
}

function toMicroseconds(time: string): bigint {
  return BigInt(Date.parse(`${time.slice(0, 19)}Z`)) * 1000n + BigInt(time.slice(20, 26));
}

function fromMicroseconds(microseconds: bigint): string {
  const fraction = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((microseconds - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}
