import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './terminal.mjs';
import { node } from './install.mjs';

/**
 * Runs a program of the product in this process's place: with its terminal, its signals and its end. The program
 * holds a channel to this process, so it learns when that is killed.
 * @param {string} file from the root
 * @param {string[]} args
 * @param {string} [cwd]
 */
export function handOver(file, args, cwd = root) {
  const child = spawn(node, ['--enable-source-maps', join(root, file), ...args], {
    cwd,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  onceLeftAlone(() => child.kill('SIGTERM'));
}

/** npm killed with -9 passes nothing on: what it started notices by having got other ancestors. */
function onceLeftAlone(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

/** The parent, and where that is the shell npm put in between, whose child it is. */
function ancestors() {
  try {
    const command = readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8');
    const wraps = command.includes(basename(process.argv[1]));
    return wraps ? readFileSync(`/proc/${process.ppid}/status`, 'utf8').match(/^PPid:.*$/m)?.[0] : process.ppid;
  } catch {
    // Only Linux tells.
    return process.ppid;
  }
}
