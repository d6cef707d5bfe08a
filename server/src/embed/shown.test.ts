import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BareSocket } from '../testing/bare-socket.js';
import { bearing, makeToken, PAGE } from '../testing/embed.js';
import { storedEntries } from '../testing/notes.js';
import { ADMIN_KEY, startProduct, type TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { untilSearchable } from '../testing/waiting.js';
import { foundOrganization } from '../testing/walk-fixture.js';
import { makeProject, makeTestCase } from '../testing/workspace.js';

const WATCH = `subscription ($filter: AuditLogFilterInput, $after: String) { auditLogsAdded(filter: $filter, after: $after) { edges { node { eventType entity { name } } } caughtUp } }`;

interface Found {
  readonly id: string;
  readonly eventType: string;
  readonly entity: { readonly name: string | null } | null;
  readonly project: { readonly id: string } | null;
}

/** All pages, as the client sees them. */
async function pages(client: TestClient, filter: Record<string, unknown> = {}): Promise<Found[]> {
  interface Page {
    auditLogs: { edges: { node: Found }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }
  const found: Found[] = [];
  for (let after: string | null = null; ;) {
    const { auditLogs }: Page = await client.data<Page>(PAGE, { filter, after });
    found.push(...auditLogs.edges.map(({ node }) => node));
    if (!auditLogs.pageInfo.hasNextPage) return found;
    after = auditLogs.pageInfo.endCursor;
  }
}

const namesOf = (entries: readonly Found[]) => entries.map(({ entity }) => entity?.name);

describe('What an embed token shows', () => {
  let product: TestProduct;
  let admin: TestClient;
  let key: TestClient;
  let shown: string;
  let hidden: string;
  let all: Found[];

  beforeAll(async () => {
    product = await startProduct();
    admin = await product.administrator();
    key = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
    [shown, hidden] = [await makeProject(admin, 'Shown project'), await makeProject(admin, 'Hidden project')];
    for (const n of [1, 2, 3, 4]) {
      await makeTestCase(admin, { projectId: shown, title: `Shown ${n}` });
      await makeTestCase(admin, { projectId: hidden, title: `Hidden ${n}` });
    }
    await product.member('hilda@example.com');
    const theirs = await foundOrganization(product, 'southwind');
    await makeProject(theirs, 'Their project');
    await untilSearchable(product.db);
    all = await pages(admin);
  });
  afterAll(() => product[Symbol.asyncDispose]());

  test('is what its filter lets through of what is asked for, in its own organization', async () => {
    const viewer = bearing(product, (await makeToken(key, { filter: { projectIds: [shown] } })).token);
    expect(namesOf(await pages(viewer))).toEqual(['Shown 4', 'Shown 3', 'Shown 2', 'Shown 1', 'Shown project']);
    expect(namesOf(await pages(viewer, { eventTypes: ['PROJECT'] }))).toEqual(['Shown project']);
    expect(await pages(viewer, { projectIds: [hidden] })).toEqual([]);
    expect(await pages(viewer, { projectIds: [hidden], withoutProject: true })).toEqual([]);
    const narrow = bearing(product, (await makeToken(key, { filter: { projectIds: [shown], search: '2' } })).token);
    expect(namesOf(await pages(narrow, { search: 'shown' }))).toEqual(['Shown 2']);
    const { auditLogCount } = await viewer.data<{ auditLogCount: unknown }>('{ auditLogCount { value accuracy } }');
    expect(auditLogCount).toEqual({ value: 5, accuracy: 'EXACT' });
  });

  test('ends with the times of its filter', async () => {
    const [second] = (await admin.data<{ auditLogs: { edges: { node: { time: string } }[] } }>('{ auditLogs(filter: {search: "shown 2", eventTypes: ["TEST_CASE"]}) { edges { node { time } } } }')).auditLogs.edges;
    const from = second?.node.time;
    const since = bearing(product, (await makeToken(key, { filter: { projectIds: [shown], from } })).token);
    expect(namesOf(await pages(since, { from: '2000-01-01T00:00:00Z' }))).toEqual(['Shown 4', 'Shown 3', 'Shown 2']);
    const until = bearing(product, (await makeToken(key, { filter: { projectIds: [shown], to: from } })).token);
    expect(namesOf(await pages(until, { to: '2999-01-01T00:00:00Z' }))).toEqual(['Shown 1', 'Shown project']);
  });

  test('leaves every other entry as one that never was, whatever is tried to reach it', async () => {
    const viewer = bearing(product, (await makeToken(key, { filter: { projectIds: [shown] } })).token);
    const entry = async (id: string) => (await viewer.data<{ auditLog: { id: string } | null }>('query ($id: ID!) { auditLog(id: $id) { id } }', { id })).auditLog;
    for (const { id, project } of all) expect((await entry(id))?.id, id).toBe(project?.id === shown ? id : undefined);
    expect(await entry('01a20f41-eea4-7937-9366-a5fc3563a694')).toBeNull();

    // A cursor of the administrator's, beside what is hidden, opens nothing of it.
    const { auditLogs } = await admin.data<{ auditLogs: { edges: { cursor: string }[] } }>('{ auditLogs(first: 200) { edges { cursor } } }');
    for (const { cursor } of auditLogs.edges) {
      const page = await viewer.data<{ auditLogs: { edges: { node: Found }[] } }>(PAGE, { after: cursor });
      for (const { node } of page.auditLogs.edges) expect(node.project?.id).toBe(shown);
    }
  });

  test('is all that options, facets and bars tell of', async () => {
    const viewer = bearing(product, (await makeToken(key, { filter: { projectIds: [shown], eventTypes: ['TEST_CASE'] } })).token);
    const answer = JSON.stringify(
      await viewer.data(`{
        types: auditLogFilterOptions(field: EVENT_TYPE) { value name } actions: auditLogFilterOptions(field: ACTION) { value }
        users: auditLogFilterOptions(field: USER) { value name } projects: auditLogFilterOptions(field: PROJECT) { value name }
        found: auditLogFilterOptions(field: PROJECT, search: "hidden") { value }
        facets: auditLogFacets(filter: {projectIds: ["${hidden}"]}) { eventTypes { option { value } } actions { option { value } } users { option { name } } projects { option { name } count { value } } }
        auditLogHistogram { count { value } actions { action } }
      }`),
    );
    expect(answer).toContain('Shown project');
    expect(answer).not.toMatch(/hidden|hilda|sign_in|USER"|Their|invite/i);
    expect(answer).not.toContain(hidden);
  });

  test('comes live, and nothing else does', async () => {
    const { token } = await makeToken(key, { filter: { projectIds: [shown] } });
    using socket = await BareSocket.begin(product.url, token);
    // What one part has is no answer for another that asks the same.
    using others = await BareSocket.begin(product.url, (await makeToken(key, { filter: { projectIds: [hidden] } })).token);
    others.subscribe('live', WATCH);
    await others.nextOf('live');
    const batch = async (): Promise<{ edges: { node: Found }[] }> => {
      const message = await socket.nextOf('live');
      return (message as { payload: { data: { auditLogsAdded: { edges: { node: Found }[] } } } }).payload.data.auditLogsAdded;
    };
    socket.subscribe('live', WATCH);
    expect((await batch()).edges).toEqual([]);
    await makeTestCase(admin, { projectId: hidden, title: 'Hidden live' });
    await makeTestCase(admin, { projectId: shown, title: 'Shown live' });
    let got: Found[] = [];
    while (got.length === 0) got = (await batch()).edges.map(({ node }) => node);
    expect(namesOf(got)).toEqual(['Shown live']);

    socket.subscribe('asked', WATCH, { variables: { filter: { projectIds: [hidden] }, after: (await tailCursor()) } });
    const asked = (await socket.nextOf('asked')) as { payload: { data: { auditLogsAdded: { edges: unknown[] } } } };
    expect(asked.payload.data.auditLogsAdded.edges).toEqual([]);
  });

  /** Before the first entry of the log. */
  async function tailCursor(): Promise<string> {
    const { rows } = await product.db.owner.query<{ organization: number }>(`SELECT organization FROM account.person WHERE email = 'ada@example.com'`);
    return product.services.query.cursors.tail(rows[0]?.organization ?? 0, { sequence: 0, leaf: Buffer.alloc(8) });
  }

  test('is recorded once as a view by the key, with whom it was for and what it shows', async () => {
    const filter = { projectIds: [shown] };
    const { token } = await makeToken(key, { filter, viewer: 'Customer 42' });
    const viewer = bearing(product, token);
    await viewer.data(PAGE, {}, { 'view-id': randomUUID(), 'view-filter': 'type=TEST_CASE' });
    await viewer.data(PAGE, {}, { 'view-id': randomUUID() });
    const views = (await storedEntries(product.db)).filter(({ action, changes }) => action === 'view' && JSON.stringify(changes).includes('Customer 42'));
    expect(views).toMatchObject([
      {
        event_type: 'AUDIT_LOG',
        changes: [
          { field: 'used', new: 'embed' },
          { field: 'viewer', new: 'Customer 42' },
          { field: 'shows', new: filter },
          { field: 'filter', new: { eventTypes: ['TEST_CASE'] } },
        ],
      },
    ]);
  });
});

