import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, where every command runs. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** One short line about what is happening. */
export function say(message) {
  process.stdout.write(`audit-log: ${message}\n`);
}

/** What the person at the terminal can mend, in a sentence. */
export class Failure extends Error {}

/** Runs a script: a failure is told without a stack, with exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${error instanceof Failure ? error.message : error.stack}\n`);
    process.exit(1);
  }
}

/** What these scripts are written for; the product itself runs on the Node that it installs. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const suffices = major > 20 || (major === 20 && minor >= 19);
  if (!suffices) throw new Failure(`Node ${process.versions.node} is too old: version 20.19 or later is needed.`);
}

/**
 * Runs a command without input.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: Record<string, string>, quiet?: boolean | 'always'}} [options] quiet: what it prints is
 *   kept, and shown only if it fails; 'always': not then either
 * @returns {Promise<boolean>} whether it ended well
 */
export async function run(command, args, { env = {}, quiet = false } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    shell: process.platform === 'win32',
  });
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const succeeded = await new Promise((resolve) => {
    child.once('error', (error) => {
      output.push(`${error.message}\n`);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
  if (!succeeded && quiet !== 'always') for (const chunk of output) process.stderr.write(chunk);
  return succeeded;
}
