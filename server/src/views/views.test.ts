import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { ALLOWANCES } from '../access/allowance.js';
import { storedEntries, type StoredEntry } from '../testing/notes.js';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import { PATIENCE, untilBlocked, whileHolding } from '../testing/waiting.js';
import { Views, type Viewed } from './views.js';

const LIST = '{ auditLogs(first: 1) { tailCursor } }';
const FILTERED = 'query ($filter: AuditLogFilterInput) { auditLogs(filter: $filter, first: 1) { edges { node { eventType action } } } }';
const ALL_THREE = `{ auditLogs(first: 1) { tailCursor } auditLogFilterOptions(field: USER) { name } auditLog(id: "${randomUUID()}") { id } }`;
const withKey = { authorization: `Bearer ${ADMIN_KEY}` };

async function views(db: TestDatabase): Promise<StoredEntry[]> {
  return (await storedEntries(db)).filter(({ event_type, action }) => event_type === 'AUDIT_LOG' && action === 'view');
}

test('opening the page is recorded once, with what it was opened with, whatever is asked first and however often it is filtered', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const headers = { 'view-id': randomUUID().toUpperCase(), 'view-filter': 'type=TEST_CASE&-action=view&range=7d' };
  await Promise.all(Array.from({ length: 20 }, (_, i) => admin.data(i % 2 === 0 ? ALL_THREE : LIST, {}, headers)));
  await admin.data(FILTERED, { filter: { eventTypes: ['PROJECT'] } }, { ...headers, 'view-id': headers['view-id'].toLowerCase() });
  expect(await views(product.db)).toMatchObject([
    {
      actor: expect.stringMatching(/^[\da-f-]{36}$/),
      source: { via: 'web' },
      changes: [
        { field: 'used', old: null, new: 'page' },
        { field: 'filter', old: null, new: { eventTypes: ['TEST_CASE'], exclude: { actions: ['view'] }, range: '7d' } },
      ],
    },
  ]);
  // Opened again, in the same session.
  await admin.data(LIST, {}, { 'view-id': randomUUID() });
  expect((await views(product.db)).map(({ changes }) => changes)).toMatchObject([[{}, {}], [{ field: 'used', new: 'page' }]]);
});

test('a page session belongs to the session that opened it: the same id from somebody else is another view', async () => {
  await using product = await startProduct();
  const headers = { 'view-id': randomUUID() };
  for (const admin of [await product.administrator(), await product.administrator(), await product.member('bo@example.com')]) {
    await admin.data(LIST, {}, headers);
  }
  expect(await views(product.db)).toHaveLength(3);
});

test('a key is recorded once a day, and so is a session that names no page; the answer holds the entry already', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const first = await product.client(withKey).data(FILTERED, { filter: { eventTypes: ['AUDIT_LOG'] } });
  expect(first).toEqual({ auditLogs: { edges: [{ node: { eventType: 'AUDIT_LOG', action: 'view' } }] } });
  for (let i = 0; i < 3; i += 1) {
    await product.client(withKey).data(ALL_THREE, {}, { 'view-id': randomUUID() });
    await admin.data(LIST);
  }
  expect(await views(product.db)).toMatchObject([
    { source: { via: 'api' }, changes: [{ field: 'used', new: 'api' }, { field: 'filter', new: { eventTypes: ['AUDIT_LOG'] } }] },
    { source: { via: 'web' }, changes: [{ field: 'used', new: 'api' }] },
  ]);
});

test.each([
  ['a page', LIST, []],
  ['one entry', `{ auditLog(id: "00000000-0000-4000-8000-000000000001") { id } }`, [{ field: 'entry', new: '00000000-0000-4000-8000-000000000001' }]],
  ['what occurs in a field', '{ auditLogFilterOptions(field: USER) { name } }', [{ field: 'options', new: 'USER' }]],
  ['a count', '{ auditLogCount(filter: {actions: ["create"]}) { value } }', [{ field: 'filter', new: { actions: ['create'] } }]],
  ['a histogram', '{ auditLogHistogram { from } }', []],
  ['the counts of options', '{ auditLogFacets { users { count { value } } } }', []],
])('whoever asks for %s alone has viewed the log', async (_, question, told) => {
  await using product = await startProduct();
  await product.client(withKey).data(question);
  expect(await views(product.db)).toMatchObject([{ changes: [{ field: 'used', new: 'api' }, ...told] }]);
});

