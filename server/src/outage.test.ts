import { createClient } from 'graphql-ws';
import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { isOutage } from './outage.js';
import { DatabaseProxy } from './testing/database-proxy.js';
import { createTestDatabase } from './testing/postgres.js';
import type { TestDatabase } from './testing/postgres.js';
import { ADMIN_KEY, startProduct } from './testing/product.js';
import type { TestProduct } from './testing/product.js';
import type { TestClient } from './testing/test-client.js';
import { PATIENCE } from './testing/waiting.js';
import { CREATE_PROJECT } from './testing/workspace.js';

const ASK = '{ auditLogs(first: 1) { edges { node { id } } tailCursor } }';
const NAMES = '{ auditLogs(first: 200, filter: { eventTypes: ["PROJECT"] }) { edges { node { sequence entity { name } } } } }';
const WATCH = `subscription ($after: String) { auditLogsAdded(after: $after, filter: { eventTypes: ["PROJECT"] }) {
  edges { node { entity { name } } } cursor } }`;
const AWAY = { code: 'UNAVAILABLE', message: 'The database cannot be reached at the moment; nothing was changed. Try again.' };

interface Names {
  auditLogs: { edges: { node: { sequence: number | null; entity: { name: string } } }[] };
}

interface Added {
  auditLogsAdded: { edges: { node: { entity: { name: string } } }[]; cursor: string };
}

describe('while the database is away, the API', () => {
  let db: TestDatabase;
  let proxy: DatabaseProxy;
  let product: TestProduct;
  let key: TestClient;

  beforeEach(async () => {
    db = await createTestDatabase();
    proxy = await DatabaseProxy.open(db.appUrl);
    product = await startProduct({ db: { ...db, appUrl: proxy.url } });
    key = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
  });
  afterEach(async () => {
    await product[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  });

  const create = (name: string) => key.ask(CREATE_PROJECT, { input: { name } });
  const names = async () => (await key.data<Names>(NAMES)).auditLogs.edges.map(({ node }) => node.entity.name).toReversed();
  const back = () => expect.poll(() => key.ask(ASK).then(({ status }) => status), PATIENCE).toBe(200);

  it('says so with 503, when to come again, and that nothing was changed; and works by itself when it is back', async () => {
    expect((await create('Before')).errors).toEqual([]);
    proxy.down();
    // Until the server has noticed, a connection that is gone may be tried.
    for (const answer of [await key.ask(ASK), await create('Meanwhile'), await key.ask('{ organization { id } }')]) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect({ code: answer.errors[0]?.extensions?.code, message: answer.errors[0]?.message }).toEqual(AWAY);
    }
    const exported = await fetch(product.url.replace('/graphql', '/export'), { headers: key.headers });
    expect([exported.status, exported.headers.get('retry-after')]).toEqual([503, '5']);

    await proxy.up();
    await back();
    expect((await create('After')).errors).toEqual([]);
    expect(await names()).toEqual(['Before', 'After']);
    // The sequencer is back as well.
    await expect.poll(async () => (await key.data<Names>(NAMES)).auditLogs.edges.every(({ node }) => node.sequence !== null), PATIENCE).toBe(true);
  });

  it.each([
    ['before', ['Second']],
    ['after', ['First', 'Second']],
  ] as const)('does not claim to know what became of a change whose connection broke %s the database heard of the commit', async (when, saved) => {
    proxy.cutAtCommit(when);
    const { status, errors } = await create('First');
    expect([status, errors[0]?.extensions?.code]).toEqual([503, 'OUTCOME_UNKNOWN']);
    expect(errors[0]?.message).toMatch(/may or may not have been\. Look before you repeat it\.$/);
    await back();
    expect((await create('Second')).errors).toEqual([]);
    expect(await names()).toEqual(saved);
  });

  it('says that a part was saved when the database went away in the middle of a request', async () => {
    proxy.downAfterCommit();
    const { errors } = await key.ask(`mutation { one: createProject(input: { name: "One" }) { id } two: createProject(input: { name: "Two" }) { id } }`);
    expect(errors.at(-1)).toMatchObject({ path: ['two'], extensions: { code: 'OUTCOME_UNKNOWN' } });
    expect(errors.at(-1)?.message).toMatch(/a part of this request was saved before\. Look before you repeat it\.$/);
    await proxy.up();
    await back();
    expect(await names()).toEqual(['One']);
  });

  it('tells watchers to come again; they miss nothing and get nothing twice', async () => {
    const socket = createClient({
      url: product.url.replace('http:', 'ws:'),
      webSocketImpl: WebSocket,
      connectionParams: { apiKey: ADMIN_KEY },
      retryAttempts: 0,
    });
    const closed: number[] = [];
    socket.on('closed', (event) => closed.push((event as CloseEvent).code));
    const seen: string[] = [];
    let cursor = (await key.data<{ auditLogs: { tailCursor: string } }>(ASK)).auditLogs.tailCursor;
    let over = false;
    const watching = (async () => {
      while (!over) {
        try {
          for await (const { data } of socket.iterate<Added>({ query: WATCH, variables: { after: cursor } })) {
            if (data == null) continue;
            seen.push(...data.auditLogsAdded.edges.map(({ node }) => node.entity.name));
            ({ cursor } = data.auditLogsAdded);
          }
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    })();

    const made: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      for (const name of [`${round} a`, `${round} b`]) {
        expect((await create(name)).errors).toEqual([]);
        made.push(name);
      }
      // In the last round the outage comes while they are on their way.
      if (round < 3) await expect.poll(() => seen, PATIENCE).toEqual(made);
      proxy.down();
      expect((await key.ask(ASK)).status).toBe(503);
      await proxy.up();
      await back();
    }
    await expect.poll(() => seen, PATIENCE).toEqual(made);
    expect(closed).toContain(1012);
    // Service Restart, and while there is nobody to ask who it is: Try Again Later.
    expect(closed.filter((code) => code !== 1012 && code !== 1013)).toEqual([]);
    over = true;
    await socket.dispose();
    await watching;
  });
});

describe('an outage', () => {
  it.each([
    ['a refused connection', Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })],
    ['a server that shuts down', Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })],
    ['a server that starts', Object.assign(new Error('the database system is starting up'), { code: '57P03' })],
    ['a connection that broke', new Error('Connection terminated unexpectedly')],
    ['a transaction whose connection broke between two statements', new QueryRunnerAlreadyReleasedError()],
    ['the same before its first statement', new QueryRunnerProviderAlreadyReleasedError()],
    ['an error of TypeORM around one', Object.assign(new Error('x'), { driverError: new Error('Connection terminated unexpectedly') })],
  ])('is %s', (_, error) => expect(isOutage(error)).toBe(true));

  it.each([
    ['a violated constraint', Object.assign(new Error('duplicate key'), { code: '23505' })],
    ['a cancelled statement', Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' })],
    ['an error of ours', new Error('x is undefined')],
    ['what is no error', 'ECONNREFUSED'],
  ])('is not %s', (_, error) => expect(isOutage(error)).toBe(false));
});
