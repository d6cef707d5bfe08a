import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.js';
import { sourceOf } from './incoming.js';

/** A request as it comes in from a peer. */
function from(remoteAddress: string | undefined, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe('the address that an entry names as its source', () => {
  const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.0.0.0/8' });
  const ip = (request: IncomingMessage, trusted = trustedProxies) => sourceOf(request, trusted, false).ip;

  it('is the peer, and nobody can claim another, while no proxy is trusted', () => {
    expect(ip(from('203.0.113.9', '198.51.100.1'), readConfig({}).trustedProxies)).toBe('203.0.113.9');
    expect(ip(from('203.0.113.9', '198.51.100.1'))).toBe('203.0.113.9');
  });

  it('is the nearest one that no trusted proxy speaks for', () => {
    expect(ip(from('10.0.0.1', '198.51.100.1'))).toBe('198.51.100.1');
    expect(ip(from('10.0.0.1', '192.0.2.66, 198.51.100.1, 10.0.0.2'))).toBe('198.51.100.1');
    expect(ip(from('::ffff:10.0.0.1', '2001:db8::7'))).toBe('2001:db8::7');
    expect(ip(from('10.0.0.1'))).toBe('10.0.0.1');
  });

  it('is never anything but an address', () => {
    expect(ip(from('10.0.0.1', '<script>'))).toBe('10.0.0.1');
    expect(ip(from('10.0.0.1', 'unknown, 10.0.0.2'))).toBe('10.0.0.2');
    expect(ip(from(undefined, '198.51.100.1'))).toBeNull();
  });
});

describe('the user agent that an entry names', () => {
  const kept = (userAgent: string | undefined) => {
    const request = { socket: {}, headers: { 'user-agent': userAgent } } as unknown as IncomingMessage;
    return sourceOf(request, readConfig({}).trustedProxies, false).userAgent;
  };

  it('is as it was sent, unless it is so long that it would only fill the log: then its end is cut, and that is seen', () => {
    expect(kept(undefined)).toBeNull();
    expect(kept('a'.repeat(500))).toBe('a'.repeat(500));
    expect(kept('a'.repeat(14_000))).toBe(`${'a'.repeat(499)}…`);
  });
});
