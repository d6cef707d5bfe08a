import './node-version.js';
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { readArguments } from './arguments.js';
import type { Arguments } from './arguments.js';
import { readConfig } from './config.js';
import type { Config } from './config.js';
import { openServices } from './context.js';
import type { Services } from './context.js';
import { applicationUrl } from './database/application-role.js';
import { EmbeddedPostgres } from './database/embedded.js';
import { PartitionKeeper } from './database/partition-keeper.js';
import { isDataFolderInUse } from './database/postmaster.js';
import { prepareDatabase } from './database/prepare.js';
import { FatalError } from './errors.js';
import { exportRoute } from './export/export.route.js';
import { createRoute } from './graphql/edge.js';
import { createGraphQLHandler } from './graphql/http-handler.js';
import { buildProductSchema } from './graphql/schema.js';
import { HttpServer } from './http.js';
import { logger, setLogLevel } from './logger.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsServer } from './metrics/metrics-server.js';
import { Readiness } from './readiness.js';
import { sampleFromCommandLine } from './sample/from-command-line.js';
import { EndLimit, listenForStop } from './stop.js';
import type { Stop } from './stop.js';

interface Connections {
  ownerUrl: string;
  appUrl: string;
}

/** From nothing to a server that answers, and back when `stop` says so. What was opened last is closed first. */
async function run({ sample }: Arguments, stop: Stop): Promise<void> {
  const config = readConfig();
  setLogLevel(config.logLevel);
  await using resources = new AsyncDisposableStack();

  // The ports come first: where one is taken, nothing else is touched.
  const metrics = new Metrics();
  const http = resources.use(await listen(config, metrics));
  if (config.metrics !== null) resources.use(await MetricsServer.listen(metrics, config.metrics));
  const connections = await openDatabase(config, resources, stop);
  // The embedded database is closed after it, and has all the time it needs to write.
  const end = resources.use(new EndLimit());
  const schema = await prepareDatabase({
    ...connections,
    appGiven: config.databaseAppUrl !== null,
    onApplied: (file) => say(`migrated the database: ${file}`),
  });
  resources.use(new PartitionKeeper(connections.ownerUrl));
  const services = resources.use(await openServices(config, connections.appUrl));
  const { link } = await services.access.ensureFirstAdministrator(config);
  if (sample) await fillWithSample(services);
  const graphql = await createGraphQLHandler(services);
  const readiness = new Readiness({ pool: services.database.pool, sequencer: services.sequencer, schema });
  metrics.measure({ services, readiness, graphql });
  // Subscriptions hold their sockets open, so both end together, and before anything they use.
  resources.defer(async () => void (await Promise.all([http[Symbol.asyncDispose](), graphql[Symbol.asyncDispose]()])));
  http.serve({
    graphql,
    export: createRoute(services, exportRoute),
    framing: (id) => services.access.embedTokens.originsOf(id),
    problems: () => readiness.problems(),
  });

  if (stop.requested) return;
  if (config.adminApiKey !== null && (await services.access.authenticator.authenticate({ authorization: `Bearer ${config.adminApiKey}` })) === null) {
    say('ADMIN_API_KEY is no key of this installation: it counts at the first start alone. Make one under Settings > API keys.');
  }
  if (link !== null) say(`sign in as the first administrator with this link, it works once:\n  ${link}`);
  say(`ready: ${config.publicUrl}`);
  await stop.promise;
  say('stopping');
  // Balancers see that it is not ready any more, and send nobody here before the door is closed.
  readiness.stop();
  await delay(config.stopDelay);
  end.begin();
}

function listen({ host, port, publicUrl, dataDirectory }: Config, metrics: Metrics): Promise<HttpServer> {
  // After a kill -9 the rest of the old server may need a moment to notice, and let go of the port.
  const patience = isDataFolderInUse(dataDirectory) ? 4000 : 0;
  return HttpServer.listen({ host, port, secure: publicUrl.startsWith('https:'), patience, onAnswered: metrics.answered });
}

async function openDatabase(config: Config, resources: AsyncDisposableStack, stop: Stop): Promise<Connections> {
  if (config.databaseUrl !== null) {
    return { ownerUrl: config.databaseUrl, appUrl: config.databaseAppUrl ?? applicationUrl(config.databaseUrl) };
  }
  say('starting the database');
  const postgres = await EmbeddedPostgres.start({
    directory: config.dataDirectory,
    onExit: (error) => stop.fail(error),
    onProgress: say,
  });
  resources.use(postgres);
  return { ownerUrl: postgres.ownerUrl, appUrl: applicationUrl(postgres.ownerUrl) };
}

async function fillWithSample(services: Services): Promise<void> {
  say('filling the account with a sample workspace');
  const { projects, testCases, people, changes } = await sampleFromCommandLine(await buildProductSchema(), services);
  say(`made ${projects} projects with ${testCases} test cases and ${people} people, by ${changes} changes`);
}

/** For the person at the terminal; what machines read goes to the log. */
function say(message: string): void {
  process.stdout.write(`audit-log: ${message}\n`);
}

try {
  await run(readArguments(), listenForStop());
  process.exit(0);
} catch (error) {
  if (error instanceof FatalError) process.stderr.write(`${error.message}\n`);
  else logger.fatal({ error }, 'the server cannot go on');
  process.exit(1);
}
