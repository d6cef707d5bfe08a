import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 120_000, interval: 50 };
const BEFORE = 'A card that is declined can be tried again as often as the customer likes, with any card.';
const AFTER = 'A card that is declined can be tried again three times, with any card that the customer has.';

let stack: Stack;
let browser: Browser;
let checkout: string;
let caseId: string;
let actor: Actor;
let audit: AuditPage;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  checkout = await stack.api.createProject('Checkout');
  await stack.api.createProject('pay\u202Efdp');
  caseId = await stack.api.createTestCase(checkout, 'Card declined', { status: 'DRAFT', description: BEFORE });
  await stack.api.updateTestCase(caseId, { status: 'ACTIVE', description: AFTER });
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Kathmandu' });
  audit = new AuditPage(actor.page);
});
afterEach(() => actor.context.close());

/** The list with what was done in the one project, and the keyboard on its newest entry. */
async function atRows(search = ''): Promise<Page> {
  await audit.open(search);
  await audit.rows('update').first().waitFor();
  await audit.page.keyboard.press('j');
  await audit.rows().first().and(audit.page.locator(':focus')).waitFor();
  return audit.page;
}

describe('a value in the list', () => {
  test('is filtered by with f and excluded with x, and the keyboard stays in the list', async () => {
    const page = await atRows(`project=${checkout}`);
    // From the action, where one begins, to the event type and back over the action to the project.
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('f');
    await expect.poll(() => audit.search(), PATIENCE).toBe(`type=TEST_CASE&project=${checkout}`);
    await audit.rows().locator(':scope:focus').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['create']);
    expect(audit.search()).toBe(`type=TEST_CASE&project=${checkout}&-action=update`);
    await audit.rows().locator(':scope:focus').waitFor();
  });

  test('on a time, f shows what happened around it', async () => {
    const page = await atRows(`project=${checkout}`);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('f');
    await expect.poll(() => new URLSearchParams(audit.search()).has('from'), PATIENCE).toBe(true);
    expect(new URLSearchParams(audit.search()).has('project')).toBe(false);
    await audit.panel.getByRole('heading', { name: 'Card declined' }).waitFor();
  });

  test('has a menu at the pointer, which includes, excludes and copies', async () => {
    await actor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await atRows(`project=${checkout}`);
    const user = audit.rows('update').first().locator('[data-column=user]');
    await user.hover();
    await user.getByRole('button', { name: 'What to do with this value' }).click();
    await page.getByRole('menuitem', { name: 'Copy value' }).click();
    await page.getByText('Value copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Admin key');

    await user.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Exclude this user' }).click();
    await expect.poll(() => audit.search(), PATIENCE).toMatch(/-user=/);
    await page.getByRole('list', { name: 'Filters in use' }).getByText('Admin key').waitFor();
  });

  test('has the same menu by keyboard, and gives the keyboard back', async () => {
    const page = await atRows(`project=${checkout}`);
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Filter for this action' }).waitFor();
    await page.keyboard.press('Escape');
    await audit.rows().first().and(page.locator(':focus')).waitFor();
    await page.keyboard.press('m');
    await page.getByRole('menuitem', { name: 'Filter for this action' }).waitFor();
    await page.keyboard.press('x');
    await expect.poll(() => audit.search(), PATIENCE).toBe(`project=${checkout}&-action=update`);
  });

  test('has the same menu under a finger that stays, on a phone', async () => {
    const { page, context } = await administrator(browser, stack, { viewport: { width: 390, height: 844 }, hasTouch: true });
    const phone = new AuditPage(page);
    await phone.open(`project=${checkout}`);
    const action = phone.rows('update').first().locator('[data-column=action]');
    const touch = { pointerType: 'touch', pointerId: 7, isPrimary: true, bubbles: true };
    await action.dispatchEvent('pointerdown', touch);
    await page.getByRole('menuitem', { name: 'Exclude this action' }).waitFor();
    await action.dispatchEvent('pointerup', touch);
    await action.dispatchEvent('click', { bubbles: true });
    // The click that follows belongs to the press, and opens nothing.
    expect(await phone.panel.count()).toBe(0);
    await page.getByRole('menuitem', { name: 'Exclude this action' }).tap();
    await expect.poll(() => phone.search(), PATIENCE).toBe(`project=${checkout}&-action=update`);
    await context.close();
  });

  test('is found on the sheet of keys, with all the others', async () => {
    const page = await atRows();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.waitFor();
    const caps = await sheet.locator('kbd').allInnerTexts();
    for (const cap of ['j', 'k', '←', '→', '↵', 'esc', 'f', 'x', 'h', 'm', 'c', 'l', 'z', '?']) expect(caps).toContain(cap);
  });
});

