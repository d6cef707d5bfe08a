import { spawnSync } from 'node:child_process';
import { chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
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
 * Postgres refuses to run as root. Under root it runs as whoever owns the data folder; a folder that is still
 * root's is given to another user of the system, or, where that user cannot reach it (a parent folder closed to
 * others), stays root's and Postgres runs in a user namespace in which root bears another number.
 * @param dataDirectory an existing folder, empty or with a cluster in it
 * @throws FatalError naming the folder, where neither works
 */
export function findLauncher(binaries: PostgresBinaries, dataDirectory: string): Launcher {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = statSync(dataDirectory);
  if (owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };

  const accounts = readAccounts();
  const account = accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'nobody');
  const isEmpty = readdirSync(dataDirectory).length === 0;
  if (account && isEmpty && canReach(account, binaries, dataDirectory)) {
    chownSync(dataDirectory, account.uid, account.gid);
    return { prefix: [], uid: account.uid, gid: account.gid };
  }
  // initdb asks for the name of the user it runs as, so the number must be one that has a name.
  const mapped = accounts.find(({ uid }) => uid === 1000) ?? account;
  if (mapped) {
    const prefix = ['unshare', '--user', `--map-user=${mapped.uid}`, `--map-group=${mapped.gid}`];
    const [command = '', ...args] = [...prefix, binaries.initdb, '--version'];
    if (spawnSync(command, args).status === 0) return { prefix };
  }
  throw new FatalError(
    `Postgres cannot run as root, and no other user can reach ${dataDirectory}: open its parent folders to others ` +
      '(chmod o+x), set DATA_DIR to another folder, or start as an ordinary user.',
  );
}

function canReach({ uid, gid }: Account, { postgres }: PostgresBinaries, dataDirectory: string): boolean {
  const script = 'cd -- "$1" && exec "$2" --version';
  return spawnSync('/bin/sh', ['-c', script, 'sh', dataDirectory, postgres], { cwd: '/', uid, gid }).status === 0;
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
}
