import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Frame, Page, Request } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from './api.js';
import { launchBrowser, PAGE_PATIENCE_MS } from './browser.js';
import { startStack } from './database.js';
import { blocksOf, Desk } from './example.js';
import { Neighbour } from './neighbour.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: PAGE_PATIENCE_MS, interval: 50 };

let stack: Stack;
let browser: Browser;
/** Another product, with the example of the documentation as its server. */
let example: Neighbour;
let projectId: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  example = await Neighbour.example(stack);
  projectId = await stack.api.createProject('Embedded shop');
  for (const n of [1, 2, 3]) await stack.api.createTestCase(projectId, `Case ${n}`);
});
afterAll(async () => {
  await example?.[Symbol.asyncDispose]();
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

async function open(address: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page & AsyncDisposable> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1024, height: 768 }, ...options });
  const page = await context.newPage();
  await page.goto(address);
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

/** The viewer in the page, when it is there. */
async function viewerIn(page: Page): Promise<Frame> {
  const element = await page.locator('iframe').elementHandle();
  const frame = await element?.contentFrame();
  if (frame == null) throw new Error('the page has no frame');
  return frame;
}

const rows = (frame: Frame, text?: string) => frame.locator('[role=row][data-entry]').filter(text === undefined ? {} : { hasText: text });

async function remove(id: string): Promise<void> {
  await stack.api.request('mutation ($id: ID!) { deleteTestCase(id: $id) { id } }', { id });
}

test('In a page of another origin the viewer shows its part of the log, and what is new in it, live; what is beyond never comes', async () => {
  await using page = await open(example.origin);
  const asked: Request[] = [];
  page.on('request', (request) => asked.push(request));
  const frame = await viewerIn(page);
  await rows(frame, 'Case 3').waitFor();
  await expect.poll(() => frame.locator('[role=status][data-state]').getAttribute('data-state'), PATIENCE).toBe('live');
  expect(await rows(frame).count()).toBe(4);
  // The key that was used, and who signed in, are beyond.
  expect(await frame.locator('body').innerText()).not.toMatch(/API key|Sign in|Audit log/);

  const doomed = await stack.api.createTestCase(projectId, 'Doomed case');
  await rows(frame, 'Doomed case').waitFor();
  await remove(doomed);
  await stack.api.createTestCase(projectId, 'After the end');
  await rows(frame, 'After the end').waitFor();
  expect(await rows(frame, 'Doomed case').count()).toBe(1);
  expect(await rows(frame, 'Delete').count()).toBe(0);

  // It is the same viewer: an entry, its history, and the way back, without a step in the history of the page around it.
  const steps = await page.evaluate(() => history.length);
  await rows(frame, 'Doomed case').click();
  const panel = frame.getByRole('complementary', { name: 'Entry details' });
  await panel.getByRole('tab', { name: 'Context' }).click();
  await panel.getByRole('link', { name: 'Open timeline' }).click();
  await frame.getByRole('heading', { name: 'Doomed case', level: 1 }).waitFor();
  await frame.getByRole('link', { name: 'Audit Logs' }).click();
  await rows(frame, 'After the end').waitFor();
  expect(await page.evaluate(() => history.length)).toBe(steps);
  expect(await frame.getByRole('button', { name: /copy link|export|query/i }).count()).toBe(0);

  // The token is in no address, and no cookie goes with it.
  expect(asked.length).toBeGreaterThan(5);
  for (const request of asked) expect([request.url().includes('audit_embed_'), (await request.allHeaders())['cookie']], request.url()).toEqual([false, undefined]);
  expect(await frame.evaluate(() => location.href)).not.toContain('audit_embed_');
});

