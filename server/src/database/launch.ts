import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { FatalError } from '../errors.js';
import { logger } from '../logger.js';
import type { PostgresBinaries } from './binaries.js';
import { ownerConnection } from './postmaster.js';
import type { Launcher } from './unprivileged.js';

const supervisor = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './supervisor.ts' : './supervisor.js', import.meta.url),
);

/** What to start, and over which folder. */
export interface Order {
  binaries: PostgresBinaries;
  launcher: Launcher;
  data: string;
  password: string;
  settings: Record<string, string>;
  /** Where it is to listen; without one, wherever is free. */
  port?: number;
}

/**
 * Starts Postgres under its supervisor and waits until it answers.
 * @throws FatalError with what Postgres said where it does not start
 */
export async function launch(order: Order): Promise<{ child: ChildProcess; port: number }> {
  const { binaries, launcher, data, password, settings } = order;
  for (let attempt = 1; ; attempt += 1) {
    const port = order.port ?? (await freePort());
    const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [command = '', ...args] = [...launcher.prefix, binaries.postgres, '-D', data, ...flags];
    const program = { command, args, uid: launcher.uid, gid: launcher.gid };
    const child = spawn(process.execPath, [supervisor, JSON.stringify(program)], {
      // Its own process group, so that Ctrl-C in a terminal reaches the server alone.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const output = collectOutput(child);
    if (await answers(child, port, password)) return { child, port };
    await stop(child);
    const text = output();
    // Sessions of a predecessor that was killed hold its shared memory for a moment; a free port may be taken by now.
    const passing = /shared memory block|could not bind|already exists/.test(text);
    if (!passing || attempt === 10) throw new FatalError(`Postgres did not start on ${data}:\n${text.trim()}`);
    await delay(500);
  }
}

/** Logs what Postgres says; the last of it explains a start that failed. */
function collectOutput(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-4000);
    for (const line of text.split('\n')) if (line.trim()) logger.debug({ postgres: line.trim() });
  });
  return () => tail;
}

async function answers(child: ChildProcess, port: number, password: string): Promise<boolean> {
  while (!hasEnded(child)) {
    const client = new pg.Client({ connectionString: ownerConnection(port, password, 'postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch {
      // Recovery after a crash takes as long as it takes: Postgres either answers one day or ends.
      await delay(40);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Lets Postgres finish, and returns when it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
