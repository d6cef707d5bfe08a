import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { digestOf, isStamped, writeStamp } from './stamp.mjs';
import { Failure, root, run, say } from './terminal.mjs';

const inputs = [
  'shared/src',
  'server/src',
  'client/src',
  'client/graphiql',
  'docs/examples/graphql',
  'client/public',
  'client/index.html',
  'client/vite.config.ts',
  'client/build-plugins.ts',
  'package.json',
  'pnpm-lock.yaml',
  'tsconfig.base.json',
  'shared/tsconfig.build.json',
  'server/tsconfig.build.json',
];
const outputs = ['shared/dist', 'server/dist', 'client/dist'];
const stamp = 'node_modules/.audit-log-built';

/** Environment in which the packages' commands, and the Node they bring, come first. */
export const withPackages = { PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}` };

/** Builds server and page where a source changed since. */
export async function build() {
  const digest = digestOf(inputs, (file) => /\.test\.tsx?$/.test(file));
  if (isStamped(stamp, digest) && outputs.every((folder) => existsSync(join(root, folder)))) return;
  say('building');
  for (const folder of outputs) rmSync(join(root, folder), { recursive: true, force: true });
  // React for development is a third larger and slower, and that is what any other word would give.
  const built = await run('npm', ['run', '--silent', 'build'], { env: { ...withPackages, NODE_ENV: 'production' }, quiet: true });
  if (!built) throw new Failure('The build failed; see above.');
  writeStamp(stamp, digest);
}
