import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { connect, postmasterOf } from './postmaster.js';
import { Stack } from './stack.js';

const FULL = process.env['FULL'] === '1';
const SIZE = FULL ? { entries: 100_000, seconds: 60 } : { entries: 2_000, seconds: 5 };
const PER_SECOND = 500;
const A_SECOND = 4;

/** What a slow machine may need. */
const LONG_MS = FULL ? 3_600_000 : 900_000;
const PATIENCE = { timeout: 120_000, interval: 100 };

// As somebody works past the product: the triggers record it.
const INSERT = `
  INSERT INTO workspace.project (organization, key, name)
  SELECT 1, 'P' || n, 'Project ' || n FROM generate_series($1::int, $2::int) n`;

let stack: Stack;
let browser: Browser;
let owner: pg.Client & AsyncDisposable;
let made = 0;

/** Each an act of its own: those of one operation would stand behind one row. */
const ACT = "SELECT audit.act(1, 'INTEGRATION', 'load', 'Load', NULL, NULL, NULL)";

async function make(count: number): Promise<void> {
  await owner.query('BEGIN');
  await owner.query(ACT);
  await owner.query(INSERT, [made + 1, made + count]);
  await owner.query('COMMIT');
  made += count;
}

beforeAll(async () => {
  stack = await Stack.start();
  browser = await launchBrowser();
  owner = await connect(postmasterOf(stack.dataDirectory)?.url ?? '');
  while (made < SIZE.entries) await make(Math.min(10_000, SIZE.entries - made));
  await vi.waitFor(async () => expect((await owner.query('SELECT FROM audit.pending LIMIT 1')).rowCount).toBe(0), { timeout: 600_000, interval: 200 });
}, LONG_MS);
afterAll(async () => {
  await owner?.[Symbol.asyncDispose]();
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** What of PerformanceLongAnimationFrameTiming is looked at. */
interface LongFrame {
  readonly scripts: readonly { readonly sourceURL: string; readonly duration: number }[];
}

async function open(): Promise<AuditPage> {
  const { page } = await administrator(browser, stack, { viewport: { width: 1440, height: 900 } });
  const audit = new AuditPage(page);
  await audit.open('type=PROJECT&range=all');
  await expect.poll(() => audit.state(), PATIENCE).toBe('live');
  await page.evaluate(() => {
    const tasks: number[] = [];
    const scripts: number[] = [];
    Object.assign(globalThis, { longTasks: tasks, longScripts: scripts });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    // Of frames that took long it is told which scripts ran in them, and how long: those of the page are ours.
    new PerformanceObserver((list) => {
      const ran = (list.getEntries() as unknown as LongFrame[]).flatMap((frame) => frame.scripts);
      scripts.push(...ran.filter(({ sourceURL }) => sourceURL.startsWith(location.origin)).map(({ duration }) => duration));
    }).observe({ type: 'long-animation-frame' });
  });
  return audit;
}

/** In bytes, of what is not garbage. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Figures are for who reads them: what else the machine does is in them. */
async function tell(what: string, page: Page, heaps: readonly number[]): Promise<void> {
  const { longTasks: tasks, longScripts: scripts } = await page.evaluate(() => {
    const { longTasks, longScripts } = globalThis as unknown as Record<'longTasks' | 'longScripts', number[]>;
    return { longTasks, longScripts };
  });
  const longest = (of: readonly number[]): number => Math.round(Math.max(0, ...of));
  const megabytes = heaps.map((heap) => (heap / 2 ** 20).toFixed(1)).join(', ');
  process.stdout.write(`${what}: ${tasks.length} tasks over 50 ms, the longest ${longest(tasks)} ms, of ours in them ${longest(scripts)} ms at once (${scripts.filter((ran) => ran > 50).length} over 50); MB in use on the way: ${megabytes}\n`);
}

test(`whoever scrolls through ${SIZE.entries} entries sees each of them once, and the page holds a bounded part of them`, async () => {
  const audit = await open();
  const heaps = [await heapOf(audit.page)];
  const seen: string[] = [];
  for (let over = false; !over; heaps.push(await heapOf(audit.page))) {
    const part = await audit.grid.evaluate(async (grid, most) => {
      const scroller = grid.parentElement ?? grid;
      const ids = new Set<string>();
      const drawn = (): Promise<number> => new Promise(requestAnimationFrame);
      for (let frame = 0; frame < most; frame += 1) {
        for (const row of grid.querySelectorAll<HTMLElement>('[data-entry]')) ids.add(row.dataset['entry'] ?? '');
        // Rows are drawn somewhat beyond the view: no more than that is passed over.
        scroller.scrollTop += scroller.clientHeight * 0.8;
        await drawn();
      }
      return [...ids];
    }, FULL ? 1000 : 60);
    seen.push(...part);
    over = await audit.end.isVisible();
  }
  const ids = (await owner.query<{ id: string }>(`SELECT id FROM audit.entry WHERE entity_name LIKE 'Project %'`)).rows.map(({ id }) => id);
  expect(ids).toHaveLength(SIZE.entries);
  expect(ids.filter((id) => !new Set(seen).has(id))).toEqual([]);
  await tell(`scrolling through ${SIZE.entries} entries`, audit.page, heaps);
}, LONG_MS);

test(`at ${PER_SECOND} entries a second the list is bounded, the newest part of the log without a hole or a double, and the total misses none`, async () => {
  const audit = await open();
  await audit.page.getByRole('region', { name: 'Entries over time' }).getByText(totalOf(made)).waitFor();
  // What is counted afresh would make up for what was missed: from here on the page has what comes live alone.
  await audit.page.route('**/graphql', (route, request) => (request.postData()?.includes('query AuditLogHistogram') === true ? route.abort() : route.continue()));
  await watchHeight(audit);
  const heaps = [await heapOf(audit.page)];
  const begun = performance.now();
  for (let n = 0; n < SIZE.seconds * A_SECOND; n += 1) {
    await make(PER_SECOND / A_SECOND);
    if (n % (10 * A_SECOND) === 0 && n > 0) heaps.push(await heapOf(audit.page));
    await delay(Math.max(0, begun + ((n + 1) * 1000) / A_SECOND - performance.now()));
  }
  await expect.poll(() => audit.rows().first().innerText(), PATIENCE).toContain(`Project ${made}`);
  const rate = await audit.page.getByTitle(/^Entries that come in/).innerText();
  expect(rate).toMatch(/^\d+\/(s|min)$/);
  await audit.page.getByRole('region', { name: 'Entries over time' }).getByText(totalOf(made)).waitFor();
  heaps.push(await heapOf(audit.page));
  await tell(`${SIZE.seconds} s at ${PER_SECOND} entries a second (${rate} told, ${made.toLocaleString('en')} in all)`, audit.page, heaps);

  const most = await audit.page.evaluate(() => (globalThis as unknown as { highest: number }).highest / 32);
  process.stdout.write(`the most rows that the list held: ${most}\n`);
  // With the line of a day or two between them.
  expect(most).toBeLessThanOrEqual(MOST_HELD + 2);
  await expectNewest(audit, Math.min(MOST_HELD + 500, made));
}, LONG_MS);

/** More are not held while entries come: see `windowLimits`. */
const MOST_HELD = 2_000;

function totalOf(entries: number): string {
  return `${entries.toLocaleString('en')} entries`;
}

/** Keeps the height of the whole list at its highest: that of all rows that are held. */
async function watchHeight(audit: AuditPage): Promise<void> {
  await audit.grid.evaluate((grid) => {
    const body = grid.querySelectorAll<HTMLElement>('[role=rowgroup]')[1];
    if (body === undefined) throw new Error('The list has no rows.');
    const told = globalThis as unknown as { highest: number };
    const look = (): void => {
      told.highest = Math.max(told.highest, parseFloat(body.style.height));
    };
    told.highest = 0;
    look();
    new MutationObserver(look).observe(body, { attributeFilter: ['style'] });
  });
}

/** Scrolls down from the newest, beyond what was held, to where the list goes on with pages: every part is as it is in the log. */
async function expectNewest(audit: AuditPage, count: number): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT e.id FROM audit.entry e WHERE e.entity_name LIKE 'Project %' ORDER BY e.occurred_at DESC, e.id DESC LIMIT $1`,
    [count + 200],
  );
  const newest = rows.map(({ id }) => id);
  const parts = await audit.grid.evaluate(async (grid, most) => {
    const scroller = grid.parentElement ?? grid;
    const drawn: string[][] = [];
    const seen = new Set<string>();
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    scroller.scrollTop = 0;
    for (let frames = 0; seen.size < most && frames < 5_000; frames += 1) {
      await frame();
      await frame();
      const part = [...grid.querySelectorAll<HTMLElement>('[data-entry]')].map((row) => row.dataset['entry'] ?? '');
      drawn.push(part);
      for (const id of part) seen.add(id);
      scroller.scrollTop += scroller.clientHeight * 0.8;
    }
    return drawn;
  }, count);
  let seen = 0;
  for (const part of parts) {
    const from = newest.indexOf(part[0] ?? '');
    expect(part).toEqual(newest.slice(from, from + part.length));
    expect(from).toBeLessThanOrEqual(seen);
    seen = Math.max(seen, from + part.length);
  }
  expect(seen).toBeGreaterThanOrEqual(count);
}
