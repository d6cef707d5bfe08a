import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { administrator, invited, inviteToken } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import { findingScenes } from './finding-scenes.js';
import { savedViewScenes } from './saved-view-scenes.js';
import type { Stack } from './stack.js';

let stack: Stack;
let browser: Browser;
let projectId: string;
let token: string;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  projectId = await stack.api.createProject('Checkout');
  token = await inviteToken(stack, 'jo.tamang@example.com', 'READ_ONLY');
  const id = await stack.api.createTestCase(projectId, 'Card declined shows a retry option', {
    labels: ['payment'],
    steps: [{ action: 'Pay with a card that is declined', expected: 'The page offers to try again' }],
  });
  await stack.api.updateTestCase(id, { status: 'ACTIVE', labels: ['retry'], description: 'Once more,\nwith feeling.' });
  const { createFolder } = await stack.api.request<{ createFolder: { id: string } }>(
    'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }',
    { input: { projectId, name: 'Old' } },
  );
  for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) await stack.api.createTestCase(projectId, title, { folderId: createFolder.id });
  await stack.api.request('mutation ($id: ID!) { deleteFolder(id: $id) { id } }', createFolder);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** Everything is looked at with all rules; else at two widths, and in the dark for what it can change: the contrast. */
const FULL = process.env['FULL'] === '1';

/** Wide enough for the panel beside the list, too narrow for it, and a phone. */
const WIDTHS = FULL ? [1920, 1024, 390] : [1024, 390];
const PHONE = 768;

interface Scene {
  readonly name: string;
  readonly show: (page: Page, phone: boolean) => Promise<void>;
  /** Who looks; the administrator where nothing is said. */
  readonly as?: 'nobody' | 'reader';
}

async function list(page: Page, search = ''): Promise<AuditPage> {
  const audit = new AuditPage(page);
  await audit.open(search);
  await audit.rows().first().waitFor();
  return audit;
}

async function entry(page: Page, tab: string): Promise<AuditPage> {
  const audit = await list(page, `project=${projectId}&type=TEST_CASE`);
  await audit.rows('update').first().click();
  await audit.panel.getByRole('tab', { name: tab }).click();
  return audit;
}

