import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { administrator, invited } from './actors.js';
import { Api } from './api.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser, whenDrawn } from './browser.js';
import { Stack } from './stack.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's connection to a running Postgres, by its version. */
    clusters: Record<number, string>;
  }
}

/** What would run if anything of it were taken for markup, script or address; each would set `ran`. */
const SCRIPTS = [
  '<script>window.ran=1</script>',
  '<img src=x onerror="window.ran=1">',
  '"><svg onload=window.ran=1>',
  'javascript:window.ran=1',
  '[click](javascript:window.ran=1)',
  '{{constructor.constructor("window.ran=1")()}}',
  '</style><style>*{display:none!important}</style>',
  '\'-window.ran=1-\'',
];
/** What cannot be seen, or turns the text around it: shown as its code. */
const HIDDEN = ['invoice\u202Efdp.exe', 'pay\u200Bpal', 'a\u0007b\u001b[2Jc\u0001', 'x\u2066y\u2069z', '\u2028line', 'tag\u{E0041}s'];
const CODES = ['U+202E', 'U+200B', 'U+0007', 'U+001B', 'U+0001', 'U+2066', 'U+2028', 'U+E0041'];
const INVISIBLE = /[\u202E\u2066\u200B]|(?![\t\n\r])\p{Cc}/u;
const WIDE = `${'W'.repeat(150)}`;
const LONG = 'long '.repeat(19_990);

const ELEMENTS = 10_000;

let database: { url: string; drop: () => Promise<void> };
let stack: Stack;
let browser: Browser;
let projectId: string;

async function createDatabase(): Promise<typeof database> {
  const url = new URL(inject('clusters')[18] ?? '');
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  const asOwner = async (statement: string) => {
    const client = new pg.Client({ connectionString: new URL('/postgres', url).href });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await asOwner(`CREATE DATABASE ${name}`);
  return { url: new URL(`/${name}`, url).href, drop: () => asOwner(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** An entry as an outside system may have sent it: larger than any form of ours takes. */
async function recordHuge(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`SELECT audit.define('REPORT', ARRAY['update'])`);
    await client.query('BEGIN');
    const source = { ip: SCRIPTS[0], userAgent: `${SCRIPTS[1]}\u202E${WIDE}`, via: 'import' };
    await client.query('SELECT audit.act($1, $2, $3, $4, $5, $6, $7)', [1, 'INTEGRATION', SCRIPTS[3], SCRIPTS[1], null, null, JSON.stringify(source)]);
    const list = Array.from({ length: ELEMENTS }, (_, n) => `${SCRIPTS[n % SCRIPTS.length]} ${n}`);
    const changes = [
      { field: 'description', old: 'short', new: 'x <b>y</b> '.repeat(100_000) },
      { field: 'labels', old: list.slice(1), new: [...list.slice(0, -2), 'last'] },
      { field: SCRIPTS[0], old: null, new: { deep: Array.from({ length: 60 }).reduce<unknown>((inner) => [inner], SCRIPTS[1]) } },
      ...HIDDEN.map((text) => ({ field: text, old: text, new: WIDE })),
    ];
    await client.query('SELECT audit.record($1, $2, $3, $4, $5, $6)', ['REPORT', 'update', SCRIPTS[2], 'huge', SCRIPTS[3], JSON.stringify(changes)]);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  database = await createDatabase();
  stack = await Stack.start({ DATABASE_URL: database.url });
  browser = await launchBrowser();
  const { api } = stack;
  projectId = await api.createProject('plain');
  for (const text of [...SCRIPTS, ...HIDDEN, WIDE]) {
    const own = await api.createProject(text);
    const id = await api.createTestCase(own, text, { description: text, labels: [text], steps: [{ action: text, expected: text }], reference: text });
    await api.updateTestCase(id, { description: `${text} again`, labels: [`${text} again`] });
    await api.createTestCase(projectId, text);
    await api.request('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }', { input: { name: text, scopes: ['audit:read'] } });
  }
  for (const [n, text] of [...SCRIPTS, ...HIDDEN].entries()) {
    const email = `${text.replaceAll(/[\s@\p{Cc}]/gu, '')}${n}@example.com`;
    await api.request('mutation ($input: InviteUserInput!) { inviteUser(input: $input) { link } }', { input: { email, name: text } });
  }
  const long = await api.createTestCase(projectId, 'long', { description: LONG, preconditions: LONG, reference: LONG, expectedResults: LONG });
  await api.updateTestCase(long, { description: `changed ${LONG}` });
  const browsers = new Api(stack.url, { authorization: `Bearer ${stack.key}`, 'user-agent': SCRIPTS[1] ?? '' });
  await browsers.createProject('from a hostile browser');
  await recordHuge();
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
  await database?.drop();
});

declare global {
  interface Window {
    ran?: number;
    violations?: string[];
  }
}

/** A page that notes what the policy refuses, and fails on what runs or breaks. */
async function open(width: number): Promise<{ page: Page; problems: string[] }> {
  const { page } = await administrator(browser, stack, { viewport: { width, height: 900 } });
  const problems: string[] = [];
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => window.violations?.push(`${violatedDirective} ${blockedURI}`));
  });
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => problems.push(`an error: ${error.message}`));
  page.on('popup', () => problems.push('a window'));
  return { page, problems };
}

