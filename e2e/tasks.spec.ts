import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Locator } from 'playwright';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { connect, startStack } from './database.js';
import { DAYS, generate, PEOPLE, plant, whenSearchable, type Planted } from './generated-log.js';
import { Keyboard } from './keyboard.js';
import { entriesOfCurl } from './shell.js';
import { REPOSITORY, type Stack } from './stack.js';

const FULL = process.env['FULL'] === '1';
const ENTRIES = FULL ? 1_000_000 : 20_000;

/** Real edits, which live beside the repository and are not part of it. */
const REAL = join(REPOSITORY, '../shared/data/edit-history.ndjson');

const PATIENCE = { timeout: 90_000, interval: 20 };

const MAYA = 'Maya Gurung';
const TITLE = 'Refund of a partial capture is booked twice';
const CASE = {
  description: 'Capture half of the amount, refund it, and look into the ledger.',
  labels: ['ledger', 'refund'],
  steps: [
    { action: 'Capture 40 of 80 euros', expected: 'The ledger has one line' },
    { action: 'Refund all of it', expected: 'The ledger has two lines' },
  ],
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Kathmandu is ahead of UTC by so much, the whole year. */
const KATHMANDU = 5.75 * HOUR;
/** Yesterday at 14:00 there. */
const FOURTEEN = Math.floor((Date.now() + KATHMANDU) / (24 * HOUR)) * 24 * HOUR - 10 * HOUR - KATHMANDU;

let stack: Stack;
let browser: Browser;
let owner: pg.Client & AsyncDisposable;
let caseId: string;
let actor: Actor;
let audit: AuditPage;
let keys: Keyboard;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  owner = await connect(stack.databaseUrl);
  const replay = FULL && existsSync(REAL) ? [REAL] : ['--generated', '20261125', '--edits', '120'];
  const env = { ...process.env, PORT: String(stack.port), HOST: '', ADMIN_API_KEY: stack.key };
  await promisify(execFile)(process.execPath, [join(REPOSITORY, 'server/dist/cli/replay.js'), ...replay], { env });

  const project = await stack.api.createProject('Ledger');
  caseId = await stack.api.createTestCase(project, TITLE, { ...CASE, status: 'DRAFT' });
  await stack.api.updateTestCase(caseId, { status: 'ACTIVE' });
  const lena = await invited(browser, stack, { name: 'Lena Fischer', role: 'ADMIN' });
  const deletion = await lena.context.request.post('/graphql', { data: { query: `mutation { deleteTestCase(id: "${caseId}") { id } }` } });
  expect(await deletion.json()).not.toHaveProperty('errors');
  await lena.context.close();

  const begun = performance.now();
  await generate(owner, ENTRIES, Date.now());
  await plant(owner, [...hourOfMaya(), ...lowered()]);
  tell(`${ENTRIES.toLocaleString('en')} entries written`, begun);
  await whenSearchable(owner);
  tell('until all of them were numbered and searchable', begun);

  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Kathmandu' });
  await actor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  audit = new AuditPage(actor.page);
  keys = await Keyboard.at(actor.page, actor.context);
}, 3_600_000);
afterAll(async () => {
  await owner?.[Symbol.asyncDispose]();
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
afterEach(() => expect(keys.pointed).toEqual([]));

/** What Maya did around the hour: the first and the last moment of it are in, what is next to them is not. */
function hourOfMaya(): Planted[] {
  const at = (offset: number, microseconds = '000'): string => new Date(FOURTEEN + offset).toISOString().replace('Z', `${microseconds}Z`);
  const doing = (time: string, n: number): Planted => ({
    at: time,
    eventType: n % 3 === 0 ? 'FOLDER' : 'TEST_CASE',
    action: n % 3 === 0 ? 'create' : 'update',
    person: MAYA,
    entityId: `maya ${n}`,
    entityName: `Hour of Maya ${n}`,
    changes: [{ field: 'status', old: 'Draft', new: 'Active' }],
  });
  const within = Array.from({ length: 61 }, (_, n) => at(n * 59_000));
  return [at(-1, '999'), at(0), ...within, at(HOUR - 1, '999'), at(HOUR)].map(doing);
}

/** Priorities that went from High to Low, one of a thing that had it happen twice; and what only looks like it. */
function lowered(): Planted[] {
  const change = (n: number, changes: Planted['changes'], thing = `lowered ${n}`): Planted => ({
    at: new Date(FOURTEEN - ((n * 0.37) % (DAYS - 3)) * 24 * HOUR - n * 7919).toISOString(),
    eventType: 'TEST_CASE',
    action: 'update',
    person: PEOPLE[n % PEOPLE.length] ?? MAYA,
    entityId: thing,
    entityName: `Case that was ${thing}`,
    changes,
  });
  const priority = { field: 'priority', old: 'High', new: 'Low' };
  return [
    ...Array.from({ length: 141 }, (_, n) => change(n, n % 4 === 0 ? [{ field: 'status', old: 'Draft', new: 'Active' }, priority] : [priority])),
    change(141, [priority], 'lowered 7'),
    change(142, [{ field: 'priority', old: 'High', new: 'Medium' }, { field: 'risk', old: 'High', new: 'Low' }]),
    change(143, [{ field: 'priority', old: 'Higher', new: 'Low' }]),
  ];
}

/** The entries that a condition is true of, newest first: asked of the table itself. */
async function entriesWhere(condition: string, values: readonly unknown[] = []): Promise<{ id: string; entity_id: string | null; at: string }[]> {
  const { rows } = await owner.query<{ id: string; entity_id: string | null; at: string }>(
    `SELECT e.id, e.entity_id, audit.iso(e.occurred_at) AS at FROM audit.entry e JOIN audit.actor w ON w.organization = e.organization AND w.key = e.actor WHERE ${condition} ORDER BY e.occurred_at DESC, e.id DESC`,
    [...values],
  );
  return rows;
}

const hourInTheLog = () => entriesWhere('w.name = $1 AND e.occurred_at >= to_timestamp($2) AND e.occurred_at < to_timestamp($3)', [MAYA, FOURTEEN / 1000, (FOURTEEN + HOUR) / 1000]);
const everLowered = () => entriesWhere(`e.changes @> '[{"field": "priority", "old": "High", "new": "Low"}]'`);

function tell(what: string, begun: number): void {
  process.stdout.write(`${what}: ${Math.round(performance.now() - begun).toLocaleString('en')} ms\n`);
}

/** The last key is pressed, and the answer stands there. */
async function answer(question: string, press: () => Promise<void>, first: string | undefined): Promise<void> {
  const begun = performance.now();
  await press();
  await expect.poll(() => audit.rows().first().getAttribute('data-entry'), PATIENCE).toBe(first);
  tell(`${question}, from the last key to the answer, among ${ENTRIES.toLocaleString('en')}`, begun);
}

/** As a person writes it into a field. */
function inKathmandu(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Kathmandu' }).format(at);
}

const button = (name: string | RegExp): Locator => actor.page.getByRole('button', { name, exact: true });

/** The view of everything that Maya did in that hour. */
async function hourAddress(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM audit.actor WHERE name = $1', [MAYA]);
  return String(new URLSearchParams({ user: rows[0]?.id ?? '', from: new Date(FOURTEEN).toISOString(), to: new Date(FOURTEEN + HOUR).toISOString() }));
}

test('who deleted this case, and what was in it', async () => {
  const [deletion] = await stack.api.entries({ entityId: caseId, actions: ['delete'] });
  await audit.open();
  await audit.rows().first().waitFor();
  await keys.press('/');
  await keys.write('refund capture twice');
  await answer('Who deleted this case', () => keys.press('ArrowDown'), deletion?.id);
  await keys.on(audit.rows().first());
  await keys.press('Enter');
  await keys.on(audit.panel);
  await audit.panel.getByRole('heading', { name: TITLE }).waitFor();
  expect(await audit.panel.innerText()).toMatch(/delete[^]*Lena Fischer/);
  const field = (name: string): Promise<string> => audit.panel.locator(`[data-field=${name}]`).innerText();
  await audit.panel.locator('[data-field=steps]').waitFor();
  expect(await field('status')).toContain('Active');
  expect(await field('description')).toContain(CASE.description);
  for (const label of CASE.labels) expect(await field('labels')).toContain(label);
  for (const { action, expected } of CASE.steps) expect(await field('steps')).toMatch(new RegExp(`${action}[^]*${expected}`));
});

test('everything one user did yesterday between 14:00 and 15:00 in Kathmandu', async () => {
  const expected = await hourInTheLog();
  expect(expected.filter(({ entity_id }) => entity_id?.startsWith('maya '))).toHaveLength(63);
  await audit.open();
  await keys.to(button('User'));
  await keys.press('Enter');
  const people = actor.page.getByRole('dialog', { name: 'User' });
  await keys.on(people.getByRole('searchbox'));
  await keys.write('maya g');
  const option = people.getByRole('checkbox', { name: MAYA });
  await option.waitFor();
  await expect.poll(() => people.getByRole('checkbox').count(), PATIENCE).toBe(1);
  await keys.press('ArrowDown');
  await keys.on(option);
  await keys.press('Enter');
  await people.waitFor({ state: 'detached' });

  await keys.to(button(/^Date range/));
  await keys.press('Enter');
  const range = actor.page.getByRole('dialog', { name: 'Date range' });
  await keys.to(range.getByLabel('From', { exact: true }));
  await keys.write(inKathmandu(FOURTEEN));
  await keys.to(range.getByLabel('To', { exact: true }));
  await keys.write(inKathmandu(FOURTEEN + HOUR));
  await answer('What one user did in an hour', () => keys.press('Enter'), expected[0]?.id);
  expect(await button(/^Date range/).innerText()).toContain('UTC+05:45');
  expect(await audit.ids()).toEqual(expected.map(({ id }) => id));
});

test('each case whose priority went from High to Low', async () => {
  const expected = await everLowered();
  const planted = expected.filter(({ entity_id }) => entity_id?.startsWith('lowered '));
  expect([planted.length, new Set(planted.map(({ entity_id }) => entity_id)).size]).toEqual([142, 141]);
  await audit.open();
  await keys.to(button(/^Date range/));
  await keys.press('Enter');
  await keys.to(actor.page.getByRole('dialog', { name: 'Date range' }).getByRole('button', { name: 'All time' }));
  await keys.press('Enter');
  await keys.to(button('More'));
  await keys.press('Enter');
  const more = actor.page.getByRole('dialog', { name: 'More filters' });
  await keys.on(more.getByRole('combobox', { name: 'Field', exact: true }));
  await keys.write('priority');
  await keys.to(more.getByRole('combobox', { name: 'From', exact: true }));
  await keys.write('High');
  await keys.to(more.getByRole('combobox', { name: 'To', exact: true }));
  await keys.write('Low');
  await answer('Each case that went from High to Low', () => keys.press('Enter'), expected[0]?.id);
  expect(await audit.ids()).toEqual(expected.map(({ id }) => id));
});

test('what else happened within five minutes of an entry', async () => {
  const list = await everLowered();
  const place = 4;
  const asked = list[place];
  const around = `date_trunc('milliseconds', $1::timestamptz)`;
  const expected = await entriesWhere(`e.occurred_at >= ${around} - interval '5 minutes' AND e.occurred_at < ${around} + interval '5 minutes'`, [asked?.at]);
  await audit.open('field=priority&old=High&new=Low&range=all');
  await expect.poll(() => audit.rows().first().getAttribute('data-entry'), PATIENCE).toBe(list[0]?.id);
  for (let n = 0; n <= place; n += 1) {
    await keys.press('j');
    await keys.on(audit.row(list[n]?.id ?? ''));
  }
  // From the action, where one begins, to the time.
  await keys.press('ArrowLeft', 'ArrowLeft');
  await answer('What else happened within five minutes', () => keys.press('f'), expected[0]?.id);
  await audit.panel.getByText(/Case that was lowered/).first().waitFor();
  expect(await audit.ids()).toEqual(expected.map(({ id }) => id));
});

test('a shared link opens the same view for another administrator, elsewhere', async () => {
  const expected = await hourInTheLog();
  await audit.open(await hourAddress());
  await audit.row(expected[0]?.id ?? '').waitFor();
  await keys.press('j', 'j');
  await keys.on(audit.row(expected[1]?.id ?? ''));
  await keys.press('Enter');
  await keys.to(audit.panel.getByRole('button', { name: 'Copy link' }));
  await keys.press('Enter');
  await audit.panel.getByText('Copied').waitFor();
  const link = await actor.page.evaluate(() => navigator.clipboard.readText());

  const other = await invited(browser, stack, { name: 'Mara Okafor', role: 'ADMIN' }, { viewport: { width: 1440, height: 900 }, timezoneId: 'America/New_York' });
  const theirs = new AuditPage(other.page);
  const begun = performance.now();
  await other.page.goto(link);
  await theirs.row(expected[0]?.id ?? '').waitFor();
  tell('The shared link, opened', begun);
  expect(await theirs.ids()).toEqual(expected.map(({ id }) => id));
  const shown = (page: AuditPage): Promise<string[]> =>
    Promise.all([page.page.getByRole('list', { name: 'Filters in use' }).innerText(), page.panel.getByRole('heading').first().innerText()]);
  expect(await shown(theirs)).toEqual(await shown(audit));
  expect(await theirs.panel.getByRole('heading').first().innerText()).toContain('Hour of Maya');
  await other.context.close();
});

test('the shown curl gives the shown rows', async () => {
  const expected = await hourInTheLog();
  await audit.open(await hourAddress());
  await audit.row(expected[0]?.id ?? '').waitFor();
  await keys.to(button('Query'));
  await keys.press('Enter');
  const panel = actor.page.getByRole('region', { name: 'Query as code' });
  await keys.to(panel.getByRole('tab', { name: 'GraphQL' }));
  await keys.press('ArrowRight');
  await keys.to(panel.getByRole('button', { name: 'Copy Command' }));
  await keys.press('Enter');
  await panel.getByText('Copied').waitFor();
  const command = await actor.page.evaluate(() => navigator.clipboard.readText());
  const begun = performance.now();
  const ids = await entriesOfCurl(command, stack.key);
  tell('The shown curl', begun);
  // The page goes on from there as one scrolls.
  expect(ids).toEqual(expected.map(({ id }) => id).slice(0, ids.length));
  expect(ids).toHaveLength(50);
  expect((await audit.ids()).slice(0, 50)).toEqual(ids);
});
