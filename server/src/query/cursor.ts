import { createHmac, timingSafeEqual } from 'node:crypto';
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

const PAGE = 1;
const TAIL = 2;
const MAC_BYTES = 12;
const LEAF_BYTES = 8;

/**
 * Cursors: opaque to clients, authenticated (HMAC-SHA-256 cut to 96 bits), and bound to the organization and to the kind
 * that they were given out for. Layout: kind (1), organization (4), then for a page the microseconds since 1970 (8) and the
 * entry's id (16), for a tail the sequence (8) and the leaf's beginning (8); then the MAC; in base64url.
 */
export class CursorCodec {
  readonly #secret: Buffer;

  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  page(organization: number, { time, id }: Place): string {
    const body = begin(PAGE, organization, 24);
    body.writeBigInt64BE(toMicroseconds(time), 5);
    Buffer.from(id.replaceAll('-', ''), 'hex').copy(body, 13);
    return this.#seal(body);
  }

  tail(organization: number, { sequence, leaf }: TailPlace): string {
    const body = begin(TAIL, organization, 8 + LEAF_BYTES);
    body.writeBigUInt64BE(BigInt(sequence), 5);
    leaf.copy(body, 13, 0, LEAF_BYTES);
    return this.#seal(body);
  }

  /** @throws ProductError BAD_USER_INPUT for anything but a page cursor of this organization */
  readPage(organization: number, cursor: string, argument: string): Place {
    const body = this.#open(PAGE, organization, cursor, 24);
    if (!body) throw malformed(argument, 'a cursor of a page of this log: take `startCursor`, `endCursor` or an edge\'s `cursor`');
    const hex = body.toString('hex', 13, 29);
    return {
      time: fromMicroseconds(body.readBigInt64BE(5)),
      id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
    };
  }

  /** @throws ProductError BAD_USER_INPUT for anything but a tail cursor of this organization */
  readTail(organization: number, cursor: string, argument: string): TailPlace {
    const body = this.#open(TAIL, organization, cursor, 8 + LEAF_BYTES);
    if (!body) throw malformed(argument, 'a tail cursor of this log: take `tailCursor` of a page, or `cursor` of a batch');
    return { sequence: Number(body.readBigUInt64BE(5)), leaf: body.subarray(13, 13 + LEAF_BYTES) };
  }

  #seal(body: Buffer): string {
    return Buffer.concat([body, this.#mac(body)]).toString('base64url');
  }

  #open(kind: number, organization: number, cursor: string, payload: number): Buffer | undefined {
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(0, 5 + payload);
    // Re-encoding refuses the many other texts that decode to the same bytes.
    if (bytes.length !== 5 + payload + MAC_BYTES || bytes.toString('base64url') !== cursor) return undefined;
    if (body[0] !== kind || body.readUInt32BE(1) !== organization) return undefined;
    return timingSafeEqual(bytes.subarray(5 + payload), this.#mac(body)) ? body : undefined;
  }

  #mac(body: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(body).digest().subarray(0, MAC_BYTES);
  }
}

function begin(kind: number, organization: number, payload: number): Buffer {
  const body = Buffer.alloc(5 + payload);
  body[0] = kind;
  body.writeUInt32BE(organization, 1);
  return body;
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
