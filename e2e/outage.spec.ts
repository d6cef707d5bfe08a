import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { administrator } from './actors.js';
import { AuditPage } from './audit-page.js';
import { launchBrowser } from './browser.js';
import { Stack } from './stack.js';

/** What a slow machine may need. */
const PATIENCE = { timeout: 120_000, interval: 100 };

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** A database of one's own behind a door that can be shut. */
class Database implements AsyncDisposable {
  readonly #door = createServer((client) => this.#join(client));
  readonly #sockets = new Set<Socket>();
  readonly #target = new URL(inject('clusters')[18] ?? '');
  readonly #name = `e2e_${randomUUID().replaceAll('-', '')}`;
  #port = 0;

  static async create(): Promise<Database> {
    const database = new Database();
    await database.#asOwner(`CREATE DATABASE ${database.#name}`);
    await database.open();
    return database;
  }

  get url(): string {
    const url = new URL(`/${this.#name}`, this.#target);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  async open(): Promise<void> {
    await once(this.#door.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#door.address() as AddressInfo).port;
  }

  shut(): void {
    this.#door.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.shut();
    await this.#asOwner(`DROP DATABASE ${this.#name} WITH (FORCE)`);
  }

  #join(client: Socket): void {
    const database = connect(Number(this.#target.port), this.#target.hostname);
    for (const [from, to] of [[client, database], [database, client]] as const) {
      this.#sockets.add(from);
      from.on('error', () => undefined).on('close', () => to.destroy() && this.#sockets.delete(from));
      from.pipe(to);
    }
  }

  async #asOwner(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: new URL('/postgres', this.#target).href });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }
}

const banner = (page: Page) => page.getByRole('alert').filter({ hasText: 'The database is away; retrying.' });

/** The names in the rows, newest first, with entries that wait behind the pill let in. */
async function shown(watcher: AuditPage): Promise<string[]> {
  if (await watcher.newEntries.isVisible()) await watcher.newEntries.click();
  const texts = await watcher.rows().allInnerTexts();
  return texts.map((text) => /Edit \d+/.exec(text)?.[0] ?? '').filter((name) => name !== '');
}

test('while the database is away the page says so, keeps what it shows, and goes on by itself: nothing is lost or doubled', async () => {
  await using database = await Database.create();
  await using stack = await Stack.start({ DATABASE_URL: database.url, LOG_LEVEL: 'fatal' });
  const projectId = await stack.api.createProject('Survivors');
  const { page } = await administrator(browser, stack);
  const watcher = new AuditPage(page);
  await watcher.open(`project=${projectId}`);
  await expect.poll(() => watcher.state(), PATIENCE).toBe('live');
  await stack.api.createTestCase(projectId, 'Edit 1');
  await expect.poll(() => shown(watcher), PATIENCE).toEqual(['Edit 1']);
  const loaded = await page.evaluate(() => performance.timeOrigin);

  database.shut();
  await banner(page).waitFor();
  await expect.poll(() => watcher.state(), PATIENCE).not.toBe('live');
  expect(await shown(watcher)).toEqual(['Edit 1']);

  // What is asked for meanwhile waits for the database; what is saved is told the truth.
  await page.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('button', { name: 'New project' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').first().fill('Meanwhile');
  await dialog.getByRole('button', { name: /Create/ }).click();
  await dialog.getByText('The database cannot be reached at the moment; nothing was changed. Try again.').waitFor();
  expect(await banner(page).isVisible()).toBe(true);

  await database.open();
  await banner(page).waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: /Create/ }).click();
  await dialog.waitFor({ state: 'detached' });
  await stack.api.createTestCase(projectId, 'Edit 2');
  await page.goBack();
  await expect.poll(() => watcher.state(), PATIENCE).toBe('live');
  await stack.api.createTestCase(projectId, 'Edit 3');
  await expect.poll(() => shown(watcher), PATIENCE).toEqual(['Edit 3', 'Edit 2', 'Edit 1']);
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded);
  const made = await stack.api.entries({ eventTypes: ['PROJECT'] });
  expect(made.map(({ entity }) => entity?.name)).toEqual(['Meanwhile', 'Survivors']);
});

test('a page that is live when the server is stopped and started again goes on where it was, every entry once', async () => {
  await using stack = await Stack.start();
  const projectId = await stack.api.createProject('Restarted');
  const { page } = await administrator(browser, stack, { viewport: { width: 1440, height: 3000 } });
  const watcher = new AuditPage(page);
  await watcher.open(`project=${projectId}`);
  await expect.poll(() => watcher.state(), PATIENCE).toBe('live');
  for (const title of ['Edit 1', 'Edit 2']) await stack.api.createTestCase(projectId, title);
  await stack.stop();
  await expect.poll(() => watcher.state(), PATIENCE).not.toBe('live');
  await stack.start();
  await stack.api.createTestCase(projectId, 'Edit 3');
  await expect.poll(() => watcher.state(), PATIENCE).toBe('live');
  await expect.poll(() => shown(watcher), PATIENCE).toEqual(['Edit 3', 'Edit 2', 'Edit 1']);
});
