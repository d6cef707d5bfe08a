import type { Bed } from './bed.js';
import { productDialect } from './page-dialects.js';
import type { HttpConnection } from './http-client.js';
import { answerOf, prepareOracle } from './oracle.js';
import type { Found } from './oracle.js';
import { questions, sourcesOf } from './questions.js';
import type { Question } from './questions.js';
import { placesIn } from './page.suite.js';
import { hold } from './posed.js';
import type { Posed } from './posed.js';
import { at } from './random.js';
import type { Context } from './suite.js';
import { connectTo } from './target.js';
import type { Asked } from './target.js';

const PAGE_SIZE = 50;

/** So many pages of each question are asked for, unless it ends before. */
const MOST_PAGES = 5;

const DOCUMENT = `query Sweep($filter: AuditLogFilterInput, $first: Int, $after: String, $last: Int, $before: String) {
  auditLogs(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id time eventType action project { id name } user { id kind name } entity { id name } details { field old new redacted } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } searchedBackTo } }`;

export interface Page {
  readonly edges: readonly { readonly node: Found }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
  readonly searchedBackTo: string | null;
}

/** One page of a question, and how long it has taken in each round, in milliseconds. */
export interface SweptPage extends Posed {
  readonly kind: string;
  readonly organization: number;
  /** Its place among the pages of its question, from 0. */
  readonly place: number;
  readonly entries: number;
  /** Blocks of 8 kB that its statements touched. */
  readonly buffers: number;
  readonly times: number[];
}

/** The questions over one bed, each answer compared with the oracle's; every round asks all of them again. */
export class Sweep implements Disposable {
  /** How long the unfiltered page took, asked before every page of a question. */
  readonly usual: number[] = [];

  private constructor(
    readonly pages: readonly SweptPage[],
    private readonly connections: readonly HttpConnection[],
    private readonly unfiltered: readonly Asked[],
    private readonly context: Context,
  ) {}

  static async prepare(bed: Bed, context: Context, count: number): Promise<Sweep> {
    await prepareOracle(bed.owner);
    const server = await bed.product();
    const connections = await Promise.all(
      bed.load.organizations.map(({ key }) => connectTo({ name: 'product', server, path: '/graphql', headers: { authorization: `Bearer ${key}` } })),
    );
    const sources = await sourcesOf(bed, context.seed);
    const unfiltered: Asked[] = [];
    const dialect = productDialect((place) => bed.cursor(0, place));
    for (const place of placesIn(bed, 50, context.seed)) {
      const body = dialect.body(place);
      unfiltered.push({ body, answer: Buffer.from((await at(connections, 0).post(body)).body) });
    }
    const pages: SweptPage[] = [];
    const all = questions(sources, count, context.seed);
    for (const [n, question] of all.entries()) {
      if (n % 200 === 199) context.say(`sweep: ${n + 1} of ${all.length} questions compared`);
      pages.push(...(await walk(bed, at(connections, sources.indexOf(question.source)), question, sources.indexOf(question.source))));
    }
    context.checked(pages.length);
    return new Sweep(pages, connections, unfiltered, context);
  }

  async round(): Promise<void> {
    for (const [n, page] of this.pages.entries()) {
      const usual = at(this.unfiltered, n % this.unfiltered.length);
      this.usual.push(await this.#time(0, usual.body, (status, body) => {
        if (status !== 200 || !body.equals(usual.answer)) throw new Error(`another answer than before: ${usual.body} gave ${body.toString().slice(0, 300)}`);
      }));
      page.times.push(await this.#time(page.organization, page.body, (status, body) => hold(page, status, body)));
    }
    this.context.checked(2 * this.pages.length);
  }

  async #time(organization: number, question: string, verify: (status: number, body: Buffer) => void): Promise<number> {
    const begun = performance.now();
    const { status, body } = await at(this.connections, organization).post(question);
    const time = performance.now() - begun;
    verify(status, body);
    return time;
  }

  [Symbol.dispose](): void {
    for (const connection of this.connections) connection[Symbol.dispose]();
  }
}

/**
 * Compares a page with what the oracle found from its beginning on: the entries are those, in order and without a gap; where
 * the page says that there is no more there is none, and where it says how far it has searched nothing on this side is
 * left out.
 * @returns what is wrong with it
 */
export function faultOf({ edges, pageInfo, searchedBackTo }: Page, wanted: readonly Found[], size: number, direction: Question['direction']): string | null {
  const older = direction === 'older';
  const got = edges.map(({ node }) => node);
  if (!older) got.reverse();
  const missed = got.findIndex(({ id }, n) => id !== wanted[n]?.id);
  if (missed >= 0) return `${got[missed]?.id} where ${wanted[missed]?.id ?? 'nothing'} should be`;
  const next = wanted[got.length];
  const more = older ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
  if (!more && next) return `an end before ${next.id}`;
  if (more && got.length < size && searchedBackTo === null) return 'a page that is not full, and does not say how far it has searched';
  if (next && searchedBackTo !== null && (older ? next.time > searchedBackTo : next.time < searchedBackTo)) return `${next.id} passed over`;
  return null;
}

/** Asks for page after page, and compares each. */
async function walk(bed: Bed, connection: HttpConnection, question: Question, organization: number): Promise<SweptPage[]> {
  const { filter, direction, kind, source } = question;
  const wanted = await answerOf(bed.owner, question, MOST_PAGES * PAGE_SIZE + 1);
  const end = bed.cursor(organization, source.end);
  const pages: SweptPage[] = [];
  const older = direction === 'older';
  let seen = 0;
  for (let place: string | null = null; pages.length < MOST_PAGES; ) {
    const extent = older ? { first: PAGE_SIZE, after: place ?? end } : { last: PAGE_SIZE, before: place, after: end };
    const body = JSON.stringify({ query: DOCUMENT, variables: { filter, ...extent } });
    const before = await bed.work();
    const { body: bytes } = await connection.post(body);
    const buffers = (await bed.work()).buffers - before.buffers;
    const json = JSON.parse(bytes.toString()) as { data?: { auditLogs: Page } | null };
    const ordinal = pages.length + 1;
    const fail = (what: string, data: unknown): never => {
      throw new Error(`the sweep found ${what}, on page ${ordinal} of ${direction} ${JSON.stringify(filter)} in organization ${source.number}: ${JSON.stringify(data).slice(0, 600)}`);
    };
    const page: Page = json.data?.auditLogs ?? fail('no answer', json);
    const rest = wanted.slice(seen);
    const verify = (data: unknown): void => {
      const fault = faultOf((data as { auditLogs: Page }).auditLogs, rest, PAGE_SIZE, direction);
      if (fault !== null) fail(fault, data);
    };
    verify(json.data);
    seen += page.edges.length;
    pages.push({ kind, organization, place: pages.length, entries: page.edges.length, buffers, body, verify, known: [Buffer.from(bytes)], times: [] });

    const more = older ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage;
    if (!more) break;
    const reached = older ? page.pageInfo.endCursor : page.pageInfo.startCursor;
    if (reached === null || reached === place) fail('more, and no way to go on', page);
    place = reached;
  }
  return pages;
}
