import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTestDatabase, postgresVersions } from '../testing/postgres.js';
import { applicationRole } from './application-role.js';
import { dumpSchema } from './schema-dump.js';

const golden = fileURLToPath(new URL('../../sql/schema.sql', import.meta.url));

describe.each(postgresVersions)('the schema, on Postgres %i', (version) => {
  it('is what server/sql/schema.sql says', async () => {
    await using db = await createTestDatabase({ version });
    const client = await db.owner.connect();
    const dump = await dumpSchema(client, applicationRole);
    client.release();
    await expect(dump).toMatchFileSnapshot(golden);
  });

  it('shows a change of every kind that matters', async () => {
    await using db = await createTestDatabase({ version });
    const client = await db.owner.connect();
    const before = await dumpSchema(client, applicationRole);
    const changes = [
      'ALTER TABLE audit.head ADD COLUMN extra text',
      'ALTER TABLE audit.head ALTER COLUMN extra SET NOT NULL',
      `ALTER TABLE audit.head ALTER COLUMN extra SET DEFAULT 'x'`,
      'ALTER TABLE audit.head ADD CHECK (seq >= 0)',
      'CREATE INDEX ON audit.head (hash)',
      'ALTER TABLE audit.leaf DISABLE TRIGGER append_only',
      'ALTER TABLE audit.entry DISABLE ROW LEVEL SECURITY',
      'ALTER POLICY own_organization ON audit.entry USING (true)',
      `GRANT DELETE ON audit.entry TO ${applicationRole}`,
      `GRANT UPDATE (hash) ON audit.leaf TO ${applicationRole}`,
      'GRANT EXECUTE ON FUNCTION audit.create_organization(text) TO PUBLIC',
      'ALTER FUNCTION audit.create_organization(text) SECURITY INVOKER',
    ];
    const seen = new Set([before]);
    for (const change of changes) {
      await client.query(change);
      seen.add(await dumpSchema(client, applicationRole));
    }
    client.release();
    expect(seen.size).toBe(changes.length + 1);
  });
});
