import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const CASES = 500;
const PATIENCE = { timeout: 120_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let checkout: string;
let actor: Actor;
let audit: AuditPage;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  checkout = await stack.api.createProject('Checkout');
  const archive = await stack.api.createProject('Archive');
  for (let i = 1; i <= CASES; i++) await stack.api.createTestCase(archive, `Case ${i}`, { priority: 'LOW' });
  const id = await stack.api.createTestCase(checkout, 'Card declined shows a retry option', {
    status: 'DRAFT',
    labels: ['payment'],
    description: 'A card that is declined can be tried again.',
  });
  await stack.api.updateTestCase(id, { status: 'ACTIVE', labels: ['payment', 'retry'], priority: 'HIGH' });
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 1000 } });
  audit = new AuditPage(actor.page);
});
afterEach(() => actor.context.close());

describe('the table', () => {
  test('has Time, Event Type, Action, Project, User and Details, the newest entry first', async () => {
    await audit.open('type=TEST_CASE');
    const heads = await audit.grid.getByRole('columnheader').allInnerTexts();
    expect(heads.map((text) => text.split('↓', 1)[0]?.trim())).toEqual(['Time', 'Event Type', 'Action', 'Project', 'User', 'Details']);
    await audit.rows().first().waitFor();
    const cells = await audit.rows().first().getByRole('gridcell').allInnerTexts();
    expect(cells.slice(1, 4)).toEqual(['Test case', 'update', 'Checkout']);
    expect(cells[5]).toMatch(/Card declined shows a retry option[^]*status[^]*Draft[^]*Active/);
  });

  test('scrolls from the newest entry to the first, with every one of them once', async () => {
    await audit.open('type=TEST_CASE&range=all');
    const expected = await stack.api.entries({ eventTypes: ['TEST_CASE'] });
    await audit.rows().first().waitFor();
    const parts = await audit.readThrough((rows) => rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-entry') ?? '')));
    for (const ids of parts) expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(parts.flat())].toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
    expect(await audit.end.innerText()).toBe(`That is all: ${expected.length} entries.`);
  });
});

