import { spawnSync } from 'node:child_process';
import { chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { FatalError } from '../errors.js';
import type { PostgresBinaries } from './binaries.js';

/** How to run a program as somebody other than root. */
export interface Launcher {
  /** Put in front of the program and its arguments. */
  prefix: string[];
  uid?: number;
  gid?: number;
}

interface Account {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Postgres refuses to run as root. Under root it runs as whoever owns the data folder. A new one is given to another
 * user of the system; where none can reach it, the folders above being closed to others, it stays root's and
 * Postgres runs in a user namespace in which root bears another number.
 * @param dataDirectory an existing folder, empty or with a cluster in it
 * @throws FatalError naming the folder, where neither works
 */
export function findLauncher(binaries: PostgresBinaries, dataDirectory: string): Launcher {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = statSync(dataDirectory);
  if (owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };

  const accounts = readAccounts();
  const above = ownerAbove(dataDirectory);
  const others = [
    accounts.find(({ name }) => name === 'postgres'),
    accounts.find(({ name }) => name === 'nobody'),
    accounts.find(({ uid }) => uid === above),
  ].filter((account) => account !== undefined);
  const isNew = readdirSync(dataDirectory).length === 0;
  for (const { uid, gid } of isNew ? others : []) {
    chownSync(dataDirectory, uid, gid);
    const launcher = { prefix: [], uid, gid };
    if (canReach(launcher, binaries, dataDirectory)) return launcher;
  }
  chownSync(dataDirectory, owner.uid, owner.gid);

  // initdb asks for the name of the user it runs as, so the number must be one that has a name.
  const mapped = accounts.find(({ uid }) => uid === 1000) ?? others[0];
  if (mapped) {
    const launcher = { prefix: ['unshare', '--user', `--map-user=${mapped.uid}`, `--map-group=${mapped.gid}`] };
    if (canReach(launcher, binaries, dataDirectory)) return launcher;
  }
  throw new FatalError(
    `Postgres cannot run as root, and no other user can reach ${dataDirectory}: open its parent folders to others ` +
      '(chmod o+x), set DATA_DIR to another folder, or start as an ordinary user.',
  );
}

function canReach({ prefix, uid, gid }: Launcher, { postgres }: PostgresBinaries, dataDirectory: string): boolean {
  const script = 'cd -- "$1" && exec "$2" --version';
  const [command = '', ...args] = [...prefix, '/bin/sh', '-c', script, 'sh', dataDirectory, postgres];
  const user = uid === undefined || gid === undefined ? {} : { uid, gid };
  return spawnSync(command, args, { cwd: '/', ...user }).status === 0;
}

/** Who owns the nearest folder above that is not root's: where root works in somebody's home, they can reach it. */
function ownerAbove(path: string): number {
  const parent = dirname(path);
  const { uid } = statSync(parent);
  return uid !== 0 || parent === path ? uid : ownerAbove(parent);
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
}
