import { normalizeTime } from '@audit-log/shared/time';
import type { ColumnOptions } from 'typeorm';

/**
 * A timestamptz that the database sets. It is declared a text, since TypeORM makes a Date of any other, which would cut
 * the microseconds; read it comes in the log's form (UTC, six digits, Z).
 */
export function timeColumn(name: string): ColumnOptions {
  return {
    type: 'text',
    name,
    insert: false,
    transformer: { from: timeFromPostgres, to: (value: unknown) => value },
  };
}

/** From "2026-02-28 23:59:59.5+01" in whatever zone the connection has. */
function timeFromPostgres(text: string): string {
  const time = normalizeTime(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (time === null) throw new Error(`not a time of Postgres' ISO style: ${text}`);
  return time;
}
