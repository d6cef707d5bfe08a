/** `npm start`: from a fresh clone to a running product, and from the second time on within seconds. */
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { handOver } from './lib/hand-over.mjs';
import { install } from './lib/install.mjs';
import { Failure, main, requireNode } from './lib/terminal.mjs';

const usage = `usage: npm start [-- --sample]

  --sample   fill an empty account with projects, test cases and people first
  --help     show this

All else is set in the environment; docs/operators.md lists the settings.`;

await main(async () => {
  requireNode();
  const { help } = parse(process.argv.slice(2));
  if (help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await install();
  await build();
  handOver('server/dist/main.js', process.argv.slice(2));
});

/** A mistyped argument is told before anything is installed. */
function parse(args) {
  try {
    return parseArgs({ args, options: { sample: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new Failure(`${error.message}\n\n${usage}`);
  }
}
