import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Api } from './api.js';

export const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

const SERVER = join(REPOSITORY, 'server/dist/main.js');

/** How long a start may take: the first one makes the database. */
const START_MS = 180_000;

/** What the first administrator of every stack signs in with. */
export const ADMIN = { email: 'ana.rivera@example.com', password: 'correct horse battery staple' };

/**
 * The real, built server with a data folder and a port of its own. It can be killed and started again; what it said
 * is part of every error.
 */
export class Stack implements AsyncDisposable {
  readonly key = randomBytes(32).toString('hex');
  /** Holds the database too, where the settings name no other. */
  readonly dataDirectory: string;
  /** What is to be put away when it has stopped. */
  readonly resources = new AsyncDisposableStack();
  #server: ChildProcess | null = null;

  private constructor(
    readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    // mkdtemp lets only its owner in, but as root the database runs as another user.
    this.dataDirectory = mkdtempSync(join(tmpdir(), 'audit-log-e2e-'));
    chmodSync(this.dataDirectory, 0o755);
  }

  /** @param settings environment that differs from the usual: a Postgres of its own, say */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
    if (!existsSync(SERVER)) throw new Error(`The server is not built (${SERVER} is missing): run \`npm run build\`.`);
    const stack = new Stack(await freePort(), settings);
    await stack.start();
    return stack;
  }

  /** Where a browser opens it. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** The owner's connection to the database that the settings name; empty where they name none. */
  get databaseUrl(): string {
    return this.settings['DATABASE_URL'] ?? '';
  }

  /** Its GraphQL, with a key of all scopes. */
  get api(): Api {
    return new Api(this.url, { authorization: `Bearer ${this.key}` });
  }

  /** Starts the server over the folder as it is, and resolves when it says that it is ready. */
  async start(): Promise<void> {
    const server = spawn(process.execPath, [SERVER], {
      cwd: REPOSITORY,
      env: {
        ...process.env,
        PORT: String(this.port),
        HOST: '127.0.0.1',
        PUBLIC_URL: '',
        DATABASE_URL: '',
        DATABASE_APP_URL: '',
        DATA_DIR: this.dataDirectory,
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        ADMIN_API_KEY: this.key,
        ...this.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#server = server;
    await untilReady(server);
    server.once('exit', (code, signal) => {
      if (this.#server === server) process.stderr.write(`The server ended by itself with ${code ?? signal}.\n`);
    });
  }

  /** The server's process; null where it has ended, or was never begun. */
  get pid(): number | null {
    const server = this.#server;
    return server === null || server.exitCode !== null || server.signalCode !== null ? null : (server.pid ?? null);
  }

  /** Kills the server as a power cut would: nothing is finished, nothing is closed. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks the server to stop, as a process manager does, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGTERM');
    await this.resources.disposeAsync();
    rmSync(this.dataDirectory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/**
 * Resolves with the line that says `ready`; fails, with all that was said, when the server ends or takes too long.
 * What it complains of later is passed on.
 */
async function untilReady(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  const fail = (reason: string): void => reject(new Error(`${reason}\n${output}`));
  const timer = setTimeout(() => fail('The server was not ready in time.'), START_MS);
  let ready = false;
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      if (ready && stream === server.stderr) process.stderr.write(text);
      if (ready) return;
      output += text;
      ready = /\bready\b.*http:/.test(output);
      if (ready) resolve();
    });
  }
  server.once('error', (error) => fail(`The server did not start: ${error.message}`));
  server.once('exit', (code, signal) => fail(`The server ended with ${code ?? signal}.`));
  try {
    await promise;
  } finally {
    clearTimeout(timer);
  }
}

/** Below the ports that systems give to whoever asks for any, with a part for each process that runs tests. */
let lastPort = 12_000 + ((process.pid * 7) % 200) * 100;

/**
 * A port that nobody listens on. The server is told it, so that it comes back on the same one. Not one that the system
 * would give: while the server is only starting, or is away, the system could give it to somebody else.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = (lastPort += 1);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
