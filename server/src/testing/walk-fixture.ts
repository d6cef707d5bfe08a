import { createOrganization } from '../access/first-administrator.js';
import type { Scope } from '@audit-log/shared/permission';
import { SCOPES } from '@audit-log/shared/permission';
import type { TestProduct } from './product.js';
import type { TestClient } from './test-client.js';
import { untilSearchable } from './waiting.js';
import { makeFolder, makeProject, makeTestCase } from './workspace.js';

/** What an organization has that others might ask for. */
export const KINDS = [
  'project',
  'folder',
  'testCase',
  'user',
  'invited',
  'apiKey',
  'savedView',
  'entry',
  'operation',
  'pageCursor',
  'tailCursor',
] as const;
export type Kind = (typeof KINDS)[number];

/** One organization with something of every kind. */
export interface WalkOrganization {
  /** In every name that it gives: what others must never read. */
  readonly mark: string;
  readonly administrator: TestClient;
  readonly ids: Readonly<Record<Kind, string>>;
  /** A key with these scopes. */
  key(scopes: readonly Scope[]): Promise<{ id: string; client: TestClient }>;
}

interface Ids {
  readonly users: readonly { id: string; email: string }[];
  readonly apiKeys: readonly { id: string }[];
  readonly auditLogs: {
    readonly tailCursor: string;
    readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string; readonly operationId: string | null } }[];
  };
}

/** Fills the organization of an administrator. */
export async function fillOrganization(product: TestProduct, administrator: TestClient, mark: string): Promise<WalkOrganization> {
  const project = await makeProject(administrator, `${mark} project`);
  const folder = await makeFolder(administrator, project, `${mark} folder`);
  const testCase = await makeTestCase(administrator, { projectId: project, folderId: folder, title: `${mark} case` });
  await makeTestCase(administrator, { projectId: project, title: `${mark} other case` });
  const invite = (name: string) =>
    administrator.data<{ inviteUser: { user: { id: string } } }>(
      'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } } }',
      { input: { email: `${name}.${mark}@example.com`, name: `${mark} ${name}` } },
    );
  const invited = (await invite('invited')).inviteUser.user.id;
  const key = async (scopes: readonly Scope[]) => {
    const { createApiKey } = await administrator.data<{ createApiKey: { key: string; apiKey: { id: string } } }>(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }',
      { input: { name: `${mark} ${scopes.join(' ')}`, scopes } },
    );
    return { id: createApiKey.apiKey.id, client: product.client({ authorization: `Bearer ${createApiKey.key}` }) };
  };
  const apiKey = (await key(SCOPES)).id;
  const { createSavedView } = await administrator.data<{ createSavedView: { id: string } }>(
    'mutation ($input: CreateSavedViewInput!) { createSavedView(input: $input) { id } }',
    { input: { name: `${mark} view`, filter: 'range=30d', shared: true } },
  );
  await administrator.data('mutation ($id: ID) { setDefaultSavedView(id: $id) { id } }', { id: createSavedView.id });
  // Something that has an operation of its own, and is gone.
  const doomed = await makeFolder(administrator, project, `${mark} doomed`);
  await administrator.data('mutation ($id: ID!) { deleteFolder(id: $id) { id } }', { id: doomed });
  await untilNumbered(product);
  const found = await administrator.data<Ids>(
    `{ users { id email } apiKeys { id } auditLogs(first: 3) { tailCursor edges { cursor node { id operationId } } } }`,
  );
  const edge = found.auditLogs.edges.find(({ node }) => node.operationId !== null) ?? found.auditLogs.edges[0];
  const user = found.users.find(({ id }) => id !== invited);
  if (edge === undefined || user === undefined) throw new Error('the organization has no entries or nobody in it');
  return {
    mark,
    administrator,
    key,
    ids: {
      project,
      folder,
      testCase,
      user: user.id,
      invited,
      apiKey,
      savedView: createSavedView.id,
      entry: edge.node.id,
      operation: edge.node.operationId ?? '',
      pageCursor: edge.cursor,
      tailCursor: found.auditLogs.tailCursor,
    },
  };
}

/** Another organization of the installation, and its administrator. */
export async function foundOrganization(product: TestProduct, name: string): Promise<TestClient> {
  const { link } = await createOrganization(product.db.database.pool, product.services.capture, 'http://localhost', {
    name,
    adminEmail: `admin.${name}@example.com`,
  });
  const administrator = product.client();
  await administrator.data('mutation ($token: String!, $name: String!) { acceptInvite(token: $token, name: $name, password: "correct horse") { role } }', {
    token: new URL(link).searchParams.get('token'),
    name: `${name} admin`,
  });
  return administrator;
}

/** Nothing is under way: every entry has its number, and can be searched. */
export async function untilNumbered({ db }: TestProduct): Promise<void> {
  await untilSearchable(db);
}

/** What changes whatever comes of a request: when a key was last used, and where the numbering itself stands. */
const ALWAYS_CHANGES = ['account.api_key_use', 'audit.sequencer'];

/** A digest of the rows of each table, by its name. */
export async function snapshot({ db }: TestProduct): Promise<Map<string, string>> {
  const { rows: tables } = await db.owner.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  );
  const selects = tables
    .filter(({ name }) => !ALWAYS_CHANGES.includes(name))
    .map(({ name }) => `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) AS digest FROM ${name} t`);
  const { rows } = await db.owner.query<{ name: string; digest: string }>(selects.join(' UNION ALL '));
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}

/** The tables in which two snapshots differ. */
export function changedTables(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name)).toSorted();
}
