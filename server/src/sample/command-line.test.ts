import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Program, unusedPort } from '../testing/programs.js';

test('npm start -- --sample fills an empty account and starts, and stops at one that is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-log-sample-'));
  const settings = { DATA_DIR: join(folder, 'data'), PORT: String(await unusedPort()) };
  const start = (...args: string[]) => Program.start('main.ts', args, settings);
  try {
    await using first = start('--sample');
    await first.said(/made 3 projects with \d+ test cases and 5 people, by \d+ changes\n/);
    // The link that lets the first administrator in comes all the same, also the next time.
    await first.said(/works once:\n {2}http.*\n.*ready: http/);
    first.process.kill('SIGTERM');
    expect(await first.exitCode()).toBe(0);

    await using second = start('--sample');
    expect(await second.exitCode()).toBe(1);
    expect(second.output).toContain('The account has projects: a sample workspace is made in an empty one alone. Start without --sample');
    expect(second.output).not.toContain('ready');

    await using third = start();
    await third.said(/works once:\n {2}http.*\n.*ready: http/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('An argument that there is not is named', async () => {
  await using program = Program.start('main.ts', ['--smaple'], {});
  expect(await program.exitCode()).toBe(1);
  expect(program.output).toMatch(/^Unknown option '--smaple'.* The only argument is --sample\.\n$/s);
});