test('a subscription is recorded before its first batch, and again when it goes on into the next day', async () => {
  await using product = await startProduct();
  let now = Date.parse('2026-11-24T23:59:59.999Z');
  Object.assign(product.services, { views: new Views(product.services.capture, product.services.access.allowances, product.services.logger, () => now) });
  await product.addKey('a-key-that-reads-0123456789-0123456789', ['audit:read']);
  const client = createClient({
    url: product.url.replace('http:', 'ws:'),
    webSocketImpl: WebSocket,
    connectionParams: { apiKey: 'a-key-that-reads-0123456789-0123456789' },
    retryAttempts: 0,
  });
  const batches = client.iterate({ query: 'subscription { auditLogsAdded { cursor } }' });
  await batches.next();
  expect(await views(product.db)).toMatchObject([{ changes: [{ field: 'used', new: 'live' }], source: { via: 'api' } }]);
  now += 1;
  const next = batches.next();
  await (await product.administrator()).data('mutation { createProject(input: {name: "Wakes the subscription"}) { id } }');
  await next;
  // A batch may have been on its way before the day ended: the next one is recorded.
  await expect.poll(() => views(product.db), PATIENCE).toHaveLength(2);
  await client.dispose();
});

test('a page that only listens tells its session as it connects; one that is no UUID is told so as its socket is closed', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  class WithCookie extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers: { cookie: admin.cookie ?? '' } });
    }
  }
  const connect = (connectionParams: Record<string, unknown>) =>
    createClient({ url: product.url.replace('http:', 'ws:'), webSocketImpl: WithCookie, connectionParams, retryAttempts: 0 });
  const viewId = randomUUID();
  const client = connect({ viewId, viewFilter: 'type=USER' });
  await client.iterate({ query: 'subscription { auditLogsAdded { cursor } }' }).next();
  await client.dispose();
  await admin.data(LIST, {}, { 'view-id': viewId });
  expect(await views(product.db)).toMatchObject([{ changes: [{ new: 'live' }, { field: 'filter', new: { eventTypes: ['USER'] } }], source: { via: 'web' } }]);

  const refused = connect({ viewId: 'mine' }).iterate({ query: 'subscription { auditLogsAdded { cursor } }' });
  await expect(refused.next()).rejects.toMatchObject({ code: 4400, reason: expect.stringContaining('`viewId` must be a UUID') });
});

