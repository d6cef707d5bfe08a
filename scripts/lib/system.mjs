import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { withPackages } from './build.mjs';
import { Failure, root, run, say } from './terminal.mjs';

/** Runs on Node 22.17 and later, which is the product's own. */
const packagedChromium = '@sparticuz/chromium@153.0.0';
const packagedFolder = join(root, '.tmp', 'chromium');

/**
 * Finds a Chromium that starts, or brings one: as root Debian's, which comes with the libraries it needs, then
 * Playwright's own, then the one on npm.
 * @returns {Promise<string>} its path
 */
export async function findBrowser() {
  const steps = [
    () => process.env.CHROMIUM_PATH,
    () => installedBrowser(),
    () => playwrightBrowser(),
    async () => (await aptInstall('chromium')) && installedBrowser(),
    async () => (await quietly('npx', ['playwright', 'install', 'chromium'])) && playwrightBrowser(),
    () => npmBrowser(),
  ];
  for (const step of steps) {
    const path = await step();
    if (path && starts(path)) return path;
  }
  throw new Failure('No browser starts on this machine: install chromium, or set CHROMIUM_PATH.');
}

function installedBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const applications = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...applications].find(existsSync);
}

/** Whatever Playwright has downloaded on this machine, the newest first. */
function playwrightBrowser() {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'ms-playwright');
  if (!existsSync(folder)) return undefined;
  const programs = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .toSorted((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
    .flatMap((name) => programs.map((program) => join(folder, name, program)))
    .find(existsSync);
}

async function npmBrowser() {
  const installed = await quietly('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', packagedFolder, packagedChromium]);
  if (!installed) return undefined;
  const module = createRequire(join(packagedFolder, 'package.json')).resolve('@sparticuz/chromium');
  const script = `const { default: chromium } = await import(${JSON.stringify(module)}); process.stdout.write(await chromium.executablePath())`;
  try {
    return execFileSync(join(root, 'node_modules', '.bin', 'node'), ['--input-type=module', '-e', script], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

/** A browser may be there and lack a library. */
function starts(path) {
  try {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', 'about:blank'];
    return execFileSync(path, flags, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 }).includes('<html>');
  } catch {
    return false;
  }
}

/** Only root may, and only where there is apt-get. */
async function aptInstall(...packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  say(`installing ${packages.join(', ')} with apt-get`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  return (
    (await quietly('apt-get', ['update', '-q'], env)) &&
    (await quietly('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], env))
  );
}

/** One way of several: that it failed is no news. */
async function quietly(command, args, env = {}) {
  return run(command, args, { env: { ...withPackages, ...env }, quiet: 'always' });
}
