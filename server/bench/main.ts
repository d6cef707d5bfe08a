/** `npm run bench`: generates what is missing of the data, runs the suites, writes docs/benchmarks.{md,json}. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FatalError } from '@audit-log/server/errors';
import { setLogLevel } from '@audit-log/server/logger';
import { attackSuite } from './attack.suite.js';
import { Bed } from './bed.js';
import { countsSuite } from './counts.suite.js';
import { depthSuite } from './depth.suite.js';
import { growthSuite } from './growth.suite.js';
import { describeMachine, minute } from './machine.js';
import { pageSuite } from './page.suite.js';
import { recordSuite } from './record.suite.js';
import { isMet, write } from './report.js';
import type { Entry } from './report.js';
import { WHOLE } from './suite.js';
import type { Scale, Suite } from './suite.js';
import { sweepSuite } from './sweep.suite.js';

/** In the order in which they run, and are told. */
const SUITES: readonly Suite[] = [pageSuite, sweepSuite, depthSuite, growthSuite, countsSuite, attackSuite, recordSuite];

const root = fileURLToPath(new URL('../../..', import.meta.url));

const HELP = `usage: npm run bench -- [OPTION…]

  --suite NAME     ${SUITES.map(({ name }) => name).join(', ')}; may be given several times, default all
  --rows N         entries, default 10,000,000 (15 GB, made once: half an hour on two cores)
  --data DIR       where they are kept between runs, default .tmp/bench in the repository
  --out DIR        where benchmarks.md and benchmarks.json are written, default docs
  --rounds N       default ${WHOLE.rounds}
  --questions N    of the sweep, default ${WHOLE.questions}
  --seed N         of entries and questions, default 1
  --check          only as much load as shows that every answer is right: no figure is worth anything
`;

function scaleOf({ check, rounds, questions }: { check: boolean; rounds: number; questions: number }): Scale {
  return check ? { rounds: 1, slice: 150, places: 20, questions, connections: [1, 10], apart: false } : { ...WHOLE, rounds, questions };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', multiple: true, default: SUITES.map(({ name }) => name) },
      rows: { type: 'string', default: '10000000' },
      data: { type: 'string', default: resolve(root, '.tmp/bench') },
      out: { type: 'string', default: resolve(root, 'docs') },
      rounds: { type: 'string', default: String(WHOLE.rounds) },
      questions: { type: 'string', default: String(WHOLE.questions) },
      seed: { type: 'string', default: '1' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const unknown = values.suite.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) throw new FatalError(`There is no suite ${unknown}: --help names them.`);
  const rows = whole('rows', values.rows);
  const seed = whole('seed', values.seed);
  const scale = scaleOf({ check: values.check, rounds: whole('rounds', values.rounds), questions: whole('questions', values.questions) });
  setLogLevel('error');

  await using beds = new AsyncDisposableStack();
  const open = new Map<number, Bed>();
  const bed = async (wanted = rows): Promise<Bed> => {
    const known = open.get(wanted);
    if (known) return known;
    const made = beds.use(await Bed.open({ directory: resolve(values.data), rows: wanted, seed, say }));
    open.set(wanted, made);
    return made;
  };
  const entries: Entry[] = [];
  for (const suite of SUITES.filter(({ name }) => values.suite.includes(name))) {
    say(suite.title);
    let answers = 0;
    const before = minute();
    const findings = await suite.run({ scale, seed, rows, say, bed, checked: (count) => void (answers += count) });
    const machine = await describeMachine(await bed(), before);
    entries.push({ suite: suite.name, title: suite.title, profile: suite.profile, at: new Date().toISOString(), rows, seed, rounds: scale.rounds, answers, machine, ...findings });
    write(resolve(values.out), entries, SUITES.map(({ name }) => name));
    for (const goal of findings.goals) say(`  ${isMet(goal) ? 'met' : 'NOT MET'}: ${goal.what}: ${goal.got.median.toFixed(2)}, ${goal.bound} ${goal.wanted}`);
    say(`  ${answers} answers compared`);
  }
}

function whole(name: string, text: string): number {
  const number = Number(text.replaceAll(',', ''));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new FatalError(`--${name} must be a whole number, not ${JSON.stringify(text)}.`);
}

/** Progress is for people; what comes of it is in the files. */
function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const isCallers = error instanceof FatalError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(isCallers ? `bench: ${(error as Error).message}\n` : `${(error as Error).stack}\n`);
  process.exit(1);
}
