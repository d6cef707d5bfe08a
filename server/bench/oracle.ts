import { createHash } from 'node:crypto';
import type pg from 'pg';
import { iso } from './entries.js';
import { conditions } from './fields.js';
import type { Question } from './questions.js';
import { at } from './random.js';
import { tsqueryOf } from './searches.js';

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
  const where = [`e.organization = ${bind(source.number)}`, `e.occurred_at < ${bind(iso(source.end))}`, ...conditions(filter, bind, source, await isCommon(owner, filter.search))];
  const order = direction === 'older' ? 'DESC' : 'ASC';
  const text = `SELECT e.id, audit.iso(e.occurred_at) AS time FROM audit.entry e WHERE ${where.join(' AND ')} ORDER BY e.occurred_at ${order}, e.id ${order} LIMIT ${most}`;
  const name = createHash('sha256').update(JSON.stringify([text, values])).digest('hex');
  const { rows: kept } = await owner.query<{ ids: string[]; times: string[] }>('SELECT ids, times FROM bench.answer WHERE question = $1', [name]);
  if (kept[0]) return kept[0].ids.map((id, n) => ({ id, time: kept[0]?.times[n] ?? '' }));
  const { rows } = await owner.query<Found>(text, values);
  await owner.query('INSERT INTO bench.answer VALUES ($1, $2, $3)', [name, rows.map(({ id }) => id), rows.map(({ time }) => time)]);
  return rows;
}

/** Whether one entry in 250 has the words, by a sample. The answer is the same either way. */
async function isCommon(owner: pg.Pool, search: string | null | undefined): Promise<boolean> {
  if (!search) return false;
  const { rows } = await owner.query<{ common: boolean }>('SELECT coalesce(avg((words @@ $1::tsquery)::int), 0) > 0.004 AS common FROM audit.search TABLESAMPLE SYSTEM (0.05) REPEATABLE (1)', [tsqueryOf(search)]);
  return at(rows, 0).common;
}

export async function prepareOracle(owner: pg.Pool): Promise<void> {
  await owner.query(KEPT);
}
