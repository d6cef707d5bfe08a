/**
 * Who may import whom: the table of the design, as the linter's rules. A folder is flat, so what it takes from
 * elsewhere is spelled `../FOLDER/…` or `../FILE.js`, and what is not in its line is an error.
 */

/** Names of the server's folders, and of files at its root with their `.js`. */
const base = ['errors.js', 'logger.js', 'outage.js', 'request-scope.js'];
const features = [...base, 'entry', 'database'];
const server = {
  database: base,
  entry: base,
  capture: features,
  ingest: features,
  search: features,
  // What is asked for as the index of words and facts knows it.
  query: [...features, 'search'],
  integrity: features,
  sequencer: [...features, 'integrity'],
  access: [...features, 'capture'],
  counts: [...features, 'query'],
  // Whose token it is, and the filter that it shows.
  embed: [...features, 'access', 'query'],
  tail: [...features, 'query'],
  // An export is itself recorded.
  export: [...features, 'query', 'capture'],
  // Whom it concerns, and the entry that it leaves.
  views: [...features, 'access', 'capture'],
  'saved-views': [...features, 'access', 'capture'],
  workspace: [...features, 'access', 'capture'],
  // A caller of the whole product, by its GraphQL.
  sample: [...features, 'access', 'graphql', 'context.js'],
  cli: ['errors.js', 'node-version.js'],
  // Looks at everything, and nothing looks at it.
  metrics: [...base, 'context.js', 'http.js', 'readiness.js'],
};

/**
 * Only resolvers, routes and the types of the schema know GraphQL and HTTP: besides what their feature takes, they
 * take who asks, and what the request holds.
 */
const edge = ['access', 'graphql'];

const client = ['access', 'audit-logs', 'tail', 'export', 'integrity', 'saved-views', 'workspace', 'outage', 'embed'];
const clientShares = ['ui', 'gql', 'apollo.js', 'apollo'];

/** The linter's overrides, the later over the earlier. */
export function layerOverrides() {
  const folders = Object.entries(server);
  return [
    ...folders.map(([folder, allowed]) => only(`server/src/${folder}/*.ts`, allowed)),
    ...folders.map(([folder, allowed]) => only(`server/src/${folder}/*.{resolver,route,types}.ts`, [...allowed, ...edge])),
    only('server/src/cli/admin*.ts', ['errors.js', 'node-version.js', 'logger.js', 'config.js', 'database', 'access', 'capture']),
    only('server/src/{config,errors,logger}.ts', []),
    ...client.map((folder) => only(`client/src/${folder}/**`, clientShares)),
    only('client/src/ui/**', []),
    // A test may bring together what the code keeps apart.
    { files: ['**/*.test.{ts,tsx}', 'server/src/testing/**'], rules: { 'no-restricted-imports': 'off' } },
    // These four stand apart from one another, tests and all: they meet in shared.
    apart('shared/src/**', ['@audit-log/*']),
    apart('client/**', ['@audit-log/server*', '@audit-log/e2e*', '**/server/src/**']),
    apart('e2e/**', ['@audit-log/server*', '@audit-log/client*', '**/server/**', '**/client/**']),
  ];
}

function only(files, allowed) {
  const group = ['../**', ...allowed.map((name) => (name.endsWith('.js') ? `!../${name}` : `!../${name}/**`))];
  const list = allowed.length > 0 ? allowed.join(', ') : 'nothing';
  const message = `${files} may import from its own folder, from shared and from: ${list}.`;
  return { files: [files], rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] } };
}

function apart(files, group) {
  const message = `${files} meets the rest of the project in shared alone.`;
  return { files: [files], rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] } };
}
