import type { Browser } from 'playwright';
import { invited, inviteToken } from './actors.js';
import type { Stack } from './stack.js';

/** What there is to see, and how to come to it. */
export interface Life {
  readonly projectId: string;
  readonly title: string;
  /** Of an invitation that nobody has accepted. */
  readonly token: string;
}

type Request = <T>(query: string, variables: Record<string, unknown>) => Promise<T>;

const CREATE_PROJECT = 'mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }';
const CREATE_FOLDER = 'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }';
const CREATE_CASE = 'mutation ($input: CreateTestCaseInput!) { createTestCase(input: $input) { id } }';
const UPDATE_CASE = 'mutation ($id: ID!, $input: UpdateTestCaseInput!) { updateTestCase(id: $id, input: $input) { id } }';
const DELETE_CASE = 'mutation ($id: ID!) { deleteTestCase(id: $id) { id } }';

const projects: readonly [name: string, folder: string, titles: readonly string[]][] = [
  ['Okta rules', 'Sign-in', ['Okta login without push marker', 'Okta identity provider created', 'Session from two countries within an hour']],
  ['Mobile app', 'Release', ['App opens from a notification', 'Offline changes are sent later', 'Language follows the system']],
  ['Checkout', 'Payment', ['Refund reaches the original card', 'Voucher and card share one payment', 'Card declined shows a retry option']],
  ['CloudTrail rules', 'IAM', ['Security group opened to the world', 'Root account signs in', 'IAM access key created for another user']],
];

const steps = [
  { action: 'user1 creates a key for user1', expected: 'no alert' },
  { action: 'user1 creates a key for user2', expected: 'info' },
  { action: 'jackson creates a key for jack', expected: 'alert' },
];

const description =
  'Detects when an IAM user creates an access key for another user. An attacker who holds one key can use this to keep ' +
  'access after the first key is revoked. Check whether the caller is an administrator.';
const reworded =
  'Detects when an IAM user creates an access key for a different user. An attacker who holds one key can use this to keep ' +
  'access after the first key is rotated or revoked. Confirm with the owner of the new key before closing.';

/** A small workspace in which a few people have worked for a while. */
export async function fill(browser: Browser, stack: Stack): Promise<Life> {
  const people: Request[] = [];
  for (const name of ['Mara Okafor', 'Jo Tamang', 'Sofia Lindqvist']) people.push(await person(browser, stack, name));
  const by = (index: number): Request => people[index % people.length] ?? stack.api.request.bind(stack.api);
  let last = '';
  let projectId = '';
  for (const [at, [name, folder, titles]] of projects.entries()) {
    projectId = (await by(at)<{ createProject: { id: string } }>(CREATE_PROJECT, { input: { name } })).createProject.id;
    const { createFolder } = await by(at)<{ createFolder: { id: string } }>(CREATE_FOLDER, { input: { projectId, name: folder } });
    for (const [index, title] of titles.entries()) {
      const input = { projectId, folderId: createFolder.id, title, priority: 'MEDIUM', labels: ['AWS', 'IAM', 'hunting'], steps, description };
      last = (await by(at + index)<{ createTestCase: { id: string } }>(CREATE_CASE, { input })).createTestCase.id;
      if (index === 0) await by(at + 1)(UPDATE_CASE, { id: last, input: { status: 'ACTIVE', priority: 'HIGH' } });
    }
    const { createTestCase } = await by(at + 2)<{ createTestCase: { id: string } }>(CREATE_CASE, { input: { projectId, title: 'Configuration required' } });
    await by(at)(DELETE_CASE, { id: createTestCase.id });
  }
  const key = { name: 'ci-release', scopes: ['audit:read', 'workspace:write'] };
  await stack.api.request('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }', { input: key });
  const token = await inviteToken(stack, 'priya.nair@example.com', 'READ_ONLY');
  // Refused, and recorded as such.
  await stack.api.request('mutation { signIn(email: "jo.tamang@example.com", password: "forgotten") { user { id } } }').catch(() => undefined);
  await by(0)(UPDATE_CASE, {
    id: last,
    input: {
      status: 'ACTIVE',
      labels: ['AWS', 'IAM', 'persistence'],
      description: reworded,
      steps: [
        ...steps.map((step, index) => (index === 1 ? { action: 'user1, not an admin, creates a key for user2', expected: 'alert' } : step)),
        { action: 'jack creates a key for jackson', expected: 'alert' },
      ],
    },
  });
  return { projectId, title: 'IAM access key created for another user', token };
}

/** Somebody new, by what they ask of the server. */
async function person(browser: Browser, stack: Stack, name: string): Promise<Request> {
  const { context } = await invited(browser, stack, { name, role: 'ADMIN' });
  return async <T>(query: string, variables: Record<string, unknown>) => {
    const response = await context.request.post('/graphql', { data: { query, variables }, headers: { origin: stack.url } });
    const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
    if (errors !== undefined) throw new Error(`${name} was refused: ${JSON.stringify(errors)}`);
    return data as T;
  };
}
