import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 120_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let ada: Actor;
let bob: Actor;
let project: string;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  project = await stack.api.createProject('Checkout');
  const id = await stack.api.createTestCase(project, 'Card declined');
  await stack.api.updateTestCase(id, { status: 'ACTIVE' });
  ada = await administrator(browser, stack, { viewport: { width: 1440, height: 900 } });
  bob = await invited(browser, stack, { name: 'Bob Reyes', role: 'ADMIN' }, { viewport: { width: 390, height: 844 }, hasTouch: true });
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const views = (page: Page): Locator => page.getByRole('dialog', { name: 'Views' });
const button = (page: Page): Locator => page.getByRole('button', { name: 'Views', exact: true });
const search = (page: Page): URLSearchParams => new URL(page.url()).searchParams;

async function openViews(page: Page): Promise<Locator> {
  // One that was open may still be fading.
  await views(page).waitFor({ state: 'detached' });
  await button(page).click();
  await views(page).getByRole('button', { name: 'Save as view…' }).waitFor();
  return views(page);
}

/** Shows the view of that name, and waits until it is what one sees. */
async function show(page: Page, name: string): Promise<void> {
  const list = await openViews(page);
  await list.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await list.waitFor({ state: 'detached' });
  await expect.poll(() => search(page).has('view'), PATIENCE).toBe(true);
}

async function said(page: Page, text: string): Promise<void> {
  await page.getByRole('region', { name: 'Messages' }).getByText(text).waitFor();
}

