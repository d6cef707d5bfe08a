import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './machine.js';
import type { Cell, Findings, Goal } from './suite.js';

/** What one suite came to, when and where. */
export interface Entry extends Findings {
  readonly suite: string;
  readonly title: string;
  readonly profile: string;
  readonly at: string;
  readonly rows: number;
  readonly seed: number;
  readonly rounds: number;
  readonly answers: number;
  readonly machine: Machine;
}

/** `benchmarks.json` and the document made of it. A suite that ran alone replaces its own part. */
export function write(directory: string, made: readonly Entry[], order: readonly string[]): void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'benchmarks.json');
  const kept = read(file).filter(({ suite }) => !made.some((entry) => entry.suite === suite));
  const entries = [...kept, ...made].toSorted((a, b) => order.indexOf(a.suite) - order.indexOf(b.suite));
  writeFileSync(file, `${JSON.stringify({ entries }, rounded, 1)}\n`);
  writeFileSync(join(directory, 'benchmarks.md'), document(entries));
}

function read(file: string): Entry[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { entries: Entry[] }).entries;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Four digits say all that a measurement knows. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

function document(entries: readonly Entry[]): string {
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; no number here is typed by hand. `npm run bench -- --suite NAME` measures one suite anew, `-- --rows N` over another number of entries, `-- --help` tells the rest.',
    '',
    'Each suite runs beside its reference, in turns within one run. Every answer’s content was compared before it was counted: a wrong or failed one ends the run. A figure is the median of the rounds, with the lowest and the highest in brackets.',
    '',
    ...table(['suite', 'goal', 'wanted', 'got', ''], entries.flatMap((entry) => entry.goals.map((goal) => [entry.suite, goal.what, `${goal.bound} ${goal.wanted}`, cell(goal.got), isMet(goal) ? 'met' : '**not met**']))),
    ...entries.flatMap((entry) => section(entry)),
  ].join('\n');
}

function section({ title, profile, goals, at, rows, seed, rounds, answers, machine, tables, notes }: Entry): string[] {
  const { processor, cores, memory, system, load, versions } = machine;
  return [
    `## ${title}`,
    '',
    ...tables.flatMap(({ title, head, rows }) => [`**${title}**`, '', ...table(head, rows)]),
    ...notes.map((note) => `- ${note}`),
    `- Where the time goes${goals.every(isMet) ? '' : ', and what stands in the way of a goal that is not met'}: [design/${profile}](design/${profile}).`,
    `- ${rows.toLocaleString('en')} entries of seed ${seed}; ${rounds} rounds; ${answers.toLocaleString('en')} answers compared.`,
    `- ${at.slice(0, 16).replace('T', ' ')} UTC on ${cores} × ${processor}, ${memory} GB, ${system}; load average ${load.before.toFixed(1)} before and ${load.after.toFixed(1)} after; ${versions}.`,
    '',
  ];
}

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map((value) => cell(value)))), ''];
}

function cell(value: Cell): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return figure(value);
  return `${figure(value.median)} (${figure(value.low)}–${figure(value.high)})`;
}

function figure(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

export function isMet({ bound, wanted, got: { median } }: Goal): boolean {
  return bound === 'at least' ? median >= wanted : median <= wanted;
}
