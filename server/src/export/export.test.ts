import { get, type IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { describe, expect, test, vi } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import { storedEntries } from '../testing/notes.js';
import { ADMIN_KEY, startProduct, type TestProduct } from '../testing/product.js';
import { postgresVersions } from '../testing/postgres.js';
import { PATIENCE } from '../testing/waiting.js';
import { Exporter } from './exporter.js';

interface Download {
  status: number;
  headers: IncomingMessage['headers'];
  trailers: NodeJS.Dict<string>;
  text: string;
}

/** node:http, since fetch hides trailers. `most` breaks off after so many characters. */
function download({ url }: TestProduct, query: string, headers: Record<string, string> = { authorization: `Bearer ${ADMIN_KEY}` }, most = Infinity): Promise<Download> {
  return new Promise((resolve, reject) => {
    get(`${new URL('/export', url).href}?${query}`, { headers }, (response) => {
      let text = '';
      const done = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, trailers: response.trailers, text });
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > most) response.destroy();
      });
      response.on('end', done);
      response.on('close', done);
    }).on('error', reject);
  });
}

/** A project whose names a spreadsheet would run, quote or break over lines, with a folder and test cases. */
async function fill(product: TestProduct, cases: number, description = ''): Promise<void> {
  const admin = await product.administrator();
  const { createProject } = await admin.data<{ createProject: { id: string } }>(
    `mutation { createProject(input: {name: "=HYPERLINK(\\"x\\")", description: "two\\nlines, \\"quoted\\" 😀"}) { id } }`,
  );
  for (let i = 0; i < cases; i += 1) {
    await admin.data('mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id } }', {
      input: { projectId: createProject.id, title: `Case ${i}`, description, labels: ['a', '+b'], steps: [{ action: 'click\t"ok"', expected: null }] },
    });
  }
  // An export reaches as far as entries are numbered.
  await expect.poll(async () => (await queried(product, {})).every(({ sequence }) => sequence !== null)).toBe(true);
}

async function queried(product: TestProduct, filter: object): Promise<AuditEntry[]> {
  const { edges } = await product.services.query.page(1, filter, { first: 200 });
  return edges.map(({ node }) => node).toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
}

const lines = (text: string): Record<string, unknown>[] => text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

test('A reader who is gone before the first row ends the export, and nothing else', async () => {
  await using product = await startProduct();
  await fill(product, 3);
  const { exporter } = product.services;
  const actor = { organization: 1, kind: 'SYSTEM', id: 'test', name: null } as const;
  const acting = { source: { ip: null, userAgent: null, via: 'system' } } as const;
  for (const format of ['csv', 'ndjson'] as const) {
    const prepared = await exporter.begin(actor, { format, filter: {}, after: 0, through: null }, acting);
    const gone = new PassThrough();
    gone.destroy();
    await expect(prepared.writeTo(gone, new AbortController().signal)).rejects.toThrow(/premature|destroyed|closed/i);
  }
  expect(exporter.running).toBe(0);
  expect((await download(product, 'format=ndjson')).trailers['audit-log-complete']).toMatch(/^entries=\d+$/);
});

/** So much that no buffer on the way holds it: 20 MB, made past the product and recorded all the same. */
async function fillMuch(product: TestProduct): Promise<void> {
  await product.db.owner.query(
    `INSERT INTO workspace.project (organization, key, name, description) SELECT 1, 'P' || n, 'Project ' || n, repeat('long ', 20000) FROM generate_series(1, 200) n`,
  );
  product.services.sequencer.wake();
  await expect
    .poll(async () => (await product.db.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM audit.pending')).rows[0]?.n, PATIENCE)
    .toBe(0);
}

/** Begins an export, reads a little of it and then no more until told. */
async function readNoMore({ url }: TestProduct, headers: Record<string, string>): Promise<{ readOn(): Promise<{ whole: boolean }> }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readOn(): Promise<{ whole: boolean }> }>();
  get(`${new URL('/export', url).href}?format=ndjson`, { headers, agent: false }, (response) => {
    const closed = new Promise<{ whole: boolean }>((done) => response.on('close', () => done({ whole: response.complete })));
    response.on('error', () => undefined);
    response.once('data', () => {
      response.pause();
      resolve({ readOn: () => (response.resume(), closed) });
    });
  }).on('error', reject);
  return promise;
}

const exportsOf = async (product: TestProduct) => (await storedEntries(product.db)).filter(({ event_type, action }) => event_type === 'AUDIT_LOG' && action === 'export');

