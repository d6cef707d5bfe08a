import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEntry } from '@audit-log/shared/entry';
import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import { invited } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { connect, createDatabase } from './database.js';
import { Person } from './person.js';
import { ADMIN, Stack } from './stack.js';

// What the product's own documentation says of it, one test a sentence; the work is done and read in the page alone.

const PATIENCE = { timeout: 120_000, interval: 50 };
/** What reading the log leaves in it is not among the day's work. */
const LOOKING = { eventTypes: ['AUDIT_LOG'] };
const WORK = 'range=all&-type=AUDIT_LOG';
const TITLE = 'Card declined shows a retry option';

let database: Awaited<ReturnType<typeof createDatabase>>;
let stack: Stack;
let browser: Browser;
let ana: Person;
let audit: AuditPage;

/** Every act that was done, from the first on: event type, action and what it was done to. */
const done: [string, string, string][] = [];

/** What setting the account up left in the log. */
let before: readonly AuditEntry[];

beforeAll(async () => {
  database = await createDatabase(18);
  stack = await Stack.start({ DATABASE_URL: database.url });
  before = await stack.api.entries({ exclude: LOOKING });
  browser = await launchBrowser();
  ana = await newPerson();
  audit = new AuditPage(ana.page);
  await workForADay();
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

async function newPerson(): Promise<Person> {
  return new Person(await browser.newPage({ baseURL: stack.url, viewport: { width: 1440, height: 2000 } }));
}

/** Does it, and notes what it should have left in the log. */
async function act<T>(eventType: string, action: string, entity: string, work: () => Promise<T>): Promise<T> {
  const result = await work();
  done.push([eventType, action, entity]);
  return result;
}

async function workForADay(): Promise<void> {
  await act('AUTHENTICATION', 'sign_in_failed', 'Administrator', async () => {
    await ana.signIn(ADMIN.email, 'not the password');
    await ana.page.getByText('Email or password is wrong.').waitFor();
  });
  await act('AUTHENTICATION', 'sign_in', 'Administrator', async () => {
    await ana.signIn(ADMIN.email, ADMIN.password);
    await ana.page.waitForURL('**/projects');
  });
  await act('PROJECT', 'create', 'Basket', () => ana.createProject('Basket'));
  await act('PROJECT', 'update', 'Checkout', () => ana.renameProject('Basket', 'Checkout'));
  await ana.openProject('Checkout');
  await act('FOLDER', 'create', 'Cards', () => ana.createFolder('Cards'));
  await act('FOLDER', 'create', 'Payment', () => ana.createFolder('Payment'));
  await act('FOLDER', 'update', 'Debit cards', () => ana.renameFolder('Cards', 'Debit cards'));
  await act('FOLDER', 'move', 'Debit cards', () => ana.moveFolder('Debit cards', 'Payment'));
  await act('TEST_CASE', 'create', TITLE, () => ana.createTestCase(TITLE));
  await act('TEST_CASE', 'update', TITLE, () =>
    ana.editTestCase(async (editor) => {
      await editor.getByLabel('Status').selectOption('Active');
      await editor.getByLabel('Description').fill('A card that is declined can be tried again.');
      await editor.getByRole('button', { name: 'Add step' }).click();
      await editor.getByLabel('Step 1, action').fill('Pay with a declined card');
    }),
  );
  await act('TEST_CASE', 'move', TITLE, () => ana.moveTestCase('Payment'));
  await act('TEST_CASE', 'clone', `Copy of ${TITLE}`, () => ana.cloneTestCase(TITLE));
  await act('TEST_CASE', 'delete', `Copy of ${TITLE}`, () => ana.deleteTestCase());
  await act('FOLDER', 'delete', 'Debit cards', () => ana.deleteFolder('Payment/Debit cards'));

  const link = await act('USER', 'invite', 'mara@example.com', () => ana.invite('mara@example.com', 'Admin'));
  const mara = await newPerson();
  await act('USER', 'accept', 'Mara Okafor', () => mara.join(link, 'Mara Okafor', 'a password of some length'));
  done.push(['AUTHENTICATION', 'sign_in', 'Mara Okafor']);
  await act('PROJECT', 'create', 'Loyalty', () => mara.createProject('Loyalty'));
  await act('API_KEY', 'create', 'nightly', () => mara.createKey('nightly'));
  await act('API_KEY', 'revoke', 'nightly', () => mara.revokeKey('nightly'));
  await act('PROJECT', 'delete', 'Loyalty', () => mara.deleteProject('Loyalty'));
  await act('AUTHENTICATION', 'sign_out', 'Mara Okafor', () => mara.signOut());
  await mara.page.context().close();
  await act('USER', 'update', 'Mara Okafor', () => ana.changeRole('Mara Okafor', 'Read Only'));
  await act('USER', 'remove', 'Mara Okafor', () => ana.removeUser('Mara Okafor'));
}

/** What the table says, from the newest on, as soon as it holds that many rows. */
async function rows(search: string, count: number): Promise<{ type: string; action: string; project: string; user: string; details: string }[]> {
  await audit.open(search);
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(count);
  const [types, actions, projects, users, details] = await Promise.all(
    (['eventType', 'action', 'project', 'user', 'details'] as const).map((name) => audit.column(name)),
  );
  const at = (column: string[] | undefined, i: number): string => column?.[i]?.trim() ?? '';
  return (types ?? []).map((type, i) => ({ type, action: at(actions, i), project: at(projects, i), user: at(users, i), details: at(details, i) }));
}

/** The acts as the table words them, from the newest on. */
function expected(those: (act: readonly [string, string, string]) => boolean = () => true): string[] {
  return done.filter(those).map(([type, action]) => `${eventTypeOf(type).label} ${actionOf(action).label}`).toReversed();
}

test('Audit logs provide a complete record of all key activities.', async () => {
  const all = await rows(WORK, done.length + before.length);
  const work = all.slice(0, done.length);
  expect(work.map(({ type, action }) => `${type} ${action}`)).toEqual(expected());
  for (const [i, [, , entity]] of done.toReversed().entries()) expect(`${work[i]?.user} ${work[i]?.details}`).toContain(entity);
});

test('They capture every user action, including changes to test assets and account access events, and store them as immutable entries.', async () => {
  const assets = ['PROJECT', 'FOLDER', 'TEST_CASE'];
  const assetActs = expected(([type]) => assets.includes(type));
  const accessActs = expected(([type]) => !assets.includes(type));
  const changes = await rows(`range=all&${assets.map((type) => `type=${type}`).join('&')}`, assetActs.length);
  expect(changes.map(({ type, action }) => `${type} ${action}`)).toEqual(assetActs);
  const access = await rows(`${WORK}&${assets.map((type) => `-type=${type}`).join('&')}`, accessActs.length + before.length);
  expect(access.slice(0, accessActs.length).map(({ type, action }) => `${type} ${action}`)).toEqual(accessActs);

  // Whatever is done later, an entry stays as it was: its case is edited and deleted, its project renamed.
  const recorded = await stack.api.entries({ exclude: LOOKING });
  await ana.openProject('Checkout');
  await act('TEST_CASE', 'create', 'Short-lived', () => ana.createTestCase('Short-lived'));
  await act('TEST_CASE', 'delete', 'Short-lived', () => ana.deleteTestCase());
  const later = await stack.api.entries({ exclude: LOOKING });
  expect(later.slice(-recorded.length)).toEqual(recorded);
  expect(later).toHaveLength(recorded.length + 2);
  // Nor can anybody alter it on the way: the API has no mutation for it, and the database refuses its own owner.
  const { __schema: schema } = await stack.api.request<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
    '{ __schema { mutationType { fields { name } } } }',
  );
  expect(schema.mutationType.fields.map(({ name }) => name).filter((name) => /audit|log|entr/i.test(name))).toEqual([]);
  await using owner = await connect(database.url);
  for (const statement of ["UPDATE audit.entry SET entity_name = 'nothing'", 'DELETE FROM audit.entry', 'TRUNCATE audit.entry', 'DELETE FROM audit.leaf']) {
    await expect(owner.query(statement)).rejects.toThrow('the audit log is append-only');
  }
  expect(await stack.api.entries({ exclude: LOOKING })).toEqual(later);
});

test('Administrators can use audit logs to monitor account usage, investigate security incidents, and ensure accountability across the organization.', async () => {
  // Account usage: who came and went.
  const usage = await rows('range=all&type=AUTHENTICATION', 4);
  expect(usage.map(({ action, user }) => [action, user])).toEqual([
    ['sign-out', expect.stringContaining('Mara Okafor')],
    ['sign-in', expect.stringContaining('Mara Okafor')],
    ['sign-in', expect.stringContaining('Administrator')],
    ['sign-in failed', expect.any(String)],
  ]);
  // An incident: from a failed sign-in to the address and the browser it came from.
  await audit.rows('sign-in failed').click();
  await audit.panel.getByText('127.0.0.1').or(audit.panel.getByText('::1')).first().waitFor();
  await audit.panel.getByText(/Chrome/).first().waitFor();
  await audit.page.keyboard.press('Escape');
  // Accountability: who is gone by now stays named for what they did.
  const loyalty = await rows('range=all&type=PROJECT&action=delete', 1);
  expect(loyalty[0]).toMatchObject({ user: expect.stringContaining('Mara Okafor'), details: expect.stringContaining('Loyalty') });
  // And the log is theirs alone.
  const reader = await invited(browser, stack, { name: 'Rea Only', role: 'READ_ONLY' });
  await reader.page.goto('/settings/audit-logs');
  await reader.page.getByText('The audit log is for administrators').waitFor();
  await reader.context.close();
});

test('Track and export all user actions.', async () => {
  await audit.open('range=all');
  await audit.rows().first().waitFor();
  await expect.poll(() => audit.state(), PATIENCE).toBe('live');
  const elsewhere = await newPerson();
  await act('AUTHENTICATION', 'sign_in', 'Administrator', async () => {
    await elsewhere.signIn(ADMIN.email, ADMIN.password);
    await elsewhere.page.waitForURL('**/projects');
  });
  await act('PROJECT', 'create', 'Returns', () => elsewhere.createProject('Returns'));
  await expect.poll(() => audit.rows('Returns').count(), PATIENCE).toBe(1);
  await elsewhere.page.close();

  const lines = (await readFile(await ana.exportLog('NDJSON'), 'utf8')).trimEnd().split('\n');
  const exported = new Set(lines.map((line) => (JSON.parse(line) as { id?: string }).id));
  for (const { id } of await stack.api.entries({ exclude: LOOKING })) expect(exported).toContain(id);
});

test('From the left navigation bar, go to Settings > Audit Logs.', async () => {
  await ana.page.goto('/projects');
  const navigation = ana.page.getByRole('navigation', { name: 'Main' });
  const box = await navigation.boundingBox();
  expect(box?.x).toBeLessThan(50);
  await navigation.getByRole('list', { name: 'Settings' }).getByRole('link', { name: 'Audit Logs' }).click();
  await ana.page.getByRole('heading', { name: 'Audit Logs' }).waitFor();
  expect(new URL(ana.page.url()).pathname).toBe('/settings/audit-logs');
});

test('The Audit Logs page lists all recorded activities.', async () => {
  await audit.open('range=all');
  const ids = async (): Promise<string[]> => audit.rows().evaluateAll((all) => all.map((row) => row.getAttribute('data-entry') ?? ''));
  await audit.rows().first().waitFor();
  // Asked through a session, so that asking adds nothing to what is listed.
  const recorded = async (): Promise<string[]> => {
    const response = await ana.page.context().request.post('/graphql', { data: { query: '{ auditLogs(first: 200) { edges { node { id } } } }' } });
    const { data } = (await response.json()) as { data: { auditLogs: { edges: { node: { id: string } }[] } } };
    return data.auditLogs.edges.map(({ node }) => node.id);
  };
  await recorded();
  await audit.page.reload();
  await audit.rows().first().waitFor();
  await expect.poll(ids, PATIENCE).toEqual(await recorded());
});

test('Each log entry includes: Time, the date and time when the action occurred; Event Type, the entity type; Action, the action type; Project, where the change was made; User, who performed the action; Details, the fields that were changed, with specific values.', async () => {
  const [entry] = await stack.api.entries({ eventTypes: ['TEST_CASE'], actions: ['update'] });
  await rows('range=all&type=TEST_CASE&action=update', 1);
  const heads = await audit.grid.getByRole('columnheader').allInnerTexts();
  expect(heads.map((text) => text.split('↓', 1)[0]?.trim())).toEqual(['Time', 'Event Type', 'Action', 'Project', 'User', 'Details']);
  const row = audit.rows().first();
  const at = new Date(entry?.time ?? '');
  expect(await row.locator('time').first().getAttribute('datetime')).toBe(entry?.time);
  const text = await row.innerText();
  for (const part of [String(at.getHours()).padStart(2, '0'), 'Test case', 'update', 'Checkout', 'Administrator', TITLE]) expect(text).toContain(part);
  expect(text).toMatch(/status[^]*Draft[^]*Active/);

  await row.click();
  const heading = audit.panel.getByRole('heading', { name: TITLE });
  await heading.waitFor();
  const panel = await audit.panel.innerText();
  for (const part of ['Status', 'Draft', 'Active', 'Description', 'A card that is declined can be tried again.', 'Steps', 'Pay with a declined card']) {
    expect(panel).toContain(part);
  }
  await audit.page.keyboard.press('Escape');
});

test('Filters: Event Type, logs for a specific entity; Action, by the type of activity performed; Date Range, activities within a selected time frame; User, activities of a specific user in your organization; Project, actions within a selected project.', async () => {
  const only = async (column: 'eventType' | 'action' | 'user' | 'project', text: string): Promise<void> => {
    await expect.poll(async () => new Set((await audit.column(column)).map((value) => value.includes(text))), PATIENCE).toEqual(new Set([true]));
  };
  await audit.open('range=all');
  await audit.choose('Event type', 'Folder');
  await only('eventType', 'Folder');
  await audit.open('range=all');
  await audit.choose('Action', 'delete');
  await only('action', 'delete');
  await audit.open('range=all');
  await audit.choose('User', 'Mara Okafor');
  await only('user', 'Mara Okafor');
  await audit.open('range=all');
  await audit.choose('Project', 'Checkout');
  await only('project', 'Checkout');

  await audit.page.getByRole('button', { name: /^Date range/ }).click();
  await audit.page.getByRole('button', { name: 'Last hour' }).click();
  await expect.poll(() => audit.search(), PATIENCE).toContain('range=1h');
  await only('project', 'Checkout');
  await audit.open('type=PROJECT&from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z');
  await audit.page.getByRole('heading', { name: /^No project entries from/ }).waitFor();
  expect(await audit.rows().count()).toBe(0);
});
