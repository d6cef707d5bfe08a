import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { administrator, type Actor } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import type { Stack } from './stack.js';

const PATIENCE = { timeout: 90_000, interval: 50 };
const CASES = 12;

let stack: Stack;
let browser: Browser;
let projectId: string;
let actor: Actor;
let audit: AuditPage;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
  projectId = await stack.api.createProject('Checkout');
  for (let i = 1; i <= CASES; i++) {
    const id = await stack.api.createTestCase(projectId, `Case ${i}`);
    if (i % 3 === 0) await stack.api.updateTestCase(id, { priority: 'HIGH' });
  }
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  actor = await administrator(browser, stack, { viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Kathmandu' });
  audit = new AuditPage(actor.page);
});
afterEach(() => actor.context.close());

const histogram = () => audit.page.getByRole('region', { name: 'Entries over time' });
const bars = () => histogram().getByRole('slider');
const total = () => histogram().getByRole('status').first().innerText();
const search = () => new URL(audit.page.url()).searchParams;

test('The histogram says how many entries the filter lets through, by what was done, and its legend filters', async () => {
  await audit.open('type=TEST_CASE');
  await expect.poll(total, PATIENCE).toBe('16 entries');
  const legend = histogram().getByRole('group', { name: 'Show only' });
  await legend.getByRole('button', { name: 'create 12' }).waitFor();
  expect(await legend.getByRole('button', { name: 'delete 0' }).isDisabled()).toBe(true);
  await legend.getByRole('button', { name: 'update 4' }).click();
  await expect.poll(() => audit.search(), PATIENCE).toBe('type=TEST_CASE&action=update');
  await expect.poll(total, PATIENCE).toBe('4 entries');
  await legend.getByRole('button', { name: 'update 4', pressed: true }).click();
  await expect.poll(total, PATIENCE).toBe('16 entries');
});

test('It follows live, without asking again for each entry', async () => {
  await audit.open('type=FOLDER&range=1h');
  await expect.poll(total, PATIENCE).toBe('0 entries');
  let asked = 0;
  audit.page.on('request', (request) => {
    if (request.postData()?.includes('query AuditLogHistogram') === true) asked += 1;
  });
  await expect.poll(() => audit.state(), PATIENCE).toBe('live');
  for (const name of ['One', 'Two', 'Three']) {
    await stack.api.request('mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }', { input: { projectId, name } });
  }
  await expect.poll(total, PATIENCE).toBe('3 entries');
  expect(asked).toBe(0);
});

test.each([['ahead', 5], ['behind', -5]])('Where the clock of the reader is hours %s, the newest entries are counted and come all the same', async (_way, hours) => {
  await actor.context.addInitScript((wrong) => {
    const Right = Date;
    globalThis.Date = new Proxy(Right, {
      construct: (_target, given: number[]) => (given.length === 0 ? new Right(Right.now() + wrong) : new Right(...(given as [number]))),
      get: (_target, name) => (name === 'now' ? () => Right.now() + wrong : Reflect.get(Right, name)),
    });
  }, hours * 3_600_000);
  await audit.open('type=TEST_CASE&range=1h');
  await expect.poll(total, PATIENCE).toBe('16 entries');
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(16);
  await audit.open('type=PROJECT&range=1h');
  await expect.poll(() => audit.state(), PATIENCE).toBe('live');
  await expect.poll(total, PATIENCE).toMatch(/^[1-9]/);
  const before = Number.parseInt(await total(), 10);
  // By whole seconds alone is the time known: one that comes at once may be taken for counted already.
  await expect.poll(async () => {
    await stack.api.createProject(`Clock ${hours}`);
    return Number.parseInt(await total(), 10);
  }, { timeout: 90_000, interval: 500 }).toBeGreaterThan(before);
});

