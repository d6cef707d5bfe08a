import type { Scope } from '@audit-log/shared/permission';
import { expect, test } from 'vitest';
import type { Principal } from '../access/principal.js';
import { storedEntries, web } from '../testing/notes.js';
import { ADMIN, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { untilRequestsBlocked, whileHolding } from '../testing/waiting.js';

const FIELDS = 'id name filter shared isDefault canChange creatorName createdAt updatedAt';
const LIST = `{ savedViews { ${FIELDS} } }`;
const CREATE = `mutation ($input: CreateSavedViewInput!) { createSavedView(input: $input) { ${FIELDS} } }`;
const UPDATE = `mutation ($id: ID!, $input: UpdateSavedViewInput!) { updateSavedView(id: $id, input: $input) { ${FIELDS} } }`;
const DELETE = `mutation ($id: ID!) { deleteSavedView(id: $id) { ${FIELDS} } }`;
const SET_DEFAULT = 'mutation ($id: ID) { setDefaultSavedView(id: $id) { id isDefault } }';
const VIEWER = '{ viewer { defaultSavedView { name filter } } }';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

interface View {
  readonly id: string;
  readonly name: string;
}

async function create(client: TestClient, input: Record<string, unknown>): Promise<View> {
  return (await client.data<{ createSavedView: View }>(CREATE, { input: { filter: 'range=7d', ...input } })).createSavedView;
}

async function names(client: TestClient): Promise<string[]> {
  return (await client.data<{ savedViews: View[] }>(LIST)).savedViews.map(({ name }) => name);
}

async function opensWith(client: TestClient): Promise<string | null> {
  const { viewer } = await client.data<{ viewer: { defaultSavedView: View | null } }>(VIEWER);
  return viewer.defaultSavedView?.name ?? null;
}

async function viewEntries({ db }: TestProduct) {
  return (await storedEntries(db)).filter(({ event_type }) => event_type === 'SAVED_VIEW');
}

async function keyWith(product: TestProduct, scopes: readonly Scope[]): Promise<TestClient> {
  const key = `a-key-for-views-0123456789-${scopes.join('-')}`;
  await product.addKey(key, scopes);
  return product.client({ authorization: `Bearer ${key}` });
}

test('A view keeps name and filter in normal form, a relative range relative; only who made it has it, until it is shared', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const bob = await product.member('bob@example.com');

  const made = await create(ada, { name: 'Deleted cases 🗑', filter: '?range=30d&action=delete&type=TEST_CASE&-user=b&-user=a' });
  expect(made).toEqual({
    id: made.id,
    name: 'Deleted cases 🗑',
    filter: 'type=TEST_CASE&action=delete&-user=a&-user=b&range=30d',
    shared: false,
    isDefault: false,
    canChange: true,
    creatorName: 'Administrator',
    createdAt: expect.stringMatching(TIME),
    updatedAt: expect.stringMatching(TIME),
  });
  const june = await create(ada, { name: 'June', filter: 'from=2026-06-01T00:00:00Z&to=2026-07-01T02:00:00%2B02:00', shared: true });
  expect(june).toMatchObject({ filter: 'from=2026-06-01T00%3A00%3A00Z&to=2026-07-01T00%3A00%3A00Z', shared: true });
  await create(bob, { name: 'Bob’s', filter: '' });
  expect(await names(ada)).toEqual(['Deleted cases 🗑', 'June']);
  expect(await names(bob)).toEqual(['Bob’s', 'June']);

  const { updateSavedView: shared } = await ada.data<{ updateSavedView: View }>(UPDATE, { id: made.id, input: { shared: true, filter: 'range=1h' } });
  expect(shared).toMatchObject({ name: 'Deleted cases 🗑', filter: 'range=1h', shared: true });
  expect(await names(bob)).toEqual(['Bob’s', 'Deleted cases 🗑', 'June']);
});

