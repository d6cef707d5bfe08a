import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { Api } from './api.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

let stack: Stack;
let browser: Browser;
let actor: Actor;
let page: Page;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack);
  page = actor.page;
});
afterEach(() => actor.context.close());

/** Chooses from the menu of what the row is about. */
async function pick(name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** The role that the page of users gives somebody. */
function roleOf(name: string): Promise<string> {
  return page.getByRole('row', { name }).getByRole('cell').nth(2).innerText();
}

test('a key made in the page is shown once, and works until it is revoked', async () => {
  await page.goto('/settings/api-keys');
  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByLabel('Name').fill('nightly-backup');
  await page.getByRole('checkbox', { name: 'audit:read' }).check();
  await page.getByLabel('Expires').selectOption('In 30 days');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await page.getByLabel('Key', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();

  const program = new Api(stack.url, { authorization: `Bearer ${key}` });
  const [made] = await program.entries({ eventTypes: ['API_KEY'] });
  expect([made?.action, made?.entity?.name]).toEqual(['create', 'nightly-backup']);
  await expect(program.createProject('Not allowed')).rejects.toThrow('FORBIDDEN');

  await page.reload();
  await page.getByRole('row', { name: 'nightly-backup' }).getByText(`${key.slice(0, 10)}…`).waitFor();
  expect(await page.content()).not.toContain(key);

  await pick('nightly-backup', 'Revoke');
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await page.getByText('API key nightly-backup was revoked.').waitFor();
  await page.getByRole('row', { name: 'nightly-backup' }).waitFor({ state: 'detached' });
  await expect(program.entries({})).rejects.toThrow('UNAUTHENTICATED');
});

test('another role holds from the next request on; the last administrator keeps theirs', async () => {
  const mika = await invited(browser, stack, { name: 'Mika Oja', role: 'READ_ONLY' });
  await mika.page.goto('/settings/audit-logs');
  await mika.page.getByText('The audit log is for administrators').waitFor();

  await page.goto('/settings/users');
  await pick('Mika Oja', 'Change role');
  await page.getByLabel('Role', { exact: true }).selectOption('Admin');
  await page.getByRole('button', { name: 'Change role' }).click();
  await page.getByText('The role of Mika Oja is Admin now.').waitFor();
  await expect.poll(() => roleOf('Mika Oja')).toBe('Admin');
  await new AuditPage(mika.page).open();

  await pick('Mika Oja', 'Change role');
  await page.getByLabel('Role', { exact: true }).selectOption('Read Only');
  await page.getByRole('button', { name: 'Change role' }).click();
  await page.getByText('The role of Mika Oja is Read Only now.').waitFor();

  await pick('Administrator', 'Change role');
  await page.getByLabel('Role', { exact: true }).selectOption('Read Only');
  await page.getByRole('button', { name: 'Change role' }).click();
  const refusal = page.getByRole('alert').filter({ hasText: 'The role was not changed.' });
  await refusal.getByText(/is the last administrator/).waitFor();
  await mika.context.close();
});

test('who is removed is out at once, owns nothing, and stays named in the log', async () => {
  const piotr = await invited(browser, stack, { name: 'Piotr Nowak', role: 'READ_ONLY' });
  await piotr.page.goto('/projects');
  await piotr.page.getByRole('heading', { name: 'Projects', exact: true }).waitFor();
  const { users } = await stack.api.request<{ users: { id: string; name: string | null }[] }>('{ users { id name } }');
  const ownerId = users.find(({ name }) => name === 'Piotr Nowak')?.id;
  const testCase = await stack.api.createTestCase(await stack.api.createProject('Checkout'), 'Owned', { ownerId });

  await page.goto('/settings/users');
  await pick('Piotr Nowak', 'Remove');
  await page.getByText(/sessions end at once/).waitFor();
  await page.getByRole('button', { name: 'Remove user' }).click();
  await page.getByRole('row', { name: 'Piotr Nowak' }).waitFor({ state: 'detached' });

  await piotr.page.reload();
  await piotr.page.waitForURL('**/sign-in?next=*');
  await piotr.context.close();
  const left = await stack.api.request('query ($id: ID!) { testCase(id: $id) { owner { id } } }', { id: testCase });
  expect(left).toEqual({ testCase: { owner: null } });
  const [removed] = await stack.api.entries({ eventTypes: ['USER'], actions: ['remove'] });
  expect(removed?.entity?.name).toBe('Piotr Nowak');
});

test('an invitation is renewed: the new link works, the old one does not', async () => {
  const { inviteUser } = await stack.api.request<{ inviteUser: { link: string } }>(
    'mutation { inviteUser(input: { email: "late@example.com" }) { link } }',
  );
  await page.goto('/settings/users');
  await pick('late@example.com', 'Renew invitation');
  await page.getByRole('button', { name: 'Renew invitation' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();

  const guest = await browser.newPage();
  await guest.goto(inviteUser.link);
  await guest.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
  await guest.goto(link);
  await guest.getByLabel('Name', { exact: true }).fill('Lena Late');
  await guest.getByLabel('Password', { exact: true }).fill('a password of some length');
  await guest.getByRole('button', { name: 'Join' }).click();
  await guest.waitForURL('**/projects');
  await guest.context().close();

  // Who comes back to the tab sees what happened meanwhile.
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.getByRole('row', { name: 'Lena Late' }).waitFor();
});

test('what is not saved is asked about before a link or the back button leads away from it', async () => {
  const projectId = await stack.api.createProject('Greenhouse');
  await stack.api.createTestCase(projectId, 'The roof opens');
  await page.goto(`/projects/${projectId}`);
  await page.getByRole('button', { name: 'The roof opens', exact: true }).click();
  const panel = page.getByRole('complementary', { name: 'Test case' });
  const title = panel.getByLabel('Title');
  // The browser lets a page hold somebody back who did something on it, so it is typed.
  await title.click();
  await page.keyboard.press('End');
  await page.keyboard.type(' at noon');

  const answer = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Users' }).click();
  await answer('Cancel');
  expect(await title.inputValue()).toBe('The roof opens at noon');
  await page.evaluate(() => history.back());
  await answer('Cancel');
  expect(await title.inputValue()).toBe('The roof opens at noon');
  await title.click();
  await page.keyboard.type('!');
  await page.evaluate(() => history.back());
  await answer('Discard');
  await panel.waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe('');

  // What is deleted cannot be saved, and is not asked about.
  await page.getByRole('button', { name: 'The roof opens', exact: true }).click();
  await title.fill('The roof closes');
  await pick('TC-', 'Delete');
  await answer('Delete test case');
  await panel.waitFor({ state: 'detached' });
});

test('the history of a project leads to all of its entries, and an export holds what is shown', async () => {
  const projectId = await stack.api.createProject('Ledger');
  await stack.api.createTestCase(projectId, 'Not part of the history');
  await page.goto('/projects');
  await pick('Ledger', 'History');
  const audit = new AuditPage(page);
  await audit.rows('Ledger').waitFor();
  expect(audit.search()).toBe(`entity=${projectId}&range=all`);
  expect(await audit.rows().count()).toBe(1);

  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /^CSV/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^audit-log-\d+\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('Ledger');
  const [recorded] = await stack.api.entries({ eventTypes: ['AUDIT_LOG'], actions: ['export'] });
  expect(recorded?.details.find(({ field }) => field === 'format')?.new).toBe('csv');

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove filter: Entity is Ledger' }).click();
  await audit.rows('Not part of the history').waitFor();
  expect(audit.search()).toBe('range=all');
});

test('a folder moves with what is in it, a clone is opened, and leaving asks about what is not saved', async () => {
  const projectId = await stack.api.createProject('Warehouse');
  const createFolder = 'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }';
  const make = (name: string) =>
    stack.api.request<{ createFolder: { id: string } }>(createFolder, { input: { projectId, name } });
  const { createFolder: returns } = await make('Returns');
  await make('Archive');
  await stack.api.createTestCase(projectId, 'Parcel comes back', { folderId: returns.id });

  await page.goto(`/projects/${projectId}`);
  await pick('folder Returns', 'Move');
  await page.getByLabel('Into').selectOption('Archive');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByText('Archive / Returns').waitFor();

  await page.getByRole('button', { name: 'Parcel comes back', exact: true }).click();
  const panel = page.getByRole('complementary', { name: 'Test case' });
  await pick('TC-', 'Clone');
  await expect.poll(() => panel.getByLabel('Title').inputValue()).toBe('Copy of Parcel comes back');

  await panel.getByLabel('Title').fill('Parcel comes back damaged');
  await pick('TC-', 'History');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await panel.getByLabel('Title').inputValue()).toBe('Parcel comes back damaged');
  await pick('TC-', 'History');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await new AuditPage(page).rows('Copy of Parcel comes back').waitFor();
});
