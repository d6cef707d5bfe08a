/** What counts are to come to, by plain SQL over the log's tables as their owner, and how far the product's numbers are from it. */
import type { AuditLogFilter } from '@audit-log/shared/filter';
import type pg from 'pg';
import { conditions } from './fields.js';
import type { Source } from './fields.js';

export const SHAPES = ['total', 'histogram', 'facets'] as const;
export type Shape = (typeof SHAPES)[number];

/** One of the product's numbers. */
export interface Count {
  readonly value: number;
  readonly accuracy: 'EXACT' | 'ESTIMATE' | 'AT_LEAST';
  readonly error: number | null;
}

interface Bucket {
  readonly from: string;
  readonly to: string;
  readonly count: Count;
  readonly actions: readonly { readonly action: string; readonly count: Count }[];
}

/** What the product answers, of which each shape asks for one. */
export interface Counted {
  readonly auditLogCount?: Count;
  readonly auditLogHistogram?: readonly Bucket[];
  readonly auditLogFacets?: Readonly<Record<string, readonly { readonly option: { readonly value: string | null }; readonly count: Count }[]>>;
}

/** Entries by a name of each group, a list for each facet; of a histogram, by the place of the bucket and the action. */
export type Truth = readonly ReadonlyMap<string, number>[];

const FACETS = [
  { field: 'eventTypes', column: 'event_type', named: 'SELECT key, name AS value FROM audit.event_type', without: { eventTypes: null } },
  { field: 'actions', column: 'action', named: 'SELECT key, name AS value FROM audit.action', without: { actions: null } },
  { field: 'users', column: 'actor', named: 'SELECT key, id AS value FROM audit.actor WHERE organization = $1', without: { userIds: null } },
  { field: 'projects', column: 'project', named: 'SELECT key, id AS value FROM audit.project WHERE organization = $1', without: { projectIds: null, withoutProject: null } },
] as const;

/** So many options of each facet and buckets at most, the most that may be asked for. */
export const MOST = 200;

const COUNT = '{ value accuracy error }';
const DOCUMENTS: Readonly<Record<Shape, string>> = {
  total: `query Total($filter: AuditLogFilterInput, $exact: Boolean) { auditLogCount(filter: $filter, exact: $exact) ${COUNT} }`,
  histogram: `query Histogram($filter: AuditLogFilterInput, $buckets: Int) { auditLogHistogram(filter: $filter, buckets: $buckets) { from to count ${COUNT} actions { action count ${COUNT} } } }`,
  facets: `query Facets($filter: AuditLogFilterInput) { auditLogFacets(filter: $filter, first: ${MOST}) {
    ${FACETS.map(({ field }) => `${field} { option { value } count ${COUNT} }`).join(' ')} } }`,
};

export function bodyOf(shape: Shape, filter: AuditLogFilter, more: { exact?: boolean; buckets?: number } = {}): string {
  return JSON.stringify({ query: DOCUMENTS[shape], variables: { filter, ...more } });
}

/** Where buckets begin: each lies a multiple of so many seconds from `origin`, which is where the one of place `at` does. */
interface Bins {
  readonly origin: string;
  readonly width: number;
  readonly at: number;
}

/** The product chooses the width of its buckets; that they follow one another without a gap is looked at when they are compared. */
function binsOf(buckets: readonly Bucket[]): Bins {
  const [first, second] = buckets;
  const length = (from = '', to = ''): number => (Date.parse(to) - Date.parse(from)) / 1000;
  if (!second) return { origin: first?.from ?? 'epoch', width: Math.ceil(length(first?.from, first?.to)) + 1, at: 0 };
  return { origin: second.from, width: buckets.length > 2 ? length(second.from, second.to) : Math.ceil(length(first?.from, second.to)) + 1, at: 1 };
}

/** Counts by plain SQL: count(*) and GROUP BY over the same indexes, one statement, of facets one for each. */
export async function exact(owner: pg.Pool | pg.PoolClient, shape: Shape, filter: AuditLogFilter, source: Source, answer: Counted): Promise<Truth> {
  const grouped = async (of: AuditLogFilter, text: (where: string, bind: (value: unknown) => string) => string): Promise<ReadonlyMap<string, number>> => {
    const values: unknown[] = [source.number];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const where = ['e.organization = $1', ...conditions(of, bind, source)].join(' AND ');
    const { rows } = await owner.query<{ name: string; entries: number }>(text(where, bind), values);
    return new Map(rows.map(({ name, entries }) => [name, entries]));
  };
  if (shape === 'total') return [await grouped(filter, (where) => `SELECT '' AS name, count(*)::int AS entries FROM audit.entry e WHERE ${where}`)];
  if (shape === 'histogram') {
    const { origin, width, at } = binsOf(answer.auditLogHistogram ?? []);
    return [
      await grouped(filter, (where, bind) => {
        const [begin, seconds] = [`${bind(origin)}::timestamptz`, bind(width)];
        return `SELECT round(extract(epoch FROM c.bin - ${begin}) / ${seconds}) + ${at} || ' ' || a.name AS name, c.entries FROM (
          SELECT date_bin(make_interval(secs => ${seconds}), e.occurred_at, ${begin}) AS bin, e.action AS key, count(*)::int AS entries
          FROM audit.entry e WHERE ${where} GROUP BY 1, 2) c JOIN audit.action a USING (key)`;
      }),
    ];
  }
  const truth: ReadonlyMap<string, number>[] = [];
  for (const { column, named, without } of FACETS) {
    const others = { ...filter, ...without, exclude: filter.exclude ? { ...filter.exclude, ...without } : null };
    truth.push(
      await grouped(others, (where) => `SELECT coalesce(n.value, '') AS name, c.entries FROM (
        SELECT e.${column} AS key, count(*)::int AS entries FROM audit.entry e WHERE ${where} GROUP BY 1) c LEFT JOIN (${named}) n USING (key)`),
    );
  }
  return truth;
}