describe('the filters', () => {
  test('take several values each, and combine', async () => {
    await audit.open();
    await audit.choose('Event type', 'Project', 'Test case');
    await audit.choose('Project', 'Checkout');
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update', 'create', 'create']);
    await audit.choose('Action', 'update');
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update']);
  });

  test('stand in the address, which reopens the same view', async () => {
    await audit.open();
    await audit.choose('Event type', 'Project');
    await audit.choose('Action', 'create');
    await expect.poll(() => audit.column('project'), PATIENCE).toEqual(['Archive', 'Checkout']);
    expect(audit.search()).toBe('type=PROJECT&action=create');

    const reopened = new AuditPage(await actor.context.newPage());
    await reopened.page.goto(audit.page.url());
    await expect.poll(() => reopened.column('project'), PATIENCE).toEqual(['Archive', 'Checkout']);
    await reopened.page.getByRole('button', { name: 'Remove filter: Event type is Project' }).waitFor();
  });

  test('are undone by the back button, one step at a time', async () => {
    await audit.open('type=PROJECT');
    await expect.poll(() => audit.column('project'), PATIENCE).toEqual(['Archive', 'Checkout']);
    await audit.choose('Project', 'Checkout');
    await expect.poll(() => audit.column('project'), PATIENCE).toEqual(['Checkout']);
    await audit.page.goBack();
    await expect.poll(() => audit.column('project'), PATIENCE).toEqual(['Archive', 'Checkout']);
    expect(audit.search()).toBe('type=PROJECT');
    await audit.page.goForward();
    await expect.poll(() => audit.column('project'), PATIENCE).toEqual(['Checkout']);
  });

  test('give the keyboard back to their button, also the first time', async () => {
    await audit.open('range=all');
    await audit.rows().first().waitFor();
    for (const name of [/^Date range/, /^Event type/]) {
      const button = audit.page.getByRole('button', { name }).first();
      await button.focus();
      await audit.page.keyboard.press('Enter');
      await audit.page.getByRole('dialog').locator('input').first().waitFor();
      await audit.page.keyboard.press('Escape');
      await button.and(audit.page.locator(':focus')).waitFor();
    }
  });

  test('exclude too', async () => {
    await audit.open(`project=${checkout}`);
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update', 'create', 'create']);
    await audit.exclude('Action', 'create');
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update']);
    expect(audit.search()).toBe(`project=${checkout}&-action=create`);
  });

  test('tell who did it, and what belongs to no project', async () => {
    const other = await invited(browser, stack, { name: 'Mara Okafor', role: 'ADMIN' });
    await other.context.close();
    await audit.open();
    await audit.choose('User', 'Mara Okafor');
    await audit.choose('Project', 'No project');
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['sign-in', 'sign-in', 'accept']);
    for (const user of await audit.column('user')) expect(user).toContain('Mara Okafor');
  });

  test('narrow the time, and an empty range says why it is empty', async () => {
    await audit.open('type=PROJECT');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);
    await audit.page.getByRole('button', { name: /^Date range/ }).click();
    await audit.page.getByRole('button', { name: 'Last hour' }).click();
    await expect.poll(() => audit.search(), PATIENCE).toBe('type=PROJECT&range=1h');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);

    await audit.open('type=PROJECT&from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z');
    await audit.page.getByRole('heading', { name: /^No project entries from/ }).waitFor();
    expect(await audit.rows().count()).toBe(0);
    await audit.page.getByRole('button', { name: 'Look at all time' }).click();
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);
  });

  test('that an address gets wrong are named, and the rest holds', async () => {
    await audit.open('type=PROJECT&from=yesterday');
    await audit.page.getByText('A part of the address was not understood').waitFor();
    await expect.poll(() => audit.column('project'), PATIENCE).toEqual(['Archive', 'Checkout']);
  });
});

describe('the panel', () => {
  test('shows all of an entry, old values and new', async () => {
    await audit.open(`project=${checkout}`);
    await audit.rows('update').first().click();
    await audit.panel.getByRole('heading', { name: 'Card declined shows a retry option' }).waitFor();
    const text = await audit.panel.innerText();
    for (const part of ['Status', 'Draft', 'Active', 'Priority', 'High', 'Labels', 'payment', 'retry']) expect(text).toContain(part);
    expect(text).not.toContain('A card that is declined');
  });

  test('is part of the address, and closes with escape and with the back button', async () => {
    await audit.open(`project=${checkout}`);
    await audit.rows('update').first().click();
    await audit.panel.waitFor();

    const reopened = new AuditPage(await actor.context.newPage());
    await reopened.page.goto(audit.page.url());
    await reopened.panel.getByRole('heading', { name: 'Card declined shows a retry option' }).waitFor();
    await reopened.page.keyboard.press('Escape');
    await reopened.panel.waitFor({ state: 'detached' });

    await audit.page.goBack();
    await audit.panel.waitFor({ state: 'detached' });
    expect(audit.search()).toBe(`project=${checkout}`);
  });

  test('goes on to the older entry by keyboard', async () => {
    await audit.open(`project=${checkout}&type=TEST_CASE`);
    await audit.rows('update').first().click();
    await audit.panel.getByText('Draft').first().waitFor();
    await audit.page.keyboard.press('j');
    await audit.panel.getByText('A card that is declined can be tried again.').waitFor();
  });
});

test('who is Read Only is told that the log is for administrators, and the server agrees', async () => {
  const reader = await invited(browser, stack, { name: 'Rea Only', role: 'READ_ONLY' });
  await reader.page.goto('/settings/audit-logs');
  await reader.page.getByText('The audit log is for administrators').waitFor();
  const response = await reader.context.request.post('/graphql', { data: { query: '{ auditLogs { tailCursor } }' } });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  await reader.context.close();
});
