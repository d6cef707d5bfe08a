import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { blocksOf, Desk } from './example.js';
import { freePort, REPOSITORY } from './stack.js';

const PATIENCE = { timeout: 120_000, interval: 50 };

/** The commands of the README, in its order. */
const commands = blocksOf('README.md', '').map((block) => block.trim());
const command = (part: string): string => {
  const found = commands.find((one) => one.includes(part));
  if (found === undefined) throw new Error(`the README has no command with ${part}`);
  return found;
};

/** Somebody who follows the README, with a port and a data folder of their own. */
class Reader implements AsyncDisposable {
  readonly desk: Desk;
  #server: ChildProcess | null = null;

  constructor(private readonly port: number) {
    this.desk = new Desk({ PORT: String(port), HOST: '', PUBLIC_URL: '', DATABASE_URL: '' });
    // As root the database runs as another user.
    chmodSync(this.desk.folder, 0o755);
  }

  /** What is typed at the repository's root, from a folder beside it, so that the files it makes lie there. */
  here(text: string): string {
    return text.replaceAll('localhost:4000', `localhost:${this.port}`).replace(/\bnpm (start|run)/, `npm --prefix '${REPOSITORY}' $1`);
  }

  /** Types what starts the server, and waits until it is ready. Returns what it said. */
  async start(text: string): Promise<string> {
    await this.stop();
    const env = { ...process.env, ...this.desk.settings, DATA_DIR: join(this.desk.folder, 'data') };
    // A group of its own: npm and its shell are in it too.
    const server = spawn('sh', ['-c', this.here(text)], { cwd: this.desk.folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#server = server;
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream?.setEncoding('utf8').on('data', (more: string) => (said += more));
    await vi.waitFor(() => {
      if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}: ${said}`);
      expect(said).toMatch(/ready: http/);
    }, { timeout: 180_000, interval: 50 });
    return said;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server?.pid === undefined || server.exitCode !== null) return;
    const closed = once(server, 'close');
    process.kill(-server.pid, 'SIGTERM');
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.desk[Symbol.dispose]();
  }
}

let reader: Reader;
beforeAll(async () => {
  reader = new Reader(await freePort());
});
afterAll(() => reader?.[Symbol.asyncDispose]());

// Each goes on from the one before, as a reader does.

test('the server starts by script, and leaves the key where the examples look for it', async () => {
  await reader.start(command('ADMIN_API_KEY=$(openssl'));
  expect(reader.desk.read('key')).toMatch(/^[0-9a-f]{64}\n$/);
});

test('with --sample it fills the account that is still empty', async () => {
  expect(await reader.start(command('--sample'))).toMatch(/made 3 projects with \d+ test cases and 5 people/);
  expect(existsSync(join(REPOSITORY, 'key'))).toBe(false);
});

test('a mistyped argument is told, with those there are, before anything is done', async () => {
  await expect(reader.desk.run('sh', '-c', reader.here('npm start -- --smaple'))).rejects.toThrow(
    /ended with 1: .*Unknown option '--smaple'.*--sample {3}fill an empty account/s,
  );
});

test('the first query runs', async () => {
  const answer = await reader.desk.run('sh', '-c', reader.here(command('curl')));
  expect(JSON.parse(answer)).toMatchObject({ data: { auditLogs: { edges: { length: 5 } } } });
});

test('the first subscription runs, and the replay that it watches', async () => {
  const program = reader.here(blocksOf('README.md', 'js')[0] ?? '');
  // It prints entries alone; here it is also to be known when it hears, so that no entry comes before.
  const telling = program.replace('  for (const { node }', "  console.log('heard');\n$&");
  expect(telling).not.toBe(program);
  reader.desk.write('watch.mjs', telling);
  const watcher = reader.desk.start('sh', '-c', `KEY=$(cat key) '${process.execPath}' watch.mjs`);
  try {
    let printed = '';
    watcher.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    await vi.waitFor(() => expect(printed).toContain('heard'), PATIENCE);
    // As it stands there it makes 300 edits.
    const fewer = process.env['FULL'] === '1' ? '' : ' --edits 30';
    await reader.desk.run('sh', '-c', reader.here(command('npm run replay')) + fewer);
    await vi.waitFor(() => expect(printed).toContain("eventType: 'TEST_CASE'"), PATIENCE);
  } finally {
    watcher.kill('SIGKILL');
    await once(watcher, 'exit');
  }
});
