/** An IP network; an address is one of full length. */
export interface Network {
  readonly version: 4 | 6;
  readonly address: bigint;
  /** How many leading bits count. */
  readonly length: number;
}

/** Of any address and network as text. What is longer is none, and is not looked at: the pattern below would take the square of it. */
const LONGEST_TEXT = 64;

const BITS = { 4: 32, 6: 128 } as const;
/** ::ffff:0:0/96, where IPv4 addresses are written as IPv6: RFC 4291, section 2.5.5.2. */
const MAPPED = 0xffffn;

/**
 * Reads an address, or a network such as `10.0.0.0/8`; IPv4 written as IPv6 (`::ffff:10.0.0.1`) is IPv4. What the length leaves
 * out is set to zero, and the zone of an IPv6 address (`fe80::1%eth0`, RFC 4007, section 11) is left out, as it is of a source's.
 * @returns null when it is neither
 */
export function parseNetwork(text: string): Network | null {
  if (text.length > LONGEST_TEXT) return null;
  const [, host = '', zone, bits] = /^([^/%]+)(%[^/%\s]+)?(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const read = host.includes(':') ? six(host) : four(host);
  if (read === null || (zone !== undefined && !host.includes(':'))) return null;
  const version = host.includes(':') ? 6 : 4;
  const length = bits === undefined ? BITS[version] : Number(bits);
  if (length > BITS[version]) return null;
  const network = masked({ version, address: read, length });
  return version === 6 && length >= 96 && network.address >> 32n === MAPPED
    ? masked({ version: 4, address: network.address & 0xffff_ffffn, length: length - 96 })
    : network;
}

/** The address of a source, without the zone that a link-local one may have; null where it is none. */
export function parseAddress(text: string): Network | null {
  return text.includes('/') ? null : parseNetwork(text.split('%', 1)[0] ?? '');
}

export function contains(network: Network, { version, address, length }: Network): boolean {
  if (network.version !== version || length < network.length) return false;
  const rest = BigInt(BITS[version] - network.length);
  return address >> rest === network.address >> rest;
}

/** One text for each network: RFC 5952 for IPv6, without the length where it is full. */
export function networkText({ version, address, length }: Network): string {
  const text = version === 4 ? [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join('.') : sixText(address);
  return length === BITS[version] ? text : `${text}/${length}`;
}

/** The network of so many bits that this one lies in. */
export function masked({ version, address, length }: Network, bits = length): Network {
  const rest = BigInt(BITS[version] - bits);
  return { version, address: (address >> rest) << rest, length: bits };
}

function four(text: string): bigint | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text)) return null;
  const parts = text.split('.').map(Number);
  return parts.some((part) => part > 255) ? null : parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function six(text: string): bigint | null {
  const dotted = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text);
  const low = dotted ? four(dotted[2] ?? '') : null;
  if (dotted && low === null) return null;
  const hex = dotted && low !== null ? `${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}` : text;
  const halves = hex.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group)) ? groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) : null;
}

/** The longest run of two or more zeros is left out, the first of equals. */
function sixText(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  let [start, length] = [0, 0];
  for (let i = 0; i < 8; i += 1) {
    let end = i;
    while (groups[end] === '0') end += 1;
    if (end - i > length) [start, length] = [i, end - i];
  }
  return length < 2 ? groups.join(':') : `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
}