test('Views are recorded as they are made, changed and deleted, each once; which one somebody’s log opens with is not', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const { id } = await create(ada, { name: 'Mine', filter: 'range=7d' });
  await ada.data(UPDATE, { id, input: { name: 'Ours', shared: true } });
  await ada.data(UPDATE, { id, input: { name: 'Ours', filter: '?range=7d', shared: true } });
  await ada.data(SET_DEFAULT, { id });
  await ada.data(SET_DEFAULT, {});
  const answers = await Promise.all([1, 2].map(() => ada.ask(DELETE, { id })));

  expect(answers.flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code)).toEqual(['NOT_FOUND']);
  const entries = await viewEntries(product);
  expect(entries.map(({ action, entity_id, entity_name }) => [action, entity_id, entity_name])).toEqual([
    ['create', id, 'Mine'],
    ['update', id, 'Ours'],
    ['delete', id, 'Ours'],
  ]);
  expect(entries.map(({ changes }) => changes)).toEqual([
    [
      { field: 'shared', old: null, new: false },
      { field: 'name', old: null, new: 'Mine' },
      { field: 'filter', old: null, new: 'range=7d' },
    ],
    [
      { field: 'shared', old: false, new: true },
      { field: 'name', old: 'Mine', new: 'Ours' },
    ],
    [
      { field: 'shared', old: true, new: null },
      { field: 'name', old: 'Ours', new: null },
      { field: 'filter', old: 'range=7d', new: null },
    ],
  ]);
});

test('What is no name and no filter is refused with the name of its field, and what to do', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const { id } = await create(ada, { name: 'There' });
  const refused: [Record<string, unknown>, RegExp][] = [
    [{ name: ' ' }, /^name is blank/],
    [{ name: 'x'.repeat(101) }, /^name is longer than 100/],
    [{ name: 'a\0b' }, /^name holds a NUL/],
    [{ filter: `q=${'x'.repeat(8000)}` }, /^filter is longer than 8,000/],
    [{ filter: `entity=${'ü'.repeat(2000)}` }, /^filter is longer than 8,000/],
    [{ filter: 'range=7d&live=off' }, /^filter holds "live", which is no filter of the page’s address: leave it out\.$/],
    [{ filter: 'type=' }, /^filter holds "type" without a value/],
    [{ filter: 'range=soon' }, /^filter cannot be read: range must be a number of minutes, hours or days/],
    [{ filter: 'range=7d&from=2026-01-01T00:00:00Z' }, /^filter cannot be read: range cannot be given together/],
    [{ filter: '-ip=nowhere' }, /^filter cannot be read: -ip must be an IP address/],
  ];
  for (const [wrong, message] of refused) {
    const input = { name: 'New', filter: 'range=7d', ...wrong };
    expect(await ada.refusal(CREATE, { input })).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
    expect(await ada.refusal(UPDATE, { id, input: wrong })).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
  }
  for (const field of ['name', 'filter', 'shared']) {
    expect((await ada.refusal(UPDATE, { id, input: { [field]: null } })).message).toBe(`${field} cannot be emptied: leave it out to keep it.`);
  }
  expect(await names(ada)).toEqual(['There']);
  expect(await viewEntries(product)).toHaveLength(1);
  // A change without a value says something: from nothing to High.
  expect(await create(ada, { name: 'Prioritised', filter: 'field=priority&old=&new=High' })).toMatchObject({ filter: 'field=priority&old=&new=High' });
});

test('A name is there once among one’s own and once among the shared ones, and of several who take it at once one has it', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const bob = await product.member('bob@example.com');
  await create(ada, { name: 'Deletes' });
  const { id } = await create(bob, { name: 'Deletes' });
  await create(ada, { name: 'Deletes', shared: true });

  const taken = { code: 'CONFLICT', message: 'A shared view has the name "Deletes" already: choose another name.' };
  expect(await bob.refusal(UPDATE, { id, input: { shared: true } })).toEqual(taken);
  expect(await bob.refusal(CREATE, { input: { name: 'Deletes', filter: '', shared: true } })).toEqual(taken);
  expect((await bob.refusal(CREATE, { input: { name: 'Deletes', filter: '' } })).message).toMatch(/^One of your views has the name/);

  const other = await create(bob, { name: 'Other', shared: true });
  // All of them are under way before the first one has looked.
  const answers = await whileHolding(
    product.db,
    (owner) => owner.query('LOCK TABLE account.saved_view IN ACCESS EXCLUSIVE MODE'),
    async () => {
      const input = { name: 'Race', filter: '', shared: true };
      const asked = [ada.ask(CREATE, { input }), bob.ask(CREATE, { input }), ada.ask(UPDATE, { id: other.id, input: { name: 'Race' } }), bob.ask(UPDATE, { id, input: { name: 'Race', shared: true } })];
      await untilRequestsBlocked(product.db, 4);
      return { asked };
    },
  );
  const codes = (await Promise.all(answers.asked)).flatMap(({ errors }) => errors).map(({ extensions }) => extensions?.code);
  expect(codes).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT']);
  expect((await names(ada)).filter((name) => name === 'Race')).toHaveLength(1);
});

