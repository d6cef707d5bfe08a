import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';

/** Runs a statement and resolves to its rows. */
export type Query = <Row>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Statements of their own, each on whichever connection is free. */
export function onPool(pool: Pool): Query {
  return async <Row>(sql: string, values: readonly unknown[] = []) => {
    const { rows } = await pool.query(sql, [...values]);
    return rows as Row[];
  };
}

/**
 * Statements of a transaction. TypeORM's own `query` answers an UPDATE or DELETE with `[rows, count]` and everything
 * else with the rows; this one always with the rows.
 */
export function within(tx: EntityManager): Query {
  const { queryRunner } = tx;
  if (queryRunner === undefined) throw new Error('not inside a transaction');
  return async <Row>(sql: string, values: readonly unknown[] = []) => {
    const { records } = await queryRunner.query(sql, [...values], true);
    return records as Row[];
  };
}
