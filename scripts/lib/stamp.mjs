import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './terminal.mjs';

/**
 * A digest over the names and contents of files, so that what is made from them is made anew only when they changed.
 * @param {string[]} paths files and folders, from the root; what is missing counts as empty
 * @param {(path: string) => boolean} [leaveOut]
 */
export function digestOf(paths, leaveOut = () => false) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesUnder(join(root, path))).toSorted()) {
    if (leaveOut(file)) continue;
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Whether the stamp bears this digest. */
export function isStamped(stamp, digest) {
  try {
    return readFileSync(join(root, stamp), 'utf8') === digest;
  } catch {
    return false;
  }
}

/** Written last: work that was broken off leaves no stamp. */
export function writeStamp(stamp, digest) {
  mkdirSync(dirname(join(root, stamp)), { recursive: true });
  writeFileSync(join(root, stamp), digest);
}

function filesUnder(path) {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
