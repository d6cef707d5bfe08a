import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { Api } from './api.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { connect, createDatabase } from './database.js';
import { Stack } from './stack.js';

const PATIENCE = { timeout: 90_000, interval: 50 };
const CASES = 8;

let database: Awaited<ReturnType<typeof createDatabase>>;
let stack: Stack;
let browser: Browser;
let checkout: string;
let actor: Actor;
let audit: AuditPage;

beforeAll(async () => {
  database = await createDatabase(18);
  stack = await Stack.start({ DATABASE_URL: database.url });
  browser = await launchBrowser();
  checkout = await stack.api.createProject('Checkout');
  const folderId = await createFolder('Payment');
  const kept: string[] = [];
  for (let i = 1; i <= CASES; i++) {
    await stack.api.createTestCase(checkout, `Case ${i}`, { folderId });
    if (i > 6) kept.push(await stack.api.createTestCase(checkout, `Kept ${i}`, { priority: i > 7 ? 'LOW' : 'MEDIUM' }));
  }
  const bulk = new Api(stack.url, { authorization: `Bearer ${stack.key}`, 'operation-id': randomUUID() });
  for (const id of kept) await bulk.updateTestCase(id, { priority: 'HIGH' });
  await stack.api.request('mutation ($id: ID!) { deleteFolder(id: $id) { id } }', { id: folderId });
  await stack.api.createTestCase(checkout, 'The last one');
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 900 } });
  audit = new AuditPage(actor.page);
});
afterEach(() => actor.context.close());

async function createFolder(name: string): Promise<string> {
  const { createFolder: folder } = await stack.api.request<{ createFolder: { id: string } }>(
    'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }',
    { input: { projectId: checkout, name } },
  );
  return folder.id;
}

const focused = () => audit.grid.locator('[role=row]:focus');
const more = (text: string) => audit.grid.getByRole('row').filter({ hasText: text });
const expanded = (row = audit.operations().first()) => row.getAttribute('aria-expanded');

test('What a removal took along stands behind the one row of what was removed, and comes by keyboard alone', async () => {
  await audit.open();
  const row = audit.operations('Payment');
  await row.waitFor();
  expect(await row.innerText()).toMatch(/Folder\s+delete\s+Checkout\s+Admin key\s+Payment, 9 entries\s+with 8 test cases/);
  const total = audit.page.getByRole('region', { name: 'Entries over time' }).getByRole('status').first();
  await expect.poll(() => total.innerText(), PATIENCE).toMatch(/entries/);
  const counted = await total.innerText();
  const shown = await audit.rows().count();

  for (let isThere = false; !isThere; isThere = await row.and(audit.page.locator(':focus')).isVisible()) await audit.page.keyboard.press('j');
  const place = await row.boundingBox();
  await audit.page.keyboard.press('ArrowRight');
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(shown + 3);
  expect(await row.boundingBox()).toEqual(place);
  const members = audit.grid.locator('[role=row][aria-level="2"][data-entry]');
  expect(await members.evaluateAll((all) => all.map((one) => [one.getAttribute('aria-posinset'), one.getAttribute('aria-setsize')]))).toEqual(
    [1, 2, 3].map((at) => [String(at), '9']),
  );
  expect(await total.innerText()).toBe(counted);

  for (let i = 0; i < 4; i++) await audit.page.keyboard.press('j');
  expect(await focused().innerText()).toMatch(/^Show the other 6\s+of this operation$/);
  await audit.page.keyboard.press('Enter');
  await expect.poll(() => members.count(), PATIENCE).toBe(9);
  await members.nth(3).and(audit.page.locator(':focus')).waitFor();
  // Over the first two columns, then to the row of the operation, over its columns, and shut.
  await audit.page.keyboard.press('ArrowLeft');
  await audit.page.keyboard.press('ArrowLeft');
  await audit.page.keyboard.press('ArrowLeft');
  await row.and(audit.page.locator(':focus')).waitFor();
  await audit.page.keyboard.press('ArrowLeft');
  await expect.poll(() => expanded(row), PATIENCE).toBe('false');
  expect(await audit.rows().count()).toBe(shown);
  await audit.page.keyboard.press('Enter');
  await expect.poll(() => expanded(row), PATIENCE).toBe('true');
});

