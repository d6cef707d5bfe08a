import { actionOf, eventTypeOf, fieldLabel } from '@audit-log/shared/catalogue';
import type { FieldChange } from '@audit-log/shared/entry';
import { summaryOf } from './details-cell.js';
import type { Edge, Entry } from './entry-window.js';
import type { Part } from './summary.js';
import { pluralOf } from './plural.js';
import { scalarText } from './value.js';
import { entityName } from './words.js';

/** What entries of one operation are, told in one row. */
export interface OperationSummary {
  /** The one that stands for all of them. */
  readonly lead: Entry;
  /** Whether the others came of it: a folder's removal, with what was in it. Otherwise all of them are of one kind. */
  readonly isAct: boolean;
  readonly told: Told;
  /** Whether they belong to more than one project. */
  readonly manyProjects: boolean;
}

export type Told =
  /** All of them have this change. */
  | { readonly kind: 'part'; readonly part: Part }
  /** The same field, with different values on one side at least. */
  | { readonly kind: 'change'; readonly field: string; readonly old: string; readonly new: string }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** What else belongs to an act. */
  | { readonly kind: 'words'; readonly words: string };

/** Entries of one operation among all edges, from the newest on. `to` is not among them. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** So many entries are looked at for what they have in common, beyond their kind. */
const most = 300;
const namesTold = 3;

/** By the newest of them; entries never change, so what matters is where they end. */
const known = new WeakMap<Entry, { readonly last: Entry; readonly count: number; readonly summary: OperationSummary }>();

export function summaryOfOperation(edges: readonly Edge[], { from, to }: Extent): OperationSummary | null {
  const newest = edges[from]?.node;
  const oldest = edges[to - 1]?.node;
  if (newest === undefined || oldest === undefined) return null;
  const before = known.get(newest);
  if (before?.last === oldest && before.count === to - from) return before.summary;
  const summary = summarizeOperation(edges.slice(from, to).map(({ node }) => node), newest, oldest);
  known.set(newest, { last: oldest, count: to - from, summary });
  return summary;
}

/** The entry that stands for those of one operation. */
export function leadOf(edges: readonly Edge[], extent: Extent): Entry | null {
  return summaryOfOperation(edges, extent)?.lead ?? null;
}

function summarizeOperation(entries: readonly Entry[], newest: Entry, oldest: Entry): OperationSummary {
  const { eventType, action } = newest;
  const isAct = entries.some((entry) => entry.eventType !== eventType || entry.action !== action);
  const lead = isAct ? actOf(newest, oldest) : newest;
  return {
    lead,
    isAct,
    told: isAct ? { kind: 'words', words: restWords(entries, lead) } : commonOf(entries, lead),
    manyProjects: !isAct && entries.some(({ project }) => project?.id !== lead.project?.id),
  };
}

/** What was done: a removal is recorded after what it takes along, everything else before what comes of it. */
function actOf(newest: Entry, oldest: Entry): Entry {
  return actionOf(newest.action).tone === 'delete' ? newest : oldest;
}

/** `with 12 test cases, 2 folders, update of 3 test cases` */
function restWords(entries: readonly Entry[], act: Entry): string {
  const kinds = new Map<string, { action: string; eventType: string; count: number }>();
  for (const entry of entries) {
    if (entry === act) continue;
    const { action, eventType } = entry;
    const key = `${action} ${eventType}`;
    const kind = kinds.get(key) ?? { action, eventType, count: 0 };
    kinds.set(key, kind);
    kind.count += 1;
  }
  const words = [...kinds.values()]
    .toSorted((a, b) => Number(b.action === act.action) - Number(a.action === act.action) || b.count - a.count)
    .map(({ action, eventType, count }) => {
      const label = eventTypeOf(eventType).label;
      const what = `${count.toLocaleString('en')} ${count === 1 ? lowerFirst(label) : pluralOf(lowerFirst(label))}`;
      return action === act.action ? what : `${actionOf(action).label} of ${what}`;
    });
  return `with ${words.join(', ')}`;
}

function commonOf(entries: readonly Entry[], lead: Entry): Told {
  const looked = entries.slice(0, most);
  const [part] = summaryOf(lead).parts;
  if (part?.kind !== 'change') return namesOf(looked);
  const changes = looked.flatMap(({ details }) => details.filter(({ field }) => field === part.of.field));
  if (changes.length < looked.length) return namesOf(looked);
  const all = looked.length === entries.length;
  const sides = { old: sideOf(changes, 'old', all), new: sideOf(changes, 'new', all) };
  if (all && sides.old.one && sides.new.one) return { kind: 'part', part };
  return { kind: 'change', field: part.field, old: sides.old.text, new: sides.new.text };
}

function namesOf(entries: readonly Entry[]): Told {
  return { kind: 'names', names: [...new Set(entries.map(entityName))].slice(0, namesTold) };
}

/** The value that all have on one side, or how many there are: `3 folders`. */
function sideOf(changes: readonly FieldChange[], side: 'old' | 'new', all: boolean): { one: boolean; text: string } {
  const values = new Set(changes.map((change) => scalarText(change[side], change.field)));
  const [only] = values;
  if (values.size === 1 && only !== undefined) return { one: true, text: only };
  const label = pluralOf(fieldLabel(changes[0]?.field ?? 'value'));
  return { one: false, text: all ? `${values.size} ${label}` : `several ${label}` };
}

/** `test case`, but `API key`. */
function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
