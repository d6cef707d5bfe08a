import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../testing/postgres.js';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import { makeProject, makeTestCase } from '../testing/workspace.js';

/** OWASP, "CSV Injection". */
const RUN = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/** What a spreadsheet would make of a cell that it reads: a formula, also behind blanks. */
const FORMULA = /^[\t\r\n]|^\s*[=+\-@＝＋－＠]/;

test('No cell of the CSV is run by a spreadsheet, whatever names, addresses, browsers and details hold', async () => {
  await using product = await startProduct();
  const hostile = [...RUN.map((first) => `${first}cmd|' /C calc'!A0`), ' =1+1', '\u00a0@SUM(1)', '","=1+1', 'x";=1+1;"', '\u202E=1', "'=1"];
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
  const rows: Record<string, string>[] = parse(await response.text(), { columns: true });

  expect(rows.flatMap((row) => Object.values(row)).filter((cell) => FORMULA.test(cell))).toEqual([]);
  // And each is there as it was written, behind an apostrophe where it needs one.
  const shown = hostile.map((name) => (FORMULA.test(name) ? `'${name}` : name));
  const entities = (type: string) => rows.filter((row) => row['event_type'] === type).map((row) => row['entity']);
  expect(entities('TEST_CASE')).toEqual(shown);
  expect(rows.filter((row) => row['event_type'] === 'PROJECT').map((row) => row['project'])).toEqual(shown);
  const titles = rows.filter((row) => row['event_type'] === 'TEST_CASE').map((row) => (JSON.parse(row['new'] ?? '') as { title: string }).title);
  expect(titles).toEqual(hostile);
  expect(new Set(rows.map((row) => row['user_agent']))).toContain("'=HYPERLINK('http://evil.example')");
});

test('What is no formula is left as it is', async () => {
  await using db = await createTestDatabase();
  const cell = async (text: string) => (await db.owner.query<{ cell: string }>('SELECT audit.cell($1) AS cell', [text])).rows[0]?.cell;
  for (const text of ['', 'a=1', 'x-1', 'ü', '(1)', '\\t', ' plain', "'quoted'", '{"a": "=1"}']) expect(await cell(text)).toBe(text);
  for (const first of RUN) expect(await cell(`${first}1`)).toBe(`'${first}1`);
});
