import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { connect, startStack } from './database.js';
import { plant } from './generated-log.js';
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
  expect(new URL(page.url()).pathname).toBe(`/settings/audit-logs/history/TEST_CASE/${id}`);
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

test('Two things of the same key are told apart by what they are; an address of before has both', async () => {
  await using owner = await connect(stack.databaseUrl);
  const made = (eventType: string, entityName: string, minute: number) =>
    ({ at: `2026-11-01T10:0${minute}:00.000000Z`, eventType, action: 'create', person: 'Maya Gurung', entityId: '7 / 50%', entityName, changes: [] });
  await plant(owner, [made('FOLDER', 'Folder seven', 1), made('TEST_CASE', 'Case seven', 2)]);
  const audit = new AuditPage(page);
  await audit.open('range=all&type=FOLDER');
  await audit.rows('Folder seven').first().focus();
  await page.keyboard.press('t');
  await page.getByRole('heading', { name: 'Folder seven' }).waitFor();
  expect(await points().count()).toBe(1);
  await page.reload();
  await page.getByRole('heading', { name: 'Folder seven' }).waitFor();
  await page.getByRole('link', { name: 'Show in the list' }).click();
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(1);
  await page.goto(`/settings/audit-logs/history/${encodeURIComponent('7 / 50%')}`);
  await expect.poll(() => points().count(), PATIENCE).toBe(2);
});

test('What is done to it meanwhile comes by itself, and moves neither what is looked at nor where the keyboard is', async () => {
  const watched = await stack.api.createTestCase(await stack.api.createProject('Watched'), 'Watched', { status: 'DRAFT' });
  await page.goto(`/settings/audit-logs/history/TEST_CASE/${watched}`);
  await expect.poll(() => field('status'), PATIENCE).toMatch(/Draft[^]*set in v1/);
  await stack.api.updateTestCase(watched, { status: 'ACTIVE' });
  // Nothing was chosen: that is the present.
  await expect.poll(() => field('status'), PATIENCE).toMatch(/Active[^]*set in v2/);
  await points().last().focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => field('status'), PATIENCE).toContain('Draft');
  await stack.api.updateTestCase(watched, { status: 'OUTDATED' });
  await expect.poll(() => points().count(), PATIENCE).toBe(3);
  expect(await field('status')).toMatch(/Draft[^]*set in v1/);
  expect(await points().last().evaluate((point) => point === document.activeElement)).toBe(true);
});

test('Of a thing with more than a thousand entries the newest come first, and all of them when they are asked for', async () => {
  const count = 1_130;
  await using owner = await connect(stack.databaseUrl);
  await plant(owner, Array.from({ length: count }, (_, n) => ({
    at: new Date(Date.parse('2026-11-02T08:00:00Z') + n * 61_000).toISOString(),
    eventType: 'TEST_CASE',
    action: n === 0 ? 'create' : 'update',
    person: 'Maya Gurung',
    entityId: 'long-lived',
    entityName: 'Long-lived',
    changes: [{ field: 'estimate', old: n === 0 ? null : n, new: n + 1 }],
  })));
  await page.goto('/settings/audit-logs/history/TEST_CASE/long-lived');
  const older = page.getByRole('button', { name: 'Show older entries' });
  await older.waitFor();
  expect(await points().count()).toBe(1_000);
  // How many came before is not known yet, and which version it is neither.
  expect(await field('estimate')).toMatch(/^Estimate\s+1,?130$/);
  await points().last().click();
  await expect.poll(() => field('estimate'), PATIENCE).toMatch(/^Estimate\s+131$/);
  await older.click();
  await expect.poll(() => points().count(), PATIENCE).toBe(count);
  await older.waitFor({ state: 'detached' });
  await expect.poll(() => field('estimate'), PATIENCE).toMatch(/^Estimate\s+131\s+set in v131$/);
  await points().last().click();
  await expect.poll(() => field('estimate'), PATIENCE).toMatch(/^Estimate\s+1\s+set in v1$/);
  await page.getByText('rebuilt from 1 entry').waitFor();
});

test('What differs stands side by side where there is room, and one below the other where there is not', async () => {
  await open('?a=first&b=last');
  const differences = page.getByRole('table').filter({ has: page.getByRole('columnheader') }).first();
  const row = (name: string) => differences.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell').allInnerTexts();
  expect((await row('Status')).map((text) => text.replace(/^[-+]\s*/, ''))).toEqual(['Draft', 'Outdated']);
  expect(await row('Priority')).toEqual(['none', expect.stringContaining('High')]);
  expect((await row('Labels')).map((text) => text.split(/\s+/).filter((word) => word !== '+'))).toEqual([['payment'], ['retry', 'payment']]);
  await page.setViewportSize({ width: 1024, height: 900 });
  await differences.waitFor({ state: 'detached' });
  expect(await field('status')).toMatch(/Draft[^]*Outdated/);
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
  for (const width of [1440, 390]) {
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
