/** `npm run bench -- …`: the benchmarks, beside the built product; installed and built first if need be. */
import { build, withPackages } from './lib/build.mjs';
import { handOver } from './lib/hand-over.mjs';
import { install } from './lib/install.mjs';
import { Failure, main, requireNode, run } from './lib/terminal.mjs';

await main(async () => {
  requireNode();
  await install();
  await build();
  const built = await run('tsc', ['-b', 'server/bench/tsconfig.build.json'], { env: withPackages });
  if (!built) throw new Failure('The benchmarks could not be built; see above.');
  handOver('server/bench/dist/main.js', process.argv.slice(2), process.env.INIT_CWD);
});