test('What a filter holds back of an operation is said, and offered', async () => {
  await audit.open(`project=${checkout}&type=TEST_CASE&action=delete`);
  const row = audit.operations('Bulk delete, 8 entries match');
  await row.click();
  await expect.poll(() => audit.operations().innerText(), PATIENCE).toContain('Bulk delete, 8 of 9 entries match');
  await more('Show the other 5 that match').click();
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(8);
  await more('Show all 9 entries of this operation').click();
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(9);
  expect(audit.search()).toMatch(/^user=[^&]+&operation=[^&]+&range=all$/);
  await audit.operations('Payment, 9 entries').waitFor();
});

test('What was done to several at once tells what they have in common, and its values are filtered by like others', async () => {
  await audit.open(`project=${checkout}`);
  const row = audit.operations('Bulk update, 2 entries');
  expect(await row.innerText()).toMatch(/priority\s+2 priorities\s+→\s+High/);
  await row.focus();
  await audit.page.keyboard.press('f');
  await expect.poll(() => audit.search(), PATIENCE).toBe(`action=update&project=${checkout}`);
  await row.locator('[data-column=details]').click({ button: 'right' });
  await audit.page.getByRole('menuitem', { name: 'Exclude this operation' }).click();
  await audit.page.getByRole('heading', { name: /^No / }).waitFor();
});

test('A link to an entry behind such a row shows it there; one who goes on from entry to entry passes a closed row once', async () => {
  const [, entry] = await stack.api.entries({ projectIds: [checkout], eventTypes: ['TEST_CASE'], actions: ['delete'] });
  await audit.open(`project=${checkout}&entry=${entry?.id}`);
  const shown = audit.grid.locator(`[data-entry="${entry?.id}"]`);
  await shown.waitFor();
  expect(await shown.getAttribute('aria-selected')).toBe('true');
  expect(await expanded()).toBe('true');
  await audit.page.keyboard.press('Escape');
  await shown.and(audit.page.locator(':focus')).waitFor();

  await audit.operations('Payment').click();
  await audit.rows('The last one').click();
  await audit.panel.getByRole('heading', { name: 'The last one' }).waitFor();
  await audit.page.keyboard.press('j');
  await audit.panel.getByRole('heading', { name: 'Payment' }).waitFor();
  expect(await audit.operations('Payment').getAttribute('aria-selected')).toBe('true');
  await audit.page.keyboard.press('j');
  await audit.panel.getByRole('heading', { name: 'Kept 8' }).waitFor();
});

