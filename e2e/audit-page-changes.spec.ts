import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 120_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let checkout: string;
let audit: AuditPage;
let page: Page;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  ({ page } = await administrator(browser, stack));
  audit = new AuditPage(page);
  checkout = await stack.api.createProject('Checkout');
  const declined = await stack.api.createTestCase(checkout, 'Card declined', { status: 'DRAFT', priority: 'HIGH' });
  const refund = await stack.api.createTestCase(checkout, 'Refund', { status: 'DRAFT' });
  await stack.api.updateTestCase(declined, { status: 'ACTIVE', priority: 'LOW' });
  await stack.api.updateTestCase(refund, { status: 'ACTIVE' });
  await stack.api.updateTestCase(declined, { status: 'OUTDATED', labels: ['old'] });
  await vi.waitFor(async () => expect(await stack.api.entries({ search: 'old' })).not.toEqual([]), PATIENCE);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(() => page.setViewportSize({ width: 1440, height: 900 }));

const dialog = (): Locator => page.getByRole('dialog', { name: 'More filters' });
const chips = (): Promise<string[]> => page.getByRole('list', { name: 'Filters in use' }).getByRole('listitem').allInnerTexts();
const parameter = (name: string): string | null => new URLSearchParams(audit.search()).get(name);

async function hasKeyboard(element: Locator): Promise<void> {
  await element.and(page.locator(':focus')).waitFor();
}

describe('the filter by changes', () => {
  test('finds every status that became Outdated, with values from the log to choose from', async () => {
    await audit.open(`project=${checkout}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await hasKeyboard(dialog().getByRole('combobox', { name: 'Field' }));
    await page.keyboard.type('stat');
    await dialog().getByRole('option', { name: 'status', exact: true }).click();
    await dialog().getByRole('combobox', { name: 'To', exact: true }).click();
    await dialog().getByRole('option', { name: 'Outdated', exact: true }).click();
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => audit.column('details'), PATIENCE).toHaveLength(1);
    expect(audit.search()).toBe(`project=${checkout}&field=status&new=Outdated`);
    expect(await chips()).toContain('Change is status to Outdated');
  });

  test('is done by keyboard alone, with either side or none, and excluded and taken away by its chip', async () => {
    await audit.open(`project=${checkout}&type=TEST_CASE`);
    await page.getByRole('button', { name: 'More', exact: true }).press('Enter');
    await hasKeyboard(dialog().getByRole('combobox', { name: 'Field' }));
    await page.keyboard.type('status');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Draft');
    await page.keyboard.press('Enter');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);
    expect(parameter('old')).toBe('Draft');
    const chip = page.getByRole('listitem').filter({ hasText: 'status from Draft' });
    await chip.getByRole('button', { name: 'is: turn' }).press('Enter');
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update', 'create', 'create']);
    await chip.getByRole('button', { name: /^Remove filter: Change is not/ }).press('Enter');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(5);
  });

  test('finds each case whose priority went from High to Low, by keyboard alone', async () => {
    await audit.open(`project=${checkout}`);
    await page.getByRole('button', { name: 'More', exact: true }).press('Enter');
    await hasKeyboard(dialog().getByRole('combobox', { name: 'Field' }));
    for (const word of ['Priority', 'High', 'Low']) {
      await page.keyboard.type(word);
      await page.keyboard.press(word === 'Low' ? 'Enter' : 'Tab');
    }
    await expect.poll(chips, PATIENCE).toContain('Change is priority from High to Low');
    await expect.poll(() => audit.rows('Card declined').count(), PATIENCE).toBe(1);
    expect(await audit.rows().count()).toBe(1);
  });

  test('says what is missing and what is wrong, and keeps what was written', async () => {
    await audit.open(`project=${checkout}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await dialog().getByRole('combobox', { name: 'To', exact: true }).fill('Active');
    await dialog().getByLabel('IP addresses or networks').fill('10.1.2');
    await dialog().getByRole('button', { name: 'Apply' }).click();
    await dialog().getByText('Say which field changed.').waitFor();
    await dialog().getByText('“10.1.2” is no address and no network').waitFor();
    expect(await dialog().getByRole('combobox', { name: 'To', exact: true }).inputValue()).toBe('Active');
    expect(audit.search()).toBe(`project=${checkout}`);
  });

  test('says of what nothing was found, and leads on', async () => {
    await audit.open(`project=${checkout}&field=status&new=Archived`);
    await page.getByRole('heading', { name: 'No entries in Checkout that changed status to Archived in the last 7 days' }).waitFor();
    await page.getByRole('button', { name: 'Drop “Change is status to Archived”' }).click();
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(6);
  });

  test('is in the sheet of a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await audit.open(`project=${checkout}`);
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await page.getByRole('button', { name: /^Change, address/ }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('combobox', { name: 'Field' }).fill('status');
    await sheet.getByRole('combobox', { name: 'To', exact: true }).fill('Active');
    await sheet.getByRole('button', { name: 'Apply' }).click();
    await sheet.getByText('is status to Active').waitFor();
    await sheet.getByRole('button', { name: 'Show entries' }).click();
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);
    expect(audit.search()).toBe(`project=${checkout}&field=status&new=Active`);
  });
});

