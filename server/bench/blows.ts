import type { AuditLogFilter } from '@audit-log/shared/filter';
import type { Bed } from './bed.js';
import { bodyOf, compare, Exact, MOST } from './counted.js';
import type { Counted, Shape } from './counted.js';
import { iso } from './entries.js';
import type { Source } from './fields.js';
import { answerOf, prepareOracle } from './oracle.js';
import type { Posed } from './posed.js';
import { questions } from './questions.js';
import { faultOf } from './sweep.js';
import type { Page } from './sweep.js';

export const MIX = 'a mix of all';

/** The most of a page. */
const PAGE = 200;
/** Questions of each kind, so that it is not the same blocks again and again. */
const EACH = 3;

const ENTRY = `id sequence time recordedAt eventType action project { id name } user { id kind name } entity { id name } operationId
  details { field old new redacted } source { ip userAgent via }`;
const LIST = `edges { cursor node { ${ENTRY} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } searchedBackTo`;
const ONE = `query Attack($filter: AuditLogFilterInput) { auditLogs(filter: $filter, first: ${PAGE}) { ${LIST} } }`;
/** As much as the limit of complexity lets through. */
const AT_ONCE = 4;
const SEVERAL = `query Attack($filter: AuditLogFilterInput) { ${Array.from({ length: AT_ONCE }, (_, n) => `p${n}: auditLogs(filter: $filter, first: ${PAGE}) { ${LIST} }`).join(' ')} }`;

/**
 * The most expensive legal questions of an organization's administrator, by kind; each with its answer, by plain SQL.
 * @param ask gives the data of an answer
 */
export async function blowsOf(bed: Bed, source: Source, seed: number, ask: (body: string) => Promise<unknown>): Promise<Map<string, Posed[]>> {
  const exact = await Exact.open(bed.owner, source);
  await prepareOracle(bed.owner);
  const kinds = new Map<string, Posed[]>();
  const hostile = hostileFilters(source, seed);
  for (const { kind, filter } of hostile) into(kinds, `${PAGE} entries: ${kind}`, await page(bed, source, filter, ONE));
  const all = { to: iso(source.end) };
  into(kinds, `${AT_ONCE} × ${PAGE} entries in one document: no filter`, await page(bed, source, all, SEVERAL));
  for (const { filter } of hostile.filter(({ kind }) => kind === SLOWEST)) into(kinds, `${AT_ONCE} × ${PAGE} entries in one document: ${SLOWEST}`, await page(bed, source, filter, SEVERAL));

  const counted = [all, ...new Map(hostile.map(({ kind, filter }) => [kind, filter])).values()];
  const shapes: readonly { kind: string; shape: Shape; more?: { exact?: boolean; buckets?: number } }[] = [
    { kind: 'total', shape: 'total' },
    { kind: 'total, `exact: true`', shape: 'total', more: { exact: true } },
    { kind: `histogram of ${MOST} buckets`, shape: 'histogram', more: { buckets: MOST } },
    { kind: `facets of ${MOST} options`, shape: 'facets' },
  ];
  for (const { kind, shape, more } of shapes) {
    for (const filter of counted) {
      const body = bodyOf(shape, filter, more);
      // Which buckets there are the product says.
      const truth = await exact.of(shape, filter, (await ask(body)) as Counted);
      into(kinds, `counts: ${kind}`, { body, known: [], verify: (data) => void compare(data as Counted, filter, truth) });
    }
  }
  kinds.set(MIX, interleaved([...kinds.values()]));
  return kinds;
}

/** Of the sweep's the one whose pages read the most. */
const SLOWEST = 'users by the hundred, with a type that is rare';

function hostileFilters(source: Source, seed: number): { kind: string; filter: AuditLogFilter }[] {
  const found = new Map<string, AuditLogFilter[]>();
  const end = iso(source.end);
  for (const { kind, filter } of questions([source], 400, seed)) {
    const same = found.get(kind) ?? found.set(kind, []).get(kind)!;
    // Up to the end of what was generated, so that its answer stays.
    if (kind !== 'usual' && same.length < EACH) same.push({ ...filter, to: filter.to && filter.to < end ? filter.to : end });
  }
  return [...found].flatMap(([kind, filters]) => filters.map((filter) => ({ kind, filter })));
}

async function page(bed: Bed, source: Source, filter: AuditLogFilter, query: string): Promise<Posed> {
  const wanted = await answerOf(bed.owner, { kind: '', filter, source, direction: 'older' }, PAGE + 1);
  const verify = (data: unknown): void => {
    for (const found of Object.values(data as Record<string, Page>)) {
      const fault = faultOf(found, wanted, PAGE, 'older');
      if (fault !== null) throw new Error(`${fault}, of ${JSON.stringify(filter)}`);
    }
  };
  return { body: JSON.stringify({ query, variables: { filter } }), known: [], verify };
}

function interleaved(lists: readonly Posed[][]): Posed[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, n) => lists.flatMap((list) => list[n] ?? [])).flat();
}

function into(kinds: Map<string, Posed[]>, kind: string, blow: Posed): void {
  const list = kinds.get(kind);
  if (list) list.push(blow);
  else kinds.set(kind, [blow]);
}
