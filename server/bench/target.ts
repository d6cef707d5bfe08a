import { HttpConnection } from './http-client.js';

/** A question, as one server takes it, and what the answer was when it was compared with the oracle. */
export interface Asked {
  readonly body: string;
  readonly answer: Buffer;
}

/** What listens on a port of the loopback, and tells what processor time it has used, in microseconds. */
export interface Measured {
  readonly port: number;
  usage(): Promise<number>;
}

/** A server, and how it is spoken to. */
export interface Target {
  readonly name: string;
  readonly server: Measured;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What one slice of load came to. */
export interface Slice {
  readonly requests: number;
  readonly seconds: number;
  /** Processor time of the server's process, in microseconds. */
  readonly processor: number;
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[];
}

export function connectTo({ server, path, headers }: Target): Promise<HttpConnection> {
  return HttpConnection.open(server.port, path, headers);
}

/**
 * Asks for so long over so many connections, each one question after the other, every connection from another place on.
 * @throws Error at the first answer that is not, byte for byte, the one that was found right
 */
export async function apply(target: Target, asked: readonly Asked[], connections: number, milliseconds: number): Promise<Slice> {
  const open = await Promise.all(Array.from({ length: connections }, () => connectTo(target)));
  const latencies: number[] = [];
  try {
    const used = await target.server.usage();
    const begun = performance.now();
    const deadline = begun + milliseconds;
    await Promise.all(
      open.map(async (connection, n) => {
        for (let turn = Math.floor((n * asked.length) / connections); ; turn += 1) {
          const sent = performance.now();
          if (sent >= deadline) return;
          const { body, answer } = asked[turn % asked.length]!;
          const got = await connection.post(body);
          latencies.push(performance.now() - sent);
          if (got.status !== 200 || !got.body.equals(answer)) throw new Error(`${target.name} gave another answer under load (${got.status}): ${got.body.toString().slice(0, 300)}`);
        }
      }),
    );
    const seconds = (performance.now() - begun) / 1000;
    return { requests: latencies.length, seconds, processor: (await target.server.usage()) - used, latencies };
  } finally {
    for (const connection of open) connection[Symbol.dispose]();
  }
}
