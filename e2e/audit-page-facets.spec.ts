import type { Browser, Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { administrator, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 90_000, interval: 50 };

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
  for (let i = 1; i <= 7; i++) {
    const id = await stack.api.createTestCase(i <= 2 ? archive : checkout, `Case ${i}`);
    if (i >= 5) await stack.api.updateTestCase(id, { priority: 'HIGH' });
  }
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 900 } });
  audit = new AuditPage(actor.page);
});
afterEach(() => actor.context.close());

async function openFilter(name: string): Promise<Locator> {
  await audit.page.getByRole('button', { name, exact: true }).click();
  const dialog = audit.page.getByRole('dialog', { name });
  await dialog.getByRole('checkbox').first().waitFor();
  return dialog;
}

/** The values of a filter with the number beside each, as they stand. */
async function counts(dialog: Locator): Promise<string[]> {
  const texts = await dialog.getByRole('checkbox').evaluateAll((boxes) =>
    boxes.map((box) => {
      const text = (attribute: string): string => document.getElementById(box.getAttribute(attribute) ?? '')?.textContent ?? '';
      return `${text('aria-labelledby')}: ${text('aria-describedby')}`;
    }),
  );
  return texts.map((text) => text.trim());
}

test('Beside each value stands how many entries it would give in the current view, the most frequent first', async () => {
  await audit.open('type=TEST_CASE');
  const dialog = await openFilter('Project');
  await expect.poll(() => counts(dialog), PATIENCE).toEqual(['Checkout: 8 entries', 'Archive: 2 entries', 'No project: 0 entries']);
  await dialog.getByText('Counts: last 7 days, other filters kept').waitFor();
  await dialog.getByRole('checkbox', { name: 'Archive', exact: true }).click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);

  // What is chosen in the filter itself makes no difference to its counts; in the others it does.
  const again = await audit.page.getByRole('button', { name: /^Project/ }).first();
  await again.click();
  const same = audit.page.getByRole('dialog', { name: 'Project' });
  await expect.poll(() => counts(same), PATIENCE).toEqual(['Checkout: 8 entries', 'Archive: 2 entries', 'No project: 0 entries']);
  await audit.page.keyboard.press('Escape');
  const actions = await openFilter('Action');
  expect((await counts(actions)).slice(0, 2)).toEqual(['create: 2 entries', expect.stringMatching(/: 0 entries$/)]);
});

test('What is chosen stays though it gives nothing, and values are excluded by key', async () => {
  await audit.open(`project=${checkout}&action=delete`);
  await audit.page.getByRole('button', { name: /^Action/ }).first().click();
  const dialog = audit.page.getByRole('dialog', { name: 'Action' });
  await expect.poll(async () => (await counts(dialog)).slice(0, 2), PATIENCE).toEqual(['create: 6 entries', 'update: 3 entries']);
  expect(await counts(dialog)).toContain('delete: 0 entries');
  expect(await dialog.getByRole('checkbox', { name: 'delete', exact: true, checked: true }).count()).toBe(1);
  await dialog.getByRole('checkbox', { name: 'update', exact: true }).press('x');
  await dialog.getByText('excluded').waitFor();
});

test('An estimate says about, and where the counts do not come the values can be chosen all the same', async () => {
  let failing = false;
  await audit.page.route('**/graphql', async (route, request) => {
    if (request.postData()?.includes('query AuditLogFacetCounts') !== true) return route.continue();
    if (failing) return route.abort();
    const response = await route.fetch();
    const text = (await response.text()).replaceAll(/"value":8,"accuracy":"EXACT","error":null/g, '"value":12416,"accuracy":"ESTIMATE","error":320');
    return route.fulfill({ response, body: text });
  });
  await audit.open('type=TEST_CASE');
  const dialog = await openFilter('Project');
  await expect.poll(async () => (await counts(dialog))[0], PATIENCE).toBe('Checkout: about 12,400 entries');
  await audit.page.keyboard.press('Escape');
  failing = true;
  const plain = await openFilter('Project');
  expect((await counts(plain)).toSorted()).toEqual(['Archive:', 'Checkout:', 'No project:']);
});

test('The sheet of a phone has them too', async () => {
  await audit.page.setViewportSize({ width: 390, height: 844 });
  await audit.open('type=TEST_CASE');
  await audit.page.getByRole('button', { name: 'Filters' }).click();
  await audit.page.getByRole('button', { name: 'Project' }).click();
  const dialog = audit.page.getByRole('dialog');
  await dialog.getByRole('checkbox').first().waitFor();
  await expect.poll(() => counts(dialog), PATIENCE).toEqual(['Checkout: 8 entries', 'Archive: 2 entries', 'No project: 0 entries']);
});
