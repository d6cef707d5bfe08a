import type { EntityManager } from 'typeorm';
import type { Capture } from '../capture/acting.js';
import type { Source } from '../entry/actor.js';
import { SESSION_SECONDS } from './cookie.js';
import { rememberDevice } from './device.js';
import type { Person } from './person.js';
import { actorOf } from './person.js';
import type { Principal } from './principal.js';
import { within } from './rows.js';
import { issueToken } from './token.js';

/** How somebody signed in, as it is recorded. */
export type SignInMethod = 'password' | 'link' | 'invite';

/** A session that has just begun, and the token that its cookie is to hold. */
export interface NewSession {
  readonly principal: Principal;
  readonly token: string;
  /** What the browser is known by from now on. */
  readonly device: string;
}

/**
 * Begins a session and records it, inside `actingAs` of the person: without its entry there is no session.
 * @param device token of the device cookie that the browser holds
 */
export async function beginSession(
  tx: EntityManager,
  capture: Capture,
  { person, method, source, device }: { person: Person; method: SignInMethod; source: Source; device: string | null },
): Promise<NewSession> {
  const { token, hash } = issueToken();
  const query = within(tx);
  await query('DELETE FROM account.session WHERE person_id = $1 AND expires_at < now()', [person.id]);
  const [session] = await query<{ id: string; expiresAt: number }>(
    `INSERT INTO account.session (token_hash, person_id, expires_at, ip, user_agent)
     VALUES ($1, $2, now() + make_interval(secs => $3), $4, $5)
     RETURNING id, (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAt"`,
    [hash, person.id, SESSION_SECONDS, source.ip, source.userAgent],
  );
  if (session === undefined) throw new Error('the session was not written');
  await query('UPDATE account.person SET last_sign_in_at = now() WHERE id = $1', [person.id]);
  await capture.record(tx, {
    eventType: 'AUTHENTICATION',
    action: 'sign_in',
    entityId: person.id,
    changes: [
      { field: 'method', old: null, new: method },
      { field: 'outcome', old: null, new: 'success' },
    ],
  });
  const principal: Principal = {
    actor: actorOf(person),
    role: person.role,
    scopes: [],
    sessionId: session.id,
    expiresAt: session.expiresAt,
  };
  return { principal, token, device: await rememberDevice(query, person.id, device) };
}

/** Ends a session and records it, inside `actingAs` of its owner. One that has ended already leaves no entry. */
export async function endSession(tx: EntityManager, capture: Capture, sessionId: string): Promise<void> {
  const ended = await within(tx)<{ personId: string }>(
    'DELETE FROM account.session WHERE id = $1 RETURNING person_id AS "personId"',
    [sessionId],
  );
  for (const { personId } of ended) {
    await capture.record(tx, { eventType: 'AUTHENTICATION', action: 'sign_out', entityId: personId });
  }
}
