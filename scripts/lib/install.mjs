import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, isStamped, writeStamp } from './stamp.mjs';
import { Failure, root, run, say } from './terminal.mjs';

const pnpm = 'pnpm@12.21.0';
const packages = ['.', 'shared', 'server', 'server/bench', 'client', 'e2e'];
const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packages.map((folder) => join(folder, 'package.json'))];
const stamp = 'node_modules/.audit-log-installed';

/** The Node that the product brings: everything after the installation runs on it. */
export const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs the packages where they are missing, or where the lockfile names others than those installed. */
export async function install() {
  const digest = digestOf(inputs);
  if (isStamped(stamp, digest) && existsSync(node)) return;
  say('installing packages (about half a minute the first time)');
  // CI: no question is asked, and the lockfile is law.
  const installed = await run('npx', ['-y', pnpm, 'install', '--frozen-lockfile'], { env: { CI: 'true' }, quiet: true });
  if (!installed) throw new Failure('The packages could not be installed; see above.');
  writeStamp(stamp, digest);
}
