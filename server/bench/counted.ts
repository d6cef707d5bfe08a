/** What counts are to come to, by plain SQL over the log's tables as their owner, and how far the product's numbers are from it. */
import type { AuditLogFilter } from '@audit-log/shared/filter';
import type pg from 'pg';
import { conditions } from './fields.js';
import type { Source } from './fields.js';
import { at } from './random.js';

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
  { field: 'eventTypes', column: 'event_type', value: 'name', conditions: ['eventTypes'] },
  { field: 'actions', column: 'action', value: 'name', conditions: ['actions'] },
  { field: 'users', column: 'actor', value: 'id', conditions: ['userIds'] },
  { field: 'projects', column: 'project', value: 'id', conditions: ['projectIds', 'withoutProject'] },
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

/** Where buckets begin: each lies a multiple of so many seconds from `origin`, which is where the second one does, if there is one; `first` is the place of the one that begins there. */
interface Bins {
  readonly origin: string;
  readonly width: number;
  readonly first: number;
}

/** The product chooses the width of its buckets; that they follow one another without a gap is looked at when they are compared. */
function binsOf(buckets: readonly Bucket[]): Bins {
  const [first, second] = buckets;
  const length = (from = '', to = ''): number => (Date.parse(to) - Date.parse(from)) / 1000;
  if (!second) return { origin: first?.from ?? 'epoch', width: Math.ceil(length(first?.from, first?.to)) + 1, first: 0 };
  return { origin: second.from, width: buckets.length > 2 ? length(second.from, second.to) : Math.ceil(length(first?.from, second.to)) + 1, first: 1 };
}

/** Exact counts by plain SQL. */
export class Exact {
  private constructor(
    private readonly owner: pg.Pool,
    private readonly source: Source,
    /** Of the values of each facet, by their keys. */
    private readonly names: readonly ReadonlyMap<number, string>[],
  ) {}

  static async open(owner: pg.Pool, source: Source): Promise<Exact> {
    const names = FACETS.map(async ({ column, value }) => {
      const { rows } = await owner.query<{ key: number; value: string }>(`SELECT key, ${value} AS value FROM audit.${column} t WHERE coalesce(to_jsonb(t) ->> 'organization', $1) = $1`, [String(source.number)]);
      return new Map(rows.map((row) => [row.key, row.value]));
    });
    return new Exact(owner, source, await Promise.all(names));
  }

  /** @param answer the product's: its buckets are the ones that are counted */
  async of(shape: Shape, filter: AuditLogFilter, answer: Counted): Promise<Truth> {
    if (shape === 'facets') return this.#facets(filter);
    if (shape === 'total') {
      const [row] = await this.#ask(filter, [], (where) => `SELECT count(*)::int AS entries FROM audit.entry e WHERE ${where}`);
      return [new Map([['', row?.entries ?? 0]])];
    }
    const { origin, width, first } = binsOf(answer.auditLogHistogram ?? []);
    const rows = await this.#ask(filter, [origin, width], (where) => `
      SELECT extract(epoch FROM c.bin - $2::timestamptz)::float8 / $3 AS place, c.key, c.entries FROM (
        SELECT date_bin(make_interval(secs => $3), e.occurred_at, $2::timestamptz) AS bin, e.action AS key, count(*)::int AS entries
        FROM audit.entry e WHERE ${where} GROUP BY 1, 2) c`);
    return [new Map(rows.map(({ place, key, entries }) => [`${Math.round(place) + first} ${this.#name(1, key)}`, entries]))];
  }

  /** All facets in one pass but for those that the filter has, each of which is without its own condition. */
  async #facets(filter: AuditLogFilter): Promise<Truth> {
    const truth = FACETS.map(() => new Map<string, number>());
    const has = ({ conditions: own }: (typeof FACETS)[number]): boolean => own.some((field) => (filter[field] ?? filter.exclude?.[field] ?? null) !== null);
    const passes = [FACETS.filter((facet) => !has(facet)), ...FACETS.filter((facet) => has(facet)).map((facet) => [facet])];
    for (const pass of passes.filter(({ length }) => length > 0)) {
      const without = has(at(pass, 0)) ? Object.fromEntries(at(pass, 0).conditions.map((field) => [field, null])) : {};
      const others = { ...filter, ...without, exclude: filter.exclude ? { ...filter.exclude, ...without } : null };
      const columns = pass.map(({ column }) => `e.${column}`);
      // Of the bits of grouping() that of the column which a row is about is the one that is not set.
      const rows = await this.#ask(others, [], (where) => `
        SELECT coalesce(${columns.join(', ')}) AS key, grouping(${columns.join(', ')}) AS place, count(*)::int AS entries
        FROM audit.entry e WHERE ${where} GROUP BY GROUPING SETS (${columns.map((column) => `(${column})`).join(', ')})`);
      for (const { key, place, entries } of rows) {
        const nth = pass.findIndex((_, n) => (Number(place) & (1 << (pass.length - 1 - n))) === 0);
        const facet = FACETS.indexOf(at(pass, nth));
        truth[facet]?.set(this.#name(facet, key), entries);
      }
    }
    return truth;
  }

  #name(facet: number, key: number | null): string {
    return key === null ? '' : (this.names[facet]?.get(key) ?? `key ${key}`);
  }

  async #ask(filter: AuditLogFilter, more: readonly unknown[], text: (where: string) => string): Promise<Row[]> {
    const values: unknown[] = [this.source.number, ...more];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const where = ['e.organization = $1', ...conditions(filter, bind, this.source)].join(' AND ');
    return (await this.owner.query<Row>(text(where), values)).rows;
  }
}

interface Row {
  readonly key: number | null;
  readonly place: number;
  readonly entries: number;
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
