import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { postgresVersions } from '../testing/postgres.js';
import { ADMIN_KEY } from '../testing/product.js';
import { Program, unusedPort } from '../testing/programs.js';
import { TestClient } from '../testing/test-client.js';
import { CREATE_PROJECT } from '../testing/workspace.js';
import { prepareDatabase, refuseOldServer } from './prepare.js';

/** Too long for a name, so that no name server is asked: one that does not answer would be waited for. */
const NOWHERE = `${'nowhere'.repeat(10)}.invalid`;

describe.each(postgresVersions)("an operator's own Postgres %i", (version) => {
  /** Begins the names of roles and databases here: both belong to the whole cluster. */
  const prefix = `own_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  /** A database that is refused again and again, and stays empty. */
  const name = `${prefix}_empty`;
  let roles = 0;

  beforeAll(() => asSuperuser(`CREATE DATABASE ${name}`));
  afterAll(async () => {
    const databases = await asSuperuser(`SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%'`);
    for (const { datname } of databases.rows) await asSuperuser(`DROP DATABASE ${datname} WITH (FORCE)`);
    const made = await asSuperuser(`SELECT rolname FROM pg_roles WHERE rolname LIKE '${prefix}%'`);
    if (made.rows.length > 0) await asSuperuser(`DROP ROLE ${made.rows.map(({ rolname }) => rolname).join(', ')}`);
  });

  async function asSuperuser(statement: string, database = 'postgres'): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: url('postgres', database) });
    await client.connect();
    try {
      return await client.query(statement);
    } finally {
      await client.end();
    }
  }

  /** Of a role of the cluster, whose password is "pw" unless it is the superuser. */
  function url(role: string, database: string, password = 'pw'): string {
    const made = new URL(inject('clusters')[version]);
    made.pathname = `/${database}`;
    if (role !== 'postgres') [made.username, made.password] = [role, password];
    return made.href;
  }

  const role = async (more = '') => {
    const made = `${prefix}_role_${(roles += 1)}`;
    await asSuperuser(`CREATE ROLE ${made} LOGIN PASSWORD 'pw' ${more}`);
    return made;
  };
  const database = async (owner: string) => {
    const made = `${prefix}_of_${owner.slice(-2)}`;
    await asSuperuser(`CREATE DATABASE ${made} OWNER ${owner}`);
    return made;
  };
  const prepare = (ownerUrl: string, appUrl: string) => prepareDatabase({ ownerUrl, appUrl, appGiven: true, onApplied: () => undefined });
  const refusal = (ownerUrl: string, appUrl: string) =>
    prepare(ownerUrl, appUrl).then(
      () => 'accepted',
      (error: Error) => error.message,
    );

  it('is told to whoever starts the server in SQL that works when it is run: the role, its rights, and then the product', async () => {
    const owner = await role();
    const own = await database('postgres');
    const app = `${prefix}_app`;
    const appUrl = url(app, own, 'chosen');
    /** Runs the SQL in what the server said, as an administrator of the database would. */
    const obey = async (output: string) => {
      const statements = output.split('\n').filter((line) => line.startsWith('  '));
      for (const statement of statements) await asSuperuser(statement.replace("PASSWORD 'PASSWORD'", "PASSWORD 'chosen'"), own);
      return statements;
    };

    const first = await refusal(url(owner, own), appUrl);
    expect(first).toMatch(/^The role .* of DATABASE_URL may not make schemas and tables in the database /);
    expect(await obey(first)).toHaveLength(2);

    const second = await refusal(url(owner, own), appUrl);
    expect(second).toMatch(/^The role of DATABASE_URL may not create roles\. Have an administrator .* run/);
    expect(await obey(second)).toEqual([`  CREATE ROLE "${app}" LOGIN PASSWORD 'PASSWORD';`, `  GRANT CONNECT ON DATABASE "${own}" TO "${app}";`]);
    const told = /^and set DATABASE_APP_URL=(.*)$/m.exec(second)?.[1]?.replace('PASSWORD', 'chosen') ?? '';

    const port = await unusedPort();
    await using third = Program.start('main.js', [], {
      DATABASE_URL: url(owner, own),
      DATABASE_APP_URL: told,
      PORT: String(port),
      ADMIN_EMAIL: 'ada@example.com',
      ADMIN_API_KEY: ADMIN_KEY,
    });
    await third.said(/ready: /);
    const key = new TestClient(`http://127.0.0.1:${port}/graphql`, { authorization: `Bearer ${ADMIN_KEY}` });
    await key.data(CREATE_PROJECT, { input: { name: 'Own' } });
    const page = await key.data<{ auditLogs: { edges: unknown[] } }>('{ auditLogs(filter: { eventTypes: ["PROJECT"] }) { edges { node { id } } } }');
    expect(page.auditLogs.edges).toHaveLength(1);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    expect(third.output).not.toContain('"level":50');
  });

  it.each([
    ['a wrong password', (r: string) => url(r, name, 'wrong'), /^The database refuses the password of the role .*: correct DATABASE_URL\.$/],
    ['a database that is not there', (r: string) => url(r, 'not_there'), /^There is no database not_there on this server: run CREATE DATABASE "not_there", or correct DATABASE_URL\.$/],
    ['TLS where the server has none', (r: string) => `${url(r, name)}?sslmode=verify-full`, /^The database speaks no TLS: take sslmode out of DATABASE_URL, or switch on ssl in the server\.$/],
    ['a certificate file that is not there', (r: string) => `${url(r, name)}?sslmode=verify-full&sslrootcert=/not/there.pem`, /^A file that DATABASE_URL names cannot be read \(ENOENT: .*\)\.$/],
    ['a host that is not there', () => `postgres://u:p@${NOWHERE}/x`, /^The database cannot be reached \(.*nowhere.*\.invalid.*\): check DATABASE_URL, and that its server runs\.$/],
  ])('is asked for in a sentence in case of %s', async (_, wrong, sentence) => {
    const owner = await role();
    expect(await refusal(wrong(owner), url(`${prefix}_none`, name))).toMatch(sentence);
  });

  it('leaves a role as it is that DATABASE_APP_URL names with another password', async () => {
    const app = await role();
    expect(await refusal(url('postgres', name), url(app, name, 'other'))).toMatch(/^The role .* of DATABASE_APP_URL is there and cannot sign in: its password is another one/);
    const client = new pg.Client({ connectionString: url(app, name) });
    await client.connect();
    await client.end();
  });

  it('does not take the role of another installation, which another owner’s password made, away from it', async () => {
    const owners = await Promise.all([role(), role()]);
    const [first, second] = [await database(owners[0]!), await database(owners[1]!)];
    const app = `${prefix}_shared`;
    const derived = (own: string, password: string) => prepareDatabase({ ownerUrl: url('postgres', own), appUrl: url(app, own, password), appGiven: false, onApplied: () => undefined });
    await derived(first, 'one');
    const message = await derived(second, 'other').then(() => 'accepted', (error: Error) => error.message);
    expect(message).toMatch(new RegExp(`^The role ${app} works for the database ${first} of this server, .*: each needs a role of its own\\. Have an administrator`));
    expect(message).toContain(`  CREATE ROLE "${`${app}_${second}`.slice(0, 63)}" LOGIN PASSWORD 'PASSWORD';\n`);
    await derived(first, 'one');
    // Of the installation itself the owner's password may change.
    await derived(first, 'changed');
  });

  it.each([
    ['a superuser', 'SUPERUSER', /is a superuser or has BYPASSRLS/],
    ['one that passes by row-level security', 'BYPASSRLS', /is a superuser or has BYPASSRLS/],
    ['a member of the owner', 'IN ROLE owner', /owns the tables, or is a member of the role that does: .* Give it a role of its own, without rights\.$/],
    ['one that writes everything', 'IN ROLE pg_write_all_data', /is a member of pg_read_all_data or pg_write_all_data/],
  ])('is not worked with as %s', async (_, power, sentence) => {
    const owner = await role();
    await asSuperuser(`ALTER DATABASE ${name} OWNER TO ${owner}`);
    const app = await role(power.replace('owner', owner));
    const message = await refusal(url(owner, name), url(app, name));
    expect(message).toMatch(/^The role .* of DATABASE_APP_URL /);
    expect(message).toMatch(sentence);
    expect((await asSuperuser(`SELECT to_regnamespace('audit') AS made`, name)).rows).toEqual([{ made: null }]);
  });

  it('is not worked with as its owner, nor as the owner of what an earlier start made', async () => {
    const owner = await role();
    const own = await database(owner);
    expect(await refusal(url(owner, own), url(owner, own))).toMatch(/owns the tables/);
    await prepare(url(owner, own), url(await role(), own));
    expect(await refusal(url('postgres', own), url(owner, own))).toMatch(/owns the tables/);
  });

  it('holds text of every script', async () => {
    const own = `${prefix}_ascii`;
    await asSuperuser(`CREATE DATABASE ${own} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`);
    expect(await refusal(url('postgres', own), url(await role(), own))).toMatch(/^The database .*_ascii has the encoding SQL_ASCII: set DATABASE_URL to one made by CREATE DATABASE … ENCODING 'UTF8'/);
  });

  it('is one database, by two roles', async () => {
    const app = await role();
    expect(await refusal(url('postgres', name), url(app, 'postgres'))).toBe('DATABASE_APP_URL and DATABASE_URL lead to different databases: they must name the same one, by two roles.');
  });
});

describe('a Postgres that is too old', () => {
  // No server of that age is installed with the tests; the answer is the one that a 14.23 gives.
  const answering = (number: number, name: string) => ({ query: async () => ({ rows: [{ number, name }] }) }) as unknown as pg.Client;

  it('is refused in a sentence that says what works', async () => {
    await expect(refuseOldServer(answering(140_023, '14.23'))).rejects.toThrow(
      'The database of DATABASE_URL is PostgreSQL 14.23, older than 15, the oldest that works: upgrade it, or set DATABASE_URL to a newer one.',
    );
    await expect(refuseOldServer(answering(150_000, '15.0'))).resolves.toBeUndefined();
  });
});
