import { createHash } from 'node:crypto';
import type pg from 'pg';
import { iso } from './entries.js';
import { conditions } from './fields.js';
import type { Question } from './questions.js';

export interface Found {
  readonly id: string;
  readonly time: string;
}

const KEPT = 'CREATE TABLE IF NOT EXISTS bench.answer (question text PRIMARY KEY, ids text[] NOT NULL, times text[] NOT NULL)';

/**
 * What a question finds, in its own order: plain SQL over the log's tables as their owner, planned as Postgres likes.
 * Kept in the database, since the entries stay and the hostile questions take it seconds.
 */
export async function answerOf(owner: pg.Pool, { filter, source, direction }: Question, most: number): Promise<Found[]> {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = [`e.organization = ${bind(source.number)}`, `e.occurred_at < ${bind(iso(source.end))}`, ...conditions(filter, bind, source)];
  const order = direction === 'older' ? 'DESC' : 'ASC';
  const text = `SELECT e.id, audit.iso(e.occurred_at) AS time FROM audit.entry e WHERE ${where.join(' AND ')} ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT ${most}`;
  const name = createHash('sha256').update(JSON.stringify([text, values])).digest('hex');
  const { rows: kept } = await owner.query<{ ids: string[]; times: string[] }>('SELECT ids, times FROM bench.answer WHERE question = $1', [name]);
  if (kept[0]) return kept[0].ids.map((id, n) => ({ id, time: kept[0]?.times[n] ?? '' }));
  const { rows } = await owner.query<Found>(text, values);
  await owner.query('INSERT INTO bench.answer VALUES ($1, $2, $3)', [name, rows.map(({ id }) => id), rows.map(({ time }) => time)]);
  return rows;
}

export async function prepareOracle(owner: pg.Pool): Promise<void> {
  await owner.query(KEPT);
}
