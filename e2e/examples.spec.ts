import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CuttingProxy } from './cutting-proxy.js';
import { startStack } from './database.js';
import { blocksOf, Desk, documents, programs } from './example.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 120_000, interval: 50 };

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
  await stack.api.request('mutation { createSampleWorkspace { changes } }');
});
afterAll(() => stack?.[Symbol.asyncDispose]());

interface Page {
  auditLogs: { edges: { node: { id: string } }[]; pageInfo: { endCursor: string }; tailCursor: string };
}

interface Line {
  sequence: number;
}

/** The first batch that a subscription answers with. */
async function firstBatch(query: string, variables: Record<string, unknown>): Promise<{ edges: { node: Line }[]; cursor: string }> {
  const client = createClient({
    url: `${stack.url.replace('http', 'ws')}/graphql`,
    connectionParams: { authorization: `Bearer ${stack.key}` },
    retryAttempts: 0,
    webSocketImpl: WebSocket,
  });
  try {
    for await (const { data, errors } of client.iterate<{ auditLogsAdded: { edges: { node: Line }[]; cursor: string } }>({ query, variables })) {
      if (errors !== undefined || data == null) throw new Error(JSON.stringify(errors));
      return data.auditLogsAdded;
    }
    throw new Error('the subscription ended without a batch');
  } finally {
    await client.dispose();
  }
}

function linesOf(text: string): Line[] {
  return text.trimEnd().split('\n').map((line) => JSON.parse(line) as Line);
}

test.each(documents)('GraphiQL’s example $name runs', async ({ text, variables }) => {
  if (/^subscription/m.test(text)) expect((await firstBatch(text, variables)).cursor).not.toBe('');
  else expect(Object.values(await stack.api.request<Record<string, unknown>>(text, variables))[0]).not.toBeUndefined();
});

test('the examples lead from one to the next: a page, the page after it, one of its entries, and what came since', async () => {
  const example = (name: string) => documents.find((document) => document.name.includes(name))?.text ?? '';
  const { auditLogs: first } = await stack.api.request<Page>(example('first-page'));
  const { auditLogs: next } = await stack.api.request<Page>(example('next-page'), { after: first.pageInfo.endCursor });
  const ids = [...first.edges, ...next.edges].map(({ node }) => node.id);
  expect(new Set(ids).size).toBe(40);
  expect(await stack.api.request(example('one-entry'), { id: ids[0] })).toMatchObject({ auditLog: { id: ids[0] } });

  const name = 'Made by an example';
  await stack.api.request(example('create-project'), { name });
  await vi.waitFor(async () => {
    const { edges } = await firstBatch(example('resume'), { after: first.tailCursor });
    expect(edges).toContainEqual({ node: expect.objectContaining({ entity: { name } }) });
  }, PATIENCE);
});

test('every query in the documentation runs', async () => {
  const blocks = blocksOf('docs/integrators.md', 'graphql');
  expect(blocks.length).toBeGreaterThan(1);
  for (const block of blocks) {
    if (block.startsWith('subscription')) await firstBatch(block, {});
    else await stack.api.request(block);
  }
});

test('every program in the documentation has a test here', () => {
  expect(programs.toSorted()).toEqual(['export.sh', 'pages.mjs', 'pages.py', 'watch.mjs']);
});

test('pages.mjs reads every entry of its filter, each once', async () => {
  using desk = Desk.at(stack, stack.url);
  desk.copy('pages.mjs');
  const lines = linesOf(await desk.run('node', 'pages.mjs'));
  const all = await stack.api.entries({ exclude: { eventTypes: ['AUTHENTICATION'] } });
  expect(lines.map(({ sequence }) => sequence)).toEqual(all.map(({ sequence }) => sequence));
});

test('pages.py finds every change of a status', async () => {
  using desk = Desk.at(stack, stack.url);
  desk.copy('pages.py');
  const printed = (await desk.run('python3', 'pages.py')).trimEnd().split('\n');
  const updates = await stack.api.entries({ eventTypes: ['TEST_CASE'], actions: ['update'] });
  const expected = updates.flatMap(({ time, user, entity, details }) =>
    details
      .filter(({ field }) => field === 'status')
      .map(({ old, new: value }) => [time, user.name, entity?.name, old, '→', value].join('\t')),
  );
  expect(printed).toEqual(expected);
});

test('export.sh has the whole log, though its download breaks off twice', async () => {
  await using proxy = await CuttingProxy.start(stack.port, { times: 2, after: 30_000 });
  using desk = Desk.at(stack, proxy.url);
  desk.copy('export.sh');
  await desk.run('sh', 'export.sh', 'entries.ndjson');
  expect(proxy.cuts).toBe(2);
  const sequences = linesOf(desk.read('entries.ndjson')).map(({ sequence }) => sequence);
  expect(sequences.length).toBeGreaterThan(250);
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
});

test('watch.mjs, killed at any moment and started again, has every entry once', async () => {
  using desk = Desk.at(stack, stack.url);
  desk.copy('watch.mjs');
  const projectId = await stack.api.createProject('Watched');
  const batches = () => (existsSync(join(desk.folder, 'out')) ? desk.read('out').split('\n').slice(0, -1) : []);
  const sequences = () => batches().flatMap((line) => (JSON.parse(line) as { entries: Line[] }).entries.map(({ sequence }) => sequence));

  let made = 0;
  for (let round = 0; round < 3; round += 1) {
    const before = batches().length;
    const watcher = desk.start('node', 'watch.mjs', 'out');
    try {
      // The first line of all says where it begins.
      if (round === 0) await vi.waitFor(() => expect(batches().length).toBe(1), PATIENCE);
      for (let i = 0; i < 20; i += 1) await stack.api.createTestCase(projectId, `Case ${(made += 1)}`);
      await vi.waitFor(() => expect(batches().length).toBeGreaterThan(before + (round === 0 ? 1 : 0)), PATIENCE);
    } finally {
      watcher.kill('SIGKILL');
      await once(watcher, 'exit');
    }
    // While nobody watches.
    await stack.api.createTestCase(projectId, `Case ${(made += 1)}`);
  }
  const last = desk.start('node', 'watch.mjs', 'out');
  try {
    await vi.waitFor(() => expect(sequences().length).toBe(made), PATIENCE);
  } finally {
    last.kill('SIGKILL');
    await once(last, 'exit');
  }
  const first = sequences()[0] ?? 0;
  expect(sequences()).toEqual(Array.from({ length: made }, (_, index) => first + index));
});