test('A person has 100 views of their own and an organization 200 shared ones, however many are made at once', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const bob = await product.member('bob@example.com');
  await product.db.owner.query(`
    INSERT INTO account.saved_view (organization, owner_id, created_by, name, filter)
      SELECT p.organization, p.id, p.id, 'own ' || n, '' FROM account.person p, generate_series(1, 99) n;
    INSERT INTO account.saved_view (organization, created_by, name, filter)
      SELECT p.organization, p.id, 'shared ' || n, '' FROM account.person p, generate_series(1, 199) n WHERE p.email = '${ADMIN.email}'`);

  const results = await Promise.all(['a', 'b', 'c'].map((name) => ada.ask(CREATE, { input: { name, filter: '' } })));
  const own = 'You have 100 views of your own, the most that are possible: delete one that is not needed any more.';
  expect(results.flatMap(({ errors }) => errors).map(({ message }) => message)).toEqual([own, own]);
  await create(bob, { name: 'the hundredth of his' });
  const shared = await Promise.all([ada, bob].map((client) => client.ask(CREATE, { input: { name: `of ${client === ada}`, filter: '', shared: true } })));
  expect(shared.flatMap(({ errors }) => errors).map(({ message }) => message)).toEqual([
    'Your organization shares 200 views, the most that are possible: delete one that is not needed any more.',
  ]);
  // What is there can be changed all the same.
  const { savedViews } = await bob.data<{ savedViews: View[] }>(LIST);
  expect(savedViews).toHaveLength(300);
  await bob.data(UPDATE, { id: savedViews[0]!.id, input: { name: 'renamed', filter: 'range=1h' } });
});

test('What is another person’s own looks as if it were not there', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const bob = await product.member('bob@example.com');
  const { id } = await create(ada, { name: 'Secret' });

  const nowhere = '0190d3c2-0000-7000-8000-000000000000';
  for (const [document, variables] of [
    [UPDATE, { input: { name: 'Mine' } }],
    [UPDATE, { input: { shared: true } }],
    [DELETE, {}],
    [SET_DEFAULT, {}],
  ] as const) {
    const answer = await bob.refusal(document, { id, ...variables });
    expect(answer).toEqual({ code: 'NOT_FOUND', message: 'There is no such view.' });
    expect(await bob.refusal(document, { id: nowhere, ...variables })).toEqual(answer);
    expect(await bob.refusal(document, { id: 'no id', ...variables })).toEqual(answer);
  }
  expect(await names(ada)).toEqual(['Secret']);
  expect(await names(bob)).toEqual([]);
});

