import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network that one subscriber has: an IPv4 address as it is, of an IPv6 address the first 64 bits, within which
 * anybody has all the addresses they like (RFC 6177). Null, and what is no address, is one network too.
 */
export function networkOf(ip: string | null): string {
  if (ip === null) return 'unknown';
  const address = plain(ip);
  return isIPv6(address) ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address;
}

/** Addresses that one hand may hold. */
export interface Block {
  /** Alike for all addresses in it. */
  readonly name: string;
  /** How many leading bits they share. */
  readonly bits: number;
}

/**
 * The wider blocks that an address lies in, smallest first. Of IPv6 a /56 and a /48, what a home and an end site are given
 * (RFC 6177), and a /32, a provider's; of IPv4 a /24, the smallest that is routed, and a /16.
 */
export function blocksOf(ip: string | null): readonly Block[] {
  const address = plain(ip ?? '');
  const block = (parts: readonly string[], bits: number): Block => ({ name: `${parts.join(':')}/${bits}`, bits });
  if (isIPv4(address)) return [24, 16].map((bits) => block(address.split('.').slice(0, bits / 8), bits));
  if (!isIPv6(address)) return [];
  const all = groupsOf(address);
  // Of the fourth group, of 16 bits in hex, the upper half.
  const upper = (all[3] ?? '0').padStart(4, '0').slice(0, 2);
  return [block([...all.slice(0, 3), upper], 56), block(all.slice(0, 3), 48), block(all.slice(0, 2), 32)];
}

/** Without the zone, and an IPv4 address that is written as IPv6 as what it is. */
function plain(ip: string): string {
  const [address = ''] = ip.split('%', 1);
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** The eight groups of an IPv6 address, in lower case without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  // An IPv4 address in dots at the end stands for two groups.
  const dotted = address.includes('.') ? 1 : 0;
  const zeros = Array<string>(Math.max(8 - dotted - before.length - after.length, 0)).fill('0');
  return [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''));
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
