import type { Bed } from './bed.js';
import { expectedAt, productTarget, verified } from './page.suite.js';
import { at } from './random.js';
import { inTurns, quantile, spread } from './statistics.js';
import type { Context, Suite } from './suite.js';
import { apply } from './target.js';
import type { Slice } from './target.js';

const PAGE_SIZE = 50;
const PAGES = [1, 1_000, 100_000];

export const depthSuite: Suite = {
  name: 'depth',
  title: 'Depth: pages by cursor against page 1, over HTTP, with OFFSET for contrast',
  profile: 'path.md',
  async run(context) {
    const bed = await context.bed();
    const spoken = await productTarget(bed);
    const depths = await depthsIn(bed);
    const works: Record<string, () => Promise<Slice>> = {};
    for (const page of depths) {
      // Ten pages from there on, so that it is not one block that is read again and again.
      const places: number[] = [];
      for (let n = 0; n < 10; n += 1) places.push(await placeOf(bed, (page - 1 + n) * PAGE_SIZE));
      const asked = await verified(spoken, places, await Promise.all(places.map((place) => expectedAt(bed, place))), context);
      works[page] = () => apply(spoken.target, asked, 1, context.scale.slice);
    }
    for (const work of Object.values(works)) await work();
    const slices = await inTurns(works, context.scale.rounds);
    const medians = (page: number): number[] => (slices[page] ?? []).map(({ latencies }) => quantile(latencies, 0.5));
    const first = medians(1);
    context.checked(Object.values(slices).flat().reduce((sum, { requests }) => sum + requests, 0));
    const offsets = await offsetTimes(bed, depths, context);
    return {
      goals: depths.slice(1).map((page) => ({
        what: `page ${page.toLocaleString('en')}, median latency to that of page 1`,
        bound: 'at most',
        wanted: 1.3,
        got: spread(medians(page).map((median, round) => median / at(first, round))),
      })),
      tables: [
        {
          title: 'One connection',
          head: ['page', 'by cursor, ms', 'by OFFSET, in SQL alone, ms'],
          rows: depths.map((page, n) => [page.toLocaleString('en'), spread(medians(page)), spread(at(offsets, n))]),
        },
      ],
      notes: ['OFFSET is the same order over the same table as the owner, with ids alone and no HTTP: what it costs beside is not counted.'],
    };
  },
};

/** Those that the largest organization reaches, and its last but ten where it does not. */
async function depthsIn({ load }: Bed): Promise<number[]> {
  const last = Math.floor((load.rows * at(load.world.organizations, 0).share) / PAGE_SIZE) - 20;
  return [...new Set(PAGES.map((page) => Math.max(1, Math.min(page, last))))];
}

const ORDERED = 'FROM audit.entry WHERE organization = $1 AND occurred_at < to_timestamp($2 / 1e6) ORDER BY occurred_at DESC, id DESC OFFSET $3';

/** The place after so many entries. */
async function placeOf({ load, owner }: Bed, entries: number): Promise<number> {
  if (entries === 0) return load.end;
  const values = [at(load.organizations, 0).number, load.end, entries - 1];
  const { rows } = await owner.query<{ place: string }>(`SELECT (extract(epoch FROM occurred_at) * 1000000)::bigint AS place ${ORDERED} LIMIT 1`, values);
  return Number(at(rows, 0).place);
}

async function offsetTimes({ load, owner }: Bed, depths: readonly number[], { scale }: Context): Promise<number[][]> {
  const works: Record<string, () => Promise<number>> = {};
  for (const page of depths) {
    works[page] = async () => {
      const begun = performance.now();
      await owner.query(`SELECT id ${ORDERED} LIMIT ${PAGE_SIZE}`, [at(load.organizations, 0).number, load.end, (page - 1) * PAGE_SIZE]);
      return performance.now() - begun;
    };
  }
  const times = await inTurns(works, Math.min(3, scale.rounds));
  return depths.map((page) => times[page] ?? []);
}
