import { isIPv6 } from 'node:net';

/**
 * The network that one subscriber has: an IPv4 address as it is, of an IPv6 address the first 64 bits, within which
 * anybody has all the addresses they like (RFC 6177). Null, and what is no address, is one network too.
 */
export function networkOf(ip: string | null): string {
  if (ip === null) return 'unknown';
  const [address = ''] = ip.split('%', 1);
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  // An IPv4 address in dots at the end stands for two groups.
  const dotted = address.includes('.') ? 1 : 0;
  const zeros = Array<string>(Math.max(8 - dotted - before.length - after.length, 0)).fill('0');
  const all = [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''));
  return `${all.slice(0, 4).join(':')}::/64`;
}

function groups(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
