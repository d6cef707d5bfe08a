/** `npm run admin -- …` and `npm run replay -- …`: the product's own commands, installed and built first if need be. */
import { build } from './lib/build.mjs';
import { handOver } from './lib/hand-over.mjs';
import { install } from './lib/install.mjs';
import { Failure, main, requireNode } from './lib/terminal.mjs';

const programs = ['admin', 'replay'];

await main(async () => {
  requireNode();
  const [program = '', ...args] = process.argv.slice(2);
  if (!programs.includes(program)) throw new Failure(`usage: npm run ${programs.join(' | ')} -- ARGUMENT…`);
  await install();
  await build();
  // A file named on the command line is named from where the person stands.
  handOver(`server/dist/cli/${program}.js`, args, process.env.INIT_CWD);
});
