/** `npm start`: from a fresh clone to a running product, and from the second time on within seconds. */
import { build } from './lib/build.mjs';
import { handOver } from './lib/hand-over.mjs';
import { install } from './lib/install.mjs';
import { main, requireNode } from './lib/terminal.mjs';

await main(async () => {
  requireNode();
  await install();
  await build();
  handOver('server/dist/main.js', process.argv.slice(2));
});
