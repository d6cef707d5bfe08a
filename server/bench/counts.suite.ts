import type { AuditLogFilter } from '@audit-log/shared/filter';
import { bodyOf, compare, Exact, SHAPES, Verdicts } from './counted.js';
import type { Counted, Shape } from './counted.js';
import { iso } from './entries.js';
import type { Source } from './fields.js';
import type { HttpConnection } from './http-client.js';
import { productTarget } from './page.suite.js';
import { sourcesOf } from './questions.js';
import { at } from './random.js';
import { inTurns, spread } from './statistics.js';
import type { Cell, Context, Goal, Suite, Table } from './suite.js';
import { connectTo } from './target.js';

const HOUR = 3_600_000_000;
const WHOLE_LOG = 'two years';
const BUCKETS = 60;

interface Question {
  readonly shape: Shape;
  readonly named: string;
  readonly span: string;
  readonly filter: AuditLogFilter;
}

/** A question, how long it took of whom in each round, in milliseconds, and what its numbers were worth. */
interface Timed extends Question {
  readonly product: readonly number[];
  readonly exact: readonly number[];
  readonly verdicts: Verdicts;
}

export const countsSuite: Suite = {
  name: 'counts',
  title: 'Counts: total, histogram and facets over HTTP, against exact SQL',
  profile: 'counts.md',
  async run(context) {
    const bed = await context.bed();
    const source = at(await sourcesOf(bed, context.seed), 0);
    using connection = await connectTo((await productTarget(bed)).target);
    const exact = await Exact.open(bed.owner, source);
    const timed: Timed[] = [];
    for (const question of questionsOf(source)) timed.push(await time(connection, exact, question, context));
    return { goals: goalsOf(timed), tables: SHAPES.map((shape) => tableOf(shape, timed)), notes: NOTES };
  },
};

const NOTES = [
  'Exact SQL is count(*) or GROUP BY over the same table and indexes, without HTTP, as the owner, for whom row-level security costs nothing, with parallel workers where Postgres wants them; facets are counted in one pass by GROUPING SETS, but for each that the filter is about, which is a statement of its own. The names of what is counted are not looked up again.',
  `The largest organization is asked, from 05:00 of a day to 17:00 of the last, so that there is a part of a day at both ends. ${BUCKETS} buckets, 200 options of each facet. The user is the rarest of 2,000.`,
  'Every number of every answer was compared with exact SQL: what is said to be exact is equal, “at least” is not above. Of estimates the last column tells how many were off by more than they state, which they say of one in twenty.',
  'A goal adds up the five filters of one round. Where exact SQL takes a millisecond itself, as for the rare user, there is nothing to be won: the product counts to the end there too, and HTTP costs as much.',
];

function questionsOf(source: Source): Question[] {
  const { organization, world, begin, end } = source;
  const filters: Readonly<Record<string, AuditLogFilter>> = {
    none: {},
    'one event type': { eventTypes: [at(world.eventTypes, 0).name] },
    'one project': { projectIds: [at(organization.projects, 1).id] },
    'a rare user': { userIds: [at(organization.users, organization.users.length - 1).id] },
    'an event type and a user': { eventTypes: [at(world.eventTypes, 1).name], userIds: [at(organization.users, 2).id] },
  };
  const spans = { '30 days': end - 30 * 24 * HOUR, [WHOLE_LOG]: begin };
  return SHAPES.flatMap((shape) =>
    Object.entries(filters).flatMap(([named, filter]) =>
      Object.entries(spans).map(([span, from]) => ({ shape, named, span, filter: { ...filter, from: iso(from + 5 * HOUR), to: iso(end - 7 * HOUR) } })),
    ),
  );
}

async function time(connection: HttpConnection, exact: Exact, question: Question, context: Context): Promise<Timed> {
  const { shape, filter } = question;
  const body = bodyOf(shape, filter, { buckets: BUCKETS });
  const first = read((await connection.post(body)).body);
  const truth = await exact.of(shape, filter, first);
  const fail = (error: unknown): never => {
    throw new Error(`${shape} of ${JSON.stringify(filter)}: ${(error as Error).message}`, { cause: error });
  };
  const compared = (answer: Counted): Verdicts => {
    try {
      return compare(answer, filter, truth);
    } catch (error) {
      return fail(error);
    }
  };
  const verdicts = compared(first);
  const works = {
    product: async (): Promise<number> => {
      const begun = performance.now();
      const { body: bytes } = await connection.post(body);
      const taken = performance.now() - begun;
      compared(read(bytes));
      return taken;
    },
    exact: async (): Promise<number> => {
      const begun = performance.now();
      await exact.of(shape, filter, first);
      return performance.now() - begun;
    },
  };
  const times = await inTurns(works, context.scale.rounds);
  context.checked(1 + context.scale.rounds);
  return { ...question, ...times, verdicts };
}

function read(bytes: Buffer): Counted {
  const { data } = JSON.parse(bytes.toString()) as { data?: Counted | null };
  if (!data) throw new Error(`no counts but ${bytes.toString().slice(0, 500)}`);
  return data;
}

function goalsOf(timed: readonly Timed[]): Goal[] {
  const goals = SHAPES.map((shape): Goal => {
    const some = timed.filter((one) => one.shape === shape && one.span === WHOLE_LOG);
    const sum = (of: 'product' | 'exact', round: number): number => some.reduce((all, one) => all + at(one[of], round), 0);
    const ratios = at(some, 0).product.map((_, round) => sum('product', round) / sum('exact', round));
    return { what: `${shape} over ${WHOLE_LOG}, all filters: time, ours / exact SQL’s`, bound: 'at most', wanted: 0.1, got: spread(ratios) };
  });
  const all = new Verdicts();
  for (const { verdicts } of timed) all.add(verdicts);
  const { ESTIMATE: estimates } = all.found;
  if (estimates === 0) return goals;
  return [...goals, { what: `estimates that are off by more than they state, of ${estimates.toLocaleString('en')}`, bound: 'at most', wanted: 0.05, got: spread([all.missed / estimates]) }];
}

function tableOf(shape: Shape, timed: readonly Timed[]): Table {
  return {
    title: `${shape.charAt(0).toUpperCase()}${shape.slice(1)}`,
    head: ['filter', 'span', 'ours / exact', 'product, ms', 'exact SQL, ms', 'numbers', 'exact', 'estimates', 'at least', 'estimates off'],
    rows: timed
      .filter((one) => one.shape === shape)
      .map(({ named, span, product, exact: reference, verdicts: { found, missed } }): Cell[] => [
        named,
        span,
        spread(product.map((taken, round) => taken / at(reference, round))),
        spread(product),
        spread(reference),
        found.EXACT + found.ESTIMATE + found.AT_LEAST,
        found.EXACT,
        found.ESTIMATE,
        found.AT_LEAST,
        missed,
      ]),
  };
}
