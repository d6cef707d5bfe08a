/**
 * `npm run admin -- COMMAND`: what an operator does beside the page. Works on the installation in DATA_DIR (or
 * DATABASE_URL), whether its server runs or not.
 */
import '../node-version.js';
import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { createOrganization, createSignInLink } from '../access/first-administrator.js';
import { Capture } from '../capture/acting.js';
import { readConfig } from '../config.js';
import type { Config } from '../config.js';
import { applicationUrl } from '../database/application-role.js';
import { EmbeddedPostgres } from '../database/embedded.js';
import { Database } from '../database/pool.js';
import { hasDatabase, runningDatabase } from '../database/postmaster.js';
import { FatalError, ProductError } from '../errors.js';

const program = new Command('npm run admin --').description('Administers the installation in DATA_DIR.').exitOverride();

program
  .command('sign-in-link')
  .description('print a link that lets its bearer sign in once, within a day')
  .option('--email <address>', 'whose; without it, the first administrator')
  .action(async ({ email }: { email?: string }) => {
    const config = readConfig();
    await withDatabase(config, async ({ pool }) => {
      const made = await createSignInLink(pool, config.publicUrl, email);
      console.log(`${made.email} signs in with this link, it works once:\n${made.link}`);
    });
  });

program
  .command('create-organization')
  .description('make another organization with an administrator of its own')
  .argument('<name>', 'what it is called')
  .requiredOption('--email <address>', "its administrator's address")
  .action(async (name: string, { email }: { email: string }) => {
    const config = readConfig();
    await withDatabase(config, async ({ pool, dataSource }) => {
      // The sequencer of the running server, or of the next one, finds the entries by looking.
      const capture = new Capture(dataSource, () => undefined);
      const { link } = await createOrganization(pool, capture, config.publicUrl, { name, adminEmail: email });
      console.log(`${name} is made; ${email} comes in with this link, it works once:\n${link}`);
    });
  });

/** Lends the installation's database, started for the time being where no server runs it. */
async function withDatabase(config: Config, work: (database: Database) => Promise<void>): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const database = resources.use(await Database.open({ url: await findDatabase(config, resources), maxConnections: 2 }));
  const migrated = await database.pool.query(`SELECT to_regclass('account.person') IS NOT NULL AS done`);
  if (!migrated.rows[0].done) throw notStarted(config);
  await work(database);
}

async function findDatabase(config: Config, resources: AsyncDisposableStack): Promise<string> {
  const { databaseUrl, databaseAppUrl, dataDirectory } = config;
  if (databaseUrl !== null) return databaseAppUrl ?? applicationUrl(databaseUrl);
  if (!hasDatabase(dataDirectory)) throw notStarted(config);
  const running = await runningDatabase(dataDirectory);
  if (running !== null) return applicationUrl(running);
  return applicationUrl(resources.use(await EmbeddedPostgres.start({ directory: dataDirectory })).ownerUrl);
}

function notStarted({ databaseUrl, dataDirectory }: Config): FatalError {
  const place = databaseUrl === null ? dataDirectory : 'the database of DATABASE_URL';
  return new FatalError(`There is no installation in ${place} yet: run \`npm start\` once.`);
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed what was wrong with the command line, or the help that was asked for.
  if (error instanceof CommanderError) process.exit(error.exitCode);
  console.error(error instanceof FatalError || error instanceof ProductError ? error.message : error);
  process.exit(1);
}
process.exit(0);