test('On a phone a tap opens it, and what arrives meanwhile moves nothing', async () => {
  const { page, context } = await administrator(browser, stack, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const phone = new AuditPage(page);
  await phone.open(`project=${checkout}`);
  await expect.poll(() => phone.state(), PATIENCE).toBe('live');
  const row = phone.operations('Payment');
  await row.tap();
  await expect.poll(() => expanded(row), PATIENCE).toBe('true');
  const place = await row.boundingBox();
  await stack.api.createTestCase(checkout, 'Arrived meanwhile');
  await phone.newEntries.waitFor();
  expect(await row.boundingBox()).toEqual(place);
  await phone.newEntries.tap();
  await phone.rows('Arrived meanwhile').waitFor();
  expect(await expanded(row)).toBe('true');
  await row.tap();
  await expect.poll(() => expanded(row), PATIENCE).toBe('false');
  await context.close();
});

test('Columns hidden and sized, and how close rows stand, come back to who chose them, and to nobody else', async () => {
  const { page, context } = actor;
  const heads = () => audit.grid.getByRole('columnheader').evaluateAll((all) => all.map((one) => one.textContent.split('↓', 1)[0]?.trim()));
  const widthOf = async (head: string) => (await audit.grid.getByRole('columnheader', { name: head }).boundingBox())?.width;
  const height = async () => (await audit.rows().first().boundingBox())?.height;
  const usualHeads = ['Time', 'Event Type', 'Action', 'Project', 'User', 'Details'];
  await audit.open(`project=${checkout}`);
  await audit.rows('The last one').waitFor();
  expect(await heads()).toEqual(usualHeads);
  const usual = { user: (await widthOf('User')) ?? 0, action: (await widthOf('Action')) ?? 0 };

  await page.getByRole('button', { name: 'Display' }).press('Enter');
  const settings = page.getByRole('dialog', { name: 'Display' });
  await settings.getByRole('checkbox', { name: 'Project' }).press('Space');
  await settings.getByRole('radio', { name: 'Compact' }).check();
  await page.keyboard.press('Escape');
  await expect.poll(heads, PATIENCE).toEqual(usualHeads.filter((head) => head !== 'Project'));
  await expect.poll(height, PATIENCE).toBe(26);
  const edge = audit.grid.getByRole('separator', { name: 'Width of User' });
  await edge.press('ArrowRight');
  await edge.press('Shift+ArrowRight');
  await expect.poll(() => widthOf('User'), PATIENCE).toBe(usual.user + 40);
  const place = await audit.grid.getByRole('separator', { name: 'Width of Action' }).boundingBox();
  const grip = { x: (place?.x ?? 0) + 6, y: (place?.y ?? 0) + 10 };
  await page.mouse.move(grip.x, grip.y);
  await page.mouse.down();
  await page.mouse.move(grip.x + 30, grip.y, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => widthOf('Action'), PATIENCE).toBe(usual.action + 30);

  // The filter of the hidden column holds, and the keyboard goes past it: from the action to the user.
  expect(audit.search()).toBe(`project=${checkout}`);
  await page.mouse.move(0, 0);
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowRight');
  await audit.grid.locator('[role=row]:focus [data-current][data-column=user]').waitFor();

  const looks = async () => [await heads(), await height(), await widthOf('User'), await widthOf('Action')];
  const chosen = await looks();
  await page.reload();
  await audit.rows('The last one').waitFor();
  expect(await looks()).toEqual(chosen);

  const name = 'Mara Okafor';
  const other = await invited(browser, stack, { name, role: 'ADMIN' });
  await other.context.close();
  const query = `mutation { signIn(email: "mara.okafor@example.com", password: "password of ${name}") { role } }`;
  await context.request.post('/graphql', { data: { query } });
  await page.reload();
  await audit.rows('The last one').waitFor();
  expect(await looks()).toEqual([usualHeads, 32, usual.user, usual.action]);
});

test('One operation of thousands of entries is not loaded to its end for one row, says what it does not know, and can be left out', async () => {
  await using owner = await connect(database.url);
  await owner.query("INSERT INTO workspace.project (organization, key, name) SELECT 1, 'P' || n, 'Project ' || n FROM generate_series(1, 2000) n");
  await expect.poll(async () => (await owner.query('SELECT FROM audit.pending LIMIT 1')).rowCount, PATIENCE).toBe(0);
  let asked = 0;
  audit.page.on('request', (request) => {
    if (request.postData()?.includes('query AuditLogs(') === true) asked += 1;
  });
  await audit.open();
  const row = audit.operations('Bulk create');
  await audit.page.getByText(/^6\d\d entries are in these rows\.$/).waitFor();
  expect(await row.innerText()).toMatch(/Bulk create, 6\d\d or more entries/);
  // The first page, and then as many as are enough.
  expect(asked).toBeLessThan(10);
  await row.click();
  await more('Show all 2,000 entries of this operation').waitFor();
  expect(await row.innerText()).toContain('Bulk create, 2,000 entries');
  await row.click();
  await audit.page.getByRole('button', { name: 'Leave out the last operation' }).click();
  await audit.rows('The last one').waitFor();
  expect(await row.count()).toBe(0);
});
