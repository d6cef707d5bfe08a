import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { administrator, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

/** Nothing fades in: axe would see the colours of a moment. */
const STILL = { reducedMotion: 'reduce' } as const;

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** What axe finds, but for what lies in GraphiQL's own markup: buttons within its tabs, and its editor's scrolling. */
async function violations(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).disableRules(['nested-interactive', 'scrollable-region-focusable']);
  return (await axe.analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
}

test('an empty account is filled with one click, which leads to projects and to the audit log', async () => {
  const { page, context } = await administrator(browser, stack, STILL);
  try {
    await page.goto('/projects');
    await page.getByRole('button', { name: 'Create a project' }).waitFor();
    expect(await violations(page)).toEqual([]);
    // Twice, as some people click.
    await page.getByRole('button', { name: 'Fill with a sample workspace' }).dblclick();
    await page.getByRole('link', { name: 'Web Shop' }).waitFor();
    await expect.poll(() => page.getByRole('table', { name: 'Projects' }).getByRole('row').count()).toBe(4);

    // What is taken is told beside its field.
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByLabel('Name').fill('Second shop');
    await page.getByLabel('Key').fill('shop');
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.getByRole('dialog').getByText('Another project has the key SHOP').waitFor();
    expect(await page.getByLabel('Key').getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'See in the Audit Logs' }).click();
    const audit = new AuditPage(page);
    await audit.rows('Maya Chen').first().waitFor();
  } finally {
    await context.close();
  }
});

describe('GraphiQL', () => {
  const opened: Actor[] = [];
  let complaints: string[];
  beforeEach(async () => {
    complaints = [];
    for (const { context } of opened.splice(0)) await context.close();
  });

  /** Opens it as somebody, and listens for what the browser complains of: a breach of the page's policy is an error there. */
  async function open(actor: Actor): Promise<Page> {
    opened.push(actor);
    const { page } = actor;
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto('/graphiql');
    await page.locator('.graphiql-query-editor .cm-keyword').first().waitFor();
    return page;
  }

  async function run(page: Page, example: string): Promise<void> {
    await page.getByRole('tab', { name: example }).click();
    // GraphiQL reads from the document a moment later which operation there is to run.
    await page.waitForFunction((name) => localStorage.getItem('graphiql:operationName') === name, example);
    await page.getByRole('button', { name: /^Execute query/ }).click();
  }

  test('opens with examples that run with one’s session, under the page’s policy, in the dark too', async () => {
    const page = await open(await administrator(browser, stack, { colorScheme: 'dark', ...STILL }));
    await page.getByText('You ask as Administrator').waitFor();
    await page.getByRole('textbox', { name: 'Query' }).waitFor({ state: 'attached' });
    expect(await violations(page)).toEqual([]);
    expect(await page.title()).toBe('GraphiQL · Audit Logs');
    await run(page, 'FirstPage');
    await page.locator('.graphiql-response').getByText('"eventType"').first().waitFor();
    // The documentation of the schema comes by introspection.
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Subscription' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('watches live, and shows what is recorded meanwhile', async () => {
    const page = await open(await administrator(browser, stack));
    await run(page, 'Live');
    const response = page.locator('.graphiql-response');
    await response.getByText('"caughtUp"').waitFor();
    await stack.api.createProject('Seen in GraphiQL');
    await response.getByText('Seen in GraphiQL').first().waitFor();
    await page.getByRole('button', { name: /^Stop query/ }).click();
    expect(complaints).toEqual([]);
  });

  test('says when nobody is signed in, and takes a key instead', async () => {
    const context = await browser.newContext({ baseURL: stack.url, colorScheme: 'light', ...STILL });
    const page = await open({ context, page: await context.newPage() });
    await page.getByText('Nobody is signed in').waitFor();
    await page.getByRole('textbox', { name: 'Query' }).waitFor({ state: 'attached' });
    expect(await violations(page)).toEqual([]);
    await run(page, 'FirstPage');
    await page.locator('.graphiql-response').getByText('UNAUTHENTICATED').waitFor();
    await page.getByLabel('API key').fill(stack.key);
    await page.getByText('You ask as an API key').waitFor();
    await run(page, 'Resume');
    await page.locator('.graphiql-response').getByText('"caughtUp"').waitFor();
  });
});
