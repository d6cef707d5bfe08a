import type { Page } from 'playwright';
import { AuditPage } from './audit-page.js';

interface Scene {
  readonly name: string;
  readonly show: (page: Page, phone: boolean) => Promise<void>;
}

async function list(page: Page, search = ''): Promise<AuditPage> {
  const audit = new AuditPage(page);
  await audit.open(search);
  await audit.rows().first().waitFor();
  return audit;
}

/** The finding tools of the audit log as they are in use, on a log with a changed test case in a project. */
export function findingScenes(projectId: () => string): readonly Scene[] {
  return [
    {
      name: 'a search, with what it found',
      show: async (page) => {
        const audit = await list(page, `project=${projectId()}&q=${encodeURIComponent('card retry')}`);
        await audit.rows().first().locator('mark').first().waitFor();
        await audit.rows('update').first().click();
        await audit.panel.locator('ins mark').first().waitFor();
      },
    },
    {
      name: 'a search that is being written',
      show: async (page) => {
        await list(page);
        await page.getByRole('searchbox').fill('*card');
        await page.getByRole('alert').waitFor();
      },
    },
    {
      name: 'what is known of the search',
      show: async (page) => {
        await list(page);
        await page.getByRole('searchbox').focus();
        await page.getByText('words that begin so').waitFor();
      },
    },
    {
      name: 'the filters by changes and addresses',
      show: async (page, phone) => {
        await list(page, 'field=status&new=Active&-ip=10.0.0.0/8');
        if (phone) {
          await page.getByRole('button', { name: 'Filters' }).click();
          await page.getByRole('button', { name: /^Change, address/ }).click();
        } else {
          await page.getByRole('button', { name: 'More', exact: true }).click();
        }
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('combobox', { name: 'To', exact: true }).fill('');
        await dialog.getByRole('option', { name: 'Active', exact: true }).waitFor();
      },
    },
    {
      name: 'the view as code',
      show: async (page) => {
        await list(page, `project=${projectId()}`);
        await page.getByRole('button', { name: 'Query', exact: true }).click();
        await page.getByRole('button', { name: 'Run' }).click();
        await page.getByRole('region', { name: 'Result' }).waitFor();
      },
    },
  ];
}
