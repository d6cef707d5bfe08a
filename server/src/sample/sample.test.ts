import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOrganization } from '../access/first-administrator.js';
import { startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { makeProject } from '../testing/workspace.js';

const CREATE = 'mutation { createSampleWorkspace { changes projects testCases people } }';

interface Made {
  createSampleWorkspace: { changes: number; projects: number; testCases: number; people: number };
}

interface Node {
  eventType: string;
  action: string;
  user: { id: string; kind: string };
  source: { via: string } | null;
}

async function entries(client: TestClient): Promise<Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { auditLogs }: { auditLogs: { edges: { node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await client.data(
        `query ($after: String) { auditLogs(first: 200, after: $after) {
           edges { node { eventType action user { id kind } source { via } } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
    all.push(...auditLogs.edges.map(({ node }) => node));
    more = auditLogs.pageInfo.hasNextPage;
    after = auditLogs.pageInfo.endCursor;
  }
  return all;
}

describe('in an empty account', { timeout: 300_000 }, () => {
  let product: TestProduct;
  let admin: TestClient;
  beforeAll(async () => {
    product = await startProduct();
    admin = await product.administrator();
  });
  afterAll(() => product[Symbol.asyncDispose]());

  test('Several people make a few hundred changes of every kind, once, though it is asked for twice at once', async () => {
    const before = await entries(admin);
    const answers = await Promise.all([admin.ask<Made>(CREATE), admin.ask<Made>(CREATE)]);
    const codes = answers.map(({ errors }) => errors[0]?.extensions?.code ?? 'made').toSorted();
    expect(codes).toEqual(['CONFLICT', 'made']);

    const made = answers.find(({ errors }) => errors.length === 0)?.data?.createSampleWorkspace;
    expect(made).toMatchObject({ projects: 3, people: 5 });
    expect(made?.testCases).toBeGreaterThanOrEqual(60);
    expect(made?.changes).toBeGreaterThan(250);
    const all = (await entries(admin)).slice(0, -before.length);
    const kinds = new Set(all.map(({ eventType, action }) => `${eventType} ${action}`));
    for (const kind of [
      'PROJECT create', 'PROJECT update', 'PROJECT delete', 'FOLDER create', 'FOLDER update', 'FOLDER move', 'FOLDER delete',
      'TEST_CASE create', 'TEST_CASE update', 'TEST_CASE move', 'TEST_CASE clone', 'TEST_CASE delete', 'USER invite', 'USER accept',
      'USER update', 'USER remove', 'API_KEY create', 'API_KEY revoke', 'AUTHENTICATION sign_in', 'AUTHENTICATION sign_out',
      'AUTHENTICATION sign_in_failed',
    ]) expect(kinds).toContain(kind);
    expect(new Set(all.filter(({ user }) => user.kind === 'USER').map(({ user }) => user.id)).size).toBeGreaterThanOrEqual(6);
    expect(all.some(({ user }) => user.kind === 'API_KEY')).toBe(true);
    // What people of flesh and blood did says so, and this does not.
    expect(new Set(all.map(({ source }) => source?.via))).toEqual(new Set(['system']));
  });

  test('Nobody whom it brought in can come in or change anything', async () => {
    const { users, apiKeys } = await admin.data<{ users: { email: string; role: string }[]; apiKeys: { name: string }[] }>(
      '{ users { email role } apiKeys { name } }',
    );
    const people = users.filter(({ email }) => email.endsWith('@northwind.example'));
    expect(people.map(({ role }) => role)).toEqual(['READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY', 'READ_ONLY']);
    expect(apiKeys.map(({ name }) => name)).toEqual(['Admin key']);
    const { rows } = await product.db.owner.query(
      `SELECT FROM account.session s JOIN account.person p ON p.id = s.person_id WHERE p.email LIKE '%@northwind.example'`,
    );
    expect(rows).toEqual([]);
  });

  test('It is gone with its projects and users, and can be made again then', async () => {
    const { projects } = await admin.data<{ projects: { id: string }[] }>('{ projects { id } }');
    for (const { id } of projects) await admin.data('mutation ($id: ID!) { deleteProject(id: $id) { id } }', { id });
    expect(await admin.refusal(CREATE)).toEqual({
      code: 'CONFLICT',
      message: 'People of an earlier sample workspace are still there: remove the users at northwind.example first.',
    });
    const { users } = await admin.data<{ users: { id: string; email: string }[] }>('{ users { id email } }');
    for (const { id } of users.filter(({ email }) => email.endsWith('@northwind.example'))) {
      await admin.data('mutation ($id: ID!) { removeUser(id: $id) { id } }', { id });
    }
    expect((await admin.data<Made>(CREATE)).createSampleWorkspace.projects).toBe(3);
  });
});

test('An account with a project is left as it is', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await makeProject(admin, 'Own');
  const before = await entries(admin);

  expect(await admin.refusal(CREATE)).toEqual({
    code: 'CONFLICT',
    message: 'The account has projects: a sample workspace is made in an empty one alone.',
  });
  expect(await entries(admin)).toEqual(before);
});

test('Where it breaks off it says how far it came', async () => {
  await using product = await startProduct();
  const { services, db } = product;
  // Somebody of another organization has an address that the sample gives.
  await createOrganization(db.database.pool, services.capture, 'http://localhost', {
    name: 'Southwind',
    adminEmail: 'priya.nair@northwind.example',
  });
  expect(await (await product.administrator()).refusal(CREATE)).toEqual({
    code: 'CONFLICT',
    message: 'The sample workspace broke off after 4 changes, which remain: priya.nair@northwind.example has an account already.',
  });
});