test('what is refused, or is no sound question, is no view', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const reader = await product.member('ro@example.com', 'READ_ONLY');
  expect(await reader.refusal(LIST)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await product.client().refusal(LIST)).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await admin.refusal(FILTERED, { filter: { entityId: '' } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(await admin.refusal(LIST, {}, { 'view-id': '7' })).toEqual({
    code: 'BAD_USER_INPUT',
    message: 'The header View-Id must be a UUID, such as 3f2b8c1e-5a64-4d0e-9f7a-1c2d3e4f5a6b.',
  });
  expect(await admin.refusal(LIST, {}, { 'view-id': randomUUID(), 'view-filter': 'range=often' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('The header View-Filter must be a filter as the page\'s address has it. `range` must be a number of minutes'),
  });
  expect(await views(product.db)).toEqual([]);
});

test('where it cannot be recorded nothing of the log is shown, and afterwards it is recorded and shown', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await product.db.owner.query(`ALTER FUNCTION audit.note_once(text, text) RENAME TO gone`);
  expect(await admin.refusal(LIST)).toEqual({
    code: 'UNAVAILABLE',
    message: 'Viewing the log is itself recorded, which is not possible right now, so nothing of it is shown. Try again in a moment.',
  });
  await product.db.owner.query(`ALTER FUNCTION audit.gone(text, text) RENAME TO note_once`);
  await admin.data(LIST);
  expect(await views(product.db)).toHaveLength(1);
});

test('of two servers that are asked at once one records, and the other waits until that has committed', async () => {
  await using db = await createTestDatabase();
  await using one = await startProduct({ db });
  await using other = await startProduct({ db });
  const id = randomUUID();
  const admin = await one.administrator();
  const ask = (url: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: admin.cookie ?? '', 'view-id': id },
      body: JSON.stringify({ query: LIST }),
    }).then((response) => response.json() as Promise<{ data: unknown }>);
  // Holds back the entry itself, so that the row that says "once" is there and not committed; reading goes on.
  const answers = await whileHolding(
    db,
    (owner) => owner.query('LOCK TABLE audit.entry IN SHARE MODE'),
    async () => {
      const asked = [one.url, other.url, one.url, other.url].map(ask);
      await untilBlocked(db, 2);
      return asked;
    },
  );
  expect((await Promise.all(answers)).map(({ data }) => data)).toEqual(Array.from({ length: 4 }, () => ({ auditLogs: { tailCursor: expect.any(String) } })));
  expect(await views(db)).toHaveLength(1);
});

test('the day is that of UTC, and a view that is known costs no transaction', async () => {
  await using product = await startProduct();
  let now = Date.parse('2026-11-24T23:59:59.999Z');
  let transactions = 0;
  const { capture, logger } = product.services;
  const counted = Object.assign(Object.create(capture) as typeof capture, {
    actingAs: (...args: Parameters<typeof capture.actingAs>) => ((transactions += 1), capture.actingAs(...args)),
  });
  const asked = new Views(counted, product.services.access.allowances, logger, () => now);
  const principal = (await product.services.access.authenticator.authenticate(withKey))!;
  const viewed: Viewed = { used: 'api', describe: () => ({}) };
  const show = () => asked.ensureRecorded(principal, { source: { ip: null, userAgent: null, via: 'api' } }, viewed);
  for (let i = 0; i < 5; i += 1) await show();
  expect(transactions).toBe(1);
  now += 1;
  for (let i = 0; i < 5; i += 1) await show();
  expect(transactions).toBe(2);
  expect(await views(product.db)).toHaveLength(2);
});

test('what was noted long ago is taken away as new views are noted', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  await product.db.owner.query(`INSERT INTO audit.noted SELECT 1, 'session x', 'view ' || n, now() - interval '101 days' FROM generate_series(1, 30) n`);
  for (let i = 0; i < 2; i += 1) await admin.data(LIST, {}, { 'view-id': randomUUID() });
  const { rows } = await product.db.owner.query<{ who: string }>('SELECT who FROM audit.noted');
  expect(rows.filter(({ who }) => who === 'session x')).toEqual([]);
  expect(rows).toHaveLength(2);
});

test('a person who opens the page more often than anybody does is told when to try again, is shown nothing more, and has no more entries', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const id = randomUUID();
  await admin.data(LIST, {}, { 'view-id': id });
  await product.db.owner.query(`UPDATE account.sign_in_attempts SET points = $1 WHERE key LIKE 'allowance view:%'`, [ALLOWANCES.view - 1]);
  await admin.data(LIST, {}, { 'view-id': randomUUID() });
  // In a second session too: it is the person who is counted.
  for (const client of [admin, await product.administrator()]) {
    expect(await client.refusal(LIST, {}, { 'view-id': randomUUID() })).toEqual({
      code: 'TOO_MANY_REQUESTS',
      message: 'You have opened the log 500 times within an hour, the most that is possible. Try again in 60 min.',
    });
  }
  expect(await views(product.db)).toHaveLength(2);
  // What is open already goes on, and so do keys and others.
  await admin.data(LIST, {}, { 'view-id': id });
  await product.client(withKey).data(LIST);
  await (await product.member('bo@example.com')).data(LIST, {}, { 'view-id': randomUUID() });
});
