import type { RecordedChange } from '@audit-log/shared/entry';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor, Source } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import type { Allowances } from './allowance.js';
import { forgetDevices } from './device.js';
import { firstOrganization } from './organization.js';
import { hashPassword, verifyPassword } from './password.js';
import type { PersonWithHash } from './person.js';
import { actorOf, findPerson, findPersonByEmail } from './person.js';
import type { Refusals } from './refusals.js';
import type { Query } from './rows.js';
import { within } from './rows.js';
import { beginSession } from './session.js';
import type { NewSession } from './session.js';
import { checkEmail } from './text.js';
import type { SignInThrottle } from './throttle.js';
import { endLinks, findTicket, ticketNotFound, useTicket } from './ticket.js';

/** Why a sign-in failed, as it is recorded; whoever tried is told only that it did. */
type Failure = 'wrong password' | 'no password set' | 'unknown address';

/** Signing in, by password or by a link that works once. */
export class SignIn {
  /** How many tries this process has seen, by what came of them. */
  readonly outcomes = { succeeded: 0, failed: 0, throttled: 0 };

  constructor(
    private readonly query: Query,
    private readonly capture: Capture,
    private readonly throttle: SignInThrottle,
    private readonly refusals: Refusals,
    private readonly allowances: Allowances,
  ) {}

  /**
   * Begins a session for whoever knows the password. Success and failure are both recorded and committed before
   * this returns; an unknown address takes as long as a wrong password, and is answered alike.
   * @param device token of the device cookie that the browser holds
   * @throws ProductError UNAUTHENTICATED, TOO_MANY_REQUESTS after many failures or very many successes, BAD_USER_INPUT for what is no address
   */
  async withPassword(email: string, password: string, acting: ActingOptions, device: string | null = null): Promise<NewSession> {
    const address = checkEmail('email', email);
    const admission = await this.#counted(address, acting.source, this.throttle.attempt({ email: address, ip: acting.source.ip, device }));
    const person = await findPersonByEmail(this.query, address);
    const passwordHash = person?.passwordHash ?? null;
    if (!(await verifyPassword(passwordHash, password)) || person === null) {
      this.outcomes.failed += 1;
      await this.#recordFailure(address, person, acting);
      throw wrongCredentials();
    }
    // Whoever knows the password has not guessed, also when they are told to wait.
    await admission.succeeded();
    await this.#counted(address, acting.source, this.allowances.take('sign-in', person.id));
    const session = await this.capture.actingAs(actorOf(person), acting, async (tx) => {
      // Between the check and here the password may have been changed, or the person removed.
      const unchanged = await within(tx)(
        'SELECT FROM account.person WHERE id = $1 AND password_hash = $2 FOR UPDATE',
        [person.id, passwordHash],
      );
      if (unchanged.length === 0) throw wrongCredentials();
      return beginSession(tx, this.capture, { person, method: 'password', source: acting.source, device });
    });
    this.outcomes.succeeded += 1;
    return session;
  }

  /**
   * Begins a session for the bearer of a sign-in link, and sets a password when one is given, which ends the person's
   * other sessions. Somebody who was invited and had not come yet accepts by it.
   * @throws ProductError NOT_FOUND, BAD_USER_INPUT for a password that is too short or too long
   */
  async withLink(
    token: string,
    password: string | null,
    acting: ActingOptions,
    device: string | null = null,
  ): Promise<NewSession> {
    const ticket = await findTicket(this.query, token);
    const known = ticket?.purpose === 'sign_in' ? await findPerson(this.query, ticket.personId) : null;
    if (ticket === null || known === null) throw ticketNotFound();
    const passwordHash = password === null ? null : await hashPassword(password);
    const action = known.status === 'Invited' ? 'accept' : undefined;
    return this.capture.actingAs(actorOf(known), { ...acting, action }, async (tx) => {
      const query = within(tx);
      await useTicket(query, token, ticket);
      await query(
        `UPDATE account.person SET status = 'Active', password_hash = coalesce($2, password_hash)
         WHERE id = $1 AND (status <> 'Active' OR $2::text IS NOT NULL)`,
        [known.id, passwordHash],
      );
      await endLinks(query, 'invite', known.id);
      // Whoever sets a new password may do so because the old one is known to somebody else.
      if (passwordHash !== null) {
        await query('DELETE FROM account.session WHERE person_id = $1', [known.id]);
        await forgetDevices(query, known.id);
      }
      const person = await findPerson(query, known.id);
      if (person === null) throw ticketNotFound();
      return beginSession(tx, this.capture, { person, method: 'link', source: acting.source, device });
    });
  }

  /** What is too much is counted, and told in the log by `Refusals`. */
  async #counted<T>(address: string, source: Source, admission: Promise<T>): Promise<T> {
    try {
      return await admission;
    } catch (error) {
      this.outcomes.throttled += 1;
      if (error instanceof ProductError) await this.refusals.count(address, source);
      throw error;
    }
  }

  async #recordFailure(address: string, person: PersonWithHash | null, acting: ActingOptions): Promise<void> {
    // Asked in either case, so that both take as long.
    const anonymous = await this.#anonymous();
    const actor = person === null ? anonymous : actorOf(person);
    const personId = person?.id ?? null;
    const outcome = failureOf(person);
    const changes: RecordedChange[] = [
      { field: 'method', old: null, new: 'password' },
      { field: 'outcome', old: null, new: outcome },
    ];
    // The address of somebody we know is kept with the account alone; nobody else's is anywhere but here.
    if (person === null) changes.push({ field: 'email', old: null, new: address });
    const alone = await this.throttle.isToldAlone(personId);
    await this.capture.actingAs(actor, acting, async (tx) => {
      if (alone) await this.capture.record(tx, { eventType: 'AUTHENTICATION', action: 'sign_in_failed', entityId: personId, changes });
      else await this.refusals.countFailure(within(tx), { organization: actor.organization, personId, outcome, source: acting.source });
    });
  }

  /** All who fail at addresses that no account has are one actor, in the installation's first organization. */
  async #anonymous(): Promise<Actor> {
    const organization = await firstOrganization(this.query);
    if (organization === null) throw new Error('there is no organization to record a failed sign-in in');
    return { organization: organization.number, kind: 'ANONYMOUS', id: 'anonymous', name: null };
  }
}

function failureOf(person: PersonWithHash | null): Failure {
  if (person === null) return 'unknown address';
  return person.passwordHash === null ? 'no password set' : 'wrong password';
}

function wrongCredentials(): ProductError {
  return new ProductError('UNAUTHENTICATED', 'The address or the password is wrong.');
}
