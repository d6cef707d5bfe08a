// A product of its own, which shows its customers their part of the audit log: a server of Node without any packages.
//
//   AUDIT_LOG_KEY=… node server.mjs        then open http://localhost:3000
//
// AUDIT_LOG_URL: where the audit log is; http://localhost:4000 when it is missing.
// AUDIT_LOG_KEY: a key of scope audit:read. It stays in this process: browsers get tokens made with it.
// PORT, ORIGIN:  where this listens, and how browsers reach it.

import { createServer } from 'node:http';

const { AUDIT_LOG_URL = 'http://localhost:4000', AUDIT_LOG_KEY = '', PORT = '3000', ORIGIN = `http://localhost:${PORT}` } = process.env;

/** Here your product finds out who is signed in, and what of the log is theirs. */
function customerOf(_request) {
  return { name: 'Customer 42', shows: { eventTypes: ['PROJECT', 'TEST_CASE'], exclude: { actions: ['delete'] } } };
}

/** Asks for a token with the key, which only this server knows. */
async function makeToken({ name, shows }) {
  const response = await fetch(`${AUDIT_LOG_URL}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${AUDIT_LOG_KEY}` },
    body: JSON.stringify({
      query: 'mutation ($input: CreateEmbedTokenInput!) { createEmbedToken(input: $input) { token expiresAt url } }',
      variables: { input: { filter: shows, origins: [ORIGIN], expiresInSeconds: 600, viewer: name } },
    }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
  return data.createEmbedToken;
}

const page = (title, body) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <style>
      body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
      header { display: flex; gap: 16px; align-items: center; padding: 12px 20px; }
      #log, iframe { box-sizing: border-box; width: 100%; height: calc(100vh - 60px); border: 0; }
    </style>
  </head>
  <body>
    <header><strong>Some product</strong><a href="/">Script</a><a href="/frame">Frame</a></header>
    ${body}
  </body>
</html>`;

/** The viewer by its script, which fetches tokens from this server and renews them. */
const withScript = page(
  'With the script',
  `<div id="log"></div>
    <script src="${AUDIT_LOG_URL}/embed.js"></script>
    <script>
      AuditLog.embed(document.getElementById('log'), {
        fetchToken: async () => (await fetch('/token', { method: 'POST' })).text(),
        theme: new URLSearchParams(location.search).get('theme') ?? 'auto',
        columns: new URLSearchParams(location.search).get('columns')?.split(','),
      });
    </script>`,
);

/** The viewer as a plain frame, which ends with its token. */
const withFrame = (url) => page('With a frame', `<iframe title="Audit log" src="${url}" allow="clipboard-write"></iframe>`);

createServer(async (request, response) => {
  const { method, url } = request;
  const path = url.split('?')[0];
  const send = (status, type, text) => response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' }).end(text);
  try {
    if (path === '/' && method === 'GET') send(200, 'text/html', withScript);
    else if (path === '/frame' && method === 'GET') send(200, 'text/html', withFrame((await makeToken(customerOf(request))).url));
    // Only pages of this product get here: a browser sends a POST of another site with its own Origin.
    else if (path === '/token' && method === 'POST' && (request.headers.origin ?? ORIGIN) === ORIGIN) send(200, 'text/plain', (await makeToken(customerOf(request))).token);
    else send(404, 'text/plain', 'There is nothing here.\n');
  } catch (error) {
    console.error(error);
    send(502, 'text/plain', 'The audit log cannot be reached.\n');
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`listening: ${ORIGIN}`));
