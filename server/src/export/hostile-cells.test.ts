import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, type PostgresVersion } from '../testing/postgres.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import { makeProject, makeTestCase } from '../testing/workspace.js';

/** OWASP, "CSV Injection". */
const RUN = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/** What nobody sees, and what a spreadsheet may skip. */
const UNSEEN = String.raw`\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\uFFF9-\uFFFB\u2800`;

/** What a spreadsheet would make of a cell that it reads: a formula, also behind what nobody sees. */
const FORMULA = new RegExp(String.raw`^[\t\r\n]|^[${UNSEEN}]*[=+\-@＝＋－＠]`, 'u');

/** The same behind what may separate cells elsewhere. */
const WITHIN = new RegExp(String.raw`([;\t\r\n][${UNSEEN}]*)([=+\-@＝＋－＠])`, 'gu');

test('No cell of the CSV is run by a spreadsheet, whatever names, addresses, browsers and details hold', async () => {
  await using product = await startProduct();
  const hostile = [...RUN.map((first) => `${first}cmd|' /C calc'!A0`), ' =1+1', '\u00a0@SUM(1)', '\uFEFF\u200B+1', '\u3000-1', '","=1+1', 'x";=1+1;"', '\u202E=1', "'=1", 'ok;=1+1;x', 'ok;\u200B@SUM(1)', 'ok\t-1', 'ok\n+1', 'ok;＝1'];
  const admin = product.client({ authorization: `Bearer ${ADMIN_KEY}`, 'user-agent': "=HYPERLINK('http://evil.example')" });
  for (const [n, name] of hostile.entries()) {
    const projectId = await makeProject(admin, name);
    await makeTestCase(admin, { projectId, title: name, description: name, labels: [name], steps: [{ action: name, expected: name }] });
    await admin.data('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }', { input: { name, scopes: ['audit:read'] } });
    const email = `${name.replaceAll(/[\s@]/g, '')}${n}@example.com`;
    await admin.data('mutation ($input: InviteUserInput!) { inviteUser(input: $input) { link } }', { input: { email, name } });
  }
  await product.client({ 'user-agent': '@SUM(1)' }).ask('mutation { signIn(email: "=1+1@example.com", password: "x") { role } }');
  await expect.poll(async () => (await product.db.owner.query('SELECT FROM audit.pending')).rowCount).toBe(0);

  const response = await fetch(new URL('/export?format=csv', product.url), { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
  const text = await response.text();
  const rows: Record<string, string>[] = parse(text, { columns: true });
  // As one reads it that separates by something else: quotes are text, and nothing joins lines.
  const otherwise = (separator: string) => text.split(/[\r\n]+/).flatMap((line) => line.split(separator));

  expect([...otherwise(';'), ...otherwise('\t')].filter((cell) => new RegExp(String.raw`^[${UNSEEN}]*[=+\-@＝＋－＠]`, 'u').test(cell))).toEqual([]);
  expect(rows.flatMap((row) => Object.values(row)).filter((cell) => FORMULA.test(cell))).toEqual([]);
  // And each is there as it was written, behind an apostrophe where it needs one.
  const shown = hostile.map((name) => `${FORMULA.test(name) ? "'" : ''}${name.replaceAll(WITHIN, "$1'$2")}`);
  const entities = (type: string) => rows.filter((row) => row['event_type'] === type).map((row) => row['entity']);
  expect(entities('TEST_CASE')).toEqual(shown);
  expect(rows.filter((row) => row['event_type'] === 'PROJECT').map((row) => row['project'])).toEqual(shown);
  const titles = rows.filter((row) => row['event_type'] === 'TEST_CASE').map((row) => (JSON.parse(row['new'] ?? '') as { title: string }).title);
  expect(titles).toEqual(hostile);
  expect(new Set(rows.map((row) => row['user_agent']))).toContain("'=HYPERLINK('http://evil.example')");
});

/** All of the planes that hold such characters, and some of the others. */
const CHARACTERS = Array.from({ length: 0x10ffff }, (_, n) => n + 1).filter(
  (n) => n < 0xd800 || (n > 0xdfff && n < 0x1ffff) || (n > 0xdffff && n < 0xe2000) || (n > 0x20000 && n % 1000 === 0),
);

/** Behind these, or with these, a formula begins. */
const SKIPPED = new RegExp(String.raw`^[${UNSEEN};=+\-@＝＋－＠]$`, 'u');

/** As CREATE DATABASE takes them: what is a letter or a blank differs with each. */
const LOCALES: [version: PostgresVersion, locale: string][] = [
  [15, `LOCALE 'C'`],
  [15, `LOCALE 'C.UTF-8'`],
  [18, `LOCALE 'C'`],
  [18, `LOCALE 'C.UTF-8'`],
  [18, `LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'`],
];

test.each(LOCALES)('On PostgreSQL %i with %s the same characters are looked behind: all that nobody sees, and no others', async (version, locale) => {
  await using db = await createTestDatabase({ version });
  const { rows: defined } = await db.owner.query<{ text: string }>(
    `SELECT pg_get_functiondef(f::regprocedure) AS text FROM unnest('{audit.unseen(),audit.cell(text)}'::text[]) f`,
  );
  const name = `cells_${randomUUID().replaceAll('-', '')}`;
  await db.owner.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' ${locale}`);
  const client = new pg.Client({ connectionString: Object.assign(new URL(db.ownerUrl), { pathname: `/${name}` }).href });
  try {
    await client.connect();
    await client.query(`CREATE SCHEMA audit; ${defined.map(({ text }) => text).join('; ')}`);
    const { rows } = await client.query<{ found: number[] }>(
      `SELECT array_agg(n ORDER BY n) AS found FROM unnest($1::int[]) n WHERE audit.cell(chr(n) || ' =1') <> chr(n) || ' =1'`,
      [CHARACTERS],
    );
    expect(rows[0]?.found).toEqual(CHARACTERS.filter((n) => SKIPPED.test(String.fromCodePoint(n))));
  } finally {
    await client.end();
    await db.owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});

test('What is no formula is left as it is', async () => {
  await using db = await createTestDatabase();
  const cell = async (text: string) => (await db.owner.query<{ cell: string }>('SELECT audit.cell($1) AS cell', [text])).rows[0]?.cell;
  for (const text of ['', 'a=1', 'x-1', 'ü', '(1)', '\\t', ' plain', "'quoted'", '{"a": "=1"}']) expect(await cell(text)).toBe(text);
  for (const first of RUN) expect(await cell(`${first}1`)).toBe(`'${first}1`);
});