test('A range is chosen by dragging, and by keyboard; escape gives up', async () => {
  await audit.open('type=TEST_CASE&range=1h');
  await expect.poll(total, PATIENCE).toBe('16 entries');
  const box = await bars().boundingBox();
  if (box === null) throw new Error('The bars are not drawn.');
  await audit.page.mouse.move(box.x + box.width * 0.25, box.y + 30);
  await histogram().getByText(/to \d\d:\d\d(:\d\d)? UTC\+05:45/).waitFor();
  await audit.page.mouse.down();
  await audit.page.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 4 });
  await audit.page.mouse.up();
  await expect.poll(() => [...search().keys()].toSorted(), PATIENCE).toEqual(['from', 'to', 'type']);
  const length = Date.parse(search().get('to') ?? '') - Date.parse(search().get('from') ?? '');
  expect(length / 60_000).toBeGreaterThan(13);
  expect(length / 60_000).toBeLessThan(18);

  await audit.page.goBack();
  await expect.poll(total, PATIENCE).toBe('16 entries');
  await bars().focus();
  await audit.page.keyboard.press('End');
  await audit.page.keyboard.press('Shift+ArrowLeft');
  await audit.page.keyboard.press('Escape');
  await audit.page.keyboard.press('Enter');
  expect(audit.search()).toBe('type=TEST_CASE&range=1h');
  await audit.page.keyboard.press('End');
  for (let i = 0; i < 20; i++) await audit.page.keyboard.press('Shift+ArrowLeft');
  expect(await bars().getAttribute('aria-valuetext')).toMatch(/UTC\+05:45: 16 entries, update 4, create 12$/);
  await audit.page.keyboard.press('Enter');
  // What reaches the present goes on.
  await expect.poll(() => [...search().keys()].toSorted(), PATIENCE).toEqual(['from', 'type']);
  await expect.poll(() => audit.rows().count(), PATIENCE).toBe(16);
});

test('A finger asks what a bar is, chooses it with a second tap, and a range by dragging', async () => {
  const phone = await administrator(browser, stack, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const small = new AuditPage(phone.page);
  await small.open('type=TEST_CASE&range=1h');
  const plot = phone.page.getByRole('slider', { name: /^Entries over time/ });
  const box = await plot.boundingBox();
  if (box === null) throw new Error('The bars are not drawn.');
  const x = box.x + box.width - 8;
  await phone.page.touchscreen.tap(x, box.y + 30);
  await phone.page.getByRole('region', { name: 'Entries over time' }).getByText(/ to .* UTC/).waitFor();
  expect(small.search()).toBe('type=TEST_CASE&range=1h');
  await phone.page.touchscreen.tap(x, box.y + 30);
  await expect.poll(() => new URL(phone.page.url()).searchParams.has('from'), PATIENCE).toBe(true);
  await phone.context.close();
});

test('Where counting fails the list still works, and trying again counts', async () => {
  let failing = true;
  await audit.page.route('**/graphql', (route, request) =>
    failing && request.postData()?.includes('query AuditLogHistogram') === true ? route.abort() : route.continue(),
  );
  await audit.open('type=TEST_CASE');
  await histogram().getByText('The entries were not counted.').waitFor();
  const before = await audit.grid.boundingBox();
  expect(await audit.rows().count()).toBe(16);
  failing = false;
  await histogram().getByRole('button', { name: 'Try again' }).click();
  await expect.poll(total, PATIENCE).toBe('16 entries');
  expect((await audit.grid.boundingBox())?.y).toBe(before?.y);
});

test('An estimate says about and is counted exactly when asked to; what is only a bound says more than', async () => {
  let answer = { value: 12_416, accuracy: 'ESTIMATE', error: 320 as number | null };
  await audit.page.route('**/graphql', async (route, request) => {
    if (request.postData()?.includes('query AuditLogHistogram') !== true) return route.continue();
    const response = await route.fetch();
    const body = (await response.json()) as { data: object };
    return route.fulfill({ response, json: { data: { ...body.data, auditLogCount: answer } } });
  });
  await audit.open('type=TEST_CASE');
  await expect.poll(total, PATIENCE).toBe('about 12,400 entries');
  await histogram().getByRole('button', { name: 'Count exactly' }).click();
  await expect.poll(total, PATIENCE).toBe('16 entries');
  answer = { value: 20_001, accuracy: 'AT_LEAST', error: null };
  await audit.open('type=TEST_CASE&range=90d');
  await expect.poll(total, PATIENCE).toBe('more than 20,000 entries');
});