const copies = async (product: TestProduct): Promise<number | undefined> =>
  (await product.db.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'audit-log export'`)).rows[0]?.n;

describe.each(postgresVersions)('exports on Postgres %i', (version) => {
  test('NDJSON is the entries of the query one by one, oldest first, and says that it is whole', async () => {
    await using product = await startProduct({ version });
    await fill(product, 5);
    const { status, headers, trailers, text } = await download(product, 'format=ndjson');
    const all = lines(text);
    const end = all.pop();
    const through = Number(headers['audit-log-through']);
    expect(status).toBe(200);
    expect(all).toEqual((await queried(product, {})).filter(({ sequence }) => sequence !== null && sequence <= through));
    expect(end).toMatchObject({ complete: { entries: all.length, through } });
    expect(trailers['audit-log-complete']).toBe(`entries=${all.length}`);
  });

  test('CSV is the same, old and new, and no cell of it is run by a spreadsheet', async () => {
    await using product = await startProduct({ version });
    await fill(product, 2);
    const { headers, trailers, text } = await download(product, 'format=csv&type=TEST_CASE&type=PROJECT');
    const rows: Record<string, string>[] = parse(text, { columns: true });
    const entries = await queried(product, { eventTypes: ['TEST_CASE', 'PROJECT'] });
    expect(headers['content-type']).toContain('text/csv');
    expect(trailers['audit-log-complete']).toBe(`entries=${entries.length}`);
    expect(rows.map(({ sequence, id, time_utc }) => [Number(sequence), id, time_utc])).toEqual(entries.map(({ sequence, id, time }) => [sequence, id, time]));
    for (const [i, entry] of entries.entries()) {
      const values = (side: 'old' | 'new') => Object.fromEntries(entry.details.map((change) => [change.field, change[side]]));
      expect(JSON.parse(rows[i]?.['old'] ?? '')).toEqual(values('old'));
      expect(JSON.parse(rows[i]?.['new'] ?? '')).toEqual(values('new'));
    }
    expect(rows[0]?.['project']).toBe(`'=HYPERLINK("x")`);
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});

test('an export that broke off is gone on with exactly, though entries came meanwhile', async () => {
  await using product = await startProduct();
  // More than the sockets hold, so that breaking off is before the end.
  await fill(product, 20, 'long '.repeat(10_000));
  const whole = await download(product, 'format=ndjson');
  const part = await download(product, 'format=ndjson', undefined, 200_000);
  expect(part.trailers['audit-log-complete']).toBeUndefined();
  const got = lines(part.text.slice(0, part.text.lastIndexOf('\n')));
  await fill(product, 1);
  const rest = await download(product, `format=ndjson&after=${String(got.at(-1)?.['sequence'])}&through=${part.headers['audit-log-through']}`);
  const joined = [...got, ...lines(rest.text).slice(0, -1)];
  const before = lines(whole.text).slice(0, -1);
  expect(joined.slice(0, before.length)).toEqual(before);
  expect(joined.map(({ sequence }) => sequence)).toEqual(joined.map((_, i) => i + 1));
});

test('an export is recorded before it begins, with its filter, and once: not again when it is gone on with', async () => {
  await using product = await startProduct();
  const { headers } = await download(product, 'format=csv&type=USER&-action=delete');
  await download(product, `format=csv&type=USER&-action=delete&after=1&through=${headers['audit-log-through']}`);
  expect(await exportsOf(product)).toMatchObject([
    {
      action: 'export',
      changes: [
        { field: 'format', new: 'csv' },
        { field: 'filter', new: { eventTypes: ['USER'], exclude: { actions: ['delete'] } } },
        { field: 'through', new: Number(headers['audit-log-through']) },
      ],
    },
  ]);
});

test('an export that is gone on with on another day is recorded for that day too, once', async () => {
  await using product = await startProduct();
  await fill(product, 2);
  const { headers } = await download(product, 'format=csv');
  const rest = `format=csv&after=1&through=${headers['audit-log-through']}`;
  await download(product, rest);
  expect(await exportsOf(product)).toHaveLength(1);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
  try {
    await download(product, rest);
    await download(product, rest);
  } finally {
    vi.useRealTimers();
  }
  const [, again, ...more] = await exportsOf(product);
  expect(again?.changes).toContainEqual(expect.objectContaining({ field: 'after', new: 1 }));
  expect(more).toEqual([]);
});

