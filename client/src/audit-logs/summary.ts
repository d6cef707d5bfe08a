import type { FieldChange } from '@audit-log/shared/entry';
import { actionOf, fieldLabel } from '@audit-log/shared/catalogue';
import type { Entry } from './entry-window.js';
import { recordedFilterText } from './filter-words.js';
import { countSteps, countText, diffList, diffSteps } from './list-diff.js';
import { flatText, isPerson, isPlace, kindOf, kindOfChange, listOf, scalarText, stepsOf, textOf } from './value.js';
import { countWords, diffWords } from './word-diff.js';

/** One change as the table says it. */
export type Part =
  | { readonly kind: 'change'; readonly field: string; readonly old: string; readonly new: string; readonly of: FieldChange }
  /** A field with one value, as of something just created. `recorded`: the text is the entry's own, not said about it. */
  | { readonly kind: 'value'; readonly field: string; readonly text: string; readonly recorded: boolean; readonly of: FieldChange }
  | {
      readonly kind: 'list';
      readonly field: string;
      readonly of: FieldChange;
      readonly added: readonly string[];
      readonly removed: readonly string[];
      /** How many more came or went than are named. */
      readonly more: number;
    }
  /** Words without a field, with those parts of them that are the entry's own, in order. */
  | { readonly kind: 'plain'; readonly text: string; readonly recorded: readonly string[] };

export interface Summary {
  readonly parts: readonly Part[];
  /** How many fields are not told. */
  readonly more: number;
}

/** A second change is told only where both fit into about this many characters. */
const room = 44;

const telling = ['status', 'state', 'role', 'outcome', 'priority', 'owner', 'folder', 'parent', 'project', 'title', 'name', 'filter'];

/** What a summary is made from. */
export type Told = Pick<Entry, 'eventType' | 'action' | 'details' | 'source'>;

/** The most telling of an entry's changes, in few words. */
export function summarize({ eventType, action, details, source }: Told): Summary {
  if (eventType === 'AUTHENTICATION') return summarizeSignIn(details, source?.ip ?? null);
  if (details.length === 0) return { parts: [], more: 0 };
  const { tone } = actionOf(action);
  if (tone === 'delete') return summarizeRemoved(details);
  const created = tone !== 'update' && details.every((change) => kindOf(change.old) === 'empty');
  const told = created ? details.filter(isUntold) : details;
  const ranked = told.toSorted(byTelling);
  const first = ranked[0];
  if (first === undefined) return { parts: [], more: 0 };
  const parts = [partOf(first, created)];
  const second = ranked[1];
  if (second !== undefined && ranked.length > 1) {
    const next = partOf(second, created);
    if (lengthOf(parts[0]) + lengthOf(next) + 3 <= room) parts.push(next);
  }
  return { parts, more: told.length - parts.length };
}

/** Of a sign-in the table says from where, and why it failed; how stands in place of a name. */
function summarizeSignIn(details: readonly FieldChange[], ip: string | null): Summary {
  const outcome = details.find(({ field }) => field === 'outcome')?.new ?? null;
  const email = details.find(({ field }) => field === 'email')?.new ?? null;
  const recorded = [
    outcome === null || outcome === 'success' ? '' : scalarText(outcome),
    email === null ? '' : scalarText(email),
  ].filter((word) => word !== '');
  const words = [...recorded, ...(ip === null ? [] : [`from ${ip}`])];
  return { parts: words.length === 0 ? [] : [{ kind: 'plain', text: words.join(' '), recorded }], more: 0 };
}

/** Of something deleted the table says what it was. */
function summarizeRemoved(details: readonly FieldChange[]): Summary {
  const words: string[] = [];
  for (const field of ['status', 'priority', 'role']) {
    const change = details.find((detail) => detail.field === field);
    if (change !== undefined && kindOf(change.old) === 'scalar') words.push(scalarText(change.old, field));
  }
  const recorded = [...words];
  const steps = details.find(({ old }) => kindOf(old) === 'steps');
  if (steps !== undefined) words.push(plural(stepsOf(steps.old).length, 'step'));
  if (words.length > 0) return { parts: [{ kind: 'plain', text: `was ${words.join(', ')}`, recorded }], more: 0 };
  const told = details.filter(isUntold).toSorted(byTelling);
  const first = told[0];
  if (first === undefined) return { parts: [], more: 0 };
  const field = `${fieldLabel(first.field)} was`;
  return { parts: [{ ...valuePart(first, 'old'), field }], more: told.length - 1 };
}