/** Each page as it is when a person has something to do there, and whatever floats over it. */
const scenes: readonly Scene[] = [
  {
    name: 'signing in',
    as: 'nobody',
    show: async (page) => {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill('nobody@example.com');
      await page.getByLabel('Password', { exact: true }).fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Email or password is wrong.').waitFor();
    },
  },
  {
    name: 'an invitation',
    as: 'nobody',
    show: async (page) => {
      await page.goto(`/invite?token=${token}`);
      await page.getByLabel('Name').waitFor();
    },
  },
  {
    name: 'what is for administrators',
    as: 'reader',
    show: async (page) => {
      await page.goto('/settings/audit-logs?type=TEST_CASE');
      await page.getByText('The audit log is for administrators').waitFor();
    },
  },
  { name: 'the audit log', show: async (page) => void (await list(page, '-action=view')) },
  {
    name: 'an entry',
    show: async (page) => {
      const audit = await entry(page, 'Changes');
      await audit.panel.getByRole('heading', { name: 'Labels' }).waitFor();
    },
  },
  {
    name: 'the context of an entry',
    show: async (page) => {
      const audit = await entry(page, 'Context');
      await audit.panel.getByRole('heading', { name: /^History/ }).waitFor();
      await audit.panel.getByRole('listitem').first().waitFor();
    },
  },
  { name: 'an entry as JSON', show: async (page) => void (await entry(page, 'Raw JSON')) },
  {
    name: 'an operation that is opened, and the settings of the display',
    show: async (page, phone) => {
      const audit = new AuditPage(page);
      await audit.open(`project=${projectId}`);
      await audit.operations().first().click();
      await page.getByText('Show all 6 entries').waitFor();
      // A phone has no columns.
      if (phone) return;
      await page.getByRole('button', { name: 'Display' }).click();
      await page.getByRole('radio', { name: 'Compact' }).waitFor();
    },
  },
  {
    name: 'the menu of a value',
    show: async (page) => {
      const audit = await list(page);
      await audit.rows().first().press('m');
      await page.getByRole('menuitem', { name: 'Copy value' }).waitFor();
    },
  },
  {
    name: 'the keys',
    show: async (page) => {
      await list(page);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    },
  },
  {
    name: 'a filter',
    show: async (page, phone) => {
      await list(page);
      if (phone) {
        await page.getByRole('button', { name: 'Filters' }).click();
        await page.getByRole('button', { name: 'User' }).click();
      } else {
        await page.getByRole('button', { name: 'User', exact: true }).click();
      }
      await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    },
  },
  {
    name: 'all filters',
    show: async (page, phone) => {
      await list(page);
      if (phone) await page.getByRole('button', { name: 'Filters' }).click();
    },
  },
  ...findingScenes(() => projectId),
  ...savedViewScenes(() => stack),
  {
    name: 'the date range',
    show: async (page) => {
      await list(page);
      await page.getByRole('button', { name: /^Date range/ }).click();
      await page.getByRole('button', { name: 'Next month' }).waitFor();
    },
  },
  {
    name: 'an empty list',
    show: async (page) => {
      await page.goto('/settings/audit-logs?type=TEST_CASE&action=revoke');
      await page.getByRole('button', { name: 'Clear all filters' }).waitFor();
    },
  },
  {
    name: 'the export',
    show: async (page) => {
      await list(page);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('link', { name: /^CSV/ }).waitFor();
    },
  },
  {
    name: 'the account menu',
    show: async (page, phone) => {
      await page.goto('/projects');
      if (phone) await page.getByRole('button', { name: 'Open navigation' }).click();
      await page.getByRole('button', { name: /Account menu/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
  },
  {
    name: 'the projects',
    show: async (page) => {
      await page.goto('/projects');
      await page.getByRole('link', { name: 'Checkout' }).waitFor();
    },
  },
  {
    name: 'a project',
    show: async (page) => {
      await page.goto(`/projects/${projectId}`);
      await page.getByRole('button', { name: 'Card declined shows a retry option' }).waitFor();
    },
  },
  {
    name: 'a test case',
    show: async (page) => {
      await page.goto(`/projects/${projectId}`);
      await page.getByRole('button', { name: 'Card declined shows a retry option' }).click();
      await page.getByRole('complementary', { name: 'Test case' }).getByLabel('Title').waitFor();
    },
  },
  {
    name: 'the organization, and its time zone to choose',
    show: async (page) => {
      await page.goto('/settings/organization');
      await page.getByRole('combobox', { name: 'Time zone' }).fill('kath');
      await page.getByRole('option', { name: /^Asia\/Kathmandu/ }).waitFor();
    },
  },
  {
    name: 'the users',
    show: async (page) => {
      await page.goto('/settings/users');
      await page.getByRole('button', { name: /^Actions for/ }).first().click();
      await page.getByRole('menuitem', { name: 'History' }).waitFor();
    },
  },
  {
    name: 'a new API key',
    show: async (page) => {
      await page.goto('/settings/api-keys');
      await page.getByRole('button', { name: 'New API key' }).click();
      await page.getByRole('checkbox', { name: 'audit:read' }).check();
    },
  },
  {
    name: 'the API keys',
    show: async (page) => {
      await page.goto('/settings/api-keys');
      await page.getByText('Admin key').first().waitFor();
    },
  },
];

/** What axe objects to, with the elements it means. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames: the mode that puts their findings together in another tab would only take longer.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations: found } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe('axe finds nothing to object to, in both themes and on every width, in', () => {
  // Nothing fades in: axe would see the colours of a moment.
  const options = { reducedMotion: 'reduce' } as const;
  const pages = new Map<Scene['as'], Page>();

  beforeAll(async () => {
    pages.set(undefined, (await administrator(browser, stack, options)).page);
    pages.set('reader', (await invited(browser, stack, { name: 'Rea Only', role: 'READ_ONLY' }, options)).page);
    pages.set('nobody', await (await browser.newContext({ baseURL: stack.url, ...options })).newPage());
  });
  afterAll(async () => {
    for (const page of pages.values()) await page.context().close();
  });

  test.each(scenes)('$name', async ({ show, as }) => {
    const page = pages.get(as);
    if (page === undefined) throw new Error(`Nobody looks as ${as}.`);
    const found: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await show(page, width < PHONE);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        const rules = colorScheme === 'light' || FULL ? undefined : ['color-contrast'];
        found.push(...(await violations(page, rules)).map((violation) => `${colorScheme} ${width}: ${violation}`));
      }
      // As wide as the window: what does not fit would have to be searched for sideways.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    expect(found).toEqual([]);
  });
});
