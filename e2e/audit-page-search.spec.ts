import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { connect, startStack } from './database.js';
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
  const declined = await stack.api.createTestCase(checkout, 'Card declined shows a retry option', { status: 'DRAFT', labels: ['payment'] });
  await stack.api.updateTestCase(declined, {
    status: 'ACTIVE',
    description: 'The customer pays with a voucher.\nThe voucher is refused, and she may try again.',
    steps: [{ action: 'Pay with a <b>voucher</b>', expected: 'Refused' }],
  });
  await stack.api.createTestCase(checkout, 'Refund reaches the original card');
  await stack.api.createTestCase(checkout, 'Sign in with a passkey');
  await searchable('passkey');
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(() => page.setViewportSize({ width: 1440, height: 900 }));

/** Entries are searchable a moment after they have their numbers. */
async function searchable(word: string): Promise<void> {
  await vi.waitFor(async () => expect(await stack.api.entries({ search: word })).not.toEqual([]), PATIENCE);
}

const field = (): Locator => page.getByRole('searchbox', { name: 'Search names and values' });
const marks = (within: Locator): Promise<string[]> => within.locator('mark').allInnerTexts();

async function hasKeyboard(element: Locator): Promise<void> {
  await element.and(page.locator(':focus')).waitFor();
}

describe('the search', () => {
  test('begins with /, finds while one writes without losing a letter or the keyboard, and is one step to go back', async () => {
    await audit.open(`project=${checkout}`);
    await audit.rows('passkey').first().waitFor();
    await page.keyboard.press('/');
    await hasKeyboard(field());
    for (const letters of ['ca', 'rd de', 'clined']) {
      const before = audit.search();
      await page.keyboard.type(letters);
      await expect.poll(() => audit.search(), PATIENCE).not.toBe(before);
    }
    await hasKeyboard(field());
    expect(await field().inputValue()).toBe('card declined');
    await expect.poll(() => new URLSearchParams(audit.search()).get('q'), PATIENCE).toBe('card declined');
    await expect.poll(() => audit.column('action'), PATIENCE).toEqual(['update', 'create']);
    await page.goBack();
    expect(audit.search()).toBe(`project=${checkout}`);
    expect(await field().inputValue()).toBe('');
    await page.goForward();
    await expect.poll(() => field().inputValue(), PATIENCE).toBe('card declined');
  });

  test('is done at once with Enter, cleared with Escape, and left to the entries with the arrow or another Escape', async () => {
    await audit.open(`project=${checkout}`);
    await page.keyboard.press('/');
    await page.keyboard.type('"Card declined" -zebra');
    await page.keyboard.press('Enter');
    expect(new URLSearchParams(audit.search()).get('q')).toBe('"card declined" -zebra');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);
    // What was written stays as it was written.
    expect(await field().inputValue()).toBe('"Card declined" -zebra');
    await page.keyboard.press('ArrowDown');
    await hasKeyboard(audit.rows().first());
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await hasKeyboard(field());
    expect(audit.search()).toBe(`project=${checkout}`);
    await audit.rows('passkey').first().waitFor();
    await page.keyboard.press('Escape');
    // Where it was before.
    await hasKeyboard(audit.rows('Card declined').and(audit.rows('update')));
  });

  test('gives the keyboard to the first entry also where the answer is still on its way', async () => {
    await audit.open(`project=${checkout}`);
    await audit.rows('passkey').first().waitFor();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route, request) => {
      if (request.postData()?.includes('query AuditLogs(') === true) await released;
      await route.continue();
    });
    await page.keyboard.press('/');
    await page.keyboard.type('refund');
    // Asked for while one wrote, without a further key.
    await expect.poll(() => audit.search(), PATIENCE).toContain('q=refund');
    await page.keyboard.press('ArrowDown');
    release();
    await hasKeyboard(audit.rows('Refund').first());
    await page.unroute('**/graphql');
  });

  test('goes together with every other filter, and says of what nothing was found', async () => {
    await audit.open(`project=${checkout}&action=create&q=card`);
    await expect.poll(() => audit.column('details'), PATIENCE).toHaveLength(2);
    expect(await field().inputValue()).toBe('card');
    await field().fill('zebra');
    await page.getByRole('heading', { name: 'No creations in Checkout with “zebra” in the last 7 days' }).waitFor();
    await page.getByRole('button', { name: 'Drop “Search is zebra”' }).click();
    await expect.poll(() => audit.rows().count(), PATIENCE).toBeGreaterThan(2);
    expect(await field().inputValue()).toBe('');
  });

  test('says what is wrong with what is written, and goes on from it', async () => {
    await audit.open(`project=${checkout}`);
    await field().fill('*card');
    await page.getByRole('alert').getByText(/a \* before a word/).waitFor();
    expect(await field().getAttribute('aria-invalid')).toBe('true');
    // A phrase that is being written is not wrong yet.
    await field().fill('"card decl');
    await expect.poll(() => page.getByRole('alert').count(), PATIENCE).toBe(0);
    await field().press('Enter');
    await page.getByRole('alert').getByText(/not closed/).waitFor();
    expect(audit.search()).toBe(`project=${checkout}`);
    await field().press('End');
    await page.keyboard.type('ined"');
    await expect.poll(() => new URLSearchParams(audit.search()).get('q'), PATIENCE).toBe('"card declined"');
    expect(await page.getByRole('alert').count()).toBe(0);
    await field().fill('-');
    await field().press('Enter');
    await page.getByText('The list still shows what “"card declined"” found.').waitFor();
  });

  test('explains itself to who comes to it', async () => {
    await audit.open();
    await field().focus();
    for (const example of ['retr*', '"card declined"', '-draft']) await page.getByText(example, { exact: true }).waitFor();
  });

  test('takes in what arrives live where it matches, and nothing else', async () => {
    await audit.open('type=TEST_CASE&q=lightning');
    await expect.poll(() => audit.state(), PATIENCE).toBe('live');
    await stack.api.createTestCase(checkout, 'Nothing to see');
    await stack.api.createTestCase(checkout, 'Lightning strikes');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(1);
    expect(await marks(audit.rows())).toEqual(['Lightning']);
  });

  test('is in reach of a thumb', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await audit.open(`project=${checkout}`);
    await field().fill('voucher');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(1);
    expect(await marks(audit.rows())).toContain('voucher');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await hasKeyboard(field());
    await expect.poll(() => audit.rows().count(), PATIENCE).toBeGreaterThan(3);
  });
});

