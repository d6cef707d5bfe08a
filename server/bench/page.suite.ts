import { isDeepStrictEqual } from 'node:util';
import { pageStatement } from '@audit-log/server/query/statement';
import type { Bed, Work } from './bed.js';
import { iso } from './entries.js';
import { bareDialect, ORACLE, PAGE_SIZE, plainDialect, postgraphileDialect, productDialect } from './page-dialects.js';
import type { Dialect, Expected } from './page-dialects.js';
import { at, Random } from './random.js';
import { VIEW } from './references.js';
import type { BareOrder } from './references.js';
import { ServerProcess } from './server-process.js';
import { inTurns, quantile, spread } from './statistics.js';
import type { Context, Goal, Suite, Table } from './suite.js';
import { apply, connectTo } from './target.js';
import type { Asked, Slice, Target } from './target.js';

/** The organization that is asked about: the largest. */
const LARGEST = 0;

const NAMES = ['product', 'bare', 'PostGraphile', 'plain'] as const;
type Name = (typeof NAMES)[number];

const WANTED: readonly { against: Name; wanted: number }[] = [
  { against: 'bare', wanted: 0.6 },
  { against: 'PostGraphile', wanted: 2 },
  { against: 'plain', wanted: 2 },
];

export const pageSuite: Suite = {
  name: 'page',
  title: 'Page: 50 entries with all six columns, over HTTP, at varying cursors',
  profile: 'path.md',
  async run(context) {
    const bed = await context.bed();
    await using servers = new AsyncDisposableStack();
    const targets = await startTargets(bed, servers);
    const places = placesIn(bed, context.scale.places, context.seed);
    const expected = await Promise.all(places.map((place) => expectedAt(bed, place)));
    const asked = {} as Record<Name, Asked[]>;
    for (const name of NAMES) asked[name] = await verified(targets[name], places, expected, context);

    const goals: Goal[] = [];
    const tables: Table[] = [];
    for (const connections of context.scale.connections) {
      context.say(`page: ${connections} connections`);
      const slice = (name: Name) => () => slicedWork(bed, () => apply(targets[name].target, asked[name], connections, context.scale.slice));
      // Once before it counts: what compiles does so now.
      for (const name of NAMES) await slice(name)();
      const slices = await inTurns({ product: slice('product'), bare: slice('bare'), PostGraphile: slice('PostGraphile'), plain: slice('plain') }, context.scale.rounds);
      for (const name of NAMES) context.checked(slices[name].reduce((sum, { requests }) => sum + requests, 0));
      goals.push(...goalsOf(slices, connections));
      tables.push(tableOf(slices, connections));
    }
    return { goals, tables, notes: NOTES };
  },
};

const NOTES = [
  'Ratios are of processor time for each request, of the server’s own process: what a request costs on a machine of any load. Throughput and latency depend on what else shares the machine, the load generator and Postgres among them.',
  'Milliseconds in Postgres and buffers (blocks of 8 kB) are those of executing the statements of a request, by pg_stat_statements, which is on for all; planning, which the named statements do without, is not in them.',
  'All four answer the same 50 entries of the largest organization after the same places, each with its names; every answer was compared with plain SQL when it was first given, and byte for byte afterwards.',
  'The product and the bare handler connect as the application’s role, under row-level security; PostGraphile and the plain way as the owner, for whom it costs nothing, and they leave the ids of persons in details as they are. The product checks the key, the permission and that the view is recorded, and authenticates fifty cursors.',
];

/** A slice, and what it has cost Postgres. */
type Worked = Slice & Work;

async function slicedWork(bed: Bed, slice: () => Promise<Slice>): Promise<Worked> {
  const before = await bed.work();
  const done = await slice();
  const after = await bed.work();
  return { ...done, time: after.time - before.time, buffers: after.buffers - before.buffers };
}

function goalsOf(slices: Record<Name, readonly Slice[]>, connections: number): Goal[] {
  return WANTED.map(({ against, wanted }) => ({
    what: `${connections} ${connections === 1 ? 'connection' : 'connections'}, against ${against}: processor time for each request, the other’s / ours`,
    bound: 'at least',
    wanted,
    got: spread(slices.product.map((slice, round) => cost(at(slices[against], round)) / cost(slice))),
  }));
}

function tableOf(slices: Record<Name, readonly Worked[]>, connections: number): Table {
  const row = (name: Name): Table['rows'][number] => [
    name,
    spread(slices[name].map((slice) => cost(slice))),
    spread(slices[name].map(({ time, requests }) => time / requests)),
    spread(slices[name].map(({ buffers, requests }) => buffers / requests)),
    spread(slices[name].map(({ requests, seconds }) => requests / seconds)),
    spread(slices[name].map(({ latencies }) => quantile(latencies, 0.5))),
    spread(slices[name].map(({ latencies }) => quantile(latencies, 0.99))),
  ];
  return {
    title: `${connections} ${connections === 1 ? 'connection' : 'connections'}`,
    head: ['server', 'µs of processor time a request', 'ms in Postgres', 'buffers', 'requests a second', 'p50, ms', 'p99, ms'],
    rows: NAMES.map((name) => row(name)),
  };
}

