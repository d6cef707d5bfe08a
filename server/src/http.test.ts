import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HttpServer } from './http.js';
import type { Answered, Routes } from './http.js';
import { logger } from './logger.js';
import { unusedPort } from './testing/programs.js';

const FRAMED = '0123456789abcdef0123456789abcdef';

describe('HttpServer', () => {
  let page: string;
  let port: number;
  let problems: string[];
  const routes: Routes = {
    graphql: {
      request: async (_, response) => void response.end('graphql'),
      upgrade: (_, socket) => void socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    },
    export: async (_, response) => void response.end('rows'),
    framing: async (id) => (id === FRAMED ? ['https://app.example.com', 'http://localhost:3000'] : []),
    problems: async () => problems,
  };

  beforeEach(async () => {
    problems = [];
    page = await mkdtemp(join(tmpdir(), 'audit-log-page-'));
    await mkdir(join(page, 'assets'));
    await writeFile(join(page, 'index.html'), '<title>page</title>');
    await writeFile(join(page, 'assets', 'main-abc123.js'), 'script');
    port = await unusedPort();
  });
  afterEach(() => rm(page, { recursive: true }));

  const listen = (secure = false, onAnswered: (answered: Answered) => void = () => undefined) =>
    HttpServer.listen({ host: '127.0.0.1', port, secure, page, onAnswered, lastWait: 500 });
  const get = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  it('answers that it is starting until it has routes', async () => {
    await using http = await listen();
    expect((await get('/graphql')).status).toBe(503);
    expect(await get('/readyz')).toMatchObject({ status: 503, text: 'The server is starting.\n' });
    http.serve(routes);
    expect((await get('/graphql')).text).toBe('graphql');
    expect((await get('/readyz')).status).toBe(200);
  });

  it('says in a sentence that the port is taken', async () => {
    await using _http = await listen();
    await expect(listen()).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken by another program: set PORT to a free one.`);
  });

  it('goes on when a file of the page is taken away under it', async () => {
    await using http = await listen();
    http.serve(routes);
    expect((await get('/assets/main-abc123.js')).text).toBe('script');
    await rm(join(page, 'assets', 'main-abc123.js'));
    await expect(get('/assets/main-abc123.js')).rejects.toThrow(/fetch failed|terminated/);
    expect((await get('/graphql')).text).toBe('graphql');
  });

  it('takes a port over from a server that is just ending', async () => {
    const predecessor = await listen();
    const waiting = HttpServer.listen({ host: '127.0.0.1', port, secure: false, page, patience: 10_000 });
    await predecessor[Symbol.asyncDispose]();
    await using http = await waiting;
    http.serve(routes);
    expect((await get('/healthz')).status).toBe(200);
  });

  it('gives the page for every address of its own, and for no file that is missing', async () => {
    await using http = await listen();
    http.serve(routes);
    for (const path of ['/', '/settings/audit-logs?eventTypes=PROJECT', '/projects/1']) {
      expect((await get(path)).text).toBe('<title>page</title>');
    }
    expect((await get('/assets/main-old.js')).status).toBe(404);
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  it('gives an export to GET alone, and the page in its place to nobody', async () => {
    await using http = await listen();
    http.serve(routes);
    expect((await get('/export?format=csv')).text).toBe('rows');
    for (const method of ['HEAD', 'POST']) {
      const { status, headers } = await get('/export?format=csv', { method });
      expect([status, headers.get('allow')], method).toEqual([405, 'GET']);
    }
  });

  it('logs a request that failed without its query string', async () => {
    const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
    await using http = await listen();
    http.serve({ ...routes, export: () => Promise.reject(new Error('broken')) });
    expect((await get('/export?entity=secret')).status).toBe(500);
    expect(logged.mock.calls).toEqual([[{ error: new Error('broken'), path: '/export' }, 'a request failed']]);
    logged.mockRestore();
  });

  it('lets browsers keep what never changes, and ask for what does', async () => {
    await using http = await listen();
    http.serve(routes);
    expect((await get('/assets/main-abc123.js')).headers.get('cache-control')).toMatch(/immutable/);
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each([false, true])('sends the security headers with everything, and HSTS over https alone (https: %s)', async (secure) => {
    await using http = await listen(secure);
    http.serve(routes);
    for (const path of ['/', '/graphql', '/healthz', '/assets/missing.js']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.has('strict-transport-security')).toBe(secure);
    }
  });

  it('lets the pages of an embed token\u2019s origins frame its viewer, and no page frame anything else', async () => {
    await writeFile(join(page, 'embed.js'), 'script');
    await using http = await listen();
    http.serve(routes);
    const framing = async (path: string) => {
      const { status, headers } = await get(path);
      const [, ancestors] = /frame-ancestors ([^;]+)/.exec(headers.get('content-security-policy') ?? '') ?? [];
      return [status, ancestors, headers.get('x-frame-options'), headers.get('cross-origin-resource-policy'), headers.get('cache-control')];
    };
    expect(await framing(`/embed/${FRAMED}`)).toEqual([200, 'https://app.example.com http://localhost:3000', null, 'same-origin', 'no-store']);
    expect(await framing(`/embed/${FRAMED}?theme=dark`)).toEqual([200, 'https://app.example.com http://localhost:3000', null, 'same-origin', 'no-store']);
    expect(await framing(`/embed/${FRAMED.replace('0', 'f')}`)).toEqual([200, "'none'", 'DENY', 'same-origin', 'no-store']);
    for (const path of ['/', '/settings/audit-logs', '/embed', '/embed/', `/embed/${FRAMED}/`, `/embed/${FRAMED}/x`, `/x/embed/${FRAMED}`, `//embed/${FRAMED}`, '/embed/../']) {
      expect(await framing(path), path).toEqual([200, "'none'", 'DENY', 'same-origin', 'no-cache']);
    }
    // Loaded by pages of other origins.
    expect(await framing('/embed.js')).toEqual([200, "'none'", 'DENY', 'cross-origin', 'no-cache']);
  });

  it('says that it lives from the first moment on, and what keeps it from its work', async () => {
    await using http = await listen();
    expect((await get('/healthz')).status).toBe(200);
    http.serve(routes);
    problems = ['One.', 'Two.'];
    expect(await get('/readyz')).toMatchObject({ status: 503, text: 'One.\nTwo.\n' });
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).headers.get('cache-control')).toBe('no-store');
  });

  it('gives every answer an id: the caller\'s where that is well-formed, else one of its own', async () => {
    await using http = await listen();
    http.serve(routes);
    for (const path of ['/', '/graphql', '/healthz', '/assets/missing.js']) {
      const { headers } = await get(path, { headers: { 'X-Request-Id': 'a1b2c3d4:7/8' } });
      expect(headers.get('x-request-id')).toBe('a1b2c3d4:7/8');
    }
    for (const malformed of ['short', 'with space inside', `long${'x'.repeat(200)}`, '"quoted-text"']) {
      const { headers } = await get('/', { headers: { 'X-Request-Id': malformed } });
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    }
  });

  it('tells of each request by the few names of what serves it', async () => {
    const seen: unknown[] = [];
    await using http = await listen(false, ({ route, method, status }) => seen.push([route, method, status]));
    http.serve(routes);
    for (const path of ['/graphql?query=secret', '/export', '/readyz', '/any/page', '/assets/missing.js']) await get(path);
    // An answer that has gone out is counted a moment later, not always in this order.
    await expect.poll(() => seen.toSorted()).toEqual([
      ['export', 'GET', 200], ['graphql', 'GET', 200], ['page', 'GET', 200], ['page', 'GET', 404], ['readyz', 'GET', 200],
    ]);
  });

  it('upgrades sockets on /graphql alone', async () => {
    await using http = await listen();
    http.serve(routes);
    expect(await upgrade('/graphql?x=1')).toContain('101 Switching Protocols');
    expect(await upgrade('/')).toContain('404 Not Found');
  });

  it('answers a request that fails without a word of why', async () => {
    await using http = await listen();
    http.serve({ ...routes, graphql: { ...routes.graphql, request: () => Promise.reject(new Error('secret')) } });
    const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
    const answer = await get('/graphql?token=of-a-link');
    expect([answer.status, answer.text]).toEqual([500, 'internal error\n']);
    expect(logged.mock.calls).toMatchObject([[{ path: '/graphql' }, 'a request failed']]);
    expect(JSON.stringify(logged.mock.calls)).not.toContain('of-a-link');
    logged.mockRestore();
  });

  it('ends with sockets still open, and waits for an answer under way', async () => {
    const http = await listen();
    const begun = Promise.withResolvers<() => void>();
    http.serve({
      ...routes,
      graphql: {
        request: async (_, response) => begun.resolve(() => response.end('late')),
        upgrade: (_, socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
      },
    });
    const socket = upgrade('/graphql');
    const answer = get('/graphql');
    const finish = await begun.promise;
    const ended = http[Symbol.asyncDispose]();
    finish();
    expect((await answer).text).toBe('late');
    await ended;
    expect(await socket).toContain('101');
  });

  async function upgrade(path: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer;
  }
});