test('From a timeline one comes back to the list as it was, and a token for another part of the log leaves nothing of the first', async () => {
  await using page = await open(example.origin);
  const frame = await viewerIn(page);
  await rows(frame, 'Case 3').waitFor();
  const search = frame.getByRole('searchbox');
  await search.fill('"Case 2"');
  await search.press('Enter');
  await expect.poll(() => rows(frame).count(), PATIENCE).toBe(1);
  await rows(frame, 'Case 2').click();
  const panel = frame.getByRole('complementary', { name: 'Entry details' });
  await panel.getByRole('tab', { name: 'Context' }).click();
  await panel.getByRole('link', { name: 'Open timeline' }).click();
  await frame.getByRole('heading', { name: 'Case 2', level: 1 }).waitFor();
  await frame.getByRole('link', { name: 'Audit Logs' }).click();
  await rows(frame, 'Case 2').waitFor();
  expect([await search.inputValue(), await rows(frame).count()]).toEqual(['"case 2"', 1]);

  const input = { filter: { eventTypes: ['PROJECT'] }, origins: [example.origin] };
  const { createEmbedToken } = await stack.api.request<{ createEmbedToken: { token: string } }>(
    'mutation ($input: CreateEmbedTokenInput!) { createEmbedToken(input: $input) { token } }',
    { input },
  );
  await page.evaluate(
    ([token, home]) => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'audit-log', token }, String(home)),
    [createEmbedToken.token, stack.url],
  );
  const shown = async () => [await search.inputValue(), await rows(frame, 'Case 2').count(), await rows(frame, 'Embedded shop').count()];
  await expect.poll(shown, PATIENCE).toEqual(['', 0, 1]);
});

test('A plain frame shows the same, its token in the fragment', async () => {
  await using page = await open(`${example.origin}/frame`);
  const frame = await viewerIn(page);
  await rows(frame, 'Case 1').waitFor();
  expect(await frame.evaluate(() => location.hash)).toBe('');
});

test('Theme and columns are the page’s to say, at the beginning and later', async () => {
  await using page = await open(`${example.origin}/?theme=dark&columns=time,action`, { colorScheme: 'light' });
  const frame = await viewerIn(page);
  await rows(frame, 'Case 1').waitFor();
  const scheme = () => frame.locator('html').getAttribute('data-mantine-color-scheme');
  const heads = async () => (await frame.getByRole('columnheader').allInnerTexts()).map((text) => text.replace(/[↓\s].*/s, '').trim());
  expect([await scheme(), await heads()]).toEqual(['dark', ['Time', 'Action', 'Details']]);
  await page.evaluate((home) => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'audit-log', theme: 'light', columns: ['user'] }, home), stack.url);
  await expect.poll(async () => [await scheme(), await heads()], PATIENCE).toEqual(['light', ['Time', 'User', 'Details']]);
});

