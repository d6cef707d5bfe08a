import { request } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeControls } from './logger.js';
import { createTestDatabase } from './testing/postgres.js';
import { Program, unusedPort } from './testing/programs.js';

/** Commands of terminals (C0 but tabulator and line feed, DEL, C1), other ends of lines, changes of direction, and what hides. */
const HARMFUL = /(?![\t\n])\p{Cc}|[\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

const INJECTION = '\r\n{"level":60,"msg":"forged"}\naudit-log: forged\u001b[2J\u001b]0;owned\u0007\u009b31m\u202Edlrow\u2028\u2029\u200b\u007f';

test('A record is one line without a character that a terminal obeys, and means what it did', () => {
  const text = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...INJECTION, '\\', '"'))).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (key, value) => {
      const record = { [key]: value, list: [value] };
      const line = escapeControls(JSON.stringify(record));
      expect(line).not.toMatch(HARMFUL);
      expect(line).not.toContain('\n');
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(record)));
    }),
  );
});

test('Nobody writes a line of their own into the server’s log, by user agent, request id, operation name, address or value', async () => {
  await using db = await createTestDatabase();
  const port = await unusedPort();
  await using program = Program.start('main.js', [], {
    DATABASE_URL: db.ownerUrl,
    DATABASE_APP_URL: db.appUrl,
    ADMIN_EMAIL: 'ada@example.com',
    ADMIN_PASSWORD: 'correct horse battery',
    PORT: String(port),
    LOG_LEVEL: 'trace',
  });
  await program.said(/ready: http/);
  /** Headers may hold what is no ASCII, byte by byte; line ends Node itself refuses to send and to read. */
  const inHeader = Buffer.from([...INJECTION].filter((character) => character >= ' ' && character !== '\u007f').join('')).toString('latin1');
  const send = (path: string, headers: Record<string, string>, body: unknown) =>
    new Promise<void>((resolve, reject) => {
      const sent = request({ port, path, method: 'POST', headers: { 'content-type': 'application/json', ...headers } }, (response) => response.resume().on('end', resolve));
      sent.on('error', reject).end(JSON.stringify(body));
    });
  // What goes wrong inside is what is logged.
  await db.owner.query('ALTER TABLE account.person RENAME TO gone');
  for (const name of ['user-agent', 'x-request-id', 'traceparent', 'operation-id', 'x-forwarded-for', 'origin', 'referer', 'authorization', 'cookie']) {
    await send('/graphql', { [name]: `${inHeader} \u009b31m` }, { query: '{ organization { id } }' });
  }
  const variables = { email: `${INJECTION.replaceAll(/\s/g, '')}@example.com`, password: INJECTION };
  const query = 'mutation A($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }';
  await send('/graphql', {}, { query, variables, operationName: 'A' });
  await send('/graphql', {}, { query, variables, operationName: INJECTION });
  await send('/graphql', {}, { query: `query ${INJECTION} { viewer { role } }`, variables });
  await send(`/${encodeURIComponent(INJECTION)}?${encodeURIComponent(INJECTION)}=${encodeURIComponent(INJECTION)}`, {}, {});
  await program.said(/"account\.person\\?" does not exist/);

  // `ready` and what precedes it is for people, and comes from the operator's settings alone.
  const lines = program.output.split('\n').filter((line) => line !== '' && !line.startsWith('audit-log: '));
  for (const line of lines) {
    expect(line).not.toMatch(HARMFUL);
    expect(() => JSON.parse(line) as unknown, line).not.toThrow();
  }
  expect(lines.length).toBeGreaterThan(0);
  expect(program.output).not.toMatch(/^(audit-log: forged|\{"level":60)/m);
});

test('What a terminal obeys is escaped in the lines that the server really writes', async () => {
  await using db = await createTestDatabase();
  const port = await unusedPort();
  await using program = Program.start('main.js', [], { DATABASE_URL: db.ownerUrl, DATABASE_APP_URL: db.appUrl, PORT: String(port) });
  await program.said(/ready: http/);
  // Errors of the database repeat what they were about, and are logged whole.
  const hostile = 'seen \u009b31m\u0085\u202E\u2028\u200b\u007f';
  await db.owner.query(`CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${hostile}'; END $$`);
  await db.owner.query('CREATE TRIGGER refuse BEFORE INSERT ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse()');
  const query = 'mutation { signIn(email: "nobody@example.com", password: "x") { role } }';
  await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });

  const [line = ''] = await program.said(/^\{.*"message":"seen .*$/m);
  expect(line).toContain(String.raw`"message":"seen \u009b31m\u0085\u202e\u2028\u200b\u007f"`);
  expect(line).not.toMatch(HARMFUL);
  expect(JSON.parse(line)).toMatchObject({ level: 50, error: { message: hostile } });
});