describe('what the search found', () => {
  test('is marked in the rows, as the server means words: beginnings, phrases, never what must not occur', async () => {
    await audit.open(`project=${checkout}&q=${encodeURIComponent('card* "a retry" -zebra')}`);
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);
    expect(await marks(audit.rows('update').locator('[data-column=details]'))).toEqual(['Card', 'a retry']);
    await field().fill('card -declined');
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(1);
    expect(await marks(audit.rows())).toEqual(['card']);
    // The project's name is searched where it is an entry's own, not in the column.
    await audit.open(`project=${checkout}&type=PROJECT&q=checkout`);
    await expect.poll(() => marks(audit.rows().locator('[data-column=details]')), PATIENCE).toContain('Checkout');
    expect(await marks(audit.rows().locator('[data-column=project]'))).toEqual([]);
  });

  test('is shown in the row also where the row would tell another change', async () => {
    await audit.open(`project=${checkout}&q=refused`);
    await audit.rows().first().waitFor();
    await expect.poll(() => marks(audit.rows()), PATIENCE).toEqual(['Refused']);
  });

  test('is marked in all values of the panel, steps and long texts too', async () => {
    await audit.open(`project=${checkout}&q=${encodeURIComponent('voucher active')}`);
    await audit.rows('update').first().click();
    await audit.panel.locator('section[data-field=steps]').waitFor();
    expect(await marks(audit.panel.locator('section[data-field=status]'))).toEqual(['Active']);
    expect(await marks(audit.panel.locator('section[data-field=steps]'))).toEqual(['voucher']);
    expect(await marks(audit.panel.locator('section[data-field=description]'))).toEqual(['voucher', 'voucher']);
    expect(await marks(audit.panel.getByRole('heading', { level: 2 }))).toEqual([]);
  });
});

describe('what cannot be searched yet', () => {
  const line = (): Locator => page.getByText(/^The newest \d+ entries cannot be searched yet\./);
  const change = async (title: string): Promise<void> => {
    const before = (await stack.api.entries({})).length;
    await stack.api.createTestCase(checkout, title);
    await vi.waitFor(async () => expect((await stack.api.entries({})).length).toBeGreaterThan(before), PATIENCE);
  };

  /** As after a large import: nothing becomes searchable until the work is over. */
  async function whileBehind(work: () => Promise<void>): Promise<void> {
    await using owner = await connect(stack.databaseUrl);
    await owner.query('BEGIN');
    await owner.query('SELECT FROM audit.search_mark FOR UPDATE');
    await work();
    await owner.query('COMMIT');
  }

  test('is said below the list without live, and comes by itself', async () => {
    await whileBehind(async () => {
      await change('Walrus at the till');
      await audit.open('type=TEST_CASE&q=walrus&live=off');
      await line().waitFor();
      expect(await audit.rows().count()).toBe(0);
    });
    await expect.poll(() => audit.rows('Walrus').count(), PATIENCE).toBe(1);
    await line().waitFor({ state: 'detached' });
  });

  test('moves nothing that is being read: then it comes when it is asked for', async () => {
    await whileBehind(async () => {
      await change('A second walrus');
      await audit.open('type=TEST_CASE&q=walrus&live=off');
      await line().waitFor();
      await audit.rows('till').first().click();
      await audit.panel.waitFor();
    });
    const show = page.getByRole('button', { name: 'Show what matches' });
    await show.waitFor();
    expect(await audit.rows().count()).toBe(1);
    await show.click();
    await expect.poll(() => audit.rows().count(), PATIENCE).toBe(2);
    await show.waitFor({ state: 'detached' });
  });

  test('is found all the same with live, and needs no word', async () => {
    await whileBehind(async () => {
      await change('A third walrus');
      await audit.open('type=TEST_CASE&q=walrus');
      await expect.poll(() => audit.rows().count(), PATIENCE).toBe(3);
      await expect.poll(() => audit.state(), PATIENCE).toBe('live');
      await line().waitFor({ state: 'detached' });
    });
  });
});
