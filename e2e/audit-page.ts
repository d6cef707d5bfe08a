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

  constructor(readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Audit log entries' });
    this.live = page.getByRole('switch', { name: 'Live' });
    this.status = page.locator('[role=status][data-state]');
    this.newEntries = page.getByRole('button', { name: /new entr/ });
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

  /** What the column says in every row that is drawn, from the newest on. */
  async column(name: 'time' | 'eventType' | 'action' | 'project' | 'user' | 'details'): Promise<string[]> {
    return this.rows().locator(`[data-column=${name}]`).allInnerTexts();
  }

  /** How the page is connected: `live`, `catching-up`, `connecting`, `reconnecting` or `paused`. */
  async state(): Promise<string | null> {
    return this.status.getAttribute('data-state');
  }

  /** The search part of the address, without the question mark. */
  search(): string {
    return new URL(this.page.url()).searchParams.toString();
  }

  /** Chooses values of a filter, such as "Event type", and applies them. */
  async choose(filter: string, ...values: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: filter, exact: true }).click();
    const dialog = this.page.getByRole('dialog', { name: filter });
    for (const value of values) await dialog.getByRole('checkbox', { name: value, exact: true }).click();
    await dialog.getByRole('button', { name: 'Apply' }).click();
  }
}
