import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';

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

/** Starts Chromium: the one named by CHROMIUM_PATH, else Playwright's own, else the system's. */
export async function launchBrowser(): Promise<Browser> {
  const candidates = [process.env['CHROMIUM_PATH'], chromium.executablePath(), '/usr/bin/chromium'];
  const executablePath = candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
  if (executablePath === undefined) throw new Error('There is no Chromium: set CHROMIUM_PATH to one.');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
