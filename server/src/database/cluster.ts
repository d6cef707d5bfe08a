import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FatalError } from '../errors.js';
import type { PostgresBinaries } from './binaries.js';
import { findLauncher } from './unprivileged.js';

/** The embedded Postgres' superuser. */
export const superuser = 'postgres';

/** The database of the product within the cluster. */
export const productDatabase = 'audit_log';

const passwordFile = 'postgres-password';

/** The superuser's password, as `createCluster` kept it. */
export function readPassword(directory: string): string {
  const file = join(directory, passwordFile);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new FatalError(`${file} cannot be read, and without it nobody can sign in to the database beside it.`, {
      cause: error,
    });
  }
}

/**
 * Makes a cluster in `directory/postgres`. It is built beside and then renamed, so that a process killed half-way
 * leaves nothing that looks like a database.
 */
export async function createCluster(binaries: PostgresBinaries, directory: string): Promise<void> {
  const unfinished = join(directory, 'postgres.new');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const launcher = findLauncher(binaries, unfinished);

  const password = randomBytes(24).toString('base64url');
  // initdb reads the password from a file, as the user it runs as.
  const handOver = join(directory, 'postgres.new-password');
  writeFileSync(handOver, password, { mode: 0o600 });
  if (launcher.uid !== undefined) chownSync(handOver, launcher.uid, launcher.gid ?? launcher.uid);
  try {
    const flags = [`--pgdata=${unfinished}`, `--pwfile=${handOver}`, ...initdbFlags(binaries)];
    await run([...launcher.prefix, binaries.initdb, ...flags], launcher);
  } finally {
    rmSync(handOver, { force: true });
  }
  writeFileSync(join(directory, passwordFile), `${password}\n`, { mode: 0o600 });
  renameSync(unfinished, join(directory, 'postgres'));
}

function initdbFlags({ initdb }: PostgresBinaries): string[] {
  // Letters of every script fold their case, and text sorts by code point on every machine alike. Postgres brings
  // this locale itself since 17; before, the operating system does.
  const builtin = !/postgresql[/\\]1[56][/\\]|@15\./.test(initdb);
  return [
    `--username=${superuser}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    ...(builtin ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C.UTF-8']),
  ];
}

async function run([command = '', ...args]: string[], { uid, gid }: { uid?: number; gid?: number }): Promise<void> {
  const child = spawn(command, args, {
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  if (code !== 0) throw new FatalError(`Postgres could not make its data folder:\n${errors.trim()}`);
}
