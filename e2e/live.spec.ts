import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { Stack } from './stack.js';

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  stack = await Stack.start();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** High enough to show every entry of a test at once. */
const TALL = { viewport: { width: 1440, height: 6000 } };

/** What a slow machine may need. */
const PATIENCE = { timeout: 120_000, interval: 100 };

async function watch(projectId: string): Promise<AuditPage> {
  const { page } = await administrator(browser, stack, TALL);
  const watcher = new AuditPage(page);
  await watcher.open(`project=${projectId}`);
  await expect.poll(() => watcher.state(), PATIENCE).toBe('live');
  return watcher;
}

/** The names in the rows that stand in the table, with entries that wait behind the pill let in. */
async function shown(watcher: AuditPage): Promise<string[]> {
  if (await watcher.newEntries.isVisible()) await watcher.newEntries.click();
  const texts = await watcher.rows().allInnerTexts();
  return texts.map((text) => /Edit \d+/.exec(text)?.[0] ?? '').filter((name) => name !== '');
}

const edits = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `Edit ${String(from + i).padStart(3, '0')}`);

test('a change in one browser shows in another that is live, without a reload', async () => {
  const projectId = await stack.api.createProject('Checkout');
  const otherId = await stack.api.createProject('Elsewhere');
  await stack.api.createTestCase(projectId, 'Card declined shows a retry option');
  const watcher = await watch(projectId);
  const loaded = await watcher.page.evaluate(() => performance.timeOrigin);

  const { page } = await administrator(browser, stack);
  await stack.api.createTestCase(otherId, 'Not of this project');
  await page.goto(`/projects/${projectId}`);
  await page.getByRole('button', { name: 'Card declined shows a retry option' }).click();
  const form = page.getByRole('complementary', { name: 'Test case' });
  await form.getByLabel('Title').fill('Card declined shows two options');
  await form.getByRole('button', { name: 'Save' }).click();

  const row = watcher.rows('Card declined shows two options');
  await expect.poll(() => row.count(), PATIENCE).toBe(1);
  expect(await row.innerText()).toMatch(/update/);
  expect(await watcher.rows('Not of this project').count()).toBe(0);
  expect(await watcher.page.evaluate(() => performance.timeOrigin)).toBe(loaded);
});

test('a watcher sees every entry once, although the server is killed and starts again meanwhile', async () => {
  const projectId = await stack.api.createProject('Survivors');
  const watcher = await watch(projectId);

  for (const title of edits(1, 10)) await stack.api.createTestCase(projectId, title);
  await expect.poll(() => shown(watcher), PATIENCE).toHaveLength(10);

  // Killed while it writes: what was answered is in the log, what was not may be.
  const write = async (): Promise<never> => {
    for (let n = 11; ; n += 1) {
      await stack.api.createTestCase(projectId, edits(n, n)[0] ?? '');
      // Slow enough for the browser to see some before the end, and then for the rows to have room on its page.
      await delay(n < 50 ? 20 : 1000);
    }
  };
  const outcome = write().catch(() => 'cut off');
  await expect.poll(() => shown(watcher).then((titles) => titles.length), PATIENCE).toBeGreaterThan(11);
  await stack.kill();
  expect(await outcome).toBe('cut off');
  await expect.poll(() => watcher.state(), PATIENCE).not.toBe('live');

  // Entries that the watcher cannot see at once, then more while it catches up.
  await watcher.page.context().setOffline(true);
  await stack.start();
  for (const title of edits(501, 515)) await stack.api.createTestCase(projectId, title);
  await watcher.page.context().setOffline(false);
  for (const title of edits(516, 520)) await stack.api.createTestCase(projectId, title);

  await expect.poll(() => watcher.state(), PATIENCE).toBe('live');
  const log = await stack.api.entries({ projectIds: [projectId], eventTypes: ['TEST_CASE'] });
  const names = log.map(({ entity }) => entity?.name);
  expect(names).toEqual(expect.arrayContaining([...edits(1, 11), ...edits(501, 520)]));
  expect(new Set(names).size).toBe(names.length);
  await expect.poll(() => shown(watcher), PATIENCE).toEqual(names);
});

test('where live was cut off a line says how many entries came together afterwards, below the first of them', async () => {
  const projectId = await stack.api.createProject('Bridges');
  const watcher = await watch(projectId);
  await stack.api.createTestCase(projectId, 'Edit 001');
  await expect.poll(() => shown(watcher), PATIENCE).toEqual(['Edit 001']);

  await watcher.page.context().setOffline(true);
  await expect.poll(() => watcher.state(), PATIENCE).toBe('reconnecting');
  for (const title of edits(2, 4)) await stack.api.createTestCase(projectId, title);
  await watcher.page.context().setOffline(false);

  await expect.poll(() => shown(watcher), PATIENCE).toEqual(['Edit 004', 'Edit 003', 'Edit 002', 'Edit 001']);
  const line = watcher.grid.getByRole('row').filter({ hasText: 'Caught up 3' });
  await expect.poll(() => line.innerText(), PATIENCE).toMatch(/Caught up 3\s+live was cut off \d\d:\d\d:\d\d – \d\d:\d\d:\d\d, nothing is missing/);
  const texts = await watcher.grid.getByRole('row').allInnerTexts();
  expect(texts.findIndex((text) => text.includes('Caught up 3'))).toBe(texts.findIndex((text) => text.includes('Edit 002')) + 1);
});
