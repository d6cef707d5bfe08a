import type pg from 'pg';

/** The tables of the log and their indexes, the partitions of one together, with the bytes of each on the disk. */
const BYTES = `
  WITH part AS (
    SELECT c.oid, coalesce(parent.relname, c.relname) AS name
    FROM pg_class c LEFT JOIN pg_inherits h ON h.inhrelid = c.oid LEFT JOIN pg_class parent ON parent.oid = h.inhparent
    WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind = 'r'
  )
  SELECT format('table %s', name) AS what, sum(pg_table_size(oid))::float8 AS bytes FROM part GROUP BY name
  UNION ALL
  SELECT format('index %s', coalesce(parent.relname, i.relname)), sum(pg_relation_size(i.oid))::float8
  FROM part JOIN pg_index x ON x.indrelid = part.oid JOIN pg_class i ON i.oid = x.indexrelid
    LEFT JOIN pg_inherits h ON h.inhrelid = i.oid LEFT JOIN pg_class parent ON parent.oid = h.inhparent
  GROUP BY 1`;

/** Of each table and index the bytes for every entry; those below one byte are together, last. */
export async function bytesAnEntry(owner: pg.Pool, entries: number): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ what: string; bytes: number }>(BYTES);
  const each = rows.map(({ what, bytes }) => [what, bytes / entries] as const).toSorted(([, a], [, b]) => b - a);
  const small = each.filter(([, bytes]) => bytes < 1).reduce((sum, [, bytes]) => sum + bytes, 0);
  return new Map([...each.filter(([, bytes]) => bytes >= 1), ['all others', small]]);
}
