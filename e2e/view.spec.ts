import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 120_000, interval: 50 };

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  await stack.api.createProject('Checkout');
  await stack.api.createProject('Archive');
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** What people looked at, oldest first. */
async function views(): Promise<AuditEntry[]> {
  const entries = await stack.api.entries({ eventTypes: ['AUDIT_LOG'], actions: ['view'] });
  return entries.filter(({ user }) => user.kind === 'USER').toReversed();
}

async function live(audit: AuditPage): Promise<void> {
  await expect.poll(() => audit.state(), PATIENCE).toBe('live');
}

test('opening the page is recorded once with its filter, whatever is filtered, opened and watched then; opened again it is another view', async () => {
  const { page, context } = await administrator(browser, stack, { viewport: { width: 1440, height: 1000 } });
  const audit = new AuditPage(page);
  await audit.open('type=PROJECT');
  await audit.rows('Checkout').first().waitFor();
  await live(audit);
  await audit.choose('Action', 'create');
  await audit.rows('Checkout').first().click();
  await audit.panel.waitFor();
  await page.goBack();
  await live(audit);
  expect((await views()).map(({ details, source }) => [source?.via, details])).toEqual([
    [
      'web',
      [
        { field: 'used', old: null, new: 'page', redacted: false },
        { field: 'filter', old: null, new: { eventTypes: ['PROJECT'], range: '7d' }, redacted: false },
      ],
    ],
  ]);

  await page.reload();
  await live(audit);
  await expect.poll(views, PATIENCE).toHaveLength(2);
  await page.getByRole('link', { name: 'Projects' }).first().click();
  await page.getByText('Archive').first().waitFor();
  await page.getByRole('link', { name: 'Audit Logs' }).click();
  await live(audit);
  await expect.poll(views, PATIENCE).toHaveLength(3);
  const all = await views();
  expect(all).toHaveLength(3);
  expect(all.at(-1)?.details.at(-1)?.new).toEqual({ range: '7d' });
  await context.close();
});

test('who watches the log sees that somebody else opens it', async () => {
  const { page, context } = await administrator(browser, stack, { viewport: { width: 1440, height: 1000 } });
  const watcher = new AuditPage(page);
  // With that of the watcher.
  const before = (await stack.api.entries({ eventTypes: ['AUDIT_LOG'], actions: ['view'] })).length + 1;
  await watcher.open('type=AUDIT_LOG&action=view');
  await live(watcher);
  await expect.poll(() => watcher.rows().count(), PATIENCE).toBe(before);
  const other = await administrator(browser, stack);
  await new AuditPage(other.page).open();
  await expect.poll(() => watcher.rows().count(), PATIENCE).toBe(before + 1);
  expect(await watcher.rows().first().innerText()).toMatch(/Audit log\s+view/);
  await other.context.close();
  await context.close();
});
