import type { Principal } from '../access/principal.js';
import type { ActingOptions } from '../capture/acting.js';
import type { Services } from '../context.js';
import type { Source } from '../entry/actor.js';
import type { PageView } from './viewing.js';

/** What every resolver is given: the process's services, and who asks from where. One for each operation. */
export interface RequestContext {
  readonly services: Services;
  /** Null when nobody is signed in; `requirePermission` turns that into an error. */
  readonly principal: Principal | null;
  readonly source: Source;
  /** The header Cookie. */
  readonly cookie: string | undefined;
  /** The header Operation-Id, a UUID in lower case: joins several requests of one actor into one operation. */
  readonly operationId?: string;
  /** The headers View-Id and View-Filter: which page session it is that asks, and what the page was opened with. */
  readonly pageView?: PageView;
  /** Told to the caller with an error that was masked, and written to the log beside the error. */
  readonly requestId: string;
  /** Aborts when whoever asked has gone away. It is for reads: a mutation that has begun goes on, and commits or fails as a whole. */
  readonly signal: AbortSignal;
  /** Adds a Set-Cookie header to the response; on a socket, which has none, it does nothing. */
  setCookie(value: string): void;
}

/** How the request's changes are to be recorded. */
export function actingFor({ source, operationId }: RequestContext): ActingOptions {
  return { source, operationId };
}

/**
 * To be awaited before anything of the log is answered: records that it is viewed, where that has not been done yet.
 * @param describe what of it, for the entry; the page tells for itself what it was opened with
 * @throws ProductError UNAVAILABLE when it cannot be recorded, TOO_MANY_REQUESTS for ever new page sessions, and what `describe` throws
 */
export async function ensureViewRecorded(
  context: RequestContext,
  principal: Principal,
  describe: () => Readonly<Record<string, object | string | undefined>>,
  used: 'api' | 'live' = 'api',
): Promise<void> {
  const { services, pageView } = context;
  const opened = pageView?.filter;
  await services.views.ensureRecorded(principal, actingFor(context), {
    used: used === 'api' && pageView !== undefined ? 'page' : used,
    viewId: pageView?.id,
    describe: () => (opened === undefined ? describe() : { ...describe(), filter: opened }),
  });
}
