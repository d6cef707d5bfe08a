import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const probe = new URL('./probe.js', import.meta.url).href;

/** How long a server may take to be ready. */
const START_MS = 60_000;

/** A server in a process of its own, in production mode, whose processor time can be asked for. */
export class ServerProcess implements AsyncDisposable {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param file the program, from this folder; it listens on PORT and prints a line with `ready`
   * @param environment its settings; of this process's it gets PATH and HOME alone
   */
  static async start(file: string, environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, ['--import', probe, fileURLToPath(new URL(file, import.meta.url))], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...environment },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const server = new ServerProcess(port, child);
    try {
      await ready(child, file);
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Processor time it has used until now, of all its threads, in microseconds. */
  async usage(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.child.once('message', ({ usage }: { usage: NodeJS.CpuUsage }) => resolve(usage.user + usage.system));
    this.child.once('exit', () => reject(new Error('the server ended while it was measured')));
    this.child.send('usage');
    try {
      return await promise;
    } finally {
      this.child.removeAllListeners('exit');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

async function ready(child: ChildProcess, file: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.includes('ready')) resolve();
  });
  child.once('exit', (code, signal) => reject(new Error(`${file} ended with ${code ?? signal}:\n${output}`)));
  const timer = setTimeout(() => reject(new Error(`${file} was not ready in time:\n${output}`)), START_MS);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    child.removeAllListeners('exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