test('who may not read the log exports nothing, and what is wrong is named', async () => {
  await using product = await startProduct();
  await product.addKey('a-key-that-writes-but-does-not-read-0123', ['workspace:write']);
  const refused = async (query: string, status: number, message: string, headers?: Record<string, string>) => {
    const answer = await download(product, query, headers);
    expect(answer, query).toMatchObject({ status, text: expect.stringContaining(message) });
  };
  await refused('', 401, 'UNAUTHENTICATED', {});
  await refused('', 403, 'FORBIDDEN', { authorization: 'Bearer a-key-that-writes-but-does-not-read-0123' });
  await refused('', 403, 'another site', { cookie: 'audit_session=x', 'sec-fetch-site': 'cross-site' });
  await refused('format=xlsx', 400, '`format` must be csv or ndjson.');
  await refused('from=2026-01-01T00:00:00Z&from=2026-02-01T00:00:00Z', 400, '`from` is given more than once');
  await refused('users=x', 400, '`users` is not a parameter of /export.');
  await refused('from=yesterday', 400, '`from` must be an RFC 3339 time');
  await refused('after=-1', 400, '`after` must be a sequence number.');
  await refused('after=5&range=7d', 400, 'give `from` to go on');
  await refused('through=999999', 400, 'The log ends at #');
  expect(await exportsOf(product)).toEqual([]);
});

test('a part of an export that nobody began, or somebody else, is an export of its own', async () => {
  await using product = await startProduct();
  await fill(product, 2);
  await product.addKey('another-key-that-reads-0123456789012345', ['audit:read']);
  const other = { authorization: 'Bearer another-key-that-reads-0123456789012345' };
  const { headers } = await download(product, 'format=csv&after=1');
  const through = Number(headers['audit-log-through']);
  await download(product, `format=csv&after=2&through=${through}`);
  expect(await exportsOf(product)).toHaveLength(1);
  await download(product, `format=csv&after=2&through=${through}`, other);
  await download(product, `format=ndjson&after=2&through=${through}`);
  await download(product, `format=csv&after=2&through=${through - 1}`);
  await download(product, `format=csv&after=2&through=${through}&-type=USER`);
  expect((await exportsOf(product)).map(({ changes }) => changes.find(({ field }) => field === 'after')?.['new'])).toEqual([1, 2, 2, 2, 2]);
});

test('a relative range is fixed by the header that tells how to go on, and the cursor is that of the last entry', async () => {
  await using product = await startProduct();
  await fill(product, 3);
  const whole = await download(product, 'format=ndjson&range=7d&type=TEST_CASE');
  const query = new URLSearchParams(String(whole.headers['audit-log-query']));
  expect([...query.keys()]).toEqual(['format', 'type', 'from', 'through']);
  const cursor = String(whole.headers['audit-log-cursor']);
  await fill(product, 1);
  query.set('after', String(lines(whole.text)[0]?.['sequence']));
  const rest = await download(product, query.toString());
  expect(rest.headers['audit-log-cursor']).toBe(cursor);
  expect(lines(rest.text).slice(0, -1)).toEqual(lines(whole.text).slice(1, -1));
  expect(await exportsOf(product)).toHaveLength(1);
});

test('an export ends when its key is revoked or its user removed, although nobody reads it, and lets its connection go', async () => {
  await using product = await startProduct();
  const member = await product.member('bo@example.com');
  const id = await product.addKey('a-key-that-is-revoked-0123456789-012345', ['audit:read']);
  await fillMuch(product);
  const ended = await readNoMore(product, { authorization: 'Bearer a-key-that-is-revoked-0123456789-012345' });
  const removed = await readNoMore(product, { cookie: member.cookie ?? '' });
  const kept = await readNoMore(product, { authorization: `Bearer ${ADMIN_KEY}` });
  expect(await copies(product)).toBe(3);
  const admin = await product.administrator();
  await admin.data('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id });
  await expect.poll(() => copies(product), PATIENCE).toBe(2);
  const { users } = await admin.data<{ users: { id: string; email: string }[] }>('{ users { id email } }');
  await admin.data('mutation ($id: ID!) { removeUser(id: $id) { id } }', { id: users.find(({ email }) => email === 'bo@example.com')?.id });
  await expect.poll(() => copies(product), PATIENCE).toBe(1);
  expect(await removed.readOn()).toEqual({ whole: false });
  expect(await ended.readOn()).toEqual({ whole: false });
  expect(await kept.readOn()).toEqual({ whole: true });
});

test('a reader who stops reading is cut off and lets the connection go; four at once of an organization are the most', async () => {
  await using product = await startProduct();
  const { query, capture } = product.services;
  Object.assign(product.services, { exporter: new Exporter(query, capture, product.db.appUrl, 6000) });
  await fillMuch(product);
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const readers = await Promise.all(Array.from({ length: 4 }, () => readNoMore(product, headers)));
  expect(await download(product, 'format=csv')).toMatchObject({ status: 429, text: expect.stringContaining('4 exports are running') });
  await expect.poll(() => copies(product), PATIENCE).toBe(0);
  for (const reader of readers) expect(await reader.readOn()).toEqual({ whole: false });
  expect((await download(product, 'format=csv&type=USER')).status).toBe(200);
});
