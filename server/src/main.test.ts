import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runningDatabase } from './database/postmaster.js';
import { Program, unusedPort } from './testing/programs.js';

const ready = /ready: http:\/\/localhost:(\d+)\n/;

/** One installation, through the days of its life: each test finds it stopped, with what was written before. */
describe('the server', () => {
  let folder: string;
  let settings: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-log-main-'));
    settings = { DATA_DIR: join(folder, 'data'), PORT: String(await unusedPort()) };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = (more: Record<string, string> = {}) => Program.start('main.js', [], { ...settings, ...more });
  const admin = (...args: string[]) => Program.start('cli/admin.js', args, settings);
  const organizations = async () => {
    const answer = await fetch(`http://127.0.0.1:${settings['PORT']}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ organization { id } }' }),
    });
    return answer.text();
  };

  it('says every mistake in the settings, and starts nothing', async () => {
    const program = start({ PORT: 'http', ADMIN_API_KEY: 'short' });
    expect(await program.exitCode()).toBe(1);
    expect(program.output).toMatch(/^PORT must be .*\.\nADMIN_API_KEY must have .*\.\n$/);
    expect(await runningDatabase(settings['DATA_DIR'] ?? '')).toBeNull();
  });

  it.each([
    ['a data folder below a file', { DATA_DIR: '/etc/hostname/data' }, /\nThe data folder .* cannot be made \(it is a file\): set DATA_DIR to one that can\.\n$/],
    ['a data folder where none can be made', { DATA_DIR: '/proc/data' }, /\nThe data folder \/proc\/data cannot be made \(.*\): set DATA_DIR to one that can\.\n$/],
    ['a database that nobody runs', { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' }, /^The database cannot be reached \(.*ECONNREFUSED.*\): check DATABASE_URL, and that its server runs\.\n$/],
  ])('says in one sentence what is wrong with %s', async (_, wrong, sentence) => {
    const program = start(wrong);
    expect(await program.exitCode()).toBe(1);
    expect(program.output).toMatch(sentence);
  });

  it('leaves a data folder alone that a newer PostgreSQL made', async () => {
    const data = join(folder, 'newer', 'postgres');
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'PG_VERSION'), '99\n');
    const program = start({ DATA_DIR: join(folder, 'newer') });
    expect(await program.exitCode()).toBe(1);
    expect(program.output).toMatch(/\n.* was made by PostgreSQL 99, newer than the 18 of this program: .*\.\n$/);
  });

  it('has no administration before its first start', async () => {
    const program = admin('sign-in-link');
    expect(await program.exitCode()).toBe(1);
    expect(program.output).toMatch(/^There is no installation in .* yet: run `npm start` once\.\n$/);
  });

  it('comes up from nothing with a link for the first administrator, and ends at SIGTERM with its Postgres', async () => {
    const program = start();
    await program.said(ready);
    expect(program.output).toMatch(/sign in as the first administrator .* works once:\n {2}http:\/\/localhost:\d+\/\S+\n/);
    expect(await organizations()).toContain('"data"');
    program.process.kill('SIGTERM');
    expect(await program.exitCode()).toBe(0);
    expect(await runningDatabase(settings['DATA_DIR'] ?? '')).toBeNull();
  });

  it('says in one sentence that its port is taken, and that its data folder is', async () => {
    await using first = start();
    await first.said(ready);
    const samePort = start({ DATA_DIR: join(folder, 'other') });
    expect(await samePort.exitCode()).toBe(1);
    expect(samePort.output).toMatch(/^Port \d+ of 127\.0\.0\.1 is taken by another program: set PORT to a free one\.\n$/);

    const sameFolder = start({ PORT: String(await unusedPort()) });
    expect(await sameFolder.exitCode()).toBe(1);
    expect(sameFolder.output).toMatch(/\nAnother server is using the data folder .*\.\n$/);
    expect(await organizations()).toContain('"data"');
  });

  it('makes another sign-in link while it runs and while it does not', async () => {
    const link = /signs in with this link, it works once:\nhttp:\/\/localhost:\d+\/\S+\n$/;
    {
      await using server = start();
      await server.said(ready);
      const running = admin('sign-in-link');
      expect(await running.exitCode(), running.output).toBe(0);
      expect(running.output).toMatch(link);
    }
    const stopped = admin('sign-in-link');
    expect(await stopped.exitCode(), stopped.output).toBe(0);
    expect(stopped.output).toMatch(link);
    expect(await runningDatabase(settings['DATA_DIR'] ?? '')).toBeNull();
  });

  it('makes another organization, and refuses an address that has an account', async () => {
    const make = ['create-organization', 'Second', '--email', 'second@example.com'];
    const made = admin(...make);
    expect(await made.exitCode(), made.output).toBe(0);
    expect(made.output).toMatch(/^Second is made; second@example\.com comes in with this link/);
    const again = admin(...make);
    expect(await again.exitCode()).toBe(1);
    expect(again.output).toBe('second@example.com has an account already.\n');
  });

  it('goes on after kill -9, with its data', async () => {
    const killed = start();
    await killed.said(ready);
    const before = await organizations();
    killed.process.kill('SIGKILL');
    await killed.exitCode();
    await using next = start();
    await next.said(ready);
    expect(await organizations()).toBe(before);
  });

  it('leaves a database alone that a newer program migrated', async () => {
    {
      await using server = start();
      await server.said(ready);
      const owner = new pg.Client({ connectionString: (await runningDatabase(settings['DATA_DIR'] ?? '')) ?? '' });
      await owner.connect();
      await owner.query(`INSERT INTO audit_migration (number, name, checksum) VALUES (9999, '9999_future.sql', '')`);
      await owner.end();
    }
    const program = start();
    expect(await program.exitCode()).toBe(1);
    expect(program.output).toContain('migrated by a newer version of the program (9999_future.sql is unknown here)');
    expect(await runningDatabase(settings['DATA_DIR'] ?? '')).toBeNull();
  });
});