test('what one sees is saved from beside the filters, opened again with its time still relative, and saved anew when it was changed', async () => {
  const { page } = ada;
  const audit = new AuditPage(page);
  await audit.open(`project=${project}&type=TEST_CASE&range=24h`);
  await page.getByRole('button', { name: 'Save as view' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as view' });
  await dialog.getByText('Last 24 hours · Event type is Test case · 1 project').waitFor();
  await dialog.getByText(/^The time is relative/).waitFor();
  await dialog.getByLabel('Name').fill('Cases of Checkout');
  await dialog.getByRole('button', { name: 'Save view' }).click();
  await said(page, 'View “Cases of Checkout” was saved.');

  await audit.open('type=PROJECT&range=all');
  await audit.rows('Checkout').waitFor();
  await show(page, 'Cases of Checkout');
  await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update', 'create']);
  expect(search(page).get('range')).toBe('24h');
  expect(search(page).get('project')).toBe(project);

  await audit.choose('Action', 'update');
  await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update']);
  // What was changed is told after the page was loaded anew, too.
  await page.reload();
  const list = await openViews(page);
  await list.getByText('has been changed since it was opened').waitFor();
  await list.getByRole('button', { name: 'Save changes' }).click();
  await said(page, '“Cases of Checkout” was saved with the filters you see.');
  await openViews(page);
  await list.getByRole('button', { name: /^Cases of Checkout/ }).and(page.locator('[aria-current=true]')).waitFor();
  expect(await list.getByText('has been changed').count()).toBe(0);
  await page.keyboard.press('Escape');
});

test('by keyboard alone: saved, found again by its arrows, renamed and shared; a name that is taken is told beside it', async () => {
  const { page } = ada;
  const audit = new AuditPage(page);
  await audit.open('action=create&from=2026-01-01T00:00:00Z&to=2036-01-01T00:00:00Z');
  await audit.rows().first().waitFor();
  await button(page).press('Enter');
  await views(page).getByRole('button', { name: /^Cases of Checkout/ }).and(page.locator(':focus')).waitFor();
  await views(page).getByRole('button', { name: 'Save as view…' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').and(page.locator(':focus')).waitFor();
  await dialog.getByText(/^The time is fixed/).waitFor();
  await page.keyboard.type('Cases of Checkout');
  await page.keyboard.press('Enter');
  await dialog.getByText('One of your views has the name "Cases of Checkout" already: choose another name.').waitFor();
  await page.keyboard.press('End');
  await page.keyboard.type(', made');
  await page.keyboard.press('Enter');
  await said(page, 'View “Cases of Checkout, made” was saved.');
  await button(page).and(page.locator(':focus')).waitFor();

  await page.keyboard.press('Enter');
  await views(page).getByRole('button', { name: /^Cases of Checkout, made/ }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('ArrowUp');
  await views(page).getByRole('button', { name: /^Cases of Checkout Last/ }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('ArrowDown');
  // Past the star, which says what the log opens with.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Name').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Made');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await said(page, 'View “Made” was saved.');
  await dialog.waitFor({ state: 'detached' });
  await button(page).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await views(page).getByRole('list', { name: 'Shared' }).getByRole('button', { name: /^Made/ }).waitFor();
  await page.keyboard.press('Escape');
  await button(page).and(page.locator(':focus')).waitFor();
  await stack.api.request('mutation { createSavedView(input: {name: "Nobody’s", filter: "range=1h", shared: true}) { id } }');
});

test('another administrator has what is shared and no other; a link shows them the same, whatever it was opened with', async () => {
  const audit = new AuditPage(bob.page);
  await audit.open();
  await audit.rows().first().waitFor();
  const list = await openViews(bob.page);
  await list.getByRole('button', { name: /^Made/ }).waitFor();
  await list.getByText(/ · by Administrator$/).waitFor();
  expect(await list.getByText('Cases of Checkout').count()).toBe(0);
  await list.getByRole('button', { name: /^Made/ }).tap();
  await expect.poll(() => search(bob.page).get('from'), PATIENCE).toBe('2026-01-01T00:00:00Z');
  await list.waitFor({ state: 'detached' });

  const own = new AuditPage(ada.page);
  await own.open();
  await show(ada.page, 'Cases of Checkout');
  await expect.poll(() => own.column('action'), PATIENCE).toEqual(['update']);
  await bob.page.goto(ada.page.url());
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(1);
  await openViews(bob.page);
  await list.getByRole('list', { name: 'Shared' }).waitFor();
  expect(await list.getByText('Cases of Checkout').count()).toBe(0);
  expect(await list.getByText('has been changed').count()).toBe(0);
});

test('the log opens with the view that one chose, by the menu and by the bare address, and shows nothing else first', async () => {
  const { page, context } = ada;
  const audit = new AuditPage(page);
  await audit.open();
  await audit.rows().first().waitFor();
  const list = await openViews(page);
  await list.getByRole('button', { name: 'Open the log with Cases of Checkout' }).click();
  await said(page, 'Your log opens with “Cases of Checkout” from now on.');
  await list.getByRole('button', { name: 'Open the log with Cases of Checkout', pressed: true }).waitFor();

  await page.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('link', { name: 'Checkout' }).waitFor();
  await page.getByRole('link', { name: 'Audit Logs' }).click();
  await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update']);
  const id = search(page).get('view');
  expect(search(page).get('range')).toBe('24h');

  // Every row that is ever drawn, whether this browser remembers the choice or not.
  const fresh = await context.newPage();
  const other = new AuditPage(fresh);
  await fresh.addInitScript(() => {
    const seen = new Set<string>();
    new MutationObserver(() => {
      for (const row of document.querySelectorAll<HTMLElement>('[data-entry]')) seen.add(row.dataset['entry'] ?? '');
      document.documentElement.dataset['seen'] = String(seen.size);
    }).observe(document, { childList: true, subtree: true });
  });
  const asked: number[] = [];
  for (const remembered of [true, false]) {
    let pages = 0;
    const count = (request: { postData: () => string | null }): void => void (pages += (request.postData() ?? '').includes('query AuditLogs(') ? 1 : 0);
    if (!remembered) await page.evaluate(() => localStorage.removeItem('default-view'));
    fresh.on('request', count);
    await other.open();
    await expect.poll(() => other.column('action'), PATIENCE).toEqual(['update']);
    fresh.off('request', count);
    expect(search(fresh).get('view')).toBe(id);
    expect(await fresh.evaluate(() => document.documentElement.dataset['seen'])).toBe('1');
    asked.push(pages);
  }
  expect(asked).toEqual([1, 2]);
  // A wrong guess is recorded too, at whichever moment it came.
  const opened = (await stack.api.entries({ eventTypes: ['AUDIT_LOG'], actions: ['view'] })).filter(({ user }) => user.kind === 'USER');
  const filters = opened.map(({ details }) => details.find(({ field }) => field === 'filter')?.new);
  expect(filters).toContainEqual(expect.objectContaining({ actions: ['update'], projectIds: [project], range: '24h' }));

  // All of it is cleared, and stays so.
  await other.page.getByRole('button', { name: 'Clear all' }).click();
  await other.rows('Checkout').first().waitFor();
  await other.page.reload();
  await other.rows('Checkout').first().waitFor();
  expect(search(fresh).has('action')).toBe(false);
  await fresh.close();
});

test('a link of who has no default shows the same to who has one, and a bare address shows each their own', async () => {
  const theirs = new AuditPage(bob.page);
  await theirs.open();
  await theirs.rows('Made').first().waitFor();
  expect(search(bob.page).toString()).toBe('range=7d');
  const mine = new AuditPage(ada.page);
  await ada.page.goto(bob.page.url());
  await mine.rows('Made').first().waitFor();
  await mine.open();
  await expect.poll(() => mine.column('action'), PATIENCE).toEqual(['update']);
});

test('what is deleted is asked about first, and is no default then', async () => {
  const { page } = ada;
  const audit = new AuditPage(page);
  await audit.open();
  await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update']);
  const list = await openViews(page);
  await list.getByRole('button', { name: 'Delete Cases of Checkout' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete view Cases of Checkout?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await openViews(page);
  await list.getByRole('button', { name: 'Delete Cases of Checkout' }).click();
  await dialog.getByRole('button', { name: 'Delete view' }).click();
  await said(page, 'View “Cases of Checkout” was deleted.');
  await expect.poll(() => search(page).has('view'), PATIENCE).toBe(false);
  await page.getByRole('link', { name: 'Audit Logs' }).click();
  await audit.rows('Checkout').first().waitFor();
  expect(search(page).toString()).toBe('range=7d');
  const entries = await stack.api.entries({ eventTypes: ['SAVED_VIEW'] });
  expect(entries.map(({ action, entity }) => `${action} ${entity?.name}`)).toEqual([
    'delete Cases of Checkout',
    'create Nobody’s',
    'update Made',
    'create Cases of Checkout, made',
    'update Cases of Checkout',
    'create Cases of Checkout',
  ]);
});
