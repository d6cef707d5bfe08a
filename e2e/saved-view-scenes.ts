import type { Page } from 'playwright';
import { AuditPage } from './audit-page.js';
import type { Stack } from './stack.js';

const CREATE = 'mutation ($input: CreateSavedViewInput!) { createSavedView(input: $input) { id } }';

/** The saved views as they are in use: the list with a view that was changed, and the dialog in which one is named. */
export function savedViewScenes(stack: () => Stack): readonly { readonly name: string; readonly show: (page: Page) => Promise<void> }[] {
  let id: Promise<string> | null = null;
  const made = async (): Promise<string> => {
    const input = { name: 'Failed sign-ins', filter: 'action=sign_in_failed&range=24h', shared: true };
    return (await stack().api.request<{ createSavedView: { id: string } }>(CREATE, { input })).createSavedView.id;
  };
  const open = async (page: Page): Promise<void> => {
    const audit = new AuditPage(page);
    await audit.open(`-action=view&view=${await (id ??= made())}`);
    await audit.rows().first().waitFor();
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByRole('button', { name: 'Undo changes' }).waitFor();
  };
  return [
    { name: 'the saved views', show: open },
    {
      name: 'saving a view',
      show: async (page) => {
        await open(page);
        await page.getByRole('button', { name: 'Save as view…' }).click();
        await page.getByLabel('Name').waitFor();
      },
    },
  ];
}
