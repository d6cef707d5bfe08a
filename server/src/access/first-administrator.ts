import { SCOPES } from '@audit-log/shared/permission';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Capture } from '../capture/acting.js';
import type { Actor, Source } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { insertApiKey } from './api-key.js';
import { firstOrganization } from './organization.js';
import { hashPassword } from './password.js';
import { insertPerson } from './person.js';
import { roleToDatabase } from './role.js';
import type { Query } from './rows.js';
import { onPool, within } from './rows.js';
import { checkEmail, checkName } from './text.js';
import { issueLink } from './ticket.js';
import type { IssuedLink } from './ticket.js';

/** What the operator says of the first start; all but the address people reach it at may be missing. */
export interface FirstAdministrator {
  readonly publicUrl: string;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  readonly adminApiKey: string | null;
}

const DEFAULT_EMAIL = 'admin@localhost';
const DEFAULT_NAME = 'Administrator';
const DEFAULT_ORGANIZATION = 'My organization';

/** Taken while an installation is begun, so that of two processes started at once one does it. */
const FIRST_START_LOCK = 6_017_234;

/**
 * At the first start makes an organization, its administrator and, where ADMIN_API_KEY is set, a key with all
 * scopes, recorded as made by SYSTEM. Later starts change nothing. May be called by several processes at once.
 * @returns a one-time sign-in link for whoever looks at the console, as long as there is no other way in: no
 *   password was set, and no administrator has signed in yet; otherwise null
 */
export async function ensureFirstAdministrator(
  pool: Pool,
  capture: Capture,
  config: FirstAdministrator,
): Promise<string | null> {
  const lock = await pool.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [FIRST_START_LOCK]);
    const query = onPool(pool);
    const people = await query('SELECT FROM account.person LIMIT 1');
    if (people.length === 0) await begin(capture, config);
    const waiting = await query<{ email: string }>(
      `SELECT email FROM account.person WHERE role = 'Admin' AND password_hash IS NULL AND status = 'Active'
         AND NOT EXISTS (SELECT FROM account.person WHERE role = 'Admin' AND last_sign_in_at IS NOT NULL)
       ORDER BY invited_at LIMIT 1`,
    );
    return waiting[0] === undefined
      ? null
      : (await createSignInLink(pool, config.publicUrl, waiting[0].email)).link;
  } finally {
    // Closed rather than given back, so that the lock goes with it whatever happened.
    lock.release(true);
  }
}

/**
 * A link that lets its bearer in once, within a day.
 * @param email whose; without it, the first administrator's
 * @throws ProductError NOT_FOUND when there is no such person
 */
export async function createSignInLink(
  pool: Pool,
  publicUrl: string,
  email?: string,
): Promise<IssuedLink & { readonly email: string }> {
  const query = onPool(pool);
  const [person] =
    email === undefined
      ? await query<{ id: string; email: string }>(
          `SELECT id, email FROM account.person WHERE role = 'Admin' ORDER BY invited_at, id LIMIT 1`,
        )
      : await query<{ id: string; email: string }>('SELECT id, email FROM account.person WHERE email = $1', [
          checkEmail('email', email),
        ]);
  if (person === undefined) {
    throw new ProductError(
      'NOT_FOUND',
      email === undefined ? 'There is no administrator yet.' : `Nobody has the address ${email}.`,
    );
  }
  return { email: person.email, ...(await issueLink(query, publicUrl, 'sign_in', person.id)) };
}

/**
 * Makes another organization with an administrator of its own, both or neither.
 * @returns the link by which the administrator comes in
 * @throws ProductError BAD_USER_INPUT, CONFLICT when the address has an account, in whatever organization
 */
export async function createOrganization(
  pool: Pool,
  capture: Capture,
  publicUrl: string,
  wanted: { name: string; adminEmail: string },
): Promise<IssuedLink> {
  const name = checkName('name', wanted.name, 200);
  const email = checkEmail('adminEmail', wanted.adminEmail);
  const query = onPool(pool);
  const taken = await query('SELECT FROM account.person WHERE email = $1', [email]);
  if (taken.length > 0) throw new ProductError('CONFLICT', `${email} has an account already.`);
  const administrator = {
    email,
    name: null,
    role: roleToDatabase('ADMIN'),
    status: 'Invited',
    passwordHash: null,
  } as const;
  const found = async (tx: EntityManager): Promise<Actor> => system(await insertOrganization(within(tx), name));
  return capture.founding(found, { source: SYSTEM_SOURCE, action: 'invite' }, async (tx, organization) => {
    const person = await insertPerson(within(tx), { ...administrator, organization });
    if (person === null) throw new ProductError('CONFLICT', `${email} has an account already.`);
    return issueLink(within(tx), publicUrl, 'invite', person.id);
  });
}

async function begin(capture: Capture, config: FirstAdministrator): Promise<void> {
  const administrator = {
    email: checkEmail('ADMIN_EMAIL', config.adminEmail ?? DEFAULT_EMAIL),
    name: DEFAULT_NAME,
    role: roleToDatabase('ADMIN'),
    status: 'Active',
    passwordHash: config.adminPassword === null ? null : await hashPassword(config.adminPassword),
  } as const;
  // A first start of an earlier version may have been cut off when it had made the organization.
  const found = async (tx: EntityManager): Promise<Actor> =>
    system((await firstOrganization(within(tx)))?.number ?? (await insertOrganization(within(tx), DEFAULT_ORGANIZATION)));
  await capture.founding(found, { source: SYSTEM_SOURCE }, async (tx, organization) => {
    await capture.nameAction(tx, 'invite');
    const person = await insertPerson(within(tx), { ...administrator, organization });
    if (person === null) throw new Error(`${administrator.email} has an account already`);
    if (config.adminApiKey === null) return;
    await capture.nameAction(tx, null);
    await insertApiKey(within(tx), {
      organization,
      name: 'Admin key',
      scopes: SCOPES,
      creatorId: person.id,
      expiresAt: null,
      key: config.adminApiKey,
    });
  });
}

async function insertOrganization(query: Query, name: string): Promise<number> {
  const [made] = await query<{ number: number }>('SELECT audit.create_organization($1) AS number', [name]);
  if (made === undefined) throw new Error('the organization was not made');
  return made.number;
}

const SYSTEM_SOURCE: Source = { ip: null, userAgent: null, via: 'system' };

function system(organization: number): Actor {
  return { organization, kind: 'SYSTEM', id: 'system', name: 'System' };
}