/** What numbers were worth, and how many estimates were off by more than they state. */
export class Verdicts {
  readonly found = { EXACT: 0, ESTIMATE: 0, AT_LEAST: 0 };
  missed = 0;

  /** @throws Error where a number is not what it says it is; an estimate that is off is counted as missed */
  judge({ value, accuracy, error }: Count, truth: number, what: string): void {
    this.found[accuracy] += 1;
    if (accuracy === 'EXACT' && value !== truth) throw new Error(`${what}: ${value} said to be exact, where there are ${truth}`);
    if (accuracy === 'AT_LEAST' && value > truth) throw new Error(`${what}: at least ${value}, where there are ${truth}`);
    if (accuracy === 'ESTIMATE' && Math.abs(value - truth) > Number(error)) this.missed += 1;
  }

  add(other: Verdicts): void {
    for (const accuracy of ['EXACT', 'ESTIMATE', 'AT_LEAST'] as const) this.found[accuracy] += other.found[accuracy];
    this.missed += other.missed;
  }
}

/**
 * Compares every number of an answer.
 * @throws Error at the first that does not hold, or that is left out of an exact answer
 */
export function compare(answer: Counted, filter: AuditLogFilter, truth: Truth): Verdicts {
  const verdicts = new Verdicts();
  const { auditLogCount, auditLogHistogram, auditLogFacets } = answer;
  if (auditLogCount) verdicts.judge(auditLogCount, truth[0]?.get('') ?? 0, 'the total');
  if (auditLogHistogram) compareBuckets(auditLogHistogram, filter, truth[0] ?? new Map(), verdicts);
  if (auditLogFacets) for (const [n, { field }] of FACETS.entries()) compareFacet(field, auditLogFacets[field] ?? [], truth[n] ?? new Map(), verdicts);
  if (!auditLogCount && !auditLogHistogram && !auditLogFacets) throw new Error(`no counts: ${JSON.stringify(answer).slice(0, 500)}`);
  return verdicts;
}

function compareBuckets(buckets: readonly Bucket[], { from, to }: AuditLogFilter, truth: ReadonlyMap<string, number>, verdicts: Verdicts): void {
  if ((from ?? buckets[0]?.from) !== buckets[0]?.from || (to ?? buckets.at(-1)?.to) !== buckets.at(-1)?.to) throw new Error('buckets that do not span the times of the filter');
  let told = 0;
  for (const [place, bucket] of buckets.entries()) {
    const what = `the bucket from ${bucket.from}`;
    if (place > 0 && buckets[place - 1]?.to !== bucket.from) throw new Error(`${what} does not begin where the one before ends`);
    const within = [...truth].filter(([name]) => name.startsWith(`${place} `));
    told += within.length;
    verdicts.judge(bucket.count, sum(within), what);
    for (const { action, count } of bucket.actions) verdicts.judge(count, truth.get(`${place} ${action}`) ?? 0, `${action} of ${what}`);
    if (bucket.count.accuracy === 'EXACT' && bucket.actions.length !== within.length) throw new Error(`${what} leaves out actions`);
  }
  if (told !== truth.size) throw new Error('entries outside of every bucket');
}

type Options = NonNullable<Counted['auditLogFacets']>[string];

function compareFacet(field: string, options: Options, truth: ReadonlyMap<string, number>, verdicts: Verdicts): void {
  const names = new Set(options.map(({ option }) => option.value ?? ''));
  for (const { option, count } of options) verdicts.judge(count, truth.get(option.value ?? '') ?? 0, `${field} ${option.value}`);
  if (names.size !== options.length) throw new Error(`${field}: an option twice`);
  if (!options.every(({ count }) => count.accuracy === 'EXACT')) return;
  // Of an exact answer only what is rarer than all that it has may be missing, and only where it has as many as were asked for.
  const least = options.length < MOST ? Infinity : Math.min(...options.map(({ count }) => count.value));
  const missing = [...truth].find(([name, entries]) => !names.has(name) && (least === Infinity || entries > least));
  if (missing && options.length > 0) throw new Error(`${field}: ${missing[0]}, with ${missing[1]} entries, is missing`);
}

function sum(groups: readonly (readonly [string, number])[]): number {
  return groups.reduce((all, [, entries]) => all + entries, 0);
}
