import type { Pool } from 'pg';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Logger } from '../logger.js';
import { Allowances } from './allowance.js';
import { ApiKeys } from './api-keys.js';
import { Authenticator } from './authenticator.js';
import { DeviceCookie, SessionCookie } from './cookie.js';
import { EmbedTokens } from './embed-token.js';
import { ensureFirstAdministrator } from './first-administrator.js';
import type { FirstAdministrator } from './first-administrator.js';
import { Invitations } from './invitation.js';
import { OrganizationSettings } from './organization-settings.js';
import { People } from './people.js';
import type { Principal } from './principal.js';
import { Refusals } from './refusals.js';
import { onPool } from './rows.js';
import type { Query } from './rows.js';
import { endSession } from './session.js';
import { SignIn } from './sign-in.js';
import { SignInThrottle } from './throttle.js';

export interface AccessOptions {
  readonly pool: Pool;
  readonly capture: Capture;
  readonly logger: Logger;
  /** Where people reach the product: links begin with it, and https makes the cookie `Secure` and `__Host-`. */
  readonly publicUrl: string;
}

/** Who may come in, and how: everything of this folder that a running server needs. */
export class Access implements AsyncDisposable {
  readonly signIn: SignIn;
  readonly invitations: Invitations;
  readonly people: People;
  readonly apiKeys: ApiKeys;
  readonly organizationSettings: OrganizationSettings;
  readonly embedTokens: EmbedTokens;
  readonly query: Query;
  readonly deviceCookie: DeviceCookie;
  /** Counts what the throttle refuses, and tells it in the log. */
  readonly refusals: Refusals;
  readonly allowances: Allowances;
  readonly #throttle: SignInThrottle;
  readonly #pool: Pool;
  readonly #capture: Capture;

  private constructor(
    readonly authenticator: Authenticator,
    readonly cookie: SessionCookie,
    { pool, capture, logger, publicUrl }: AccessOptions,
  ) {
    this.query = onPool(pool);
    this.#pool = pool;
    this.#capture = capture;
    this.deviceCookie = new DeviceCookie(publicUrl);
    this.refusals = new Refusals(this.query, capture, logger);
    this.#throttle = new SignInThrottle(pool, logger);
    this.allowances = new Allowances(pool);
    this.signIn = new SignIn(this.query, capture, this.#throttle, this.refusals, this.allowances);
    this.invitations = new Invitations(this.query, capture, publicUrl);
    this.people = new People(capture, authenticator);
    this.apiKeys = new ApiKeys(this.query, capture, authenticator);
    this.organizationSettings = new OrganizationSettings(capture);
    this.embedTokens = new EmbedTokens(this.query, publicUrl);
  }

  /** Hears revocations before it returns. Rejects where the database cannot be reached. */
  static async open(options: AccessOptions): Promise<Access> {
    const cookie = new SessionCookie(options.publicUrl);
    return new Access(await Authenticator.open(options.pool, cookie, options.logger), cookie, options);
  }

  /**
   * At the first start makes organization, administrator and key; see first-administrator.ts.
   * @returns a one-time sign-in link while there is no other way in, else null
   */
  async ensureFirstAdministrator(config: FirstAdministrator): Promise<{ link: string | null }> {
    return { link: await ensureFirstAdministrator(this.#pool, this.#capture, config) };
  }

  /** Ends the principal's session at once, its sockets included. An API key has none, so nothing happens. */
  async signOut({ actor, sessionId }: Principal, acting: ActingOptions): Promise<void> {
    if (sessionId === undefined) return;
    await this.#capture.actingAs(actor, acting, (tx) => endSession(tx, this.#capture, sessionId));
    this.authenticator.revoke({ kind: 'session', id: sessionId });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.refusals[Symbol.dispose]();
    this.#throttle[Symbol.dispose]();
    await this.authenticator[Symbol.asyncDispose]();
  }
}
