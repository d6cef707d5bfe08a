import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddress from 'proxy-addr';
import type { Source } from '../entry/actor.js';
import type { TrustedProxies } from '../config.js';
import { ProductError } from '../errors.js';
import type { ErrorReport } from '../errors.js';
import { logger } from '../logger.js';
import { isOutage } from '../outage.js';
import { MAX_USER_AGENT } from './limits.js';

export const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** From where a request came: the peer, or whom trusted proxies in front say they speak for (X-Forwarded-For). */
export function sourceOf(request: IncomingMessage, trusted: TrustedProxies, withKey: boolean): Source {
  // A peer that has gone has no address any more; what is no address is not believed, whoever passes it on.
  const hops = request.socket.remoteAddress === undefined ? [] : proxyAddress.all(request, trusted);
  const address = hops.findLast((hop) => isIP(hop) !== 0);
  return {
    // An IPv4 peer of a socket that takes both is shown as one of IPv6.
    ip: address?.replace(/^::ffff:(?=\d+\.)/, '') ?? null,
    userAgent: shortened(request.headers['user-agent']),
    via: withKey ? 'api' : 'web',
  };
}

function shortened(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null;
  return userAgent.length > MAX_USER_AGENT ? `${userAgent.slice(0, MAX_USER_AGENT - 1)}…` : userAgent;
}

/** @throws ProductError BAD_USER_INPUT when the header Operation-Id is not a UUID */
export function operationIdOf(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['operation-id'];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !UUID.test(value)) {
    throw new ProductError(
      'BAD_USER_INPUT',
      'The header Operation-Id must be a UUID, such as 3f2b8c1e-5a64-4d0e-9f7a-1c2d3e4f5a6b.',
    );
  }
  return value.toLowerCase();
}

/** Under which id one request's masked errors are told and logged. */
export function errorReport(requestId: string = randomUUID()): ErrorReport {
  return {
    requestId,
    log: (error, requestId) => logger[isOutage(error) ? 'warn' : 'error']({ error, requestId }, 'a request failed'),
  };
}
