import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { administrator, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { Stack } from './stack.js';

const PATIENCE = { timeout: 30_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let checkout: string;
let actor: Actor;
let audit: AuditPage;
let page: Page;

beforeAll(async () => {
  stack = await Stack.start();
  browser = await launchBrowser();
  checkout = await stack.api.createProject('Checkout');
  await stack.api.createProject('pay\u202Efdp');
  const id = await stack.api.createTestCase(checkout, 'Card declined', { status: 'DRAFT' });
  await stack.api.updateTestCase(id, { status: 'ACTIVE' });
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 900 } });
  ({ page } = actor);
  audit = new AuditPage(page);
});
afterEach(() => actor.context.close());

async function hasKeyboard(element: Locator): Promise<void> {
  await element.and(page.locator(':focus')).waitFor();
}

describe('the keyboard', () => {
  const remove = (name: RegExp): Locator => page.getByRole('button', { name: /^Remove filter/ }).and(page.getByRole('button', { name }));

  test('goes on to the next chip when one is removed, to the one before at the end, then to the filter’s button', async () => {
    await audit.open(`type=TEST_CASE&type=USER&action=update&project=${checkout}`);
    await remove(/Action/).press('Enter');
    await hasKeyboard(remove(/Project/));
    await page.keyboard.press('Enter');
    await hasKeyboard(remove(/Event type/));
    await page.keyboard.press('Enter');
    await hasKeyboard(page.getByRole('button', { name: 'Event type', exact: true }));
    // Not empty: that would be whatever the log opens with for who follows the link.
    expect(audit.search()).toBe('range=7d');
  });

  test('stays on a chip that is turned to exclusion and back, and is at the filters when all are cleared', async () => {
    await audit.open('type=TEST_CASE&action=update');
    const chip = page.getByRole('listitem').filter({ hasText: 'Event type' });
    await chip.getByRole('button', { name: 'is: turn' }).press('Enter');
    await hasKeyboard(chip.getByRole('button', { name: 'is not: turn' }));
    await page.keyboard.press('Enter');
    await hasKeyboard(chip.getByRole('button', { name: 'is: turn' }));
    await page.getByRole('button', { name: 'Clear all' }).press('Enter');
    await hasKeyboard(page.getByRole('button', { name: 'Event type', exact: true }));
  });

  test('finds the button of all filters on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await audit.open('type=TEST_CASE');
    await remove(/Event type/).press('Enter');
    await hasKeyboard(page.getByRole('button', { name: 'Filters', exact: true }));
  });

  test('is not called up by the date range on a phone: one begins with the presets', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await audit.open();
    await page.getByRole('button', { name: /^Date range/ }).click();
    await hasKeyboard(page.getByRole('dialog').getByRole('button', { name: 'Last 15 minutes' }));
  });

  test('chooses with space and applies with enter, which chooses too and undoes nothing', async () => {
    await audit.open();
    const dialog = page.getByRole('dialog', { name: 'Action' });
    const option = (name: string): Locator => dialog.getByRole('checkbox', { name, exact: true });
    await page.getByRole('button', { name: 'Action', exact: true }).press('Enter');
    await option('create').press('Space');
    await option('create').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(audit.search()).toBe('action=create');
    await page.getByRole('button', { name: 'Action', exact: true }).press('Enter');
    await option('update').press('Enter');
    await expect.poll(() => audit.search(), PATIENCE).toBe('action=create&action=update');
    await page.getByRole('button', { name: 'Action', exact: true }).press('Enter');
    await option('create').press('Space');
    await option('update').press('x');
    await option('update excluded').press('Enter');
    await expect.poll(() => audit.search(), PATIENCE).toBe('-action=update');
  });
});

test('what cannot be seen in a name stands as its code in options and chips too', async () => {
  await audit.open();
  await audit.page.getByRole('button', { name: 'Project', exact: true }).click();
  const dialog = audit.page.getByRole('dialog', { name: 'Project' });
  await dialog.getByRole('checkbox').filter({ hasText: 'U+202E' }).click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await audit.page.getByRole('list', { name: 'Filters in use' }).getByText('U+202E').waitFor();
});

test('an empty list says of what it is empty, and each way on leads to something else', async () => {
  await audit.open(`type=TEST_CASE&action=delete&project=${checkout}`);
  await audit.page.getByRole('heading', { name: 'No test case deletes in Checkout in the last 7 days' }).waitFor();
  await audit.page.getByRole('button', { name: 'Drop “Action is delete”' }).click();
  await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update', 'create']);
  await audit.page.goBack();
  await audit.page.getByRole('button', { name: 'Look at the last 30 days' }).click();
  await expect.poll(() => audit.search(), PATIENCE).toBe(`type=TEST_CASE&action=delete&project=${checkout}&range=30d`);
});

test('what goes away when it is pressed leaves the keyboard on the first filter', async () => {
  const page = audit.page;
  const onFilters = () => page.evaluate(() => document.activeElement?.hasAttribute('data-filter'));
  await audit.open(`type=TEST_CASE&action=delete&project=${checkout}`);
  await page.getByRole('button', { name: 'Look at the last 30 days' }).press('Enter');
  await expect.poll(onFilters, PATIENCE).toBe(true);
  await page.getByRole('button', { name: 'Clear all filters' }).press('Enter');
  await expect.poll(onFilters, PATIENCE).toBe(true);
  await audit.open('type=NOPE&type=PROJECT');
  await page.getByRole('button', { name: 'Drop it' }).press('Enter');
  await expect.poll(onFilters, PATIENCE).toBe(true);
});

test('an event type or action that there is not is named, with what remains, and can be dropped', async () => {
  await audit.open('type=NOPE&type=PROJECT&-action=<b>');
  await page.getByRole('alert').getByText('The log has no event type “NOPE”.').waitFor();
  await page.getByRole('alert').getByText('The log has no action “<b>”.').waitFor();
  await expect.poll(() => audit.column('eventType'), PATIENCE).toEqual(['Project', 'Project']);
  await page.getByRole('alert').filter({ hasText: 'NOPE' }).getByRole('button', { name: 'Drop it' }).click();
  await page.getByText('The log has no event type').waitFor({ state: 'detached' });
  expect(audit.search()).toBe('type=PROJECT&-action=%3Cb%3E');
});

test('the entry of a view tells the filter that was looked through in the words of the filters', async () => {
  await audit.open(`project=${checkout}&-type=USER&range=30d`);
  await audit.rows().first().waitFor();
  await audit.open('type=AUDIT_LOG&action=view');
  const told = 'Project is Checkout';
  await audit.rows().nth(1).click();
  const filter = audit.panel.locator('[data-field=filter]');
  await filter.getByRole('listitem').filter({ hasText: told }).waitFor();
  expect(await filter.getByRole('listitem').allInnerTexts()).toEqual(['Date range Last 30 days', 'Event type is not User', told]);
});
