import { expect, test } from 'vitest';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import { PATIENCE } from '../testing/waiting.js';
import { hashToken } from './token.js';

const VIEWER = '{ viewer { role scopes user { email } } }';
const KEY = 'an-integration-key-0123456789-0123456789';

test('A key is its scopes and no person; a wrong one is nobody, whatever the cookie says', async () => {
  await using product = await startProduct();
  await product.addKey(KEY, ['audit:read']);
  const admin = await product.administrator();

  expect(await product.client({ authorization: `bearer ${KEY}` }).data(VIEWER)).toEqual({
    viewer: { role: null, scopes: ['audit:read'], user: null },
  });
  for (const authorization of ['Bearer wrong', 'Basic YTpi', `Bearer ${KEY} ${KEY}`, '']) {
    expect(
      await product.client({ cookie: admin.cookie!, authorization }).data(VIEWER),
      authorization,
    ).toEqual({ viewer: null });
  }
});

test('A revoked key is refused, also where it was cached', async () => {
  await using product = await startProduct();
  const id = await product.addKey(KEY, ['audit:read']);
  const client = product.client({ authorization: `Bearer ${KEY}` });
  await client.data(VIEWER);

  await product.db.owner.query('UPDATE account.api_key SET revoked_at = now() WHERE id = $1', [id]);

  await expect.poll(() => client.data(VIEWER), PATIENCE).toEqual({ viewer: null });
});

test('A key whose time has come is refused', async () => {
  await using product = await startProduct();
  const id = await product.addKey(KEY, ['audit:read']);
  await product.db.owner.query('UPDATE account.api_key SET expires_at = now() WHERE id = $1', [id]);

  expect(await product.client({ authorization: `Bearer ${KEY}` }).data(VIEWER)).toEqual({ viewer: null });
});

test('A changed role holds from the next request on, and a removed person is nobody', async () => {
  await using product = await startProduct();
  const bob = await product.member('bob@example.com');
  await bob.data(VIEWER);

  await product.db.owner.query(
    `UPDATE account.person SET role = 'Read Only' WHERE email = 'bob@example.com'`,
  );
  await expect.poll(() => bob.data(VIEWER), PATIENCE).toMatchObject({ viewer: { role: 'READ_ONLY' } });

  await product.db.owner.query(`DELETE FROM account.person WHERE email = 'bob@example.com'`);
  await expect.poll(() => bob.data(VIEWER), PATIENCE).toEqual({ viewer: null });
});

test('What was revoked while nobody listened is found out, and revocations are heard again', async () => {
  await using product = await startProduct();
  const { owner } = product.db;
  const id = await product.addKey(KEY, ['audit:read']);
  const client = product.client({ authorization: `Bearer ${KEY}` });
  const admin = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
  await Promise.all([client.data(VIEWER), admin.data(VIEWER)]);
  const listeners = `FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN access'`;

  // Nothing is told of this change: as the owner of the table, the trigger is left out.
  await owner.query(`
    ALTER TABLE account.api_key DISABLE TRIGGER notify_access_changed;
    UPDATE account.api_key SET revoked_at = now() WHERE id = '${id}';
    ALTER TABLE account.api_key ENABLE TRIGGER notify_access_changed;`);
  await owner.query(`SELECT pg_terminate_backend(pid) ${listeners}`);

  await expect.poll(() => client.data(VIEWER), PATIENCE).toEqual({ viewer: null });
  await expect.poll(async () => (await owner.query(`SELECT ${listeners}`)).rowCount, PATIENCE).toBe(1);
  await admin.data(VIEWER);
  await owner.query(`UPDATE account.api_key SET revoked_at = now() WHERE name = 'Admin key'`);
  await expect.poll(() => admin.data(VIEWER), PATIENCE).toEqual({ viewer: null });
});

test('The last use of a key is kept, without a write for each request', async () => {
  const product = await startProduct();
  const { db } = product;
  await using _ = db;
  const client = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
  const uses = () =>
    db.owner.query('SELECT k.name FROM account.api_key_use u JOIN account.api_key k ON k.id = u.api_key_id');

  await client.data(VIEWER);
  expect((await uses()).rows).toEqual([]);
  await product.services.access[Symbol.asyncDispose]();

  expect((await uses()).rows).toEqual([{ name: 'Admin key' }]);
  await product[Symbol.asyncDispose]();
});

test('Neither keys nor tokens are kept as they are', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const token = admin.cookie!.split('=')[1]!;

  const { rows } = await product.db.owner.query('SELECT token_hash FROM account.session');
  expect(rows[0].token_hash).toEqual(hashToken(token));
  const dump = await product.db.owner.query(
    'SELECT s::text AS row FROM account.session s UNION ALL SELECT k::text FROM account.api_key k',
  );
  for (const { row } of dump.rows) {
    expect(row).not.toContain(token);
    expect(row).not.toContain(ADMIN_KEY);
  }
});