test.each([
  ['wide', { viewport: { width: 1024, height: 768 }, colorScheme: 'light' }],
  ['on a phone, in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
] as const)('The embedded viewer can be used by everybody, %s', async (_, options) => {
  await using page = await open(example.origin, options);
  const frame = await viewerIn(page);
  await rows(frame, 'Case 1').waitFor();
  expect((await new AxeBuilder({ page }).include(['iframe', 'body']).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('The browser refuses the viewer to a page of an origin that its token does not name, and every other page to all', async () => {
  await using stranger = await Neighbour.serving(() => `<iframe title="Audit log" src="${address}"></iframe>`);
  let { url: address } = await example.token();
  const refused = async (around: string): Promise<void> => {
    await using page = await open('about:blank');
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(around);
    await expect.poll(() => said.join('\n'), PATIENCE).toContain('frame-ancestors');
    const frame = await viewerIn(page);
    expect(await frame.locator('body').innerText()).not.toContain('Case');
    expect(frame.url()).not.toContain(stack.url);
  };
  await refused(stranger.origin);
  // A frame in the frame: the page that is allowed does not help the one around it.
  address = `${example.origin}/frame`;
  await using page = await open(stranger.origin);
  await expect.poll(() => page.frames().length, PATIENCE).toBe(3);
  for (const frame of page.frames()) expect(await frame.locator('body').innerText().catch(() => '')).not.toContain('Case');

  await using own = await Neighbour.serving(() => `<iframe title="Page" src="${stack.url}/settings/audit-logs"></iframe>`);
  await refused(own.origin);
});

test('Taken by itself, or handed over by a page of another origin, the token opens nothing', async () => {
  const { url, token } = await example.token();
  await using alone = await open(url);
  await alone.getByText('This shows an audit log inside of another page').waitFor();

  // A page that may frame one viewer hands it the token of another, which is not for its origin.
  await using stranger = await Neighbour.serving(() => `<iframe title="Audit log" src="${own}"></iframe>`);
  const { url: own } = await stranger.token(stack);
  await using page = await open(stranger.origin);
  const frame = await viewerIn(page);
  await rows(frame, 'Case 1').waitFor();
  await page.evaluate(([home, other]) => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'audit-log', token: other }, home ?? ''), [stack.url, token]);
  await frame.getByText('This page may not show the audit log').waitFor();
  expect(await rows(frame).count()).toBe(0);

  // Nor does the page itself get an answer, or a socket, with it.
  const [answered, opened] = await page.evaluate(
    async ([home, bearer]) => {
      const request = fetch(`${home}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }, body: '{"query":"{ auditLogs { tailCursor } }"}' });
      const socket = new WebSocket(`${home?.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      const opens = new Promise((resolve) => {
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      });
      return [await request.then(() => true, () => false), await opens];
    },
    [stack.url, token],
  );
  expect([answered, opened]).toEqual([false, false]);
});

test('An ended token says so and keeps what is shown; with the next one it goes on, and nothing is missed', async () => {
  const makeKey = async () => {
    const { createApiKey } = await stack.api.request<{ createApiKey: { key: string; apiKey: { id: string } } }>(
      'mutation { createApiKey(input: {name: "Embeds", scopes: ["audit:read"]}) { key apiKey { id } } }',
    );
    return { id: createApiKey.apiKey.id, key: createApiKey.key };
  };
  const [first, second] = [await makeKey(), await makeKey()];
  await using product = await Neighbour.serving(
    () => `<div id="log" style="height: 90vh"></div><script src="${stack.url}/embed.js"></script>
      <script>
        window.told = [];
        AuditLog.embed(document.getElementById('log'), { fetchToken: () => freshToken(), onEvent: ({ event }) => told.push(event), onError: () => told.push('error') });
      </script>`,
  );
  let key: string | null = first.key;
  await using page = await open('about:blank');
  await page.exposeFunction('freshToken', async () => {
    if (key === null) throw new Error('there is no token now');
    return (await product.token(stack, key)).token;
  });
  await page.goto(product.origin);
  const frame = await viewerIn(page);
  await rows(frame, 'Case 2').click();
  const panel = frame.getByRole('complementary', { name: 'Entry details' });
  await panel.waitFor();

  key = null;
  await stack.api.request('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: first.id });
  await frame.getByText('This view has expired.').waitFor();
  await rows(frame, 'Case 2').waitFor();
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  await expect.poll(told, PATIENCE).toEqual(expect.arrayContaining(['expired', 'error']));
  await stack.api.createTestCase(projectId, 'Meanwhile');

  key = second.key;
  await frame.getByRole('button', { name: 'Try again' }).click();
  await panel.getByRole('button', { name: 'Close details' }).click();
  // It waits above the row that was read.
  await frame.getByRole('button', { name: /new entr/ }).click();
  await rows(frame, 'Meanwhile').waitFor();
  expect(await frame.getByText('This view has expired.').count()).toBe(0);
  expect((await told()).filter((event) => event === 'shown')).toHaveLength(2);
});

test('The commands of the documentation make tokens', async () => {
  using desk = new Desk({ AUDIT_LOG_URL: stack.url, AUDIT_LOG_KEY: stack.key });
  const [command = ''] = blocksOf('docs/embedding.md', 'sh');
  const [program = ''] = blocksOf('docs/embedding.md', 'js');
  desk.write('make.mjs', `${program}\nconsole.log(JSON.stringify(await makeToken({ name: 'Customer 43', projectIds: ['${projectId}'] })));`);
  for (const printed of [await desk.run('sh', '-c', command), await desk.run('node', 'make.mjs')]) {
    const token = /audit_embed_[0-9a-f]{32}_[\w-]{43}/.exec(printed)?.[0];
    const entries = await new Api(stack.url, { authorization: `Bearer ${token}` }).entries({});
    expect(entries.map(({ entity }) => entity?.name)).toContain('Embedded shop');
    expect(entries.every(({ eventType }) => ['PROJECT', 'TEST_CASE'].includes(eventType))).toBe(true);
  }
});

test('The log tells the views as the key’s, with whom they were for', async () => {
  const [view] = (await stack.api.entries({ eventTypes: ['AUDIT_LOG'], actions: ['view'], search: '"Customer 42"' })).toReversed();
  expect(view?.user.kind).toBe('API_KEY');
  expect(view?.details).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'used', new: 'embed' }), expect.objectContaining({ field: 'viewer', new: 'Customer 42' })]));
});
