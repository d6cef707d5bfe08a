// Every entry that a filter lets through, newest first, one JSON object a line. Node 20 or later.
//   AUDIT_LOG_KEY=… node pages.mjs > entries.ndjson
const url = process.env.AUDIT_LOG_URL ?? 'http://localhost:4000';

const query = `query ($filter: AuditLogFilterInput, $after: String) {
  auditLogs(filter: $filter, first: 200, after: $after) {
    edges { node { id sequence time eventType action user { id kind name } project { name } entity { id name } details { field old new redacted } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

async function ask(variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.AUDIT_LOG_KEY}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors[0].extensions.code}: ${errors[0].message}`);
  return data.auditLogs;
}

const filter = { exclude: { eventTypes: ['AUTHENTICATION'] } };
for (let after = null, more = true; more; ) {
  const page = await ask({ filter, after });
  for (const { node } of page.edges) console.log(JSON.stringify(node));
  // A page may be short, or empty, and yet not be the last: only hasNextPage says so.
  more = page.pageInfo.hasNextPage;
  after = page.pageInfo.endCursor;
}
