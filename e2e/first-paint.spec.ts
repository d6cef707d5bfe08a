import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.js';
import { ADMIN, Stack } from './stack.js';

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([Stack.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

const query = `mutation { signIn(email: "${ADMIN.email}", password: "${ADMIN.password}") { role } }`;

/** The page as it is before any of its scripts has come. */
async function before(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.route(/\/assets\/(?!colour-scheme).*\.js$/, (route) => route.abort());
  await page.goto(path);
  return page;
}

const places = (page: Page, parts: string) =>
  page.locator(parts).evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, height } = element.getBoundingClientRect();
      return [element.tagName, x, y, height];
    }),
  );

describe('What is seen before any script has come stands where the page then is', () => {
  test.each([
    ['the sign-in page', '/sign-in', 'input[type=password]', 390, 'h1, main p'],
    ['the sign-in page, wide', '/sign-in', 'input[type=password]', 1440, 'h1, main p, aside p'],
    ['the log', '/settings/audit-logs', '[role=treegrid]', 390, 'h1, header'],
    ['the log, wide', '/settings/audit-logs', '[role=treegrid]', 1440, 'h1, header, [class*=headCell]'],
  ])('%s', async (_name, path, ready, width, parts) => {
    const context = await browser.newContext({ baseURL: stack.url, viewport: { width, height: 900 } });
    if (path !== '/sign-in') await context.request.post('/graphql', { data: { query } });
    const early = await before(context, path);
    const seen = await places(early, parts);
    expect(seen.length).toBeGreaterThan(1);

    const page = await context.newPage();
    await page.goto(path);
    await page.locator(ready).waitFor();
    expect(await places(page, parts)).toEqual(seen);
    await context.close();
  });
});

test('The theme that somebody chose is there before any script of the page', async () => {
  for (const [chosen, system] of [['dark', 'light'], ['light', 'dark']] as const) {
    const context = await browser.newContext({ baseURL: stack.url, colorScheme: system });
    await context.addInitScript((scheme) => localStorage.setItem('mantine-color-scheme-value', scheme), chosen);
    const page = await before(context, '/sign-in');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      chosen === 'dark' ? 'rgb(18, 20, 24)' : 'rgb(255, 255, 255)',
    );
    await context.close();
  }
});

// At once: each waits for the seconds after which the page says so.
test.concurrent.each(['/sign-in', '/settings/audit-logs', '/projects'])('When no script comes, %s says so, and how to try again', async (path) => {
  await using context = await browser.newContext({ baseURL: stack.url });
  const page = await before(context, path);
  await page.getByText('This takes longer than it should.').waitFor();
  expect(await page.getByRole('link', { name: 'reload the page' }).isVisible()).toBe(true);
});
