import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright';
import { Api } from './api.js';
import { ADMIN, type Stack } from './stack.js';

/** Somebody at a browser of their own. */
export interface Actor {
  readonly context: BrowserContext;
  readonly page: Page;
}

const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { user { id } } }';

const ACCEPT = `mutation ($token: String!, $name: String!, $password: String!) {
  acceptInvite(token: $token, name: $name, password: $password) { user { id } }
}`;

/** An administrator who is signed in, at an empty page. How people sign in by hand is a spec of its own. */
export async function administrator(browser: Browser, stack: Stack, options: BrowserContextOptions = {}): Promise<Actor> {
  return signedIn(browser, stack, ADMIN, options);
}

/** Invites somebody with the key, accepts for them, and opens a browser in which they are signed in. */
export async function invited(
  browser: Browser,
  stack: Stack,
  { name, role }: { name: string; role: 'ADMIN' | 'READ_ONLY' },
  options: BrowserContextOptions = {},
): Promise<Actor> {
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}@example.com`;
  const password = `password of ${name}`;
  const token = await inviteToken(stack, email, role);
  await new Api(stack.url, {}).request(ACCEPT, { token, name, password });
  return signedIn(browser, stack, { email, password }, options);
}

/** The token of an invitation's link. */
export async function inviteToken(stack: Stack, email: string, role: 'ADMIN' | 'READ_ONLY'): Promise<string> {
  const { inviteUser } = await stack.api.request<{ inviteUser: { link: string } }>(
    'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { link } }',
    { input: { email, role } },
  );
  const token = new URL(inviteUser.link).searchParams.get('token');
  if (token === null) throw new Error(`no token in ${inviteUser.link}`);
  return token;
}

async function signedIn(
  browser: Browser,
  stack: Stack,
  variables: { email: string; password: string },
  options: BrowserContextOptions,
): Promise<Actor> {
  const context = await browser.newContext({ baseURL: stack.url, ...options });
  // A request of the context shares its cookies with the pages.
  const response = await context.request.post('/graphql', { data: { query: SIGN_IN, variables } });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors !== undefined) throw new Error(`${variables.email} cannot sign in: ${JSON.stringify(errors)}`);
  return { context, page: await context.newPage() };
}
