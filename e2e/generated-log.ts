import type pg from 'pg';
import { vi, expect } from 'vitest';

/** An entry as a test puts it into the log: it knows all of it. */
export interface Planted {
  /** RFC 3339, with microseconds. */
  readonly at: string;
  readonly eventType: string;
  readonly action: string;
  /** The name of the one who did it, one of `PEOPLE`. */
  readonly person: string;
  readonly entityId: string;
  readonly entityName: string;
  readonly changes: readonly { readonly field: string; readonly old: unknown; readonly new: unknown }[];
}

export const PEOPLE = ['Maya', 'Jonas', 'Priya', 'Tomas', 'Aiko', 'Leila', 'Sven', 'Chidi'].flatMap((first) =>
  ['Gurung', 'Lindqvist', 'Okafor', 'Ferreira', 'Nakamura'].map((last) => `${first} ${last}`),
);
const PROJECTS = ['Billing', 'Search', 'Onboarding', 'Mobile', 'Reports', 'Access', 'Imports', 'Archive', 'Shipping', 'Inventory', 'Catalogue', 'Support'];

/** What is done, and how often of fifteen times. */
const ACTS = (
  [
    ['TEST_CASE', 'update', 8],
    ['TEST_CASE', 'create', 3],
    ['TEST_CASE', 'delete', 1],
    ['FOLDER', 'create', 1],
    ['FOLDER', 'update', 1],
    ['PROJECT', 'update', 1],
  ] as const
).flatMap(([type, action, times]) => Array.from({ length: times }, () => [type, action] as const));

/** Of each list a name has one word, so that no two words of one list meet in a name. */
const WORDS = [
  ['Refund', 'Checkout', 'Invoice', 'Login', 'Export', 'Search', 'Upload', 'Filter', 'Report', 'Coupon', 'Basket', 'Payment'],
  ['declined', 'delayed', 'partial', 'repeated', 'empty', 'expired', 'foreign', 'hidden', 'large', 'broken', 'shared'],
  ['customer', 'warehouse', 'printer', 'session', 'address', 'language', 'currency', 'browser', 'account', 'device'],
];

/** How long the log of the account is. */
export const DAYS = 60;

/** At once: the sequencer numbers them meanwhile. */
const BATCH = 20_000;

/**
 * Entries over the last two months as people make them, every one with its words, facets, changes, source and address: in the
 * queue, from where the product's own sequencer and indexer take them. None of them changes a priority from High to Low.
 * @param until the newest, in milliseconds since 1970
 */
export async function generate(owner: pg.Client, entries: number, until: number): Promise<void> {
  const dimensions = await makeDimensions(owner);
  const step = (DAYS * 86_400_000_000) / entries;
  const from = until - DAYS * 86_400_000;
  for (let first = 1; first <= entries; first += BATCH) {
    await owner.query(GENERATE, [first, Math.min(entries, first + BATCH - 1), from, step, Math.ceil(entries / 8), ...dimensions]);
  }
}

/** Puts in what the test knows. Times may lie anywhere. */
export async function plant(owner: pg.Client, planted: readonly Planted[]): Promise<void> {
  await makeDimensions(owner);
  await owner.query(PLANT, [JSON.stringify(planted)]);
}

/** Waits until every entry has its number and can be searched. */
export async function whenSearchable(owner: pg.Client): Promise<void> {
  const behind = async (): Promise<number> =>
    Number((await owner.query<{ behind: string }>(`SELECT (SELECT count(*) FROM audit.pending) + sum(h.seq - m.seq) AS behind FROM audit.head h JOIN audit.search_mark m USING (organization)`)).rows[0]?.behind);
  await vi.waitFor(async () => expect(await behind()).toBe(0), { timeout: 3_600_000, interval: 200 });
}

async function makeDimensions(owner: pg.Client): Promise<unknown[]> {
  for (const [type, action] of ACTS) await owner.query('SELECT audit.define($1, $2)', [type, [action]]);
  await owner.query(`INSERT INTO audit.actor (organization, kind, id, name) ${NAMED} ON CONFLICT DO NOTHING`, [PEOPLE]);
  await owner.query(`INSERT INTO audit.project (organization, id, name) ${NAMED.replace(`'USER', `, '')} ON CONFLICT DO NOTHING`, [PROJECTS]);
  const keys = async (table: string, names: readonly string[]): Promise<number[]> => {
    const { rows } = await owner.query<{ key: number }>(`SELECT t.key FROM unnest($1::text[]) WITH ORDINALITY AS n(name, place) JOIN audit.${table} t USING (name) ORDER BY n.place`, [names]);
    return rows.map(({ key }) => key);
  };
  return [
    await keys('event_type', ACTS.map(([type]) => type)),
    await keys('action', ACTS.map(([, action]) => action)),
    ACTS.map(([, action]) => action),
    await keys('actor', PEOPLE),
    await keys('project', PROJECTS),
    ...WORDS,
  ];
}

