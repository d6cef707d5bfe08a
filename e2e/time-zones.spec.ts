import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator, invited, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { connect, createDatabase, type OwnDatabase } from './database.js';
import { Stack } from './stack.js';

// An organization in Kathmandu, read from New York, whose clocks went back an hour in the night to 1 November 2026.
const PATIENCE = { timeout: 120_000, interval: 50 };
/** Around an afternoon's hour in Kathmandu: 14:00 to 15:00 there is 08:15 to 09:15 in UTC. */
const HOUR = ['2026-11-18T08:14:59.999999Z', '2026-11-18T08:15:00.000000Z', '2026-11-18T09:14:59.999999Z', '2026-11-18T09:15:00.000000Z'];
/** Around the 25 hours of 1 November in New York; half past one came twice. */
const NIGHT = ['2026-11-01T03:59:59.999999Z', '2026-11-01T04:00:00.000000Z', '2026-11-01T05:30:00.000000Z', '2026-11-01T06:30:00.000000Z', '2026-11-02T04:59:59.999999Z', '2026-11-02T05:00:00.000000Z'];

let database: OwnDatabase;
let stack: Stack;
let browser: Browser;
let ana: Actor;
let audit: AuditPage;

beforeAll(async () => {
  database = await createDatabase(18);
  stack = await Stack.start({ DATABASE_URL: database.url });
  const id = await stack.api.createTestCase(await stack.api.createProject('Checkout'), 'Card declined');
  const [made] = await stack.api.entries({ eventTypes: ['TEST_CASE'] });
  await using owner = await connect(database.url);
  await owner.query(
    `WITH entry AS (
       INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, entity_name, changes, source)
       SELECT e.organization, audit.uuid_v7(t.at), t.at, e.event_type, e.action, e.project, e.actor, e.entity_id, e.entity_name, e.changes, e.source
       FROM audit.entry e, unnest($2::timestamptz[]) AS t(at) WHERE e.id = $1 RETURNING organization, occurred_at, id
     ) INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry`,
    [made?.id, [...HOUR, ...NIGHT]],
  );
  // Anything wakes the numbering.
  await stack.api.updateTestCase(id, { priority: 'HIGH' });
  await stack.api.entries({ eventTypes: ['TEST_CASE'] });
  browser = await launchBrowser();
  ana = await administrator(browser, stack, { viewport: { width: 1440, height: 900 }, timezoneId: 'America/New_York' });
  audit = new AuditPage(ana.page);
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

const range = () => audit.page.getByRole('button', { name: /^Date range/ });
const params = () => new URL(audit.page.url()).searchParams;

/** Writes both ends of a range, and applies it. */
async function write(from: string, to: string): Promise<void> {
  await range().click();
  const dialog = audit.page.getByRole('dialog', { name: 'Date range' });
  await dialog.getByRole('textbox', { name: 'From' }).fill(from);
  await dialog.getByRole('textbox', { name: 'To' }).fill(to);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('An administrator chooses the organization’s time zone on a page, which is recorded; others do not', async () => {
  const { page } = ana;
  await page.goto('/projects');
  await page.getByRole('link', { name: 'Organization' }).click();
  await page.getByRole('heading', { name: 'Organization' }).waitFor();
  const field = page.getByRole('combobox', { name: 'Time zone' });
  const save = page.getByRole('button', { name: 'Save' });
  expect(await save.isDisabled()).toBe(true);
  await field.fill('katmandu');
  // Its name as it is now, whatever the browser calls it.
  await page.getByRole('option', { name: 'Asia/Kathmandu UTC+05:45' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText(/^It is \d+ \w+ \d{4}, \d\d:\d\d there, UTC\+05:45\.$/).waitFor();
  await save.click();
  await page.getByText('The organization’s time zone is Asia/Kathmandu now.').waitFor();
  await expect.poll(() => save.isDisabled(), PATIENCE).toBe(true);

  await audit.open('type=ORGANIZATION');
  const row = audit.rows().first();
  await row.waitFor();
  expect(await row.locator('[data-column=eventType]').innerText()).toBe('Organization');
  expect(await row.innerText()).toMatch(/time zone.*Asia\/Kathmandu/s);

  const rita = await invited(browser, stack, { name: 'Rita', role: 'READ_ONLY' });
  await rita.page.goto('/settings/organization');
  await rita.page.getByText('The organization’s settings are for administrators').waitFor();
  expect(await rita.page.getByRole('link', { name: 'Organization' }).count()).toBe(0);
  await rita.context.close();
});

test('Times are told in the reader’s zone, in UTC and in the organization’s, in turn with z; a time that is pointed at tells all three', async () => {
  const { page } = ana;
  const [, , time] = NIGHT;
  await audit.open(`type=TEST_CASE&from=${NIGHT[1]}&to=${NIGHT[3]}`);
  const first = audit.rows().first();
  await first.waitFor();
  const told: string[] = [];
  for (const label of ['America/New_York', 'UTC', 'UTC+05:45']) {
    // The clocks were changed between its ends: then the zone is named.
    await expect.poll(() => range().innerText(), PATIENCE).toMatch(label === 'UTC' ? /UTC$/ : new RegExp(`${label.replace('+', '\\+')}$`));
    told.push((await audit.column('time'))[0] ?? '');
    await page.keyboard.press('z');
  }
  expect(told).toEqual(['01:30:00', '05:30:00', '11:15:00']);
  await page.getByText(/^Times in America\/New_York UTC−0\d:00\.$/).waitFor();

  await first.locator('time').hover();
  const tip = page.getByRole('tooltip');
  await tip.waitFor();
  const lines = (await tip.innerText()).split('\n').map((line) => line.trim());
  // The offset of that moment: in November New York is at −05:00, but for that night.
  expect(lines.slice(1)).toEqual([
    'Browser, America/New_York', 'Sun 1 Nov 2026, 01:30:00.000000 UTC−04:00',
    'UTC', `${time?.slice(0, 10)} 05:30:00.000000 UTC`,
    'Organization, Asia/Kathmandu', 'Sun 1 Nov 2026, 11:15:00.000000 UTC+05:45',
  ]);

  // The same by keyboard, and by a finger that stays: both open the value's menu.
  await page.mouse.move(0, 0);
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('m');
  const menu = page.getByRole('menu');
  await menu.getByText('Sun 1 Nov 2026, 11:15:00.000000 UTC+05:45').waitFor();
  await menu.getByText('Browser, America/New_York').waitFor();
  await page.keyboard.press('Escape');
});

test('14:00 to 15:00 written in the organization’s zone finds that hour to the microsecond, and its link opens the same elsewhere', async () => {
  const { page } = ana;
  await audit.open('type=TEST_CASE');
  await range().click();
  await page.getByRole('radio', { name: 'Organization UTC+05:45' }).check({ force: true });
  await page.getByText('Asia/Kathmandu UTC+05:45, the organization').waitFor();
  await page.keyboard.press('Escape');
  await write('18 Nov 2026, 14:00', '18 Nov 2026, 15:00');
  await expect.poll(() => audit.column('time'), PATIENCE).toEqual(['14:59:59', '14:00:00']);
  expect([params().get('from'), params().get('to')]).toEqual(['2026-11-18T08:15:00Z', '2026-11-18T09:15:00Z']);
  expect(await range().innerText()).toMatch(/18 Nov 2026, 14:00 to 18 Nov 2026, 15:00\s+UTC\+05:45$/);

  const lena = await invited(browser, stack, { name: 'Lena', role: 'ADMIN' }, { timezoneId: 'Europe/Lisbon' });
  const hers = new AuditPage(lena.page);
  await hers.open(audit.search());
  await expect.poll(() => hers.column('time'), PATIENCE).toEqual(['09:14:59', '08:15:00']);
  expect(await lena.page.getByRole('button', { name: /^Date range/ }).innerText()).toMatch(/08:15 to 18 Nov 2026, 09:15\s+UTC$/);
  await lena.context.close();

  // Days from the calendar are the organization's too.
  await range().click();
  const dialog = page.getByRole('dialog', { name: 'Date range' });
  await dialog.getByRole('button', { name: '17 November 2026' }).click();
  await dialog.getByRole('button', { name: '18 November 2026' }).click();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect.poll(() => params().get('from'), PATIENCE).toBe('2026-11-16T18:15:00Z');
  expect(params().get('to')).toBe('2026-11-18T18:15:00Z');
});

test('A day of 25 hours is found whole, and the hour that came twice is in it twice', async () => {
  const { page } = ana;
  await audit.open('type=TEST_CASE');
  await range().click();
  await page.getByRole('radio', { name: /^Browser/ }).check({ force: true });
  await page.keyboard.press('Escape');
  await write('1 Nov 2026', '1 Nov 2026');
  await expect.poll(() => audit.column('time'), PATIENCE).toEqual(['23:59:59', '01:30:00', '01:30:00', '00:00:00']);
  expect([params().get('from'), params().get('to')]).toEqual(['2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z']);
  expect(await range().innerText()).toMatch(/1 Nov 2026\s+America\/New_York$/);
  expect(await page.getByRole('treegrid').getByText('Sunday 1 November 2026').count()).toBe(1);
  const second = page.getByRole('region', { name: 'Entries over time' });
  await write('2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z');
  await expect.poll(() => audit.column('time'), PATIENCE).toEqual(['01:30:00']);
  // The second of the two hours has an axis of its own.
  await second.getByText('01:15', { exact: true }).waitFor();
  expect(await range().innerText()).toMatch(/1 Nov 2026, 01:00 to 1 Nov 2026, 02:00\s+UTC−05:00$/);
});

test('A zone that this browser does not know is named as such, and times are told in the browser’s', async () => {
  const { page } = ana;
  await using owner = await connect(database.url);
  await owner.query(`UPDATE audit.organization SET time_zone = 'Mars/Olympus_Mons'`);
  await audit.open('type=TEST_CASE');
  await range().click();
  await page.getByText('This browser does not know the organization’s time zone, Mars/Olympus_Mons.').waitFor();
  expect(await page.getByRole('radio', { name: /^Organization/ }).count()).toBe(0);
  await page.goto('/settings/organization');
  await page.getByText('This browser does not know Mars/Olympus_Mons').waitFor();
});
