import type { ClientBase, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/**
 * `client.query`, for what is asked often. The promise that pg makes itself kept every result alive until the old
 * generation was collected: copying them was a tenth of a page's cost.
 */
export function ask<Row extends QueryResultRow>(client: ClientBase, statement: QueryConfig): Promise<QueryResult<Row>> {
  return new Promise((resolve, reject) => {
    client.query<Row>(statement, (error: Error | null, result) => (error ? reject(error) : resolve(result)));
  });
}
