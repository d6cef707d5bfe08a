// Writes down every entry once, from the first start on: killed at any moment and started again, it goes on where it was.
// Node 22 or later and `npm install graphql-ws`.
//   AUDIT_LOG_KEY=… node watch.mjs entries.ndjson
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';

const url = (process.env.AUDIT_LOG_URL ?? 'http://localhost:4000').replace(/^http/, 'ws') + '/graphql';
const connectionParams = { authorization: `Bearer ${process.env.AUDIT_LOG_KEY}` };
const query = `subscription ($after: String) {
  auditLogsAdded(after: $after) {
    cursor
    edges { node { id sequence time eventType action user { id kind name } entity { id name } details { field old new redacted } } }
  }
}`;

// Each line holds a batch and the cursor after it, so that both are written or neither is. In a database: one transaction.
const file = await open(process.argv[2] ?? 'entries.ndjson', 'a+');
const text = await file.readFile('utf8');
const whole = text.slice(0, text.lastIndexOf('\n') + 1);
await file.truncate(Buffer.byteLength(whole)); // What was cut off in the middle comes again.
let cursor = whole === '' ? null : JSON.parse(whole.trimEnd().split('\n').at(-1)).cursor;

async function keep({ edges, cursor: next }) {
  // A batch without edges is a heartbeat. The first one is kept for its cursor: it says where we began.
  if (edges.length > 0 || cursor === null) {
    await file.appendFile(`${JSON.stringify({ cursor: next, entries: edges.map(({ node }) => node) })}\n`);
    await file.datasync();
  }
  cursor = next;
}

for (;;) {
  const client = createClient({ url, connectionParams, retryAttempts: 0 });
  let silence;
  // A heartbeat comes every 5 seconds; without one for 12 the connection is gone, whatever the network says.
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => client.terminate(), 12_000);
  };
  try {
    heard();
    for await (const { data, errors } of client.iterate({ query, variables: { after: cursor } })) {
      if (errors) throw errors;
      heard();
      await keep(data.auditLogsAdded);
    }
  } catch (error) {
    // A list of errors is the server's refusal (LOG_REWOUND: read a new page), 4403 that of the key: trying again is no use.
    if (Array.isArray(error)) throw new Error(`${error[0].extensions?.code}: ${error[0].message}`, { cause: error });
    if (error.code === 4403) throw new Error('The key is not accepted.', { cause: error });
    console.error(`cut off (${error.reason || error.message || error.code}), trying again`);
  } finally {
    clearTimeout(silence);
    await client.dispose();
  }
  await delay(1000);
}
