/** The attacker, in a process of its own, so that reading its answers keeps nobody waiting but itself. */
import { once } from 'node:events';
import type { Order, Toll } from './attack.js';
import { connectTo } from './target.js';

const [order] = (await once(process, 'message')) as [Order];
const { blows } = order;
const open = await Promise.all(Array.from({ length: order.connections }, () => connectTo({ ...order, name: 'attacked', server: { port: order.port, usage: async () => 0 } })));
const toll: Toll = { known: 0, others: [] };
let ended = false;

async function strike(connection: (typeof open)[number], from: number): Promise<void> {
  for (let turn = from; !ended; turn += 1) {
    const blow = turn % blows.length;
    const { status, body } = await connection.post(blows[blow]!.body);
    if (status === 200 && blows[blow]!.known.some((known) => body.equals(known))) toll.known += 1;
    else toll.others.push({ blow, status, body });
  }
}

process.once('message', () => {
  ended = true;
  // In the middle of every question.
  for (const connection of open) connection[Symbol.dispose]();
  process.send?.(toll);
});
for (const [n, connection] of open.entries()) {
  strike(connection, n).catch((error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  });
}
process.send?.('begun');
