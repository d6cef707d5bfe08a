import type { Pool } from 'pg';
import { ProductError } from '../errors.js';
import type { OpenCaller } from '../graphql/in-process.js';
import type { Principal } from '../access/principal.js';
import { Colleague } from './colleague.js';
import { Staff } from './staff.js';
import { live } from './story.js';

/** With the organization's number the key of the lock that whoever fills an account holds. */
const SAMPLE_LOCK = 6_017_235;

const ACCOUNT = '{ projects { testCaseCount } users { email } }';

export interface SampleWorkspace {
  /** How many things were done, sign-ins included. */
  readonly changes: number;
  readonly projects: number;
  readonly testCases: number;
  /** Of the sample, those who only were invited too. */
  readonly people: number;
}

/**
 * Fills an empty account: no projects, and none of the sample's people. Works through the product's own mutations,
 * each in a transaction of its own; cut off in the middle it leaves what was done until then. The people are users of
 * the account at addresses of a reserved domain. Their passwords are random and forgotten, and at the end they are Read
 * Only and signed out.
 * @param founder who invites the first of them; needs workspace.write and account.write
 * @throws ProductError CONFLICT where the account is not empty, or is being filled by another; where it breaks off, with
 *   how far it came
 */
export async function createSampleWorkspace(pool: Pool, open: OpenCaller, founder: Principal): Promise<SampleWorkspace> {
  const { organization } = founder.actor;
  const lock = await pool.connect();
  try {
    const { rows } = await lock.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS free', [SAMPLE_LOCK, organization]);
    if (rows[0]?.free !== true) throw new ProductError('CONFLICT', 'The sample workspace is being made already.');
    return await fill(open, founder, domainOf(organization));
  } finally {
    // Closed rather than given back, so that the lock goes with it whatever happened.
    lock.release(true);
  }
}

async function fill(open: OpenCaller, principal: Principal, domain: string): Promise<SampleWorkspace> {
  const caller = open(principal);
  const look = () => caller.send<{ projects: { testCaseCount: number }[]; users: { email: string }[] }>(ACCOUNT, {});
  const before = await look();
  if (before.projects.length > 0) {
    throw new ProductError('CONFLICT', 'The account has projects: a sample workspace is made in an empty one alone.');
  }
  if (before.users.some(({ email }) => email.endsWith(`@${domain}`))) {
    throw new ProductError('CONFLICT', `People of an earlier sample workspace are still there: remove the users at ${domain} first.`);
  }
  let changes = 0;
  const onDone = (): void => void (changes += 1);
  try {
    await live(new Colleague(null, caller, onDone), new Staff(open, domain, onDone));
  } catch (error) {
    const reason = error instanceof ProductError ? error.message : 'the log of the server says why.';
    throw new BrokenOff(`The sample workspace broke off after ${changes} changes, which remain: ${reason}`, error);
  }
  const after = await look();
  return {
    changes,
    projects: after.projects.length,
    testCases: after.projects.reduce((sum, { testCaseCount }) => sum + testCaseCount, 0),
    people: after.users.length - before.users.length,
  };
}

/** An address is unique in the installation, so each organization has a domain; `.example` reaches nobody (RFC 2606). */
function domainOf(organization: number): string {
  return organization === 1 ? 'northwind.example' : `northwind-${organization}.example`;
}

/** The caller is told how far it came; what went wrong inside is for the log. */
export class BrokenOff extends ProductError {
  constructor(message: string, cause: unknown) {
    super('CONFLICT', message, { cause });
  }
}
