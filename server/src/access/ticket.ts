import { ProductError } from '../errors.js';
import { lockPerson } from './person.js';
import type { Query } from './rows.js';
import { hashToken, issueToken } from './token.js';

/** What a link is for: `invite` makes an account one's own, `sign_in` lets its owner in without a password. */
export type TicketPurpose = 'invite' | 'sign_in';

const LIFETIME: Readonly<Record<TicketPurpose, string>> = { invite: '7 days', sign_in: '1 day' };

/** The page that each link opens. */
const PATH: Readonly<Record<TicketPurpose, string>> = { invite: '/invite', sign_in: '/sign-in-link' };

export interface IssuedLink {
  readonly link: string;
  /** UTC with microseconds. */
  readonly expiresAt: string;
}

/** What a valid link is for, and for whom. */
export interface Ticket {
  readonly purpose: TicketPurpose;
  readonly personId: string;
  readonly expiresAt: string;
}

const INSERT = `
  WITH expired AS (
    DELETE FROM account.ticket WHERE token_hash IN (
      SELECT token_hash FROM account.ticket WHERE expires_at < now() FOR UPDATE SKIP LOCKED)
  )
  INSERT INTO account.ticket (token_hash, purpose, person_id, expires_at) VALUES ($1, $2, $3, now() + $4::interval)
  RETURNING audit.iso(expires_at) AS "expiresAt"`;

/** Makes a link that works once; older ones of the same person go on working until they expire. */
export async function issueLink(
  query: Query,
  publicUrl: string,
  purpose: TicketPurpose,
  personId: string,
): Promise<IssuedLink> {
  const { token, hash } = issueToken();
  const [row] = await query<{ expiresAt: string }>(INSERT, [hash, purpose, personId, LIFETIME[purpose]]);
  if (row === undefined) throw new Error('the ticket was not written');
  return { link: `${publicUrl}${PATH[purpose]}?token=${token}`, expiresAt: row.expiresAt };
}

/** Ends the links of a person who is locked. */
export async function endLinks(query: Query, purpose: TicketPurpose, personId: string): Promise<void> {
  await query('DELETE FROM account.ticket WHERE person_id = $1 AND purpose = $2', [personId, purpose]);
}

/** What the link is for; null when it is unknown, used or expired, which are not told apart. Leaves it usable. */
export async function findTicket(query: Query, token: string): Promise<Ticket | null> {
  const [ticket] = await query<Ticket>(
    `SELECT purpose, person_id AS "personId", audit.iso(expires_at) AS "expiresAt"
     FROM account.ticket WHERE token_hash = $1 AND expires_at > now()`,
    [hashToken(token)],
  );
  return ticket ?? null;
}

/**
 * Uses the ticket up and locks its person, in the transaction that does what it is for: of two at once one finds nothing.
 * @throws ProductError NOT_FOUND
 */
export async function useTicket(
  query: Query,
  token: string,
  { purpose, personId }: Ticket,
): Promise<void> {
  await lockPerson(query, personId);
  const used = await query(
    'DELETE FROM account.ticket WHERE token_hash = $1 AND purpose = $2 AND expires_at > now() RETURNING person_id',
    [hashToken(token), purpose],
  );
  if (used.length === 0) throw ticketNotFound();
}

export function ticketNotFound(): ProductError {
  return new ProductError('NOT_FOUND', 'This link is unknown, used or expired. Ask for a new one.');
}
