import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whenDrawn } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const query = JSON.stringify({ query: '{ __typename }' });
const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: query };

describe('The headers that protect come with every answer', () => {
  test.each<[what: string, path: string, init: RequestInit, status: number]>([
    ['the page', '/', {}, 200],
    ['an address of the page', '/settings/audit-logs?type=PROJECT', {}, 200],
    ['GraphQL', '/graphql', post, 200],
    ['GraphQL that refuses', '/graphql', { method: 'POST', body: '[]' }, 415],
    ['GraphQL over GET', '/graphql?query=nonsense', { headers: { 'content-type': 'application/json' } }, 200],
    ['an export', '/export?format=csv', { headers: { authorization: 'KEY' } }, 200],
    ['an export that is refused', '/export', {}, 401],
    ['health', '/healthz', {}, 200],
    ['GraphiQL', '/graphiql', {}, 200],
    ['an embedded viewer that no token is for', '/embed/0123456789abcdef0123456789abcdef', {}, 200],
    ['what is not there', '/assets/nothing.js', {}, 404],
    ['a method that is not taken', '/', { method: 'DELETE' }, 405],
    ['a question for the head alone', '/', { method: 'HEAD' }, 200],
  ])('%s', async (_, path, init, status) => {
    const { authorization = '', ...rest } = { ...(init.headers as Record<string, string> | undefined) };
    const headers = authorization === 'KEY' ? { authorization: `Bearer ${stack.key}`, ...rest } : rest;
    const answer = await fetch(stack.url + path, { ...init, headers });
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);

    const policy = new Map(
      answer.headers
        .get('content-security-policy')
        ?.split(';')
        .map((directive) => directive.trim().split(/ (.*)/s) as [string, string]),
    );
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('default-src')).toBe("'self'");
    expect(policy.get('object-src')).toBe("'none'");
    expect(policy.get('base-uri')).toBe("'none'");
    expect(policy.get('form-action')).toBe("'self'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect([...policy.values()].join(' ')).not.toContain('unsafe-eval');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
    });
    for (const telling of ['server', 'x-powered-by', 'access-control-allow-origin']) expect(answer.headers.get(telling)).toBeNull();
  });
});

test('A script that got into the served document is not run, and the page works', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      const seen = (window as { refused?: string[] }).refused ?? [];
      (window as { refused?: string[] }).refused = [...seen, `${effectiveDirective} ${blockedURI}`];
    });
  });
  await page.route(stack.url + '/', async (route) => {
    const response = await route.fetch();
    const injected = [
      '<script>window.ran = "inline"</script>',
      '<img src="/nothing" onerror="window.ran = \'handler\'">',
      '<a id="link" href="javascript:window.ran = \'link\'">link</a>',
      '<script src="https://evil.example/x.js"></script>',
      '<script src="/own.js"></script>',
    ].join('');
    await route.fulfill({ response, body: (await response.text()).replace('<body>', `<body>${injected}`) });
  });
  await page.route('**/own.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'window.own = true; try { eval("window.ran = \'eval\'"); } catch { window.evalRefused = true; }' }),
  );
  await page.goto(stack.url + '/');
  await whenDrawn(page);
  await page.locator('#link').evaluate((link: HTMLElement) => link.click());
  const outcome = () =>
    page.evaluate(() => {
      const { ran, own, evalRefused, refused } = window as unknown as { ran?: string; own?: boolean; evalRefused?: boolean; refused?: string[] };
      return { ran, own, evalRefused, refused: [...new Set(refused)].toSorted() };
    });
  await expect
    .poll(outcome, { timeout: 120_000 })
    .toEqual({
      ran: undefined,
      own: true,
      evalRefused: true,
      refused: ['script-src eval', 'script-src-attr inline', 'script-src-elem https://evil.example/x.js', 'script-src-elem inline'],
    });
  await page.close();
});
