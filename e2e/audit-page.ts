import type { Locator, Page } from 'playwright';

/** The page Settings > Audit Logs, by the names that assistive technology has for its parts. */
export class AuditPage {
  readonly grid: Locator;
  readonly live: Locator;
  /** The word beside the switch; `data-state` says how the page is connected. */
  readonly status: Locator;
  /** Lets in the entries that wait above what is being read. */
  readonly newEntries: Locator;
  readonly panel: Locator;
  /** What stands below the last of all entries. */
  readonly end: Locator;

  constructor(readonly page: Page) {
    this.grid = page.getByRole('treegrid', { name: 'Audit log entries' });
    this.live = page.getByRole('switch', { name: 'Live' });
    this.status = page.locator('[role=status][data-state]');
    this.newEntries = page.getByRole('button', { name: /new entr/ });
    this.end = page.getByText(/^That is all/);
    this.panel = page.getByRole('complementary', { name: 'Entry details' });
  }

  /** Opens the page with the filter that the address holds. */
  async open(search = ''): Promise<void> {
    await this.page.goto(`/settings/audit-logs${search === '' ? '' : `?${search}`}`);
    await this.grid.waitFor();
  }

  /** The rows of entries that are drawn, or those of them that hold the text. */
  rows(text?: string | RegExp): Locator {
    const rows = this.grid.locator('[role=row][data-entry]');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** The row of an entry, while it is drawn. */
  row(id: string): Locator {
    return this.grid.locator(`[data-entry="${id}"]`);
  }

  /** Every entry of the list, in its order. */
  async ids(): Promise<string[]> {
    const drawn = (rows: Locator): Promise<string[]> => rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-entry') ?? ''));
    return [...new Set((await this.readThrough(drawn)).flat())];
  }

  /** The rows of operations that are drawn, each in place of entries or above them, or those that hold the text. */
  operations(text?: string | RegExp): Locator {
    const rows = this.grid.locator('[role=row][aria-expanded]');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** What the column says in every row that is drawn, from the newest on. */
  async column(name: 'time' | 'eventType' | 'action' | 'project' | 'user' | 'details'): Promise<string[]> {
    return this.rows().locator(`[data-column=${name}]`).allInnerTexts();
  }

  /** How the page is connected: `live`, `catching-up`, `connecting`, `reconnecting` or `paused`. */
  async state(): Promise<string | null> {
    return this.status.getAttribute('data-state');
  }

  /** Scrolls on by less than what is in sight; whether there was anything left to scroll. */
  async scrollOn(): Promise<boolean> {
    return this.grid.evaluate(async (grid) => {
      const scroller = grid.parentElement ?? grid;
      const before = scroller.scrollTop;
      scroller.scrollTop += scroller.clientHeight * 0.6;
      const drawn = (): Promise<number> => new Promise(requestAnimationFrame);
      await drawn();
      await drawn();
      return scroller.scrollTop > before;
    });
  }

  /** Reads the rows that are drawn, from the first to the last of the list, scrolling until it says that this is all. */
  async readThrough<T>(read: (rows: Locator) => Promise<T>): Promise<T[]> {
    const parts: T[] = [];
    for (let over = false; ; ) {
      parts.push(await read(this.rows()));
      if (over) return parts;
      // Once more from there: what came last may have come after the reading.
      over = !(await this.scrollOn()) && (await this.end.isVisible());
    }
  }

  /** The search part of the address, without the question mark. */
  search(): string {
    return new URL(this.page.url()).searchParams.toString();
  }

  /** Chooses values of a filter, such as "Event type", and applies them. */
  async choose(filter: string, ...values: readonly string[]): Promise<void> {
    await this.#choose(filter, 'is', values);
  }

  /** Excludes values of a filter. */
  async exclude(filter: string, ...values: readonly string[]): Promise<void> {
    await this.#choose(filter, 'is not', values);
  }

  async #choose(filter: string, mode: 'is' | 'is not', values: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: filter, exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: filter });
    await dialog.getByRole('radio', { name: mode, exact: true }).check();
    for (const value of values) await dialog.getByRole('checkbox', { name: value, exact: true }).click();
    await dialog.getByRole('button', { name: 'Apply' }).click();
  }
}
