import { get, type IncomingMessage } from 'node:http';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import { storedEntries } from '../testing/notes.js';
import { ADMIN_KEY, startProduct, type TestProduct } from '../testing/product.js';
import { postgresVersions } from '../testing/postgres.js';

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
  const exports = (await storedEntries(product.db)).filter(({ event_type }) => event_type === 'AUDIT_LOG');
  expect(exports).toMatchObject([
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
  await refused('users=x', 400, '`users` is not a parameter of /export.');
  await refused('from=yesterday', 400, '`from` must be an RFC 3339 time');
  await refused('after=-1', 400, '`after` must be a sequence number.');
  await refused('after=5&range=7d', 400, 'give `from` to go on');
  await refused('through=999999', 400, 'The log ends at #');
  expect((await storedEntries(product.db)).filter(({ event_type }) => event_type === 'AUDIT_LOG')).toEqual([]);
});
