import { readTimeZone } from '@audit-log/shared/time-zone';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { readOrganization } from './organization.js';
import type { Organization } from './organization.js';
import { within } from './rows.js';
import { checkText } from './text.js';

/** What is missing stays as it is; null clears. */
export interface OrganizationChange {
  /** Any name of the IANA database. */
  readonly timeZone?: string | null | undefined;
}

/** What an organization's administrators choose for all its people. Every change is recorded in its own transaction. */
export class OrganizationSettings {
  constructor(private readonly capture: Capture) {}

  /**
   * Writes nothing, and leaves no entry, where it is so already.
   * @throws ProductError BAD_USER_INPUT for a time zone that is not known
   */
  async update(actor: Actor, { timeZone }: OrganizationChange, acting: ActingOptions): Promise<Organization> {
    const wanted = timeZone == null ? timeZone : checkTimeZone('timeZone', timeZone);
    return this.capture.actingAs(actor, acting, async (tx) => {
      const query = within(tx);
      // 0160_time_zone.sql: of the actor's organization, with the entry.
      if (wanted !== undefined) await query('SELECT audit.set_time_zone($1)', [wanted]);
      return readOrganization(query, actor.organization);
    });
  }
}

/** @throws ProductError BAD_USER_INPUT */
function checkTimeZone(field: string, name: string): string {
  const known = readTimeZone(checkText(field, name, 200));
  if (known !== null) return known;
  throw new ProductError(
    'BAD_USER_INPUT',
    `${field} is ${JSON.stringify(name)}, which is no time zone: give a name of the IANA database, such as Asia/Kathmandu, or null for none.`,
  );
}