describe('the filter by addresses', () => {
  test('takes addresses and networks, and a search for one leads to it', async () => {
    await audit.open(`project=${checkout}`);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await dialog().getByLabel('IP addresses or networks').fill('127.0.0.9/8, 10.0.0.1');
    await page.keyboard.press('Enter');
    await expect.poll(chips, PATIENCE).toContain('Address is 10.0.0.1 or 127.0.0.0/8');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(6);
    await page.keyboard.press('/');
    await page.keyboard.type('192.0.2.7');
    await page.getByRole('button', { name: 'Only what came from 192.0.2.7' }).click();
    await page.getByRole('heading', { name: 'No entries in Checkout from 192.0.2.7 in the last 7 days' }).waitFor();
    expect(parameter('ip')).toBe('192.0.2.7');
    expect(parameter('q')).toBeNull();
  });
});

describe('from an entry one filters for what it is about', () => {
  test('a change, by the menu of its details and the keyboard alone', async () => {
    await audit.open(`project=${checkout}`);
    await audit.rows('update').first().waitFor();
    await page.keyboard.press('j');
    for (let column = 0; column < 3; column += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('m');
    const item = page.getByRole('menuitem', { name: 'status to Outdated' });
    await item.waitFor();
    while (!(await item.and(page.locator(':focus')).count())) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => parameter('new'), PATIENCE).toBe('Outdated');
    await audit.rows().locator(':scope:focus').waitFor();
  });

  test('a change and its further ways, and the address, by the panel', async () => {
    await audit.open(`project=${checkout}`);
    await audit.rows('update').first().click();
    await audit.panel.getByRole('button', { name: 'What to do with the change status to Outdated' }).click();
    await page.getByRole('menuitem', { name: 'status from Active to Outdated' }).click();
    await expect.poll(() => audit.search(), PATIENCE).toBe(`project=${checkout}&field=status&old=Active&new=Outdated`);
    await audit.rows().first().click();
    await audit.panel.getByRole('button', { name: 'What to do with the address 127.0.0.1' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Only this, no other filter' }).waitFor();
    await page.keyboard.press('x');
    await page.getByRole('heading', { name: /No entries match/ }).waitFor();
    expect(parameter('-ip')).toBe('127.0.0.1');
  });

  test('the address, under a finger that stays, on a phone', async () => {
    const phone = await administrator(browser, stack, { viewport: { width: 390, height: 844 }, hasTouch: true });
    const there = new AuditPage(phone.page);
    await there.open(`project=${checkout}`);
    const name = there.rows('update').first().locator('[data-column=details]');
    const touch = { pointerType: 'touch', pointerId: 7, isPrimary: true, bubbles: true };
    await name.dispatchEvent('pointerdown', touch);
    await phone.page.getByRole('menuitem', { name: 'address 127.0.0.1' }).waitFor();
    await name.dispatchEvent('pointerup', touch);
    await name.dispatchEvent('click', { bubbles: true });
    await phone.page.getByRole('menuitem', { name: 'address 127.0.0.1' }).tap();
    await expect.poll(() => there.search(), PATIENCE).toBe(`project=${checkout}&ip=127.0.0.1`);
    await phone.context.close();
  });
});
