import type { Locator, Page } from 'playwright';

/** The page Settings > Audit Logs, by the names that assistive technology has for its parts. */
export class AuditPage {
  readonly table: Locator;
  readonly live: Locator;
  /** Whether the page is connected: `data-state` says how. */
  readonly status: Locator;
  readonly newEntries: Locator;
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.table = page.getByRole('table', { name: 'Audit log entries' });
    this.live = page.getByRole('switch', { name: 'Live' });
    this.status = page.locator('[role=status][data-state]');
    this.newEntries = page.getByRole('button', { name: /new entr/ });
    this.panel = page.getByRole('complementary', { name: 'Entry details' });
  }

  /** Opens the page with the filter that the address holds, and waits for entries or word that there are none. */
  async open(search = ''): Promise<void> {
    await this.page.goto(`/settings/audit-logs${search === '' ? '' : `?${search}`}`);
    await this.table.waitFor();
  }

  /** The rows of entries that hold the text. */
  rows(text?: string | RegExp): Locator {
    const rows = this.table.getByRole('row').filter({ has: this.page.getByRole('cell') });
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** How the page is connected. */
  async state(): Promise<string | null> {
    return this.status.getAttribute('data-state');
  }

  /** Opens the menu of a filter, such as "Event type". */
  async openFilter(name: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  }
}
