import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, isStamped, writeStamp } from './stamp.mjs';
import { Failure, root, run, say } from './terminal.mjs';

const pnpm = 'pnpm@12.21.0';
const packages = ['.', 'shared', 'server', 'server/bench', 'client', 'e2e'];
const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packages.map((folder) => join(folder, 'package.json'))];
/** Whoever only runs the product is spared what it is measured against: PostGraphile, Express and theirs. */
const leftOut = './server/bench';
const stamp = 'node_modules/.audit-log-installed';

/** The Node that the product brings: everything after the installation runs on it. */
export const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs the packages where they are missing, or where the lockfile names others than those installed. */
export async function install() {
  await installed(['all']);
}

/** As `install`, without the packages of the benchmarks; where they are there already, they stay. */
export async function installProduct() {
  await installed(['product', 'all']);
}

/** @param {string[]} extents what suffices, the least of it first: that is what is installed otherwise */
async function installed(extents) {
  const digest = digestOf(inputs);
  if (extents.some((extent) => isStamped(stamp, `${digest} ${extent}`)) && existsSync(node)) return;
  const [extent] = extents;
  say('installing packages (about half a minute the first time)');
  const filter = extent === 'product' ? ['--filter', `!${leftOut}`] : [];
  // CI: no question is asked, and the lockfile is law.
  const succeeded = await run('npx', ['-y', pnpm, 'install', '--frozen-lockfile', ...filter], { env: { CI: 'true' }, quiet: true });
  if (!succeeded) throw new Failure('The packages could not be installed; see above.');
  writeStamp(stamp, `${digest} ${extent}`);
}
