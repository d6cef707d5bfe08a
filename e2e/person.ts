import type { Locator, Page } from 'playwright';

/** Somebody who works through the page alone, one act a method; each ends when the page shows that it is done. */
export class Person {
  constructor(readonly page: Page) {}

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto('/sign-in');
    await this.page.getByLabel('Email', { exact: true }).fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.#press('Sign in');
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: /account menu/i }).click();
    await this.#press('Sign out');
    await this.page.waitForURL('**/sign-in*');
  }

  async join(link: string, name: string, password: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.#press('Join');
    await this.page.waitForURL('**/projects');
  }

  async createProject(name: string): Promise<void> {
    await this.#follow('Projects');
    await this.page.getByRole('button', { name: 'New project' }).first().click();
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.#confirm('Create project');
    await this.page.getByRole('link', { name, exact: true }).waitFor();
  }

  async renameProject(name: string, to: string): Promise<void> {
    await this.#follow('Projects');
    await this.#pick(name, 'Edit');
    await this.page.getByLabel('Name', { exact: true }).fill(to);
    await this.#confirm('Save');
    await this.page.getByRole('link', { name: to, exact: true }).waitFor();
  }

  async deleteProject(name: string): Promise<void> {
    await this.#follow('Projects');
    await this.#pick(name, 'Delete');
    await this.#confirm('Delete project');
    await this.page.getByText(`Project ${name} was deleted`).waitFor();
  }

  /** The further acts on folders and test cases are done in the project that is open. */
  async openProject(name: string): Promise<void> {
    await this.#follow('Projects');
    await this.page.getByRole('link', { name, exact: true }).click();
    await this.page.getByRole('heading', { name, exact: true }).waitFor();
  }

  async createFolder(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New folder', exact: true }).click();
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.#confirm('Create folder');
    await this.#folder(name).waitFor();
  }

  async renameFolder(name: string, to: string): Promise<void> {
    await this.#pick(`folder ${name}`, 'Rename');
    await this.page.getByLabel('Name', { exact: true }).fill(to);
    await this.#confirm('Rename');
    await this.#folder(to).waitFor();
  }

  async moveFolder(name: string, into: string): Promise<void> {
    await this.#pick(`folder ${name}`, 'Move');
    await this.page.getByLabel('Into', { exact: true }).selectOption(into);
    await this.#confirm('Move');
    await this.#folder(`${into}/${name}`).waitFor();
  }

  async deleteFolder(path: string): Promise<void> {
    await this.#pick(`folder ${path}`, 'Delete');
    await this.#confirm('Delete folder');
    await this.#folder(path).waitFor({ state: 'detached' });
  }

  async createTestCase(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New test case' }).first().click();
    await this.#editor.getByLabel('Title').fill(title);
    await this.#editor.getByRole('button', { name: 'Create test case' }).click();
    await this.#editor.getByRole('button', { name: /^Actions for TC-/ }).waitFor();
  }

  /** Fills fields of the test case that is open, and saves. */
  async editTestCase(fill: (editor: Locator) => Promise<void>): Promise<void> {
    await fill(this.#editor);
    const saved = this.page.waitForResponse((response) => response.url().endsWith('/graphql') && (response.request().postData() ?? '').includes('updateTestCase'));
    await this.#editor.getByRole('button', { name: 'Save' }).click();
    await saved;
    // What was answered has become what there is.
    await this.#editor.getByRole('button', { name: 'Discard changes', disabled: true }).waitFor();
  }

  async cloneTestCase(title: string): Promise<void> {
    await this.#pick('TC-', 'Clone');
    await this.page.getByText(`Copy of ${title}`).first().waitFor();
  }

  async moveTestCase(folder: string): Promise<void> {
    await this.#pick('TC-', 'Move');
    await this.page.getByLabel('Folder', { exact: true }).selectOption(folder);
    await this.#confirm('Move');
  }

  async deleteTestCase(): Promise<void> {
    await this.#pick('TC-', 'Delete');
    await this.#confirm('Delete test case');
    await this.#editor.waitFor({ state: 'detached' });
  }

  /** @returns the link by which the invited joins */
  async invite(email: string, role: 'Admin' | 'Read Only'): Promise<string> {
    await this.#follow('Users');
    await this.page.getByRole('button', { name: 'Invite user' }).first().click();
    await this.page.getByLabel('Email', { exact: true }).fill(email);
    await this.page.getByLabel('Role', { exact: true }).selectOption(role);
    await this.#press('Invite');
    const link = await this.page.getByLabel('Invitation link').inputValue();
    await this.page.keyboard.press('Escape');
    return link;
  }

  async changeRole(name: string, role: 'Admin' | 'Read Only'): Promise<void> {
    await this.#follow('Users');
    await this.#pick(name, 'Change role');
    await this.page.getByLabel('Role', { exact: true }).selectOption(role);
    await this.#press('Change role');
    await this.page.getByText(`The role of ${name} is ${role} now.`).waitFor();
  }

  async removeUser(name: string): Promise<void> {
    await this.#follow('Users');
    await this.#pick(name, 'Remove');
    await this.#confirm('Remove user');
    await this.page.getByText(`${name} was removed.`).waitFor();
  }

  async createKey(name: string): Promise<void> {
    await this.#follow('API keys');
    await this.page.getByRole('button', { name: 'New API key' }).first().click();
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByRole('checkbox', { name: 'audit:read' }).check();
    await this.#press('Create key');
    await this.page.getByLabel('Key', { exact: true }).waitFor();
    await this.#press('Done');
  }

  async revokeKey(name: string): Promise<void> {
    await this.#follow('API keys');
    await this.#pick(name, 'Revoke');
    await this.#confirm('Revoke key');
    await this.page.getByText(`API key ${name} was revoked.`).waitFor();
  }

  /** Downloads what the audit log shows. */
  async exportLog(format: 'CSV' | 'NDJSON'): Promise<string> {
    await this.#press('Export');
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('link', { name: new RegExp(`^${format}`) }).click();
    return (await download).path();
  }

  get #editor(): Locator {
    return this.page.getByRole('complementary', { name: 'Test case' });
  }

  #folder(path: string): Locator {
    return this.page.getByRole('button', { name: `Actions for folder ${path}`, exact: true });
  }

  async #follow(name: string): Promise<void> {
    const link = this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
    // A page that is open already does not ask again.
    if ((await link.getAttribute('aria-current')) === 'page') await this.page.reload();
    else await link.click();
    await this.page.getByRole('heading', { name, exact: true }).first().waitFor();
  }

  /** Chooses from the menu of what the name is about. */
  async #pick(name: string, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async #press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Presses the button of the dialog, and waits until it is gone. */
  async #confirm(name: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }
}