/** Microseconds of processor time for each request. */
export function cost({ processor, requests }: Slice): number {
  return processor / requests;
}

interface Spoken {
  readonly target: Target;
  readonly dialect: Dialect;
}

/** The product alone, spoken to as the administrator of an organization. */
export async function productTarget(bed: Bed, organization = LARGEST): Promise<Spoken> {
  const { key } = at(bed.load.organizations, organization);
  return {
    target: { name: 'product', server: await bed.product(), path: '/graphql', headers: { authorization: `Bearer ${key}` } },
    dialect: productDialect((place) => bed.cursor(organization, place)),
  };
}

async function startTargets(bed: Bed, servers: AsyncDisposableStack): Promise<Record<Name, Spoken>> {
  const { number } = at(bed.load.organizations, LARGEST);
  await bed.owner.query(CREATE_VIEW);
  const reference = async (name: Name, file: string, order: object, dialect: Dialect): Promise<Spoken> => {
    const server = servers.use(await ServerProcess.start(file, { ORDER: JSON.stringify(order), GRAPHILE_ENV: 'production' }));
    return { target: { name, server, path: dialect.path, headers: {} }, dialect };
  };
  return {
    product: await productTarget(bed),
    bare: await reference('bare', './bare.js', await bareOrder(bed), bareDialect),
    PostGraphile: await reference('PostGraphile', './postgraphile.js', { url: bed.ownerUrl }, postgraphileDialect(number)),
    plain: await reference('plain', './plain.js', { url: bed.ownerUrl, organization: number }, plainDialect),
  };
}

const NOTHING = { eventTypes: null, actions: null, users: null, projects: null, withoutProject: false, entityId: null, operationId: null };

async function bareOrder(bed: Bed): Promise<BareOrder> {
  const { number } = at(bed.load.organizations, LARGEST);
  const place = { time: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
  const range = { upper: place, lower: { time: '-infinity', id: '00000000-0000-0000-0000-000000000000' } };
  const names = async (table: string): Promise<Record<number, string>> => {
    const { rows } = await bed.owner.query<{ key: number; name: string }>(`SELECT key, name FROM audit.${table}`);
    return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
  };
  return {
    url: bed.appUrl,
    organization: number,
    statement: pageStatement(number, { include: NOTHING, exclude: [NOTHING] }, range, { direction: 'older', limit: PAGE_SIZE, sequences: false, sources: false, unsearched: false }),
    eventTypes: await names('event_type'),
    actions: await names('action'),
  };
}

const CREATE_VIEW = `
  CREATE OR REPLACE VIEW ${VIEW.schema}.${VIEW.name} AS
  SELECT e.organization, e.id, e.occurred_at AS time, t.name AS "eventType", a.name AS action, p.id AS "projectId", p.name AS "projectName",
    u.id AS "userId", u.kind AS "userKind", u.name AS "userName", e.entity_id AS "entityId", e.entity_name AS "entityName", e.changes
  FROM audit.entry e
  JOIN audit.event_type t ON t.key = e.event_type
  JOIN audit.action a ON a.key = e.action
  JOIN audit.actor u ON u.organization = e.organization AND u.key = e.actor
  LEFT JOIN audit.project p ON p.organization = e.organization AND p.key = e.project`;

/** Places spread over all of the log, at whole milliseconds, which every server can express. */
export function placesIn({ load }: Bed, count: number, seed: number): number[] {
  const random = new Random(seed, 11);
  return Array.from({ length: count }, () => Math.floor((load.begin + (load.end - load.begin) * (0.02 + 0.98 * random.next())) / 1000) * 1000);
}

export async function expectedAt(bed: Bed, place: number, organization = LARGEST): Promise<Expected[]> {
  const { rows } = await bed.owner.query<Expected>(ORACLE, [at(bed.load.organizations, organization).number, iso(place)]);
  return rows;
}

/**
 * Asks each question once, and compares the answer with the oracle's.
 * @throws Error that shows the first entry that differs
 */
export async function verified({ target, dialect }: Spoken, places: readonly number[], expected: readonly (readonly Expected[])[], context: Context): Promise<Asked[]> {
  using connection = await connectTo(target);
  const asked: Asked[] = [];
  for (const [n, place] of places.entries()) {
    const body = dialect.body(place);
    const answer = await connection.post(body);
    if (answer.status !== 200) throw new Error(`${target.name} answered ${answer.status}: ${answer.body.toString().slice(0, 500)}`);
    const json = JSON.parse(answer.body.toString()) as { errors?: unknown };
    if (json.errors !== undefined) throw new Error(`${target.name}: ${JSON.stringify(json.errors).slice(0, 500)}`);
    const got = dialect.read(json);
    const wanted = at(expected, n).map((entry) => dialect.expect(entry));
    const wrong = wanted.findIndex((entry, i) => !isDeepStrictEqual(entry, got[i]));
    if (wrong >= 0 || got.length !== wanted.length) {
      throw new Error(`${target.name} is wrong after ${iso(place)}: ${got.length} entries for ${wanted.length}; wanted ${JSON.stringify(wanted[wrong])}, got ${JSON.stringify(got[wrong])}`);
    }
    asked.push({ body, answer: Buffer.from(answer.body) });
  }
  context.checked(asked.length);
  return asked;
}
