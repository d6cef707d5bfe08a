import { diffArrays } from 'diff';
import type { Step } from './value.js';
import { diffWords, type Span } from './word-diff.js';

export interface ListDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  /** The same elements in another order. */
  readonly reordered: boolean;
}

/** What came into a list and what went; elements may occur more than once. */
export function diffList(before: readonly string[], after: readonly string[]): ListDiff {
  const left = countsOf(before);
  const added: string[] = [];
  const kept: string[] = [];
  for (const item of after) {
    const count = left.get(item) ?? 0;
    if (count === 0) added.push(item);
    else {
      kept.push(item);
      left.set(item, count - 1);
    }
  }
  const removed = [...left].flatMap(([item, count]) => Array.from({ length: count }, () => item));
  const reordered = added.length === 0 && removed.length === 0 && before.some((item, i) => item !== after[i]);
  return { added, removed, kept, reordered };
}

export interface StepChange {
  readonly kind: 'same' | 'added' | 'removed' | 'changed';
  /** Its number in the new list, from 1; of a removed step that in the old one. */
  readonly number: number;
  readonly action: readonly Span[];
  readonly expected: readonly Span[];
}

/** Two lists of steps, step by step: those at the same place between unchanged ones count as one that changed. */
export function diffSteps(before: readonly Step[], after: readonly Step[]): readonly StepChange[] {
  const rows: StepChange[] = [];
  let removed: Step[] = [];
  let oldNumber = 0;
  let newNumber = 0;
  const plain = (kind: 'same' | 'added' | 'removed', step: Step, number: number): StepChange => ({
    kind,
    number,
    action: whole(kind, step.action),
    expected: whole(kind, step.expected),
  });
  const flushRemoved = () => {
    for (const step of removed) rows.push(plain('removed', step, (oldNumber += 1)));
    removed = [];
  };
  for (const change of diffArrays([...before], [...after], { comparator: sameStep })) {
    if (change.removed) removed = change.value;
    else if (change.added) {
      for (const step of change.value) {
        const old = removed.shift();
        if (old === undefined) rows.push(plain('added', step, (newNumber += 1)));
        else {
          oldNumber += 1;
          newNumber += 1;
          rows.push({
            kind: 'changed',
            number: newNumber,
            action: diffWords(old.action, step.action),
            expected: diffWords(old.expected, step.expected),
          });
        }
      }
      flushRemoved();
    } else {
      flushRemoved();
      for (const step of change.value) {
        oldNumber += 1;
        rows.push(plain('same', step, (newNumber += 1)));
      }
    }
  }
  flushRemoved();
  return rows;
}

export interface StepCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly kept: number;
}

export function countSteps(rows: readonly StepChange[]): StepCounts {
  const count = (kind: StepChange['kind']) => rows.filter((row) => row.kind === kind).length;
  return { added: count('added'), changed: count('changed'), removed: count('removed'), kept: count('same') };
}

/** `1 added, 2 removed, 3 kept`; empty where all numbers are zero. */
export function countText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');
}

function whole(kind: Span['kind'], text: string): readonly Span[] {
  return text === '' ? [] : [{ kind, text }];
}

function sameStep(a: Step, b: Step): boolean {
  return a.action === b.action && a.expected === b.expected;
}

function countsOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
