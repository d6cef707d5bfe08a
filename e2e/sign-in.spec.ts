import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { inviteToken } from './actors.js';
import { launchBrowser } from './browser.js';
import { startStack } from './database.js';
import { ADMIN, type Stack } from './stack.js';

let stack: Stack;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  stack = await startStack();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stack?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  page = await browser.newPage({ baseURL: stack.url });
});
afterEach(() => page.context().close());

async function signIn(email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('who is not signed in is asked to, and then led to where they wanted to go', async () => {
  await page.goto('/settings/audit-logs?type=PROJECT');
  await page.waitForURL('**/sign-in?next=*');
  await signIn(ADMIN.email, ADMIN.password);
  await page.waitForURL('**/settings/audit-logs?type=PROJECT');
  await page.getByRole('heading', { name: 'Audit Logs' }).waitFor();
});

test('a wrong password is refused, and both attempts are in the log', async () => {
  await page.goto('/sign-in');
  await signIn(ADMIN.email, 'not the password');
  await page.getByText('Email or password is wrong.').waitFor();
  await signIn(ADMIN.email, ADMIN.password);
  await page.waitForURL('**/projects');

  const [succeeded, failed] = await stack.api.entries({ eventTypes: ['AUTHENTICATION'] });
  expect([failed?.action, succeeded?.action]).toEqual(['sign_in_failed', 'sign_in']);
  expect(succeeded?.source?.userAgent).toContain('Chrome');
});

test('an invitation’s link makes an account, and works once', async () => {
  const token = await inviteToken(stack, 'piotr.nowak@example.com', 'ADMIN');
  await page.goto(`/invite?token=${token}`);
  await page.getByLabel('Name').fill('Piotr Nowak');
  await page.getByLabel('Password', { exact: true }).fill('a password of some length');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: /Piotr Nowak.*account menu/i }).waitFor();

  await page.context().clearCookies();
  await page.goto(`/invite?token=${token}`);
  await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
});

test('signing out ends the session, also for who kept the cookie', async () => {
  await page.goto('/sign-in');
  await signIn(ADMIN.email, ADMIN.password);
  await page.waitForURL('**/projects');
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: /account menu/i }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in**');

  await page.context().addCookies(cookies);
  await page.goto('/settings/audit-logs');
  await page.waitForURL('**/sign-in?next=*');
  const [last] = await stack.api.entries({ eventTypes: ['AUTHENTICATION'] });
  expect(last?.action).toBe('sign_out');
});

test('who has tried too often is told when to try again, and others are not held up', async () => {
  const query = 'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { role } }';
  const variables = { email: 'somebody@example.com', password: 'not the password' };
  for (let n = 0; n < 10; n += 1) await page.request.post('/graphql', { data: { query, variables } });
  await page.goto('/sign-in');
  await signIn(variables.email, variables.password);
  await page.getByText('Too many attempts.').waitFor();
  await page.getByText(/Try again in \d+ (s|min)\./).waitFor();

  await signIn(ADMIN.email, ADMIN.password);
  await page.waitForURL('**/projects');
});
