import { quantile, spread } from './statistics.js';
import type { Cell, Suite } from './suite.js';
import { Sweep } from './sweep.js';
import type { SweptPage } from './sweep.js';

const ROUNDS = 5;
const WANTED = [
  { name: 'p50', portion: 0.5, wanted: 4 },
  { name: 'p99', portion: 0.99, wanted: 20 },
  { name: 'worst', portion: 1, wanted: 60 },
] as const;

export const sweepSuite: Suite = {
  name: 'sweep',
  title: 'Sweep: random combinations of the filter, a quarter hostile, against the unfiltered page, over HTTP',
  profile: 'search.md',
  async run(context) {
    using sweep = await Sweep.prepare(await context.bed(), context, context.scale.questions);
    const rounds = Math.min(ROUNDS, context.scale.rounds);
    for (let round = 0; round < rounds; round += 1) await sweep.round();
    const { pages } = sweep;
    // Per round first, so that a round in which the machine was busy stands beside its own reference.
    const perRound = Array.from({ length: rounds }, (_, round) => {
      const usual = quantile(sweep.usual.slice(round * pages.length, (round + 1) * pages.length), 0.5);
      return { usual, ratios: new Map(pages.map((page) => [page, (page.times[round] ?? 0) / usual])) };
    });
    const ratioOf = new Map(pages.map((page) => [page, quantile(perRound.map(({ ratios }) => ratios.get(page) ?? 0), 0.5)]));
    const ratios = (some: readonly SweptPage[]): number[] => some.map((page) => ratioOf.get(page) ?? 0);
    for (const page of pages.toSorted((one, other) => (ratioOf.get(other) ?? 0) - (ratioOf.get(one) ?? 0)).slice(0, 10)) {
      context.say(`  ${ratioOf.get(page)?.toFixed(1)} ×, ${page.buffers} blocks, page ${page.place + 1}, ${page.entries} entries: ${JSON.stringify((JSON.parse(page.body) as { variables: unknown }).variables).slice(0, 600)}`);
    }
    const row = (kind: string, some: readonly SweptPage[]): Cell[] => [
      kind,
      some.length,
      ...WANTED.map(({ portion }) => quantile(ratios(some), portion)),
      quantile(some.map(({ buffers }) => buffers), 0.5),
      quantile(some.map(({ buffers }) => buffers), 1),
      some.filter(({ entries }) => entries === 0).length,
    ];
    const kinds = [...new Set(pages.map(({ kind }) => kind))];
    return {
      goals: WANTED.map(({ name, portion, wanted }) => ({
        what: `${name} of all pages, first and continued, to the median of the unfiltered page`,
        bound: 'at most',
        wanted,
        got: { ...spread(perRound.map(({ ratios }) => quantile([...ratios.values()], portion))), median: quantile(ratios(pages), portion) },
      })),
      tables: [
        {
          title: `The unfiltered page took ${quantile(sweep.usual, 0.5).toFixed(2)} ms (median)`,
          head: ['questions', 'pages', 'p50, ×', 'p99, ×', 'worst, ×', 'buffers, median', 'buffers, most', 'empty pages'],
          rows: [row('all', pages), row('first pages of all', pages.filter(({ place }) => place === 0)), ...kinds.map((kind) => row(kind, pages.filter((page) => page.kind === kind)))],
        },
      ],
      notes: [
        `Each page is the median of ${rounds} rounds; the spread is of the rounds. The unfiltered page is asked in between, at varying cursors.`,
        'Up to five pages of each question, four fifths of them backwards in time, were compared with plain SQL over the same tables: no entry too many, none left out on this side of `searchedBackTo`, no end before the end.',
        'Buffers are 8 kB blocks that the statements of one page touched, by pg_stat_statements, which was on for all suites.',
      ],
    };
  },
};
