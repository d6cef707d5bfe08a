import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scope } from '@audit-log/shared/permission';
import { insertApiKey } from '../access/api-key.js';
import { within } from '../access/rows.js';
import { readConfig } from '../config.js';
import { openServices } from '../context.js';
import type { Services } from '../context.js';
import { exportRoute } from '../export/export.route.js';
import { createRoute } from '../graphql/edge.js';
import { createGraphQLHandler } from '../graphql/http-handler.js';
import { USUAL_SOCKET_LIMITS } from '../graphql/socket.js';
import type { SocketLimits } from '../graphql/socket.js';
import { scopeOf, withinScope } from '../request-scope.js';
import { createTestDatabase, usualVersion } from './postgres.js';
import type { PostgresVersion, TestDatabase } from './postgres.js';
import { TestClient } from './test-client.js';

export const ADMIN = { email: 'ada@example.com', password: 'correct horse battery' } as const;
export const ADMIN_KEY = 'key-of-the-first-administrator-0123456789';

/** The whole server on a database of one test's own, without the page. */
export interface TestProduct extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly services: Services;
  /** Of /graphql. */
  readonly url: string;
  /** Somebody who has sent nothing yet. */
  client(headers?: Readonly<Record<string, string>>): TestClient;
  /** Somebody who is signed in as the first administrator. */
  administrator(): Promise<TestClient>;
  /** Invites somebody and accepts for them. */
  member(email: string, role?: 'ADMIN' | 'READ_ONLY'): Promise<TestClient>;
  /** Makes a key of the first administrator's; returns its id. */
  addKey(key: string, scopes: readonly Scope[]): Promise<string>;
}

export interface ProductOptions {
  /** Settings of the environment, over those that make the first administrator `ADMIN` with the key `ADMIN_KEY`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A database that the test disposes of itself; without one the product makes its own. */
  readonly db?: TestDatabase;
  /** Of the database that the product makes; default `usualVersion`. */
  readonly version?: PostgresVersion;
  /** Of its sockets, over the usual ones. */
  readonly socketLimits?: Partial<SocketLimits>;
}

/** `await using product = await startProduct()` stops it at the end of the block. */
export async function startProduct({
  environment = {},
  db: givenDb,
  version = usualVersion,
  socketLimits = {},
}: ProductOptions = {}): Promise<TestProduct> {
  const resources = new AsyncDisposableStack();
  const db = givenDb ?? resources.use(await createTestDatabase({ version }));
  const config = readConfig({
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ADMIN_API_KEY: ADMIN_KEY,
    ...environment,
  });
  const services = resources.use(await openServices(config, db.appUrl));
  await services.access.ensureFirstAdministrator(config);
  const handler = await createGraphQLHandler(services, { ...USUAL_SOCKET_LIMITS, ...socketLimits });
  const exporting = createRoute(services, exportRoute);
  const server = createServer(
    (request, response) =>
      void withinScope(scopeOf(request), () =>
        request.url?.startsWith('/export') ? exporting(request, response) : handler.request(request, response),
      ),
  );
  server.on('upgrade', (request, socket, head) => handler.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  resources.defer(async () => {
    // The server waits for its sockets, which the handler closes.
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await handler[Symbol.asyncDispose]();
    await closed;
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;

  const client = (headers: Readonly<Record<string, string>> = {}) => new TestClient(url, headers);
  const administrator = async () => {
    const admin = client();
    await admin.data(
      'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }',
      ADMIN,
    );
    return admin;
  };
  return {
    db,
    services,
    url,
    client,
    administrator,
    async member(email, role = 'ADMIN') {
      const key = client({ authorization: `Bearer ${ADMIN_KEY}` });
      const invited = await key.data<{ inviteUser: { link: string } }>(
        'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { link } }',
        { input: { email, role } },
      );
      const token = new URL(invited.inviteUser.link).searchParams.get('token');
      const member = client();
      await member.data(
        'mutation ($token: String!, $name: String!) { acceptInvite(token: $token, name: $name, password: "correct horse") { role } }',
        { token, name: email.split('@')[0] },
      );
      return member;
    },
    async addKey(key, scopes) {
      const { rows } = await db.owner.query<{ id: string; organization: number }>(
        'SELECT id, organization FROM account.person ORDER BY invited_at LIMIT 1',
      );
      const { id, organization } = rows[0]!;
      const actor = { organization, kind: 'USER', id, name: null } as const;
      const name = scopes.join(' ');
      const made = await services.capture.actingAs(
        actor,
        { source: { ip: null, userAgent: null, via: 'web' } },
        (tx) =>
          insertApiKey(within(tx), { organization, name, scopes, creatorId: id, expiresAt: null, key }),
      );
      return made.id;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