describe('the panel', () => {
  test('shows what else happened: around it, in its operation and to the same thing', async () => {
    await atRows(`project=${checkout}`);
    await audit.rows('update').first().click();
    await audit.panel.getByRole('tab', { name: 'Context' }).click();
    const history = audit.panel.locator('section').filter({ hasText: 'History of this test case' });
    await expect.poll(() => history.getByRole('listitem').count(), PATIENCE).toBe(2);
    const around = audit.panel.locator('section').filter({ hasText: 'Around this' });
    await around.getByText('U+202E').first().waitFor();
    await history.getByRole('listitem').filter({ hasText: 'create' }).getByRole('button').click();
    await audit.panel.getByRole('tab', { name: 'Values' }).waitFor();
    expect(await audit.panel.innerText()).toMatch(/TC-\d+/);
  });

  test('shows the entry as the API gives it', async () => {
    await atRows(`project=${checkout}`);
    await audit.rows('update').first().click();
    await audit.panel.getByRole('tab', { name: 'Raw JSON' }).click();
    const id = new URLSearchParams(audit.search()).get('entry');
    const [expected] = (await stack.api.entries({ entityId: caseId })).filter((entry) => entry.id === id);
    expect(JSON.parse(await audit.panel.locator('pre').innerText())).toEqual(expected);
  });

  test('shows long texts as one, or side by side, and remembers which', async () => {
    await atRows(`project=${checkout}`);
    await audit.rows('update').first().click();
    const text = audit.panel.locator('section[data-field=description]');
    await expect.poll(() => text.locator('p').count(), PATIENCE).toBe(1);
    await text.getByRole('radio', { name: 'Side by side' }).check({ force: true });
    await audit.page.reload();
    await expect.poll(() => text.locator('p').allInnerTexts(), PATIENCE).toEqual([BEFORE, AFTER]);
  });

  test('has a link that opens the entry whatever the filter', async () => {
    await actor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await atRows(`project=${checkout}`);
    await page.keyboard.press('Shift+C');
    await page.getByText('Link copied.').waitFor();
    await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
    await audit.panel.getByRole('heading', { name: 'Card declined' }).waitFor();
  });
});

test('times are told in the zone of the browser or in UTC, as each person chose, and always say which', async () => {
  await atRows(`project=${checkout}`);
  const range = audit.page.getByRole('button', { name: /^Date range/ });
  const [entry] = await stack.api.entries({ projectIds: [checkout] });
  const clockIn = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(Date.parse(entry?.time ?? ''));
  expect(await range.innerText()).toContain('UTC+05:45');
  expect((await audit.column('time'))[0]).toBe(clockIn('Asia/Kathmandu'));

  await range.click();
  await audit.page.getByRole('radio', { name: 'UTC', exact: true }).check({ force: true });
  await audit.page.keyboard.press('Escape');
  await expect.poll(async () => (await audit.column('time'))[0], PATIENCE).toBe(clockIn('UTC'));
  await audit.page.reload();
  await expect.poll(async () => (await audit.column('time'))[0], PATIENCE).toBe(clockIn('UTC'));
  expect(await range.innerText()).not.toContain('+05:45');
  // Hovering tells both.
  await audit.rows().first().locator('time').hover();
  const tip = audit.page.getByRole('tooltip');
  await tip.waitFor();
  expect(await tip.innerText()).toContain(`${clockIn('Asia/Kathmandu')}.`);
  expect(await tip.innerText()).toContain(`${clockIn('UTC')}.`);
});

test.each([1440, 390])('at most 250 kB of gzipped JavaScript come before the list is there, compressed, %d pixels wide', async (width) => {
  await audit.page.setViewportSize({ width, height: 844 });
  const bodies: Promise<Buffer>[] = [];
  const encodings = new Set<string | undefined>();
  audit.page.on('response', (response) => {
    if (!response.url().endsWith('.js')) return;
    encodings.add(response.headers()['content-encoding']);
    bodies.push(response.body());
  });
  await audit.open();
  await audit.rows().first().waitFor();
  await expect.poll(() => audit.state(), PATIENCE).toBe('live');
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000);
  expect(encodings).toContain('br');
});

