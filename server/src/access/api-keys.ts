import { SCOPES, isPermitted, permissionsOf } from '@audit-log/shared/permission';
import type { Scope } from '@audit-log/shared/permission';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { ProductError } from '../errors.js';
import { apiKeyNotFound, generateKey, insertApiKey, listApiKeys, revokeApiKey } from './api-key.js';
import type { ApiKey } from './api-key.js';
import type { Authenticator } from './authenticator.js';
import { asId } from './id.js';
import { keepAdministrator } from './person.js';
import type { Principal } from './principal.js';
import type { Query } from './rows.js';
import { within } from './rows.js';
import { checkName } from './text.js';

/** The most characters of a key's name. */
const MAX_NAME = 200;

/** The keys of an organization. Every change is recorded in its own transaction, a key's own text never. */
export class ApiKeys {
  constructor(
    private readonly query: Query,
    private readonly capture: Capture,
    private readonly authenticator: Authenticator,
  ) {}

  /** Those that have not been revoked, also those that have expired, by name. */
  list(organization: number): Promise<ApiKey[]> {
    return listApiKeys(this.query, organization);
  }

  /**
   * Makes a key; only what this returns holds its text.
   * @param input `expiresAt` in the log's form; null: never
   * @throws ProductError BAD_USER_INPUT, FORBIDDEN when a scope permits what the maker may not do
   */
  async create(
    principal: Principal,
    input: { readonly name: string; readonly scopes: readonly string[]; readonly expiresAt: string | null },
    acting: ActingOptions,
  ): Promise<{ readonly apiKey: ApiKey; readonly key: string }> {
    const name = checkName('name', input.name, MAX_NAME);
    const scopes = checkScopes(input.scopes);
    const { expiresAt } = input;
    if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) {
      throw badInput('expiresAt has passed already: choose a time in the future, or none.');
    }
    checkGrantable(principal, scopes);
    const { actor } = principal;
    const key = generateKey();
    const apiKey = await this.capture.actingAs(actor, acting, async (tx) => {
      const query = within(tx);
      const creatorId = actor.kind === 'USER' ? actor.id : null;
      // A key goes on when its maker is gone: whoever lost the right meanwhile leaves none behind.
      if (creatorId !== null) await keepAdministrator(query, creatorId);
      return insertApiKey(query, {
        organization: actor.organization,
        name,
        scopes,
        creatorId,
        expiresAt,
        key,
      });
    });
    return { apiKey, key };
  }

  /** Ends a key for good, its sockets included. @throws ProductError NOT_FOUND, also for one that has been revoked */
  async revoke(actor: Actor, id: string, acting: ActingOptions): Promise<ApiKey> {
    const keyId = asId(id);
    if (keyId === null) throw apiKeyNotFound();
    const revoked = await this.capture.actingAs(actor, { ...acting, action: 'revoke' }, (tx) =>
      revokeApiKey(within(tx), actor.organization, keyId),
    );
    this.authenticator.revoke({ kind: 'api_key', id: keyId });
    return revoked;
  }
}

/** The scopes in the order of the table, each once. @throws ProductError BAD_USER_INPUT */
function checkScopes(scopes: readonly string[]): readonly Scope[] {
  const unknown = scopes.find((scope) => !SCOPES.some((known) => known === scope));
  if (unknown !== undefined) {
    throw badInput(`scopes holds ${JSON.stringify(unknown)}: take some of ${SCOPES.join(', ')}.`);
  }
  if (scopes.length === 0) throw badInput(`scopes is empty: take at least one of ${SCOPES.join(', ')}.`);
  return SCOPES.filter((scope) => scopes.includes(scope));
}

/** Nobody makes a key that may do what they may not do themselves. @throws ProductError FORBIDDEN */
function checkGrantable(principal: Principal, scopes: readonly Scope[]): void {
  const beyond = scopes.filter((scope) =>
    permissionsOf({ role: null, scopes: [scope] }).some((permission) => !isPermitted(principal, permission)),
  );
  if (beyond.length === 0) return;
  throw new ProductError(
    'FORBIDDEN',
    `A key cannot be given more than its maker has: leave out ${beyond.join(', ')}.`,
  );
}

function badInput(message: string): ProductError {
  return new ProductError('BAD_USER_INPUT', message);
}
