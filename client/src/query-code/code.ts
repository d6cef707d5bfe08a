import type { NormalFilter } from '@audit-log/shared/filter';
import { resolveRange, type PageFilter } from '@audit-log/shared/filter-url';

/** The view as code: what is asked, with which values, and how to send it. */
export interface QueryCode {
  readonly query: string;
  readonly variables: QueryVariables;
  /** A shell command. */
  readonly curl: string;
  /** A program for Node. */
  readonly subscription: string;
}

export interface QueryVariables {
  readonly first: number;
  readonly filter: NormalFilter;
}

/** As many entries as the page asks for first. */
const first = 50;

const node = `      id
      sequence
      time
      eventType
      action
      project { id name }
      user { id kind name }
      entity { id name }
      details { field old new redacted }
      operationId
      source { ip userAgent via }`;

const query = `query AuditLogs($filter: AuditLogFilterInput, $first: Int, $after: String) {
  auditLogs(filter: $filter, first: $first, after: $after) {
    edges {
      node {
${node.replaceAll(/^/gm, '  ')}
      }
    }
    pageInfo { hasNextPage endCursor }
    searchedBackTo
    tailCursor
  }
}`;

const subscription = `subscription AuditLogsAdded($filter: AuditLogFilterInput, $after: String) {
  auditLogsAdded(filter: $filter, after: $after) {
    edges {
      node {
${node.replaceAll(/^/gm, '  ')}
      }
    }
    cursor
    caughtUp
  }
}`;

/**
 * The view as code that runs as it stands. A relative range becomes the moment that it begins at; of a subscription, which
 * begins now, it is left out. No key is in it: it is taken from the environment.
 * @param origin of the server, such as `https://audit.example.com`
 * @param now milliseconds since 1970
 */
export function codeOf(filter: PageFilter, origin: string, now: number): QueryCode {
  const variables = { first, filter: resolveRange(filter, now) };
  const { range: _, ...rest } = filter;
  const watched = { filter: resolveRange(filter.range ? { ...rest, from: null, to: null } : rest, now) };
  return { query, variables, curl: curlOf(variables, origin), subscription: programOf(watched, origin) };
}

/** A relative range counts from now: the moment that it begins at; null where it is none. */
export function countedFrom(filter: PageFilter, now: number): string | null {
  return filter.range ? (resolveRange(filter, now).from ?? null) : null;
}

function curlOf(variables: QueryVariables, origin: string): string {
  const body = JSON.stringify({ query: query.replaceAll(/\s+/g, ' '), variables });
  // A quoted word after << : the shell takes what follows as it is, whatever the filter holds.
  return `# AUDIT_LOG_KEY holds an API key of the scope audit:read.
curl -sS '${origin}/graphql' \\
  -H "Authorization: Bearer $AUDIT_LOG_KEY" \\
  -H 'Content-Type: application/json' \\
  --data-binary @- <<'END'
${body}
END
`;
}

function programOf(variables: { readonly filter: NormalFilter }, origin: string): string {
  return `// Node 22 or later, after: npm install graphql-ws
// AUDIT_LOG_KEY holds an API key of the scope audit:read.
//   AUDIT_LOG_KEY=… node watch.mjs
import { createClient } from 'graphql-ws';

const query = \`${subscription}\`;

const variables = ${JSON.stringify(variables, null, 2)};

const client = createClient({
  url: ${JSON.stringify(`${origin.replace(/^http/, 'ws')}/graphql`)},
  connectionParams: { authorization: \`Bearer \${process.env.AUDIT_LOG_KEY}\` },
  retryAttempts: 0,
});

for await (const { data, errors } of client.iterate({ query, variables })) {
  if (errors) throw new Error(errors[0].message);
  for (const { node } of data.auditLogsAdded.edges) console.log(JSON.stringify(node));
  // To miss nothing after a cut, keep data.auditLogsAdded.cursor, and give it as the variable "after" the next time.
}
`;
}
