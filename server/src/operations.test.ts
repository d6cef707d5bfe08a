import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DatabaseProxy } from './testing/database-proxy.js';
import { createTestDatabase } from './testing/postgres.js';
import type { TestDatabase } from './testing/postgres.js';
import { ADMIN, ADMIN_KEY } from './testing/product.js';
import { Program, unusedPort } from './testing/programs.js';
import { TestClient } from './testing/test-client.js';
import { PATIENCE, whileHolding } from './testing/waiting.js';
import { CREATE_PROJECT } from './testing/workspace.js';

const WATCH = 'subscription { auditLogsAdded { cursor } }';

/** One line of the log. */
interface Line {
  level: number;
  msg: string;
  requestId?: string;
  path?: string;
  status?: number;
  ms?: number;
  actor?: unknown;
}

describe('for its operator, the server', () => {
  let db: TestDatabase;
  let program: Program;
  let url: string;
  let metricsUrl: string;
  let key: TestClient;

  beforeAll(async () => {
    db = await createTestDatabase();
    const [port, metricsPort] = [await unusedPort(), await unusedPort()];
    program = Program.start('main.js', [], {
      DATABASE_URL: db.ownerUrl,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: 'info',
      STOP_DELAY: '4',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ADMIN_API_KEY: ADMIN_KEY,
    });
    await program.said(/ready: /);
    url = `http://127.0.0.1:${port}`;
    metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    key = new TestClient(`${url}/graphql`, { authorization: `Bearer ${ADMIN_KEY}` });
  });
  afterAll(async () => {
    await program?.[Symbol.asyncDispose]();
    await db?.[Symbol.asyncDispose]();
  });

  const ready = async () => {
    const answer = await fetch(`${url}/readyz`);
    return `${answer.status} ${await answer.text()}`;
  };
  const lines = (): Line[] => program.output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Line);
  const metric = async (name: string) => {
    const text = await (await fetch(metricsUrl)).text();
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
    return line === undefined ? null : Number(line.slice(name.length + 1));
  };

  it('is ready when it says so', async () => {
    expect(await ready()).toBe('200 ready\n');
  });

  it('is not ready for a schema that it does not know, and lives all the same', async () => {
    const [number] = (await db.owner.query('SELECT max(number) AS number FROM public.audit_migration')).rows;
    await db.owner.query(`INSERT INTO public.audit_migration (number, name, checksum) VALUES (9999, '9999_future.sql', '')`);
    expect(await ready()).toBe(`503 The database is at migration 9999, this program at ${number.number}: start the program that fits.\n`);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await metric('audit_log_ready')).toBe(0);
    await db.owner.query('DELETE FROM public.audit_migration WHERE number = 9999');
    expect(await ready()).toBe('200 ready\n');
  });

  it('writes one line for each request: what, how it went, how long it took and who asked; no secret, no address', async () => {
    await key.ask(CREATE_PROJECT, { input: { name: 'Logged' } }, { 'x-request-id': 'from-the-balancer-1' });
    await fetch(`${url}/invite?token=verysecrettoken`, { headers: { 'x-request-id': 'from-the-balancer-2' } });
    const admin = new TestClient(`${url}/graphql`);
    await admin.data('mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }', ADMIN);
    await admin.ask('{ viewer { name } }', {}, { 'x-request-id': 'from-the-balancer-3' });
    const line = (id: string) => lines().find(({ requestId }) => requestId === id);
    await expect.poll(() => line('from-the-balancer-3'), PATIENCE).toBeDefined();
    expect(line('from-the-balancer-1')).toMatchObject({
      level: 30, msg: 'request', method: 'POST', path: '/graphql', status: 200, actor: { organization: 1, kind: 'API_KEY', id: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
    expect(line('from-the-balancer-1')?.ms).toBeGreaterThan(0);
    expect(line('from-the-balancer-2')).toMatchObject({ method: 'GET', path: '/invite', status: 200, actor: null });
    expect(line('from-the-balancer-3')).toMatchObject({ actor: { kind: 'USER' } });
    for (const secret of ['verysecrettoken', ADMIN.email, ADMIN.password, ADMIN_KEY, admin.cookie ?? 'a cookie']) expect(program.output).not.toContain(secret);
  });

  it('says on every line that a request causes whose it is', async () => {
    // The connection is cut while the request waits: what is logged of it bears its id.
    const blocker = await db.owner.connect();
    await blocker.query('BEGIN; LOCK TABLE workspace.project IN ACCESS EXCLUSIVE MODE');
    const asked = key.ask(CREATE_PROJECT, { input: { name: 'Cut' } }, { 'x-request-id': 'the-request-that-is-cut' });
    const cut = async () =>
      (await db.owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount;
    await expect.poll(cut, PATIENCE).toBe(1);
    blocker.release(true);
    const { status, errors } = await asked;
    expect([status, errors[0]?.extensions?.code]).toEqual([503, 'UNAVAILABLE']);
    const own = () => lines().filter(({ requestId }) => requestId === 'the-request-that-is-cut').map(({ msg }) => msg);
    await expect.poll(own, PATIENCE).toEqual(['a request failed', 'request']);
  });

  it('counts the entries that cannot be searched yet, while whoever writes their words is kept from it and afterwards', async () => {
    const pending = () => metric('audit_log_search_pending');
    await expect.poll(pending, PATIENCE).toBe(0);
    const held = (owner: { query(text: string): Promise<unknown> }) => owner.query('SELECT FROM audit.search_mark FOR UPDATE');
    await whileHolding(db, held, async () => {
      await key.ask(CREATE_PROJECT, { input: { name: 'Not searchable yet' } });
      await expect.poll(pending, PATIENCE).toBeGreaterThan(0);
    });
    await expect.poll(pending, PATIENCE).toBe(0);
  });

  it('counts what its operator watches, on a port of its own', async () => {
    // Whatever was done before is numbered and counted.
    const leaves = async () => (await db.owner.query<{ n: number }>('SELECT (SELECT count(*) FROM audit.leaf)::int AS n WHERE NOT EXISTS (SELECT FROM audit.pending)')).rows[0]?.n;
    const counted = async () => (await metric('audit_log_entries_numbered_total')) === (await leaves());
    await expect.poll(counted, PATIENCE).toBe(true);
    const before = (await metric('audit_log_entries_numbered_total')) ?? 0;
    await key.ask(CREATE_PROJECT, { input: { name: 'Counted' } });
    await expect.poll(() => metric('audit_log_entries_numbered_total'), PATIENCE).toBe(before + 1);
    expect(await metric('audit_log_http_request_duration_seconds_count{route="graphql",method="POST",status="200"}')).toBeGreaterThan(0);
    expect(await metric('audit_log_sign_ins_total{outcome="succeeded"}')).toBe(1);
    expect(await metric('audit_log_sequencer_lag_seconds')).toBeLessThan(60);
    expect(await metric('audit_log_database_connections{pool="query",state="waiting"}')).not.toBeNull();
    expect(await metric('nodejs_eventloop_lag_seconds')).not.toBeNull();
    expect((await (await fetch(metricsUrl)).text()).match(/^audit_log_build_info\{version="\d+\.\d+\.\d+"\} 1$/m)).not.toBeNull();
    expect((await fetch(`${url}/metrics`)).headers.get('content-type')).toMatch(/html/);
    expect((await fetch(metricsUrl.replace('/metrics', '/'))).status).toBe(404);
  });

  it('stops in order: not ready first, requests under way answered, sockets told that it goes away, then exit 0', async () => {
    const socket = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { apiKey: ADMIN_KEY }, retryAttempts: 0 });
    const closed = new Promise<number>((resolve) => void socket.on('closed', (event) => resolve((event as CloseEvent).code)));
    const batches = socket.iterate({ query: WATCH });
    await batches.next();
    expect(await metric('audit_log_sockets')).toBe(1);
    expect(await metric('audit_log_subscriptions')).toBe(1);

    const blocker = await db.owner.connect();
    await blocker.query('BEGIN; LOCK TABLE workspace.project IN ACCESS EXCLUSIVE MODE');
    const slow = key.ask(CREATE_PROJECT, { input: { name: 'Slow' } });
    await expect
      .poll(async () => (await db.owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount, PATIENCE)
      .toBe(1);
    program.process.kill('SIGTERM');
    await expect.poll(ready, PATIENCE).toBe('503 The server is stopping.\n');
    expect((await key.ask('{ organization { id } }')).status).toBe(200);

    // 1001, Going Away: clients of the protocol come again by themselves.
    expect(await closed).toBe(1001);
    await blocker.query('ROLLBACK');
    blocker.release();
    expect((await slow).errors).toEqual([]);
    expect(await program.exitCode()).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    void batches.return?.().catch(() => undefined);
  });
});

it('ends in time although its database hangs', async () => {
  await using db = await createTestDatabase();
  await using proxy = await DatabaseProxy.open(db.ownerUrl);
  await using program = Program.start('main.js', [], { DATABASE_URL: proxy.url, PORT: String(await unusedPort()) });
  await program.said(/ready: /);
  proxy.freeze();
  const begun = performance.now();
  program.process.kill('SIGTERM');
  expect(await program.exitCode()).toBe(1);
  process.stdout.write(`with a database that hangs the server ended ${((performance.now() - begun) / 1000).toFixed(1)} s after SIGTERM\n`);
  expect(program.output).toMatch(/closing took longer than 15 s/);
});

describe('the metrics', () => {
  it('need a port that is free', async () => {
    const { createServer } = await import('node:net');
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const program = Program.start('main.js', [], { PORT: String(await unusedPort()), METRICS_PORT: String(port), DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' });
    expect(await program.exitCode()).toBe(1);
    expect(program.output).toBe(`The metrics cannot be offered on 127.0.0.1, port ${port} (EADDRINUSE): set METRICS_PORT to a free one.\n`);
    taken.close();
  });
});
