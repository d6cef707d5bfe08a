import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bed } from './bed.js';
import { hold } from './posed.js';
import type { Posed } from './posed.js';
import { at } from './random.js';
import type { Target } from './target.js';

/** What the attacker's process is told. */
export interface Order {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly blows: readonly { readonly body: string; readonly known: readonly Uint8Array[] }[];
  readonly connections: number;
}

/** What came of it: answers that are known to be right, and those that are to be looked at. */
export interface Toll {
  known: number;
  readonly others: { readonly blow: number; readonly status: number; readonly body: Uint8Array }[];
}

/** What the product documents for whoever asks for too much: told, and nothing else. */
const REFUSALS: ReadonlySet<unknown> = new Set(['TOO_MANY_REQUESTS', 'TIMEOUT', 'UNAVAILABLE']);

/** How long until the attack is in full swing, in milliseconds. */
const RUN_UP = 300;

const BUSY = `SELECT count(*)::int AS busy FROM pg_stat_activity WHERE application_name = 'audit-log' AND state <> 'idle'`;

/**
 * Asks over many connections without pause, each one question after the other, while the work is done; then goes away in the
 * middle of every question, and waits until nothing of it is left in Postgres.
 * @throws Error where an answer was not right
 */
export async function attacked<Result>(
  { target: { server, path, headers }, bed, blows, connections }: { target: Target; bed: Bed; blows: readonly Posed[]; connections: number },
  work: () => Promise<Result>,
): Promise<{ result: Result; answers: number; refusals: number }> {
  const order: Order = { port: server.port, path, headers, blows: blows.map(({ body, known }) => ({ body, known })), connections };
  // Buffers stay what they are only so.
  const attacker = fork(fileURLToPath(new URL('./attacker.js', import.meta.url)), { serialization: 'advanced' });
  const broken = once(attacker, 'exit').then(() => {
    throw new Error('the attacker gave up');
  });
  broken.catch(() => undefined);
  const told = async (message: string | Order): Promise<unknown> => {
    const answer = once(attacker, 'message');
    attacker.send(message);
    return (await Promise.race([answer, broken]) as unknown[])[0];
  };
  try {
    await told(order);
    await delay(RUN_UP);
    const result = await Promise.race([work(), broken]);
    const { known, others } = (await told('end')) as Toll;
    const right = others.filter(({ blow, status, body }) => check(at(blows, blow), status, Buffer.from(body)));
    while ((await bed.owner.query<{ busy: number }>(BUSY)).rows[0]?.busy !== 0) await delay(20);
    return { result, answers: known + right.length, refusals: others.length - right.length };
  } finally {
    attacker.kill();
  }
}

/**
 * @returns false for a refusal that is documented
 * @throws Error at another answer than a right one
 */
export function check(posed: Posed, status: number, body: Buffer): boolean {
  if (status !== 200 || !posed.known.some((known) => known.equals(body))) {
    const { errors } = JSON.parse(body.toString()) as { errors?: readonly { extensions?: { code?: unknown } }[] };
    if (errors?.every(({ extensions }) => REFUSALS.has(extensions?.code))) return false;
  }
  hold(posed, status, body);
  return true;
}
