import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { download, type Reading } from './download.js';
import { connect, postmasterOf } from './postmaster.js';
import { Stack } from './stack.js';

const FULL = process.env['FULL'] === '1';
/** So many that holding all of them would show in any measurement: some 130 MB, or 300 MB. */
const SIZE = FULL ? { entries: 300_000, text: 600 } : { entries: 20_000, text: 6000 };
/** By how much the server may grow during an export, whatever its size: what it has used and not yet collected. */
const BOUND = 96 * 2 ** 20;
const BATCH = 10_000;

// As somebody works past the product, at a console: the triggers record it.
const INSERT = `
  INSERT INTO workspace.project (organization, key, name, description)
  SELECT 1, 'P' || n, 'Project ' || n, repeat(md5(n::text), $3::int / 32) FROM generate_series($1::int, $2::int) n`;

const READERS: [string, string, Reading][] = [
  ['csv', 'reads as fast as it can', {}],
  // For a while, then as fast as it can: what waits would by then be all of it.
  ['ndjson', 'reads slowly', { pause: (bytes) => (bytes < 2 ** 20 ? 40 : 0) }],
];
if (FULL) READERS.push(['ndjson', 'reads as fast as it can', {}]);

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  stack = await Stack.start();
  browser = await launchBrowser();
  await using owner = await connect(postmasterOf(stack.dataDirectory)?.url ?? '');
  for (let first = 1; first <= SIZE.entries; first += BATCH) await owner.query(INSERT, [first, first + BATCH - 1, SIZE.text]);
  await vi.waitFor(async () => expect((await owner.query('SELECT FROM audit.pending LIMIT 1')).rowCount).toBe(0), { timeout: 600_000, interval: 200 });
}, 900_000);
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** Memory of the server's process that is in use, in bytes. Only Linux tells; elsewhere nothing grows. */
function residentMemory(): number {
  if (process.platform !== 'linux') return 0;
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${stack.pid}/status`, 'utf8'))?.[1]) * 1024;
}

/** An export, with the most that the server held meanwhile, over what it held before. */
async function measured(format: string, reading: Reading): Promise<{ grown: number; before: number; lines: number; whole: boolean; complete: string | undefined }> {
  const before = residentMemory();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, residentMemory())), 20);
  let lines = 0;
  const onChunk = (chunk: Buffer): void => {
    for (const byte of chunk) if (byte === 10) lines += 1;
  };
  const { whole, trailers } = await download(stack, `format=${format}&type=PROJECT`, { ...reading, onChunk });
  clearInterval(timer);
  return { grown: most - before, before, lines, whole, complete: trailers['audit-log-complete'] };
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

describe(`an export of ${SIZE.entries} entries`, () => {
  test.each(READERS)('as %s leaves the memory of the server flat, for a reader who %s', async (format, how, reading) => {
    // What the first export of a process brings in stays.
    await download(stack, `format=${format}&type=PROJECT`, { cutAfter: 2 ** 20 });
    const { grown, before, lines, whole, complete } = await measured(format, reading);
    process.stdout.write(`${format}, ${how}: ${SIZE.entries} entries, the server grew from ${megabytes(before)} by ${megabytes(grown)}\n`);
    expect([whole, complete, lines]).toEqual([true, `entries=${SIZE.entries}`, SIZE.entries + 1]);
    expect(grown).toBeLessThan(BOUND);
  }, 600_000);
});

test('an export that is refused says why in the page, and one that is taken again is saved', async () => {
  const { page } = await administrator(browser, stack, { viewport: { width: 1440, height: 900 } });
  await new AuditPage(page).open('type=PROJECT&range=all');
  // Four that nobody reads to the end are as many as there may be.
  let over = false;
  const begun = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const readers = begun.map(({ resolve }) =>
    download(stack, 'format=csv&type=PROJECT', { pause: () => (resolve(), 50), isOver: () => over, onChunk: () => undefined }),
  );
  await Promise.all(begun.map(({ promise }) => promise));
  const ask = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('link', { name: /^CSV/ }).click();
  };
  await ask();
  await page.getByText('The export failed. 4 exports are running: try again when one has ended.').waitFor();
  over = true;
  await Promise.all(readers);

  await new AuditPage(page).open('type=API_KEY&range=all');
  const saved = page.waitForEvent('download');
  await ask();
  expect((await saved).suggestedFilename()).toMatch(/^audit-log-\d+\.csv$/);
  await page.getByText(/^The export is complete: audit-log-\d+\.csv, [\d.]+ k?B\.$/).waitFor();
});
