import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { administrator, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import { Desk } from './example.js';
import { entriesOfCurl } from './shell.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 120_000, interval: 50 };

let stack: Stack;
let browser: Browser;
let checkout: string;
let actor: Actor;
let audit: AuditPage;
let page: Page;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  actor = await administrator(browser, stack);
  ({ page } = actor);
  audit = new AuditPage(page);
  checkout = await stack.api.createProject("Check'out \"$HOME\" `id`");
  const id = await stack.api.createTestCase(checkout, "The customer's card", { status: 'DRAFT' });
  await stack.api.updateTestCase(id, { status: 'ACTIVE' });
  await stack.api.createTestCase(checkout, 'Another card', { status: 'DRAFT' });
  await vi.waitFor(async () => expect(await stack.api.entries({ search: 'another' })).not.toEqual([]), PATIENCE);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(() => page.setViewportSize({ width: 1440, height: 900 }));

const panel = (): Locator => page.getByRole('region', { name: 'Query as code' });

/** Opens the view as code, and reads what stands in one of its blocks. */
async function code(search: string, tab: string, block: string): Promise<string> {
  await audit.open(search);
  await audit.rows().first().waitFor();
  await page.getByRole('button', { name: 'Query', exact: true }).click();
  await panel().getByRole('tab', { name: tab }).click();
  return (await panel().getByRole('region', { name: block }).textContent()) ?? '';
}

const shown = (): Promise<(string | null)[]> => audit.rows().evaluateAll((rows) => rows.map((row) => row.getAttribute('data-entry')));

describe('the view as code', () => {
  test.each([
    ['type=TEST_CASE&action=create', 2],
    [`q=${encodeURIComponent("customer's card* -zebra")}&field=status&old=Draft&new=Active&ip=127.0.0.0/8`, 1],
    [`-action=view&-action=sign_in&-q=${encodeURIComponent('"another card"')}&range=all`, 3],
  ])('%s: the command runs as it is shown, with a key, and gives the rows of the page', async (search, least) => {
    const command = await code(`project=${checkout}&${search}`, 'curl', 'Command');
    expect(command).not.toContain(stack.key);
    const ids = await entriesOfCurl(command, stack.key);
    expect(ids.length).toBeGreaterThanOrEqual(least);
    expect(ids).toEqual(await shown());
  });

  test('the document and its variables do, too, and run from the panel', async () => {
    const query = await code(`project=${checkout}&type=TEST_CASE`, 'GraphQL', 'Document');
    const variables = JSON.parse((await panel().getByRole('region', { name: 'Variables' }).textContent()) ?? '') as Record<string, unknown>;
    const { auditLogs } = await stack.api.request<{ auditLogs: { edges: { node: { id: string } }[] } }>(query, variables);
    expect(auditLogs.edges.map(({ node }) => node.id)).toEqual(await shown());
    await panel().getByRole('button', { name: 'Run' }).click();
    await panel().getByText(/^3 entries, \d+ ms$/).waitFor();
    const result = await panel().getByRole('region', { name: 'Result' }).textContent();
    expect(JSON.parse(result ?? '')).toEqual({ data: { auditLogs } });
  });

  test('the program runs as it is shown and gives what comes from then on, of the filter alone', async () => {
    const program = await code(`project=${checkout}&action=create`, 'Subscription', 'Program');
    using desk = new Desk({ AUDIT_LOG_KEY: stack.key });
    desk.write('watch.mjs', program);
    const watcher = spawn(process.execPath, ['watch.mjs'], { cwd: desk.folder, env: { ...process.env, AUDIT_LOG_KEY: stack.key }, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const lines: string[] = [];
      createInterface({ input: watcher.stdout }).on('line', (line) => lines.push(line));
      // It begins at the end of the log, at a moment that it does not tell: entries are made until two have come, with others between.
      let made = 0;
      await vi.waitFor(async () => {
        const id = await stack.api.createTestCase(checkout, `Thunder ${(made += 1)}`);
        await stack.api.updateTestCase(id, { status: 'ACTIVE' });
        expect(lines.length).toBeGreaterThan(1);
      }, { timeout: 120_000, interval: 300 });
      const entries = lines.map((line) => JSON.parse(line) as { action: string; entity: { name: string } });
      for (const { action, entity } of entries) expect([action, entity.name]).toEqual(['create', expect.stringMatching(/^Thunder \d+$/)]);
    } finally {
      watcher.kill();
      await once(watcher, 'exit');
    }
  });

  test('says what a relative range means, follows the filters, and gives the keyboard back', async () => {
    const variables = await code(`project=${checkout}`, 'GraphQL', 'Variables');
    expect(JSON.parse(variables)).toMatchObject({ first: 50, filter: { projectIds: [checkout], from: expect.stringMatching(/Z$/) } });
    await panel().getByText(/“Last 7 days” is counted from now: it begins at/).waitFor();
    await page.getByRole('button', { name: 'Action', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Action' });
    await dialog.getByRole('checkbox', { name: 'create', exact: true }).click();
    await dialog.getByRole('checkbox', { name: 'create', exact: true }).press('Enter');
    await expect.poll(() => panel().getByRole('region', { name: 'Variables' }).textContent(), PATIENCE).toContain('"create"');
    await panel().getByRole('tab', { name: 'curl' }).press('Escape');
    await page.getByRole('button', { name: 'Query', exact: true }).and(page.locator(':focus')).waitFor();
    expect(await panel().count()).toBe(0);
  });

  test('is copied as it stands, and comes only when it is asked for', async () => {
    await actor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(request.url()));
    await audit.open(`project=${checkout}`);
    await audit.rows().first().waitFor();
    expect(scripts.some((url) => url.includes('query-panel'))).toBe(false);
    await page.getByRole('button', { name: 'Query', exact: true }).press('Enter');
    await panel().getByRole('tab', { name: 'curl' }).click();
    await panel().getByRole('button', { name: 'Copy Command' }).click();
    await panel().getByText('Copied').waitFor();
    const shownCode = await panel().getByRole('region', { name: 'Command' }).textContent();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shownCode);
    expect(scripts.some((url) => url.includes('query-panel'))).toBe(true);
  });
});