function partOf(change: FieldChange, created: boolean): Part {
  const field = fieldLabel(change.field);
  const said = (text: string): Part => ({ kind: 'value', field, text, recorded: false, of: change });
  if (change.redacted) return said(created ? 'set, secret' : 'changed, secret');
  if (created) return createdPart(change);
  switch (kindOfChange(change.old, change.new)) {
    case 'list':
      return listPart(change, field);
    case 'steps':
      return said(stepsText(change));
    case 'text':
      return said(reworded(change));
    case 'json':
      return said('changed');
    default:
      return scalarPart(change, field);
  }
}

/** What was empty before is no step in between; only "no folder" is a place. */
function scalarPart(change: FieldChange, field: string): Part {
  if (kindOf(change.old) === 'empty' && !isPlace(change.field)) return valuePart(change, 'new');
  return { kind: 'change', field, old: scalarText(change.old, change.field), new: scalarText(change.new, change.field), of: change };
}

function createdPart(change: FieldChange): Part {
  const steps = stepsOf(change.new);
  if (kindOf(change.new) === 'steps') return { kind: 'plain', text: plural(steps.length, 'step'), recorded: [] };
  return valuePart(change, 'new');
}

function valuePart(change: FieldChange, side: 'old' | 'new'): Extract<Part, { kind: 'value' }> {
  const recorded = ['scalar', 'list', 'text'].includes(kindOf(change[side])) && !isPerson(change.field);
  return { kind: 'value', field: fieldLabel(change.field), text: valueText(change, side), recorded, of: change };
}

function valueText(change: FieldChange, side: 'old' | 'new'): string {
  const value = change[side];
  switch (kindOf(value)) {
    case 'list':
      return listOf(value).join(', ');
    case 'steps':
      return plural(stepsOf(value).length, 'step');
    case 'text':
      return textOf(value).replaceAll(/\s+/g, ' ').slice(0, 120);
    case 'json':
      return (change.field === 'filter' ? recordedFilterText(value) : null) ?? flatText(value);
    default:
      return scalarText(value, change.field);
  }
}

function listPart(change: FieldChange, field: string): Part {
  const { added, removed, reordered } = diffList(listOf(change.old), listOf(change.new));
  if (reordered) return { kind: 'value', field, text: 'reordered', recorded: false, of: change };
  // One of each is named, or two of one side; the rest is counted.
  const shownAdded = added.slice(0, removed.length > 0 ? 1 : 2);
  const shownRemoved = removed.slice(0, added.length > 0 ? 1 : 2);
  const more = added.length + removed.length - shownAdded.length - shownRemoved.length;
  return { kind: 'list', field, of: change, added: shownAdded, removed: shownRemoved, more };
}

function stepsText(change: FieldChange): string {
  const { added, changed, removed } = countSteps(diffSteps(stepsOf(change.old), stepsOf(change.new)));
  return countText({ added, changed, removed }) || 'reordered';
}

function reworded(change: FieldChange): string {
  if (kindOf(change.old) === 'empty') return 'added';
  if (kindOf(change.new) === 'empty') return 'removed';
  const { added, removed } = countWords(diffWords(textOf(change.old), textOf(change.new)));
  const counts = [added > 0 && `+${added}`, removed > 0 && `−${removed}`].filter(Boolean);
  return counts.length === 0 ? 'reworded' : `reworded, ${counts.join(' ')} ${added + removed === 1 ? 'word' : 'words'}`;
}

/** Of something made or gone, name and project have places of their own in the row. */
export function isUntold({ field }: FieldChange): boolean {
  return field !== 'title' && field !== 'name' && field !== 'project';
}

/** The most telling change first: status, who and where, lists, steps, and long texts last. */
export function byTelling(a: FieldChange, b: FieldChange): number {
  return rank(a) - rank(b);
}

function rank(change: FieldChange): number {
  const named = telling.indexOf(change.field);
  if (named >= 0) return named;
  const kinds = ['scalar', 'list', 'steps', 'json', 'text', 'empty'];
  return telling.length + kinds.indexOf(change.redacted ? 'empty' : kindOfChange(change.old, change.new));
}

function lengthOf(part: Part | undefined): number {
  switch (part?.kind) {
    case undefined:
      return 0;
    case 'plain':
      return part.text.length;
    case 'value':
      return part.field.length + 1 + part.text.length;
    case 'change':
      return part.field.length + part.old.length + part.new.length + 4;
    case 'list':
      return part.field.length + [...part.added, ...part.removed].reduce((sum, item) => sum + item.length + 2, 0);
  }
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
