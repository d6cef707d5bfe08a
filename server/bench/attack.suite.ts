import { attacked, check } from './attack.js';
import { blowsOf, MIX } from './blows.js';
import { expectedAt, productTarget, verified } from './page.suite.js';
import { sourcesOf } from './questions.js';
import { at } from './random.js';
import { inTurns, quantile, spread } from './statistics.js';
import type { Cell, Suite } from './suite.js';
import { apply, connectTo } from './target.js';
import type { Slice } from './target.js';

const ATTACKER = 0;
const VICTIM = 1;
const CONNECTIONS = 50;
const ROUNDS = 3;

/** What the victim got, and what the attacker. */
interface Attacked extends Slice {
  readonly answers: number;
  readonly refusals: number;
}

export const attackSuite: Suite = {
  name: 'attack',
  title: `Attack: the most expensive legal questions, ${CONNECTIONS} at once without pause, against another organization’s first page`,
  profile: 'path.md',
  async run(context) {
    const bed = await context.bed();
    const victim = await productTarget(bed, VICTIM);
    const asked = await verified(victim, [bed.load.end], [await expectedAt(bed, bed.load.end, VICTIM)], context);
    const { target: attacker } = await productTarget(bed, ATTACKER);
    using connection = await connectTo(attacker);
    const all = await blowsOf(bed, at(await sourcesOf(bed, context.seed), ATTACKER), context.seed, async (body) => {
      const { body: bytes } = await connection.post(body);
      return (JSON.parse(bytes.toString()) as { data: unknown }).data;
    });
    for (const blow of new Set([...all.values()].flat())) {
      const { status, body } = await connection.post(blow.body);
      if (!check(blow, status, body)) throw new Error(`refused where nothing else is asked: ${blow.body} ${body.toString().slice(0, 300)}`);
      context.checked(1);
    }

    const kinds = [...all].filter(([kind]) => context.scale.apart || kind === MIX);
    const slice = (): Promise<Slice> => apply(victim.target, asked, 1, context.scale.slice);
    const works: Record<string, () => Promise<Attacked>> = {
      [QUIET]: async () => ({ ...(await slice()), answers: 0, refusals: 0 }),
    };
    for (const [kind, blows] of kinds) {
      works[kind] = async () => {
        const { result, ...got } = await attacked({ target: attacker, bed, blows, connections: CONNECTIONS }, slice);
        return { ...result, ...got };
      };
    }
    for (let n = 0; n < 2; n += 1) await slice();
    context.say(`attack: ${kinds.length} kinds`);
    const rounds = Math.min(ROUNDS, context.scale.rounds);
    const slices = await inTurns(works, rounds);
    context.checked(Object.values(slices).flat().reduce((sum, { requests, answers }) => sum + requests + answers, 0));

    const quiet = slices[QUIET] ?? [];
    const ratio = (some: readonly Slice[], portion: number) => spread(some.map((one, round) => quantile(one.latencies, portion) / quantile(at(quiet, round).latencies, portion)));
    const measured = kinds
      .map(([kind]) => ({ kind, some: slices[kind] ?? [], median: ratio(slices[kind] ?? [], 0.5), p99: ratio(slices[kind] ?? [], 0.99) }))
      .toSorted((a, b) => b.median.median - a.median.median);
    const worst = at(measured, 0);
    const latency = (some: readonly Slice[], portion: number) => spread(some.map(({ latencies }) => quantile(latencies, portion)));
    return {
      goals: [{ what: `median of the first page, attacked / not, by the worst kind (${worst.kind})`, bound: 'at most', wanted: 3, got: worst.median }],
      tables: [
        {
          title: 'The first page of the other organization, the worst kind first',
          head: ['attacked by', 'median, ×', 'p99, ×', 'median, ms', 'p99, ms', 'attacker’s answers', 'refused'],
          rows: [
            ...measured.map(({ kind, some, median, p99 }): Cell[] => [kind, median, p99, latency(some, 0.5), latency(some, 0.99), sum(some, 'answers'), sum(some, 'refusals')]),
            ['nobody', 1, 1, latency(quiet, 0.5), latency(quiet, 0.99), 0, 0],
          ],
        },
      ],
      notes: [
        'The attacker is an administrator of the largest organization, the victim of the second, who asks for one page after the other over one connection. The ratios are of the slices of one round.',
        'Each answer to the attacker was compared with plain SQL, when it was first given and wherever it differed later; every one to the victim byte for byte. Refused is what was told TOO_MANY_REQUESTS, TIMEOUT or UNAVAILABLE, as documented. What is under way when a slice ends is broken off, as when a browser is closed, and not in the table.',
        'Who attacks is a process of its own, but shares the processors with the server and Postgres, where the victim’s page has to wait for its turn too.',
      ],
    };
  },
};

const QUIET = 'nobody';

function sum(some: readonly Attacked[], of: 'answers' | 'refusals'): number {
  return some.reduce((all, one) => all + one[of], 0);
}
