import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whose request it is, by ids alone: a name may be an e-mail address, which no log is to hold. */
interface ScopeActor {
  readonly organization: number;
  readonly kind: string;
  readonly id: string;
}

/** What is known of a request while it is answered, for the log. */
export interface RequestScope {
  /** Told to the caller in the header X-Request-Id, and on every line of the log that the request causes. */
  readonly requestId: string;
  /** Who asks, once that is known. */
  actor: ScopeActor | null;
  /** Whether something was committed in the course of it. */
  changed: boolean;
}

/** Harmless in a header and in a log, and long enough to be meant. */
const WELL_FORMED = /^[\w.:/+=-]{8,128}$/;

const scopes = new WeakMap<IncomingMessage, RequestScope>();
const current = new AsyncLocalStorage<RequestScope>();

/** The request's own, made when it is first asked for: its id is the caller's X-Request-Id where that is well-formed. */
export function scopeOf(request: IncomingMessage): RequestScope {
  let scope = scopes.get(request);
  if (scope === undefined) {
    const given = request.headers['x-request-id'];
    scope = { requestId: typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID(), actor: null, changed: false };
    scopes.set(request, scope);
  }
  return scope;
}

/** It is known now who asks. */
export function noteActor(request: IncomingMessage, actor: ScopeActor | undefined): void {
  if (actor === undefined) return;
  const { organization, kind, id } = actor;
  scopeOf(request).actor = { organization, kind, id };
}

/** Runs what answers a request, so that `currentScope` is the request's own in all of it. */
export function withinScope<T>(scope: RequestScope, work: () => T): T {
  return current.run(scope, work);
}

/** Of the request that is being answered right here; undefined outside of one. */
export function currentScope(): RequestScope | undefined {
  return current.getStore();
}

/** Something that the current request asked for was committed. */
export function noteChange(): void {
  const scope = currentScope();
  if (scope !== undefined) scope.changed = true;
}
