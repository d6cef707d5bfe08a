import { canonicalEntry, type EntryHeader, type Sha256 } from './canonical.js';

const LEAF_PREFIX = 0x00;
const encoder = new TextEncoder();

/** RFC 6962's hash of a leaf: SHA-256(0x00 ‖ data), 32 bytes. */
export function leafHash(sha256: Sha256, data: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(1 + data.length);
  prefixed[0] = LEAF_PREFIX;
  prefixed.set(data, 1);
  return sha256(prefixed);
}

/**
 * The leaf hash of an entry: of the UTF-8 bytes of its canonical text.
 * @throws CanonicalError when the header is not in canonical form.
 */
export function entryLeafHash(sha256: Sha256, header: EntryHeader): Uint8Array {
  return leafHash(sha256, encoder.encode(canonicalEntry(header)));
}
