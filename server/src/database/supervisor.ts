/**
 * Runs as a process of its own, between the server and Postgres: starts Postgres, and stops it when its own stdin
 * closes. The server holds the other end of that pipe, so Postgres ends with the server however that ended, by
 * kill -9 too. Imports nothing of the product: it has to outlive it.
 *
 * usage: node supervisor.js JSON, with {command, args, uid?, gid?}
 */
import { spawn } from 'node:child_process';

interface Order {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;

const postgres = spawn(order.command, order.args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  cwd: '/',
  // None of the server's settings, its secrets least of all, shows in Postgres' environment.
  env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
  ...(order.uid === undefined ? {} : { uid: order.uid }),
  ...(order.gid === undefined ? {} : { gid: order.gid }),
});

postgres.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
postgres.on('exit', (code) => process.exit(code ?? 1));

const stop = (): void => {
  // SIGINT is Postgres' fast shutdown: sessions are ended, everything is written, the next start need not recover.
  postgres.kill('SIGINT');
  // SIGQUIT gives up on sessions that do not end; recovery then happens at the next start.
  setTimeout(() => postgres.kill('SIGQUIT'), 20_000).unref();
};
process.stdin.on('end', stop).on('error', stop).resume();

// A signal to the whole process group is meant for the server, which closes the pipe when it has finished.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
