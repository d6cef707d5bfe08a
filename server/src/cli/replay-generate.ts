import type { Json } from '@audit-log/shared/entry';
import type { Change, Edit, History, Step } from './replay-history.js';

interface Case {
  readonly testCase: number;
  project: string;
  values: Record<string, Json>;
}

const USERS = ['user-01', 'user-02', 'Zoë "Z"\nO’Neil', '用户-三 🙂'];
const PROJECTS = ['okta_rules', 'aws "cloud" rules', 'emoji 🚀 rules', 'two\nlines'];
const FOLDERS = [null, 'event_stream_rules', 'Sign-in/Legacy', 'Sign-in/Single "sign-on"\n🔑'];
const PRIORITIES = ['Info', 'Low', 'Medium', 'High', 'Critical', null];
const STATUSES = ['Draft', 'Active', 'In Progress', 'Outdated'];
const TYPES = ['rule', 'scheduled_rule', null];
const WORDS = ['Login', 'without', 'push', 'marker', '“quoted”', 'C:\\temp', '"x"', 'naïve', '検査', '👩‍🚀', 'a\nb', '\t'];

/** How often each kind of edit comes, out of a hundred, as in the histories it stands for. */
const CREATE = 40;
const UPDATE = 90;
const MOVE = 94;

/**
 * A made-up history of the same form as a real one, where there is none at hand: creates, updates, moves and deletes
 * by several users, in operations of one to eight edits, with names and texts that hold quotes, line breaks and emoji.
 * The same seed gives the same history.
 */
export function generatedHistory(seed: number, edits: number): History {
  return { name: `a generated history (seed ${seed})`, edits: () => generateEdits(seed, edits) };
}

function* generateEdits(seed: number, count: number): Generator<Edit> {
  const random = new Random(seed);
  const cases: Case[] = [];
  let created = 0;
  let operation = 0;
  let left = 0;
  let user = '';
  for (let line = 1; line <= count; line++) {
    if (left === 0) {
      operation++;
      left = random.between(1, 8);
      user = random.pick(USERS);
    }
    left--;
    const dice = random.between(0, 99);
    const base = { line, operation, user };
    const target = cases.length === 0 ? undefined : random.pick(cases);
    if (target === undefined || dice < CREATE) {
      const made: Case = { testCase: ++created, project: random.pick(PROJECTS), values: newValues(random) };
      cases.push(made);
      yield { ...base, op: 'create', testCase: made.testCase, project: made.project, values: { ...made.values } };
    } else if (dice < UPDATE) {
      const changes = newChanges(random, target.values);
      for (const [field, change] of Object.entries(changes)) target.values[field] = change.new;
      yield { ...base, op: 'update', testCase: target.testCase, project: target.project, changes };
    } else if (dice < MOVE) {
      const changes = moved(random, target);
      yield { ...base, op: 'move', testCase: target.testCase, project: target.project, changes };
    } else {
      cases.splice(cases.indexOf(target), 1);
      yield { ...base, op: 'delete', testCase: target.testCase, project: target.project, values: { ...target.values } };
    }
  }
}

function newValues(random: Random): Record<string, Json> {
  return {
    title: `Case ${random.words(1, 5)}`,
    description: random.maybe(() => random.words(0, 40)),
    priority: random.pick(PRIORITIES),
    status: random.pick(STATUSES),
    type: random.pick(TYPES),
    folder: random.pick(FOLDERS),
    labels: random.list(4, () => `#${random.words(1, 2)}`),
    preconditions: random.maybe(() => random.words(1, 20)),
    reference: random.maybe(() => `https://example.org/${random.between(1, 1000)}?q="a"&b`),
    requirements: random.list(3, () => `REQ ${random.between(1, 99)}`),
    steps: random.list(5, () => newStep(random)) as unknown as Json,
  };
}

function newStep(random: Random): Step {
  return { action: `Do ${random.words(1, 6)}`, expected: random.maybe(() => random.words(1, 4)) };
}

/** Changes of one to three fields, each of which really changes. */
function newChanges(random: Random, values: Readonly<Record<string, Json>>): Record<string, Change> {
  const changes: Record<string, Change> = {};
  const fresh = newValues(random);
  const fields = Object.keys(fresh).filter((field) => field !== 'folder');
  for (let i = random.between(1, 3); i > 0; i--) {
    const field = random.pick(fields);
    const old = values[field] ?? null;
    const value = fresh[field] ?? null;
    if (JSON.stringify(old) !== JSON.stringify(value)) changes[field] = { old, new: value };
  }
  return Object.keys(changes).length > 0 ? changes : { title: { old: values['title'] ?? null, new: `Case ${random.next()}` } };
}

/** Moves the case to another folder, another project, or both. */
function moved(random: Random, target: Case): Record<string, Change> {
  const changes: Record<string, Change> = {};
  const folder = random.pick(FOLDERS.filter((path) => path !== target.values['folder']));
  if (random.between(0, 1) === 1) {
    const project = random.pick(PROJECTS.filter((name) => name !== target.project));
    changes['project'] = { old: target.project, new: project };
    target.project = project;
  }
  if (changes['project'] === undefined || random.between(0, 1) === 1) {
    changes['folder'] = { old: target.values['folder'] ?? null, new: folder };
    target.values['folder'] = folder;
  }
  return changes;
}

/** A small seeded generator (mulberry32): reproducible, not for secrets. */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A whole number of the closed range. */
  between(low: number, high: number): number {
    return low + (this.next() % (high - low + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.next() % values.length] as T;
  }

  maybe<T>(make: () => T): T | null {
    return this.between(0, 3) === 0 ? null : make();
  }

  list<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.between(0, most) }, make);
  }

  words(least: number, most: number): string {
    return Array.from({ length: this.between(least, most) }, () => this.pick(WORDS)).join(' ');
  }
}
