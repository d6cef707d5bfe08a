import { setTimeout as delay } from 'node:timers/promises';
import type { Bed } from './bed.js';
import type { HttpConnection } from './http-client.js';
import { connectTo } from './target.js';
import type { Target } from './target.js';

/** What the attacker asks: each answer is compared with what is right before it counts. */
export interface Blow {
  readonly body: string;
  /** @throws Error where the answer is not right */
  verify(answer: unknown): void;
  /** Answers that were found right, byte for byte. */
  readonly known: Buffer[];
}

/** What the product documents for whoever asks for too much: told, and nothing else. */
const REFUSALS: ReadonlySet<unknown> = new Set(['TOO_MANY_REQUESTS', 'TIMEOUT', 'UNAVAILABLE']);

/** How long until the attack is in full swing, in milliseconds. */
const RUN_UP = 300;

/** Many connections that ask without pause, each one question after the other, until it is ended. */
export class Attack {
  answers = 0;
  refusals = 0;
  #ended = false;
  #failure: unknown = null;

  private constructor(
    private readonly target: Target,
    private readonly blows: readonly Blow[],
    private readonly connections: readonly HttpConnection[],
  ) {}

  static async begin(target: Target, blows: readonly Blow[], connections: number): Promise<Attack> {
    const attack = new Attack(target, blows, await Promise.all(Array.from({ length: connections }, () => connectTo(target))));
    for (const [n, connection] of attack.connections.entries()) {
      attack.#strike(connection, n).catch((error: unknown) => {
        attack.#failure ??= error;
      });
    }
    await delay(RUN_UP);
    return attack;
  }

  async #strike(connection: HttpConnection, from: number): Promise<void> {
    for (let turn = from; !this.#ended; turn += 1) {
      const blow = this.blows[turn % this.blows.length]!;
      const { status, body } = await connection.post(blow.body);
      if (check(blow, status, body)) this.answers += 1;
      else this.refusals += 1;
    }
  }

  /**
   * Goes away in the middle of every question, and waits until nothing of it is left in Postgres.
   * @throws Error where an answer was not right
   */
  async end(bed: Bed): Promise<void> {
    this.#ended = true;
    for (const connection of this.connections) connection[Symbol.dispose]();
    if (this.#failure !== null) throw new Error(`${this.target.name}, attacked: ${(this.#failure as Error).message}`, { cause: this.#failure });
    for (;;) {
      const { rows } = await bed.owner.query<{ busy: number }>(`SELECT count(*)::int AS busy FROM pg_stat_activity WHERE application_name = 'audit-log' AND state <> 'idle'`);
      if (rows[0]?.busy === 0) return;
      await delay(20);
    }
  }
}

/**
 * @returns false for a refusal that is documented
 * @throws Error at another answer than the right one
 */
export function check(blow: Blow, status: number, body: Buffer): boolean {
  if (status === 200 && blow.known.some((known) => known.equals(body))) return true;
  const { data, errors } = JSON.parse(body.toString()) as { data?: unknown; errors?: readonly { extensions?: { code?: unknown } }[] };
  if (errors?.every(({ extensions }) => REFUSALS.has(extensions?.code))) return false;
  if (status !== 200 || errors || !data) throw new Error(`${blow.body} was answered ${status}: ${body.toString().slice(0, 500)}`);
  blow.verify(data);
  blow.known.push(Buffer.from(body));
  return true;
}