/** Nothing ran, nothing was refused, no link would run, and the page is no wider than its window. */
async function expectHarmless(page: Page, problems: readonly string[]): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: window.ran ?? null,
    violations: window.violations,
    links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? '').filter((href) => !/^(\/|https?:|#|\?)/.test(href)),
    planted: document.querySelectorAll('body script:not([src]), img[src=x], svg[onload], [onerror]').length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  expect({ ...found, problems }).toEqual({ ran: null, violations: [], links: [], planted: 0, overflow: 0, problems: [] });
}

test.each([390, 1280])('At %i pixels the audit log shows hostile names as texts: nothing runs, rows keep their height, hidden characters are codes', async (width) => {
  const { page, problems } = await open(width);
  const audit = new AuditPage(page);
  await audit.open();
  await audit.rows().first().waitFor();
  const drawn = await audit.readThrough((rows) =>
    rows.evaluateAll((all) => all.map((row) => ({ height: Math.round(row.getBoundingClientRect().height), text: (row as HTMLElement).innerText }))),
  );
  expect(new Set(drawn.flat().map(({ height }) => height)).size).toBe(1);
  const shown = drawn.flat().map(({ text }) => text).join('\n');
  for (const code of CODES) expect(shown).toContain(code);
  expect(shown).not.toMatch(INVISIBLE);
  expect(shown).toContain('<script>window.ran=1</script>');
  await expectHarmless(page, problems);
  await page.context().close();
});

test('Every entry opens, also one of a megabyte and ten thousand elements, and the page goes on', async () => {
  const { page, problems } = await open(390);
  const audit = new AuditPage(page);
  for (const search of ['type=REPORT', `project=${projectId}&type=TEST_CASE&action=update`, 'type=USER', 'type=API_KEY']) {
    await audit.open(search);
    await audit.rows().first().click();
    await audit.panel.getByRole('tab', { name: /^(Changes|Values)/ }).waitFor();
    await expectHarmless(page, problems);
    expect(await audit.panel.evaluate((panel) => panel.scrollWidth - panel.clientWidth), search).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    await audit.panel.waitFor({ state: 'hidden' });
  }
  await page.context().close();
});

test.each([
  ['the projects', () => '/projects'],
  ['a project', () => `/projects/${projectId}`],
  ['the users', () => '/settings/users'],
  ['the API keys', () => '/settings/api-keys'],
])('On %s nothing runs, hidden characters are codes, and nothing is wider than the page', async (_, path) => {
  const { page, problems } = await open(390);
  await page.goto(path());
  await page.getByText('window.ran=1').first().waitFor();
  const text = await page.locator('main').innerText();
  expect(text).toContain('U+202E');
  expect(text).not.toMatch(INVISIBLE);
  await expectHarmless(page, problems);
  await page.context().close();
});

test('The longest names are cut short or broken: no page, table, panel or dialog runs over its side', async () => {
  const { page: theirs, context } = await invited(browser, stack, { name: WIDE, role: 'ADMIN' });
  const createKey = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }';
  const variables = { input: { name: `${WIDE} too`, scopes: ['audit:read', 'audit:write', 'workspace:write', 'account:write'] } };
  await theirs.request.post('/graphql', { data: { query: createKey, variables }, headers: { origin: stack.url } });
  await context.close();
  const { page } = await open(1440);
  const [last] = (await stack.api.entries({ eventTypes: ['TEST_CASE'], actions: ['update'] })).filter(({ entity }) => entity?.name === WIDE);
  const places: readonly [path: string, ready: string, menu?: [of: string, item: string]][] = [
    ['/projects', 'table'],
    [`/projects/${last?.project?.id}`, 'table'],
    ['/settings/users', 'table', [WIDE, 'Remove']],
    ['/settings/api-keys', 'table', [`${WIDE} too`, 'Revoke']],
    [`/settings/audit-logs?entry=${last?.id}`, 'aside h2'],
    [`/settings/audit-logs?project=${last?.project?.id}&action=revoke`, 'h2'],
  ];
  for (const [path, ready, menu] of places) {
    await page.goto(path);
    await page.locator(ready).getByText(/W{20}/).first().waitFor();
    if (menu !== undefined) {
      await page.getByRole('button', { name: `Actions for ${menu[0]}`, exact: true }).click();
      await page.getByRole('menuitem', { name: menu[1] }).click();
      await page.getByRole('dialog').waitFor();
    }
    for (const width of [390, 1024, 1920, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => page.evaluate(sideways), { timeout: 10_000, message: `${path}, ${width} wide` }).toEqual([]);
    }
  }
  await page.context().close();
});

/** What can be pushed sideways; of all that may, it is only the filters of a phone that should. */
function sideways(): string[] {
  return [...document.querySelectorAll('html, main, main *, aside *, [role=dialog], [role=dialog] *')]
    .filter((element) => element.matches('html') || /auto|scroll/.test(getComputedStyle(element).overflowX))
    .filter((element) => !element.matches('[aria-label="Date range and filters in use"]') && element.scrollWidth > element.clientWidth + 1)
    .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`);
}

test('Hostile parameters of the page’s own address are texts too', async () => {
  const { page, problems } = await open(1280);
  for (const text of [SCRIPTS.join(' '), SCRIPTS[3] ?? '', HIDDEN.join(' ')]) {
    const value = encodeURIComponent(text);
    await page.goto(`/settings/audit-logs?type=${value}&user=${value}&entity=${value}&from=${value}&nonsense=${value}`);
    await whenDrawn(page);
    await expectHarmless(page, problems);
  }
  for (const path of ['/invite?token=', '/sign-in-link?token=', '/sign-in?next=', '/projects/', '/nothing/']) {
    await page.goto(`${path}${encodeURIComponent(SCRIPTS[3] ?? '')}`);
    await whenDrawn(page);
    await expectHarmless(page, problems);
  }
  await page.context().close();
});
