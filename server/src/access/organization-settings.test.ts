import { expect, test } from 'vitest';
import { storedEntries } from '../testing/notes.js';
import { ADMIN, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import { foundOrganization } from '../testing/walk-fixture.js';

const UPDATE = 'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { id name timeZone } }';
const ASK = '{ viewer { organization { id name timeZone } } }';

async function entriesOf({ db }: TestProduct) {
  const entries = await storedEntries(db);
  return entries.filter(({ event_type }) => event_type === 'ORGANIZATION');
}

test('A time zone that is chosen is told to everybody of the organization, and each change of it is recorded', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const reader = await product.member('rita@example.com', 'READ_ONLY');
  const { viewer } = await admin.data<{ viewer: { organization: { id: string } } }>(ASK);
  const organization = { id: viewer.organization.id, name: 'My organization' };
  expect(viewer.organization).toEqual({ ...organization, timeZone: null });

  for (const timeZone of ['Asia/Kathmandu', 'Asia/Kathmandu', 'US/Eastern', null]) {
    expect(await admin.data(UPDATE, { input: { timeZone } })).toEqual({ updateOrganization: { ...organization, timeZone } });
    expect(await reader.data(ASK)).toEqual({ viewer: { organization: { ...organization, timeZone } } });
  }
  // What is missing stays.
  await admin.data(UPDATE, { input: {} });

  const entries = await entriesOf(product);
  expect(entries.map(({ changes }) => changes)).toEqual([
    [{ field: 'timeZone', old: null, new: 'Asia/Kathmandu' }],
    [{ field: 'timeZone', old: 'Asia/Kathmandu', new: 'US/Eastern' }],
    [{ field: 'timeZone', old: 'US/Eastern', new: null }],
  ]);
  const { rows } = await product.db.owner.query('SELECT id FROM account.person WHERE email = $1', [ADMIN.email]);
  for (const entry of entries) {
    expect(entry).toMatchObject({ action: 'update', entity_id: organization.id, entity_name: organization.name, actor: rows[0].id });
  }
});

test('A key with account:write may choose the time zone, and only of its own organization', async () => {
  await using product = await startProduct();
  const theirs = await foundOrganization(product, 'southwind');
  const key = 'a-key-that-may-change-the-account-0123456789';
  await product.addKey(key, ['account:write']);
  await product.client({ authorization: `Bearer ${key}` }).data(UPDATE, { input: { timeZone: 'asia/kathmandu' } });
  expect(await (await product.administrator()).data(ASK)).toMatchObject({ viewer: { organization: { timeZone: 'Asia/Kathmandu' } } });
  expect(await theirs.data(ASK)).toMatchObject({ viewer: { organization: { name: 'southwind', timeZone: null } } });
});

test('What is no time zone is refused with what to do, and nothing is recorded', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  for (const timeZone of ['Mars/Olympus_Mons', '+05:45', '', 'Asia/Kathmandu; DROP', 'x'.repeat(201)]) {
    expect(await admin.refusal(UPDATE, { input: { timeZone } }), timeZone).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/^timeZone is .*(such as Asia\/Kathmandu|: shorten it)/),
    });
  }
  expect(await entriesOf(product)).toEqual([]);
});

test('Whoever changes the time zone in the database itself is recorded too, and the application cannot go past that', async () => {
  await using product = await startProduct();
  const { owner, database } = product.db;
  await owner.query(`UPDATE audit.organization SET time_zone = 'Europe/Lisbon'`);
  const [entry] = await entriesOf(product);
  expect(entry).toMatchObject({ action: 'update', changes: [{ field: 'timeZone', old: null, new: 'Europe/Lisbon' }] });
  expect(entry?.actor).toMatch(/^postgres:/);
  await expect(owner.query(`UPDATE audit.organization SET time_zone = 'lisbon'`)).rejects.toThrow('time_zone_is_a_name');

  await expect(database.pool.query(`UPDATE audit.organization SET time_zone = NULL`)).rejects.toThrow('permission denied');
  await expect(
    database.pool.query(`SELECT set_config('audit.organization', '1', true), audit.set_time_zone('Europe/Berlin')`),
  ).rejects.toThrow('without an actor');
});
