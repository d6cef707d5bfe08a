import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright';

/** What keeps Chromium from calling home, and lets it run as root and without a screen. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What is waited for on a page comes within a second or two; a busy machine has many times that, in milliseconds. */
export const PAGE_PATIENCE_MS = 90_000;

/** Starts Chromium: the one named by CHROMIUM_PATH, else Playwright's own, else the system's. */
export async function launchBrowser(): Promise<Browser> {
  const candidates = [process.env['CHROMIUM_PATH'], chromium.executablePath(), '/usr/bin/chromium'];
  const executablePath = candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
  if (executablePath === undefined) throw new Error('There is no Chromium: set CHROMIUM_PATH to one.');
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS, timeout: PAGE_PATIENCE_MS });
  browser.on('context', (context) => context.setDefaultTimeout(PAGE_PATIENCE_MS));
  return browser;
}

/** Waits until the page's own code has drawn it: its frame, which is in the served HTML, has a heading and links too. */
export async function whenDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#root > .late, [role=status][aria-label=Loading]') === null && document.querySelector('#root :is(h1, h2)') !== null);
}
