import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { withPackages } from './build.mjs';
import { node } from './install.mjs';
import { Failure, root, run, say } from './terminal.mjs';

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

/**
 * Brings what the documentation's examples are written for, where it is missing and this user may install it.
 * @throws Failure that names what is missing
 */
export async function requireCommands(...commands) {
  const missing = () => commands.filter((command) => spawnSync(command, ['--version']).status !== 0);
  if (missing().length > 0) await aptInstall(...missing());
  if (missing().length > 0) throw new Failure(`The tests of the examples need ${missing().join(' and ')}: install it.`);
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
  const caches = join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(caches, 'ms-playwright');
  if (!existsSync(folder)) return undefined;
  const programs = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'];
  return readdirSync(folder)
    .filter((name) => /^chromium-\d+$/.test(name))
    .toSorted((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
    .flatMap((name) => programs.map((program) => join(folder, name, program)))
    .find(existsSync);
}

/** A Chromium that brings the libraries a bare system lacks; it unpacks itself into the temporary folder it is given. */
async function npmBrowser() {
  if (process.platform !== 'linux') return undefined;
  const options = ['--no-save', '--no-audit', '--no-fund', '--prefix', packagedFolder];
  if (!(await quietly('npm', ['install', ...options, packagedChromium]))) return undefined;
  const module = createRequire(join(packagedFolder, 'package.json')).resolve('@sparticuz/chromium');
  const script = `
    const { default: chromium } = await import(${JSON.stringify(module)});
    process.stdout.write(await chromium.executablePath());`;
  // It unpacks the libraries where it takes the machine for a function's.
  const env = { ...process.env, TMPDIR: packagedFolder, VERCEL: '1' };
  const path = execFileSync(node, ['--input-type=module', '-e', script], { encoding: 'utf8', env });
  const wrapper = join(packagedFolder, 'chromium.sh');
  const libraries = join(packagedFolder, 'al2023', 'lib');
  writeFileSync(wrapper, `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}' exec '${path}' "$@"\n`, { mode: 0o755 });
  return wrapper;
}

/** A browser may be there and lack a library. */
function starts(executablePath) {
  const script = `
    const { chromium } = await import('playwright');
    const browser = await chromium.launch({ executablePath: process.argv[1], args: ['--no-sandbox', '--disable-gpu'] });
    await (await browser.newPage()).setContent('<p>started');
    await browser.close();`;
  try {
    const options = { cwd: root, stdio: 'ignore', timeout: 60_000 };
    execFileSync(node, ['--input-type=module', '-e', script, executablePath], options);
    return true;
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
