import { bytesAnEntry } from './bytes.js';
import { expectedAt, placesIn, productTarget, verified } from './page.suite.js';
import { at } from './random.js';
import { inTurns, quantile, spread } from './statistics.js';
import type { Suite } from './suite.js';
import { Sweep } from './sweep.js';
import { apply } from './target.js';

/** A hundredth, a tenth, all. */
const PARTS = [100, 10, 1];
const LEAST = 10_000;
/** What no disk here holds, by the bytes of an entry where there are most of them. */
const ON_PAPER = 100_000_000;

export const growthSuite: Suite = {
  name: 'growth',
  title: 'Growth: the product’s page and sweep as the log grows, against itself',
  profile: 'search.md',
  async run(context) {
    const { scale } = context;
    const sizes = [...new Set(PARTS.map((part) => Math.max(LEAST, Math.round(context.rows / part))))];
    await using opened = new AsyncDisposableStack();
    const pages: Record<string, () => Promise<number>> = {};
    const sweeps: Record<string, () => Promise<number>> = {};
    let bytes = new Map<string, number>();
    for (const rows of sizes) {
      context.say(`growth: ${rows.toLocaleString('en')} entries`);
      const bed = await context.bed(rows);
      // Of the last, which is the largest.
      bytes = await bytesAnEntry(bed.owner, rows);
      const spoken = await productTarget(bed);
      const places = placesIn(bed, Math.min(50, scale.places), context.seed);
      const asked = await verified(spoken, places, await Promise.all(places.map((place) => expectedAt(bed, place))), context);
      pages[rows] = async () => {
        const { latencies, requests } = await apply(spoken.target, asked, 1, scale.slice);
        context.checked(requests);
        return quantile(latencies, 0.5);
      };
      const sweep = opened.use(await Sweep.prepare(bed, context, Math.ceil(scale.questions / 5)));
      sweeps[rows] = async () => {
        await sweep.round();
        return quantile(sweep.pages.map(({ times }) => times.at(-1) ?? 0), 0.99);
      };
    }
    await inTurns(pages, 1);
    const page = await inTurns(pages, scale.rounds);
    const sweep = await inTurns(sweeps, Math.min(3, scale.rounds));
    const [smallest = 0, largest = 0] = [sizes[0], sizes.at(-1)];
    const ratio = (times: Record<string, number[]>) => spread((times[largest] ?? []).map((time, round) => time / at(times[smallest] ?? [], round)));
    return {
      goals: [
        { what: `median latency of the page, ${largest.toLocaleString('en')} entries / ${smallest.toLocaleString('en')}`, bound: 'at most', wanted: 1.5, got: ratio(page) },
        { what: `p99 of the sweep, ${largest.toLocaleString('en')} entries / ${smallest.toLocaleString('en')}`, bound: 'at most', wanted: 3, got: ratio(sweep) },
      ],
      tables: [
        {
          title: 'One connection, milliseconds',
          head: ['entries', 'page, median', 'sweep, p99 of all pages'],
          rows: sizes.map((rows) => [rows.toLocaleString('en'), spread(page[rows] ?? []), spread(sweep[rows] ?? [])]),
        },
        {
          title: `Bytes an entry, at ${largest.toLocaleString('en')}, and what ${ON_PAPER.toLocaleString('en')} would take`,
          head: ['', 'bytes', 'GB on paper'],
          rows: [...bytes, ['in all', [...bytes.values()].reduce((sum, each) => sum + each, 0)] as const].map(([what, each]) => [what, each, (each * ON_PAPER) / 1e9]),
        },
      ],
      notes: ['Each size is a database and a server of its own, all of them open at once and asked in turns.'],
    };
  },
};
