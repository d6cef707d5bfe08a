import { randomUUID } from 'node:crypto';
import type { Role } from '@audit-log/shared/permission';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import type { Authenticator } from './authenticator.js';
import { asId } from './id.js';
import { lockWithAdministrators, noAdministrator, personNotFound, updateRole } from './person.js';
import type { Person } from './person.js';
import { within } from './rows.js';
import type { Query } from './rows.js';

/**
 * The people of an organization, whom its administrators see to; one administrator is always left. Every change is
 * recorded in its own transaction, as made by the actor; see `Capture`.
 */
export class People {
  constructor(
    private readonly capture: Capture,
    private readonly authenticator: Authenticator,
  ) {}

  /**
   * Gives a person another role, which holds from their next request on; their sockets are closed. Writes nothing, and
   * leaves no entry, where they have it already.
   * @throws ProductError NOT_FOUND, CONFLICT for the last administrator
   */
  async updateRole(actor: Actor, id: string, role: Role, acting: ActingOptions): Promise<Person> {
    const { before, after } = await this.capture.actingAs(actor, acting, async (tx) => {
      const query = within(tx);
      const { person, isLast } = await lockForChange(query, actor, id);
      if (person.role === role) return { before: person, after: person };
      if (isLast) throw lastAdministrator(person);
      return { before: person, after: await updateRole(query, person.id, role) };
    });
    if (after.role !== before.role) this.authenticator.revoke({ kind: 'person', id: after.id });
    return after;
  }

  /**
   * Removes a person, or withdraws an invitation that waits: sessions, links and sockets end, and the address is free
   * again. The log goes on naming them. Test cases they owned have no owner then, recorded under the same operation.
   * Keys they made are the organization's, and go on.
   * @returns the person as they were
   * @throws ProductError NOT_FOUND, CONFLICT for the last administrator
   */
  async remove(actor: Actor, id: string, acting: ActingOptions): Promise<Person> {
    const operation = { ...acting, action: 'remove', operationId: acting.operationId ?? randomUUID() };
    const removed = await this.capture.actingAs(actor, operation, async (tx) => {
      const query = within(tx);
      const { person, isLast } = await lockForChange(query, actor, id);
      if (isLast) throw lastAdministrator(person);
      // What goes with the row, and what becomes of the rest, is in 0010_access.sql and 0030_people.sql.
      await query('DELETE FROM account.person WHERE id = $1', [person.id]);
      return person;
    });
    this.authenticator.revoke({ kind: 'person', id: removed.id });
    return removed;
  }
}

/**
 * The person, and whether they are the only administrator who has come; both hold until the transaction ends.
 * @throws ProductError NOT_FOUND, FORBIDDEN when who acts is an administrator no longer: of two who remove each other at
 *   once the second is refused
 */
export async function lockForChange(
  query: Query,
  actor: Actor,
  id: string,
): Promise<{ person: Person; isLast: boolean }> {
  const personId = asId(id);
  if (personId === null) throw personNotFound();
  const locked = await lockWithAdministrators(query, actor.organization, personId);
  const administrators = locked.filter(({ role, status }) => role === 'ADMIN' && status === 'Active');
  if (actor.kind === 'USER' && !administrators.some((administrator) => administrator.id === actor.id)) {
    throw noAdministrator();
  }
  const person = locked.find((candidate) => candidate.id === personId);
  if (person === undefined) throw personNotFound();
  const [first, ...others] = administrators;
  return { person, isLast: first?.id === personId && others.length === 0 };
}

function lastAdministrator({ name, email }: Person): ProductError {
  return new ProductError(
    'CONFLICT',
    `${name ?? email} is the last administrator: make somebody else an administrator first.`,
  );
}
