import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A program of the server in a process of its own: what `built.ts` made of its source as the run began. */
export class Program implements AsyncDisposable {
  /** What it has printed so far, stdout and stderr. */
  output = '';
  readonly #ended: Promise<unknown>;
  #printed = Promise.withResolvers<void>();

  private constructor(readonly process: ChildProcess) {
    this.#ended = once(process, 'close');
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#printed.resolve();
        this.#printed = Promise.withResolvers();
      });
    }
  }

  /**
   * @param file from server/dist
   * @param environment all of it: nothing of this process's settings gets through
   */
  static start(file: string, args: string[], environment: Record<string, string>): Program {
    const module = fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment };
    return new Program(spawn(process.execPath, ['--enable-source-maps', module, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Resolves when the output matches; rejects, with all of it, when the program ends before. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found;
      const ended = await Promise.race([this.#printed.promise, this.#ended.then(() => 'ended')]);
      if (ended !== 'ended' || pattern.test(this.output)) continue;
      throw new Error(`the program ended without saying ${pattern}:\n${this.output}`);
    }
  }

  /** Waits for its end. */
  async exitCode(): Promise<number | null> {
    await this.#ended;
    return this.process.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill('SIGTERM');
    await this.#ended;
  }
}

/** Below the ports that systems give to whoever asks for any, with a part for each process that runs tests. */
let lastPort = 12_000 + ((process.pid * 7) % 200) * 100;

/**
 * A port of the loopback that nobody listens on. Not one that the system would give: until the program that is told of
 * it has started, the system could give it to somebody else.
 */
export async function unusedPort(): Promise<number> {
  for (;;) {
    const port = (lastPort += 1);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