test('A shared view is changed by who made it and by who has account.write, and only its maker has it for themselves again', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const bob = await product.member('bob@example.com');
  const reader = await keyWith(product, ['audit:read']);
  const keeper = await keyWith(product, ['audit:read', 'account:write']);
  const { id } = await create(ada, { name: 'Ours', shared: true });
  await create(ada, { name: 'Own' });

  expect(await reader.data(LIST)).toMatchObject({ savedViews: [{ name: 'Ours', canChange: false, creatorName: 'Administrator', isDefault: false }] });
  expect(await keeper.data(LIST)).toMatchObject({ savedViews: [{ name: 'Ours', canChange: true }] });
  expect(await reader.refusal(UPDATE, { id, input: { name: 'Theirs' } })).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('account.write') });
  expect(await reader.refusal(DELETE, { id })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await reader.refusal(CREATE, { input: { name: 'Of a key', filter: '', shared: true } })).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('account:write') });
  expect(await keeper.refusal(CREATE, { input: { name: 'Of a key', filter: '' } })).toEqual({ code: 'BAD_USER_INPUT', message: 'shared must be true: an API key has no views of its own.' });
  expect(await keeper.refusal(SET_DEFAULT, { id })).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(await create(keeper, { name: 'Of a key', shared: true })).toMatchObject({ creatorName: null, canChange: true });
  await keeper.data(UPDATE, { id, input: { name: 'Changed by a key' } });
  await bob.data(UPDATE, { id, input: { name: 'Changed by Bob' } });
  for (const other of [bob, keeper]) {
    expect(await other.refusal(UPDATE, { id, input: { shared: false } })).toMatchObject({ code: 'FORBIDDEN', message: expect.stringMatching(/^Only who made a view/) });
  }
  await ada.data(UPDATE, { id, input: { shared: false } });
  expect(await names(bob)).toEqual(['Of a key']);

  // No role has audit.read without account.write yet; the maker does not need it.
  const bobs = await create(bob, { name: 'Bob’s', shared: true });
  const { rows } = await product.db.owner.query<{ id: string; organization: number }>(`SELECT id, organization FROM account.person WHERE email = 'bob@example.com'`);
  const maker: Principal = { actor: { ...rows[0]!, kind: 'USER', name: 'bob' }, role: null, scopes: ['audit:read'], expiresAt: null };
  const { savedViews } = product.services;
  expect(await savedViews.update(maker, bobs.id, { name: 'Bob’s own hand' }, { source: web })).toMatchObject({ name: 'Bob’s own hand', canChange: true });
  const adas = await create(ada, { name: 'Ada’s', shared: true });
  await expect(savedViews.delete(maker, adas.id, { source: web })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('One’s log opens with the view one chose, for oneself alone, as long as it is there and one may have it', async () => {
  await using product = await startProduct();
  const ada = await product.administrator();
  const bob = await product.member('bob@example.com');
  const { id } = await create(ada, { name: 'Ours', filter: 'action=delete&range=1h', shared: true });
  const own = await create(bob, { name: 'Own' });

  expect(await opensWith(bob)).toBeNull();
  expect(await bob.data(SET_DEFAULT, { id: own.id })).toEqual({ setDefaultSavedView: { id: own.id, isDefault: true } });
  await bob.data(SET_DEFAULT, { id });
  expect(await bob.data(VIEWER)).toEqual({ viewer: { defaultSavedView: { name: 'Ours', filter: 'action=delete&range=1h' } } });
  expect((await bob.data<{ savedViews: object[] }>(LIST)).savedViews).toMatchObject([{ name: 'Own', isDefault: false }, { name: 'Ours', isDefault: true }]);
  expect(await opensWith(ada)).toBeNull();
  expect((await ada.data<{ savedViews: object[] }>(LIST)).savedViews).toMatchObject([{ isDefault: false }]);

  // Told with the answer that signs in, before anything else is asked.
  const again = product.client();
  const signIn = 'mutation { signIn(email: "bob@example.com", password: "correct horse") { defaultSavedView { name } } }';
  expect(await again.data(signIn)).toEqual({ signIn: { defaultSavedView: { name: 'Ours' } } });

  await ada.data(UPDATE, { id, input: { shared: false } });
  expect(await opensWith(bob)).toBeNull();
  await ada.data(UPDATE, { id, input: { shared: true } });
  expect(await opensWith(bob)).toBeNull();
  await bob.data(SET_DEFAULT, { id });
  await product.db.owner.query(`UPDATE account.person SET role = 'Read Only' WHERE email = 'bob@example.com'`);
  await expect.poll(() => opensWith(bob)).toBeNull();
  await product.db.owner.query(`UPDATE account.person SET role = 'Admin' WHERE email = 'bob@example.com'`);
  await expect.poll(() => opensWith(bob)).toBe('Ours');
  await bob.data(SET_DEFAULT, {});
  expect(await opensWith(bob)).toBeNull();
  await bob.data(SET_DEFAULT, { id });
  await ada.data(DELETE, { id });
  expect(await opensWith(bob)).toBeNull();
});