test('a panel that does not come says so in its place, the list stays, and trying again brings it', async () => {
  const scripts = /entry-panel.*\.js/;
  const styles = /entry-panel.*\.css/;
  for (const missing of [scripts, styles]) {
    await audit.page.route(missing, (route) => route.abort());
    await audit.open(`project=${checkout}`);
    await audit.rows('update').first().click();
    await audit.panel.getByRole('heading', { name: 'The details did not load' }).waitFor();
    expect(await audit.rows('update').count()).toBeGreaterThan(0);
    await audit.panel.getByRole('button', { name: 'Try again' }).click();
    await audit.panel.and(audit.page.locator(':focus')).waitFor();
    await audit.page.unroute(missing);
    await audit.panel.getByRole('button', { name: 'Try again' }).click();
    await audit.panel.getByRole('heading', { name: 'Card declined' }).waitFor();
    // With its styles: it lies over the list, at the right.
    expect(await audit.panel.evaluate((panel) => getComputedStyle(panel).position)).toBe('absolute');
    expect(new URL(audit.page.url()).searchParams.has('entry')).toBe(true);
  }
});

test('a page that does not come is told of, and loading afresh brings it', async () => {
  await audit.page.route(/users-page/, (route) => route.abort());
  await audit.page.goto('/settings/users');
  await audit.page.getByRole('heading', { name: 'A part of the page did not load' }).waitFor();
  await audit.page.unroute(/users-page/);
  await audit.page.getByRole('button', { name: 'Reload the page' }).click();
  await audit.page.getByRole('table', { name: 'Users' }).waitFor();
});

test('what floats and does not come leaves the page as it is', async () => {
  await audit.open(`project=${checkout}`);
  await audit.rows('update').first().waitFor();
  await audit.page.route(/\/assets\//, (route) => route.abort());
  await audit.rows('update').first().locator('time').hover();
  await audit.page.getByRole('button', { name: 'Event type', exact: true }).click();
  await audit.page.getByText('“Event type” did not load.').waitFor();
  expect(await audit.rows('update').count()).toBeGreaterThan(0);
});

test('who was signed out meanwhile is told so, and comes back to the same view', async () => {
  await atRows(`project=${checkout}`);
  await actor.context.clearCookies();
  const told = audit.page.getByText('You were signed out meanwhile.').waitFor();
  await Promise.any([audit.page.getByRole('button', { name: 'Event type', exact: true }).click(), told]); // What the page asks by itself may come first.
  await Promise.all([told, audit.page.getByRole('button', { name: 'Sign in' }).waitFor()]);
  expect(new URL(audit.page.url()).searchParams.get('next')).toContain(`project=${checkout}`);
});

test('who is Read Only is told so when following a link to a filter or an entry', async () => {
  const [entry] = await stack.api.entries({ entityId: caseId });
  const reader = await invited(browser, stack, { name: 'Rea Only', role: 'READ_ONLY' });
  for (const search of [`project=${checkout}`, `entry=${entry?.id}`]) {
    await reader.page.goto(`/settings/audit-logs?${search}`);
    await reader.page.getByRole('heading', { name: 'The audit log is for administrators' }).waitFor();
  }
  await reader.context.close();
});

describe('its history is where', () => {
  /** Takes the way from a thing's menu, and sees that entries of it alone are there. */
  async function follow(menu: string | RegExp): Promise<void> {
    await audit.page.getByRole('button', { name: menu }).first().click();
    await audit.page.getByRole('menuitem', { name: 'History' }).click();
    await audit.rows().first().waitFor();
    expect(audit.search()).toMatch(/^entity=[^&]+&range=all$/);
  }

  test.each([
    ['a project', '/projects', 'Actions for Checkout'],
    ['a user', '/settings/users', 'Actions for Administrator'],
    ['an API key', '/settings/api-keys', 'Actions for Admin key'],
  ])('%s is', async (_what, path, menu) => {
    await audit.page.goto(path);
    await follow(menu);
  });

  test('a folder and a test case are', async () => {
    await stack.api.request('mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }', {
      input: { projectId: checkout, name: 'Cards' },
    });
    await audit.page.goto(`/projects/${checkout}`);
    await audit.page.getByText('Cards').first().hover();
    await follow('Actions for folder Cards');
    await audit.page.goto(`/projects/${checkout}`);
    await audit.page.getByRole('button', { name: 'Card declined' }).click();
    await follow(/^Actions for TC-/);
  });
});
