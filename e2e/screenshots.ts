import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { administrator, invited } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { fill, type Life } from './screenshots-life.js';
import { Stack } from './stack.js';

const WIDTHS = [390, 1024, 1440, 1920];
const HEIGHTS: Readonly<Record<number, number>> = { 390: 844, 1024: 768, 1440: 1024, 1920: 1080 };

interface Scene {
  readonly name: string;
  readonly show: (page: Page, life: Life) => Promise<void>;
  /** Who looks; the administrator where nothing is said. */
  readonly as?: 'nobody' | 'reader';
}

const scenes: readonly Scene[] = [
  { name: 'sign-in', as: 'nobody', show: (page) => goTo(page, '/sign-in') },
  { name: 'invitation', as: 'nobody', show: (page, { token }) => goTo(page, `/invite?token=${token}`) },
  { name: 'projects', show: (page) => goTo(page, '/projects') },
  { name: 'project', show: (page, { projectId }) => goTo(page, `/projects/${projectId}`) },
  {
    name: 'test-case',
    show: async (page, { projectId, title }) => {
      await goTo(page, `/projects/${projectId}`);
      await page.getByRole('button', { name: title }).click();
      await page.getByRole('complementary', { name: 'Test case' }).getByLabel('Title').waitFor();
    },
  },
  { name: 'organization', show: (page) => goTo(page, '/settings/organization') },
  { name: 'users', show: (page) => goTo(page, '/settings/users') },
  { name: 'api-keys', show: (page) => goTo(page, '/settings/api-keys') },
  { name: 'audit-logs', show: async (page) => void (await list(page)) },
  {
    name: 'audit-logs-filtered',
    show: async (page) => void (await list(page, '-action=view&type=TEST_CASE&type=PROJECT&-type=AUTHENTICATION')),
  },
  {
    name: 'audit-logs-entry',
    show: async (page) => {
      // Each picture is a view of the log too, and they would push what is looked for out of sight.
      const audit = await list(page, '-action=view');
      await audit.rows('update').first().click();
      await audit.panel.getByRole('heading', { name: /^Steps/ }).waitFor();
    },
  },
  {
    name: 'audit-logs-empty',
    show: async (page) => {
      await page.goto('/settings/audit-logs?type=TEST_CASE&action=revoke');
      await page.getByRole('button', { name: 'Clear all filters' }).waitFor();
    },
  },
  {
    name: 'audit-logs-context',
    show: async (page) => {
      const audit = await list(page, 'type=TEST_CASE&action=update');
      await audit.rows().first().click();
      await audit.panel.getByRole('tab', { name: 'Context' }).click();
      await audit.panel.getByRole('listitem').first().waitFor();
    },
  },
  {
    name: 'audit-logs-menu',
    show: async (page) => {
      const audit = await list(page);
      await audit.rows().nth(3).press('m');
      await page.getByRole('menuitem', { name: 'Copy value' }).waitFor();
    },
  },
  { name: 'timeline', show: async (page, life) => void (await timeline(page, life)) },
  {
    name: 'timeline-compare',
    show: async (page, life) => {
      await timeline(page, life);
      await page.getByRole('radio', { name: 'Compare two points' }).check({ force: true });
      await page.getByText('fields differ').waitFor();
    },
  },
  { name: 'audit-logs-read-only', as: 'reader', show: (page) => goTo(page, '/settings/audit-logs?type=TEST_CASE') },
  {
    name: 'filters',
    show: async (page) => {
      await list(page);
      if ((page.viewportSize()?.width ?? 0) < 768) await page.getByRole('button', { name: 'Filters' }).click();
      else await page.getByRole('button', { name: 'User', exact: true }).click();
      await page.getByRole('dialog').getByText(/Clear/).first().waitFor();
    },
  },
  {
    name: 'date-range',
    show: async (page) => {
      await list(page);
      await page.getByRole('button', { name: /^Date range/ }).click();
      await page.getByRole('button', { name: 'Next month' }).first().waitFor();
    },
  },
];

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState('networkidle');
}

async function list(page: Page, search = ''): Promise<AuditPage> {
  const audit = new AuditPage(page);
  await audit.open(search);
  await audit.rows().first().waitFor();
  await page.locator('[role=status][data-state=live]').waitFor();
  return audit;
}

async function timeline(page: Page, { title }: Life): Promise<void> {
  const audit = await list(page, 'type=TEST_CASE&-action=view');
  await audit.rows(title).first().press('t');
  await page.getByRole('navigation', { name: 'Entries' }).getByRole('listitem').first().waitFor();
}

async function contextOf(browser: Browser, stack: Stack, as: Scene['as'], options: BrowserContextOptions): Promise<Page> {
  if (as === 'nobody') return (await browser.newContext({ baseURL: stack.url, ...options })).newPage();
  if (as === 'reader') return reader(browser, stack, options);
  return (await administrator(browser, stack, options)).page;
}

let readers = 0;
async function reader(browser: Browser, stack: Stack, options: BrowserContextOptions): Promise<Page> {
  readers += 1;
  return (await invited(browser, stack, { name: `Priya Nair ${readers}`, role: 'READ_ONLY' }, options)).page;
}

/**
 * Pictures of every page, each in both themes and at every width, of a product of its own with some life in it:
 * `FOLDER/PAGE-THEME-WIDTH.png`.
 *
 * @param only the names of the pages to take; none: all
 */
export async function takeScreenshots(folder: string, only: readonly string[], widths = WIDTHS): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];
  await using stack = await Stack.start();
  const browser = await launchBrowser();
  try {
    const life = await fill(browser, stack);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const as of [undefined, 'nobody', 'reader'] as const) {
        const wanted = scenes.filter((scene) => scene.as === as && (only.length === 0 || only.includes(scene.name)));
        if (wanted.length === 0) continue;
        const page = await contextOf(browser, stack, as, { colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
        for (const { name, show } of wanted) {
          for (const width of widths) {
            await page.setViewportSize({ width, height: HEIGHTS[width] ?? 900 });
            await show(page, life);
            const path = join(folder, `${name}-${colorScheme}-${width}.png`);
            await page.screenshot({ path });
            taken.push(path);
          }
        }
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
  }
  return taken;
}
