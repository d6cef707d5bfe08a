import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { Stack } from './stack.js';

let stack: Stack;
let browser: Browser;
let projectId: string;

beforeAll(async () => {
  stack = await Stack.start();
  browser = await launchBrowser();
  projectId = await stack.api.createProject('Checkout');
  const id = await stack.api.createTestCase(projectId, 'Card declined shows a retry option', {
    labels: ['payment'],
    steps: [{ action: 'Pay with a card that is declined', expected: 'The page offers to try again' }],
  });
  await stack.api.updateTestCase(id, { status: 'ACTIVE', labels: ['retry'], description: 'Once more,\nwith feeling.' });
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** Each page as it is when a person has something to do there. */
const scenes: readonly [string, (page: Page) => Promise<void>][] = [
  [
    'the audit log',
    async (page) => {
      const audit = new AuditPage(page);
      await audit.open();
      await audit.rows('Card declined').first().waitFor();
    },
  ],
  [
    'an entry of it',
    async (page) => {
      const audit = new AuditPage(page);
      await audit.open(`project=${projectId}&type=TEST_CASE`);
      await audit.rows('update').first().click();
      await audit.panel.getByRole('heading', { name: /^Changes/ }).waitFor();
    },
  ],
  [
    'a filter',
    async (page) => {
      const audit = new AuditPage(page);
      await audit.open('-action=view');
      await page.getByRole('button', { name: 'User', exact: true }).click();
      await page.getByRole('dialog', { name: 'User' }).getByRole('checkbox').first().waitFor();
    },
  ],
  [
    'the date range',
    async (page) => {
      const audit = new AuditPage(page);
      await audit.open();
      await page.getByRole('button', { name: /^Date range/ }).click();
      await page.getByRole('button', { name: 'Last hour' }).waitFor();
    },
  ],
  [
    'an empty log',
    async (page) => {
      const audit = new AuditPage(page);
      await audit.open('type=NOTHING');
      await page.getByRole('button', { name: 'Clear all filters' }).waitFor();
    },
  ],
  [
    'the projects',
    async (page) => {
      await page.goto('/projects');
      await page.getByText('Checkout').first().waitFor();
    },
  ],
  [
    'a test case',
    async (page) => {
      await page.goto(`/projects/${projectId}`);
      await page.getByRole('button', { name: 'Card declined shows a retry option' }).click();
      await page.getByRole('complementary', { name: 'Test case' }).getByLabel('Title').waitFor();
    },
  ],
  [
    'the users',
    async (page) => {
      await page.goto('/settings/users');
      await page.getByText('ana.rivera@example.com').first().waitFor();
    },
  ],
  [
    'a new API key',
    async (page) => {
      await page.goto('/settings/api-keys');
      await page.getByRole('button', { name: 'New API key' }).click();
      await page.getByRole('checkbox', { name: 'audit:read' }).check();
    },
  ],
  [
    'the export',
    async (page) => {
      await new AuditPage(page).open();
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('link', { name: /^CSV/ }).waitFor();
    },
  ],
];

/** What axe objects to, with the elements it means. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  // Nothing fades in: axe would see the colours of a moment.
  const options = { colorScheme, reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } } as const;

  test.each(scenes)('axe finds nothing to object to in %s', async (_name, show) => {
    const { page, context } = await administrator(browser, stack, options);
    await show(page);
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(colorScheme);
    expect(await violations(page)).toEqual([]);
    await context.close();
  });

  test('axe finds nothing to object to in signing in', async () => {
    const context = await browser.newContext({ baseURL: stack.url, ...options });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill('nobody@example.com');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Email or password is wrong.').waitFor();
    expect(await violations(page)).toEqual([]);
    await context.close();
  });
});
