import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, postgresVersions } from '../testing/postgres.js';
import { ensureApplicationRole } from './application-role.js';
import { scramVerifier } from './scram.js';

test.each(postgresVersions)('The application’s role signs in with its password, which is in no statement that makes it (Postgres %i)', async (version) => {
  await using db = await createTestDatabase({ version });
  const role = `made_${new URL(db.ownerUrl).pathname.slice(6)}`;
  const password = "a canary's own";
  const url = new URL(db.ownerUrl);
  url.username = role;
  url.password = password;
  const owner = new pg.Client({ connectionString: db.ownerUrl });
  await owner.connect();
  const statements: string[] = [];
  const listening = new Proxy(owner, {
    get: (target, name) =>
      name === 'query'
        ? (text: string, values?: unknown[]) => {
            statements.push(text);
            return target.query(text, values);
          }
        : Reflect.get(target, name),
  });
  try {
    await ensureApplicationRole(listening, url.href);
    const made = new pg.Client({ connectionString: url.href });
    await made.connect();
    expect((await made.query<{ who: string }>('SELECT current_user AS who')).rows).toEqual([{ who: role }]);
    await made.end();
    expect(statements.join('\n')).toContain('SCRAM-SHA-256$4096:');
    expect(statements.join('\n')).not.toContain('canary');
  } finally {
    await owner.query(`DROP ROLE IF EXISTS ${role}`);
    await owner.end();
  }
});

test('A password that PostgreSQL would bring into another form is left to it', () => {
  expect(scramVerifier('pässword')).toBeNull();
  expect(scramVerifier('')).toBeNull();
});
