import type { Role } from '@audit-log/shared/permission';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { hashPassword } from './password.js';
import { lockForChange } from './people.js';
import type { Person } from './person.js';
import {
  actorOf,
  findPerson,
  insertPerson,
  keepAdministrator,
  updateInvitedAt,
} from './person.js';
import { requireGrantable } from './principal.js';
import type { Principal } from './principal.js';
import { roleToDatabase } from './role.js';
import type { Query } from './rows.js';
import { within } from './rows.js';
import { beginSession } from './session.js';
import type { NewSession } from './session.js';
import { checkEmail, checkName } from './text.js';
import { endLinks, findTicket, issueLink, ticketNotFound, useTicket } from './ticket.js';
import type { IssuedLink } from './ticket.js';

/** The most characters of a person's name. */
export const MAX_NAME = 200;

export interface Invitation {
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
}

/** Taking people in: an administrator invites, the invited one accepts with a name and a password. */
export class Invitations {
  constructor(
    private readonly query: Query,
    private readonly capture: Capture,
    private readonly publicUrl: string,
  ) {}

  /**
   * Makes an account that waits to be accepted, and the link that does it; whoever invites passes it on.
   * @throws ProductError BAD_USER_INPUT, CONFLICT when the address has an account
   */
  async invite(
    actor: Actor,
    invitation: Invitation,
    acting: ActingOptions,
  ): Promise<{ person: Person } & IssuedLink> {
    const email = checkEmail('email', invitation.email);
    const name = invitation.name === null ? null : checkName('name', invitation.name, MAX_NAME);
    return this.capture.actingAs(actor, { ...acting, action: 'invite' }, async (tx) => {
      const query = within(tx);
      // Whoever lost the right meanwhile takes nobody in any more.
      if (actor.kind === 'USER') await keepAdministrator(query, actor.id);
      const person = await insertPerson(query, {
        organization: actor.organization,
        email,
        name,
        role: roleToDatabase(invitation.role),
        status: 'Invited',
        passwordHash: null,
      });
      if (person === null) throw new ProductError('CONFLICT', `${email} has an account already.`);
      return { person, ...(await issueLink(query, this.publicUrl, 'invite', person.id)) };
    });
  }

  /**
   * Makes a new link for somebody who has not come yet, and ends those they had. Recorded as another `invite`.
   * @throws ProductError NOT_FOUND, FORBIDDEN, CONFLICT when the invitation has been accepted
   */
  async renew(principal: Principal, id: string, acting: ActingOptions): Promise<{ person: Person } & IssuedLink> {
    const { actor } = principal;
    return this.capture.actingAs(actor, acting, async (tx) => {
      const query = within(tx);
      const { person: known } = await lockForChange(query, actor, id);
      const personId = known.id;
      // The link would let its bearer into an account that may do more.
      requireGrantable(principal, known.role);
      if (known.status !== 'Invited') {
        throw new ProductError('CONFLICT', `${known.email} has accepted the invitation already.`);
      }
      await endLinks(query, 'invite', personId);
      await this.capture.record(tx, {
        eventType: 'USER',
        action: 'invite',
        entityId: personId,
        entityName: known.name ?? known.email,
        changes: [{ field: 'link', redacted: true }],
      });
      const person = await updateInvitedAt(query, personId);
      return { person, ...(await issueLink(query, this.publicUrl, 'invite', personId)) };
    });
  }

  /**
   * Makes the account one's own and begins its first session. The link works once, whoever is first.
   * @throws ProductError NOT_FOUND, BAD_USER_INPUT
   */
  async accept(
    token: string,
    name: string,
    password: string,
    acting: ActingOptions,
    device: string | null = null,
  ): Promise<NewSession> {
    const ownName = checkName('name', name, MAX_NAME);
    const ticket = await findTicket(this.query, token);
    const invited = ticket?.purpose === 'invite' ? await findPerson(this.query, ticket.personId) : null;
    if (ticket === null || invited === null) throw ticketNotFound();
    const passwordHash = await hashPassword(password);
    const actor = { ...actorOf(invited), name: ownName };
    return this.capture.actingAs(actor, { ...acting, action: 'accept' }, async (tx) => {
      const query = within(tx);
      await useTicket(query, token, ticket);
      // Whoever has come already, by another link, is not taken over by one that was left lying about.
      const accepted = await query(
        `UPDATE account.person SET name = $2, password_hash = $3, status = 'Active' WHERE id = $1 AND status = 'Invited' RETURNING id`,
        [invited.id, ownName, passwordHash],
      );
      if (accepted.length === 0) throw ticketNotFound();
      const person = await findPerson(query, invited.id);
      if (person === null) throw ticketNotFound();
      return beginSession(tx, this.capture, { person, method: 'invite', source: acting.source, device });
    });
  }
}
