import { Access } from './access/access.js';
import { Capture } from './capture/acting.js';
import type { Config } from './config.js';
import { Database } from './database/pool.js';
import { logger } from './logger.js';
import type { Logger } from './logger.js';
import { Counts } from './counts/counts.js';
import { Exporter } from './export/exporter.js';
import { AuditQuery } from './query/audit-query.js';
import { SavedViews } from './saved-views/saved-views.js';
import { Indexer } from './search/indexer.js';
import { Sequencer } from './sequencer/sequencer.js';
import { Tail } from './tail/tail.js';
import { Views } from './views/views.js';
import { Workspace, workspaceEntities } from './workspace/workspace.js';

/** Everything a request may need, made once by hand. Closed in the opposite order, what runs in the background first. */
export interface Services extends AsyncDisposable {
  readonly config: Config;
  readonly logger: Logger;
  readonly database: Database;
  readonly capture: Capture;
  readonly sequencer: Sequencer;
  readonly query: AuditQuery;
  readonly counts: Counts;
  readonly tail: Tail;
  readonly exporter: Exporter;
  readonly views: Views;
  readonly savedViews: SavedViews;
  readonly access: Access;
  readonly workspace: Workspace;
}

/** @param appUrl connection of the application's role to a migrated database */
export async function openServices(config: Config, appUrl: string): Promise<Services> {
  // A failure half-way closes what was opened until then.
  await using opened = new AsyncDisposableStack();
  const database = opened.use(await Database.open({ url: appUrl, entities: workspaceEntities, statementTimeout: config.statementTimeout * 1000 }));
  const sequencer = opened.use(new Sequencer({ url: appUrl, logger }));
  opened.use(new Indexer({ url: appUrl, logger }));
  const capture = new Capture(database.dataSource, () => sequencer.wake());
  const query = await AuditQuery.open(database);
  const tail = opened.use(new Tail({ database, query, url: appUrl, logger }));
  const access = opened.use(await Access.open({ pool: database.pool, capture, logger, publicUrl: config.publicUrl }));
  const workspace = new Workspace(capture);

  const resources = opened.move();
  return {
    config,
    logger,
    database,
    capture,
    sequencer,
    query,
    counts: new Counts(database, query),
    tail,
    exporter: new Exporter(query, capture, appUrl),
    views: new Views(capture, access.allowances, logger),
    savedViews: new SavedViews(access.query, capture),
    access,
    workspace,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
