/**
 * PostGraphile 5 with the connection filter over the product's own tables, as its documentation sets it up; the foreign
 * keys that the log does without are told by smart tags, so that names come by joins. It connects as the owner, for whom
 * row-level security costs nothing. ORDER: {url}.
 */
import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

const { url } = JSON.parse(process.env['ORDER'] ?? '{}') as { url: string };

const tags = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      'audit.entry': {
        tags: {
          foreignKey: [
            '(event_type) references audit.event_type (key)|@fieldName type',
            '(action) references audit.action (key)|@fieldName act',
            '(organization, project) references audit.project (organization, key)|@fieldName inProject',
            '(organization, actor) references audit.actor (organization, key)|@fieldName user',
          ],
        },
      },
    },
  },
});

const instance = postgraphile({
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  plugins: [tags],
  disablePlugins: ['PgMutationCreatePlugin', 'PgMutationUpdateDeletePlugin'],
  pgServices: [makePgService({ connectionString: url, schemas: ['audit'], poolConfig: { max: 10 } })],
  grafast: { explain: false },
  grafserv: { port: Number(process.env['PORT']), host: '127.0.0.1', graphiql: false, watch: false },
});
const server = createServer();
server.on('error', (error) => process.stderr.write(`${error.message}\n`));
await instance.createServ(grafserv).addTo(server);
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));
