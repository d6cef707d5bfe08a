import { expect, test } from 'vitest';
import { createTestDatabase } from '../testing/postgres.js';
import { Program, unusedPort } from '../testing/programs.js';

test('npm start -- --sample fills an empty account and starts, and stops at one that is not', { timeout: 300_000 }, async () => {
  await using db = await createTestDatabase();
  const settings = { DATABASE_URL: db.ownerUrl, DATABASE_APP_URL: db.appUrl, PORT: String(await unusedPort()) };
  const start = (...args: string[]) => Program.start('main.js', args, settings);
  {
    await using first = start('--sample');
    await first.said(/made 3 projects with \d+ test cases and 5 people, by \d+ changes\n/);
    await first.said(/works once:\n {2}http.*\n.*ready: http/);
  }
  const count = async () => (await db.owner.query('SELECT FROM audit.entry')).rowCount;
  const before = await count();
  {
    await using second = start('--sample');
    expect(await second.exitCode()).toBe(1);
    expect(second.output).toContain('The account has projects: a sample workspace is made in an empty one alone. Start without --sample');
    expect(second.output).not.toContain('ready');
    expect(await count()).toBe(before);
  }
  // That people of the sample have signed in takes nothing from the administrator who has not.
  await using third = start();
  await third.said(/works once:\n {2}http.*\n.*ready: http/);
});

test('An argument that there is not is named', async () => {
  await using program = Program.start('main.js', ['--smaple'], {});
  expect(await program.exitCode()).toBe(1);
  expect(program.output).toMatch(/^Unknown option '--smaple'.* The only argument is --sample\.\n$/s);
});