const ORGANIZATION = '(SELECT min(number) FROM audit.organization)';
const NAMED = `SELECT ${ORGANIZATION}, 'USER', 'generated ' || name, name FROM unnest($1::text[]) name`;
const QUEUE = 'INSERT INTO audit.pending (organization, occurred_at, id) SELECT organization, occurred_at, id FROM made ORDER BY occurred_at';

/** $1 to $2: which; $3: from when, in ms; $4: how far apart, in µs; $5: of how many things; then dimensions and words. */
const GENERATE = `
  WITH made AS (
    INSERT INTO audit.entry (organization, id, occurred_at, recorded_at, event_type, action, project, actor, entity_id, entity_name, changes, source)
    SELECT ${ORGANIZATION}, audit.uuid_v7(g.at), g.at, g.at + interval '2 milliseconds',
      ($6::int[])[1 + g.act], ($7::int[])[1 + g.act], ($10::int[])[1 + g.thing % cardinality($10::int[])],
      ($9::int[])[1 + (g.h / 41) % cardinality($9::int[])], 'thing ' || g.thing,
      concat_ws(' ', ($11::text[])[1 + g.thing % 12], ($12::text[])[1 + g.thing % 11], ($13::text[])[1 + g.thing % 10], g.thing),
      CASE ($8::text[])[1 + g.act]
        WHEN 'create' THEN jsonb_build_array(jsonb_build_object('field', 'status', 'old', NULL, 'new', 'Draft'), jsonb_build_object('field', 'priority', 'old', NULL, 'new', g.priority))
        WHEN 'delete' THEN jsonb_build_array(jsonb_build_object('field', 'status', 'old', 'Active', 'new', NULL), jsonb_build_object('field', 'priority', 'old', g.priority, 'new', NULL))
        ELSE CASE g.h % 4
          WHEN 0 THEN jsonb_build_array(jsonb_build_object('field', 'status', 'old', 'Draft', 'new', 'Active'))
          WHEN 1 THEN jsonb_build_array(jsonb_build_object('field', 'priority', 'old', g.priority, 'new', CASE g.priority WHEN 'Low' THEN 'High' WHEN 'High' THEN 'Critical' ELSE 'Low' END))
          WHEN 2 THEN jsonb_build_array(jsonb_build_object('field', 'description', 'old', 'The ' || ($13::text[])[1 + g.h / 7 % 10] || ' is shown.', 'new', 'The ' || ($13::text[])[1 + g.h / 11 % 10] || ' is shown once.'))
          ELSE jsonb_build_array(jsonb_build_object('field', 'labels', 'old', jsonb_build_array('smoke'), 'new', jsonb_build_array('smoke', ($12::text[])[1 + g.h / 13 % 11])))
        END
      END,
      jsonb_build_object('ip', '10.20.' || g.h / 17 % 8 || '.' || g.h / 19 % 250, 'userAgent', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/146.0', 'via', 'web')
    FROM generate_series($1::bigint, $2::bigint) n
    CROSS JOIN LATERAL (SELECT abs(hashint8(n)::bigint) AS h) r
    CROSS JOIN LATERAL (
      SELECT r.h, to_timestamp($3::float8 / 1000) + (n - 1 + (r.h % 997) / 1000.0) * $4::float8 * interval '1 microsecond' AS at,
        r.h / 3 % cardinality($6::int[]) AS act, r.h / 5 % $5::bigint AS thing, (ARRAY['Low', 'Medium', 'High', 'Critical'])[1 + r.h / 23 % 4] AS priority
    ) g
    RETURNING organization, occurred_at, id
  ) ${QUEUE}`;

const PLANT = `
  WITH made AS (
    INSERT INTO audit.entry (organization, id, occurred_at, recorded_at, event_type, action, project, actor, entity_id, entity_name, changes, source)
    SELECT ${ORGANIZATION}, audit.uuid_v7(p.at), p.at, p.at + interval '2 milliseconds', t.key, a.key, NULL, w.key, p."entityId", p."entityName", p.changes,
      '{"ip": "192.0.2.7", "userAgent": null, "via": "web"}'
    FROM jsonb_to_recordset($1::jsonb) AS p(at timestamptz, "eventType" text, action text, person text, "entityId" text, "entityName" text, changes jsonb)
    JOIN audit.event_type t ON t.name = p."eventType" JOIN audit.action a ON a.name = p.action
    JOIN audit.actor w ON w.organization = ${ORGANIZATION} AND w.name = p.person
    RETURNING organization, occurred_at, id
  ) ${QUEUE}`;
