import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 90_000, interval: 50 };
const TITLE = 'Card declined shows a retry option';

let stack: Stack;
let browser: Browser;
let id: string;
let actor: Actor;
let page: Page;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  const project = await stack.api.createProject('Checkout');
  id = await stack.api.createTestCase(project, TITLE, { status: 'DRAFT', labels: ['payment'] });
  await stack.api.updateTestCase(id, { status: 'ACTIVE', labels: ['payment', 'retry'] });
  await stack.api.updateTestCase(id, { priority: 'HIGH' });
  await stack.api.updateTestCase(id, { status: 'OUTDATED' });
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  ({ page } = actor);
});
afterEach(() => actor.context.close());

const points = (of = page) => of.getByRole('navigation', { name: 'Entries' }).locator('[data-point]');
const field = (name: string, of = page) => of.locator(`[data-field=${name}]`).innerText();

async function open(search = ''): Promise<void> {
  await page.goto(`/settings/audit-logs/history/${id}${search}`);
  await points().first().waitFor();
}

test('A timeline has every entry of one thing, and what it was at any point', async () => {
  await open();
  await page.getByRole('heading', { name: TITLE }).waitFor();
  expect(await points().count()).toBe(4);
  await expect.poll(() => field('status'), PATIENCE).toMatch(/Outdated[^]*set in v4/);
  await points().nth(2).click();
  await expect.poll(() => field('status'), PATIENCE).toMatch(/Active[^]*set in v2/);
  expect(await field('labels')).toMatch(/payment[^]*retry[^]*set in v2/);
  await points().nth(3).click();
  await expect.poll(() => field('labels'), PATIENCE).not.toContain('retry');
  await page.getByText('rebuilt from 1 entry').waitFor();
});

test('Two points are compared, by keyboard alone, and the address shows another administrator the same', async () => {
  await open();
  await points().first().focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => field('status'), PATIENCE).toContain('Active');
  await page.getByRole('radio', { name: 'State at a point' }).focus();
  await page.keyboard.press('ArrowRight');
  const b = page.getByRole('button', { name: 'B is this entry' }).first();
  await b.focus();
  await page.keyboard.press('Enter');
  await page.getByText('3 entries between them').waitFor();
  await page.getByText('3 fields differ').waitFor();
  expect(await field('status')).toMatch(/Draft[^]*Outdated/);
  expect(await field('labels')).toMatch(/retry[^]*payment/);

  const other = await invited(browser, stack, { name: 'Mara Okafor', role: 'ADMIN' });
  await other.page.goto(page.url());
  await other.page.getByText('3 fields differ').waitFor();
  expect(await field('status', other.page)).toBe(await field('status'));
  await other.context.close();

  await page.getByRole('button', { name: 'Swap A and B' }).click();
  await expect.poll(() => field('status'), PATIENCE).toMatch(/Outdated[^]*Draft/);
});

test('It is opened from the menu of a value, by its key, and from the panel', async () => {
  const audit = new AuditPage(page);
  await audit.open('type=TEST_CASE');
  await audit.rows().first().focus();
  await page.keyboard.press('t');
  await points().first().waitFor();
  expect(new URL(page.url()).pathname).toBe(`/settings/audit-logs/history/${id}`);
  await page.goBack();
  await audit.rows().first().press('m');
  await page.getByRole('menuitem', { name: /^Timeline/ }).click();
  await points().first().waitFor();
  await page.goBack();
  await audit.rows().first().click();
  await audit.panel.getByRole('tab', { name: 'Context' }).click();
  await audit.panel.getByRole('link', { name: 'Open timeline' }).click();
  await points().first().waitFor();
  await page.getByRole('link', { name: 'Show in the list' }).click();
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(4);
});

test('What the log has no entry of is said, and who is Read Only is told that it is for administrators', async () => {
  await page.goto('/settings/audit-logs/history/nothing');
  await page.getByText('The log has no entry of this').waitFor();
  const reader = await invited(browser, stack, { name: 'Rea Only', role: 'READ_ONLY' });
  await reader.page.goto(`/settings/audit-logs/history/${id}`);
  await reader.page.getByText('The audit log is for administrators').waitFor();
  await reader.context.close();
});

test('axe finds nothing to object to, in both themes, on a screen and a phone', async () => {
  const found: string[] = [];
  for (const width of [1024, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const search of ['', '?a=first&b=last']) {
      await open(search);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        found.push(...violations.flatMap(({ id: rule, nodes }) => nodes.map(({ html }) => `${colorScheme} ${width} ${rule}: ${html}`)));
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  }
  expect(found).toEqual([]);
});
