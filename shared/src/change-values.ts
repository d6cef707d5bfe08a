import type { Json, RecordedChange } from './entry.js';

/** An entry that changed this field, and where given, from this and to this value. */
export interface DetailsFilter {
  readonly field: string;
  /** '' stands for no value. */
  readonly old?: string;
  readonly new?: string;
}

/** How many values of one entry can be asked for, over all its changes. */
export const MOST_CHANGE_VALUES = 10_000;

/**
 * The values by which a side of a change can be asked for, as texts: a text itself, a number or truth value as JSON writes it, of
 * a list each of its elements, of a reference its name and its id, of a person the id; '' where there was nothing. None of what was
 * not recorded, nor of an object.
 */
export function valuesOf(change: RecordedChange, side: 'old' | 'new'): readonly string[] {
  if (change.redacted || change.unrecordable !== undefined) return [];
  const value = [...textsOf(change[side]), ...textsOf(change[side === 'old' ? 'oldId' : 'newId'])];
  const named = [...new Set(value)].filter((text) => text !== '');
  if (named.length > 0) return named;
  return isObject(change[side]) ? [] : [''];
}

export interface ChangeValue {
  readonly field: string;
  readonly side: 'old' | 'new';
  readonly value: string;
}

/** What an entry can be asked for by its changes: the fields and the values, in order and no more of each than can be. */
export function askable(changes: readonly RecordedChange[] | null): { fields: readonly string[]; values: readonly ChangeValue[] } {
  const some = (changes ?? []).slice(0, MOST_CHANGE_VALUES);
  const values: ChangeValue[] = [];
  for (const change of some) {
    for (const side of ['old', 'new'] as const) {
      for (const value of valuesOf(change, side)) if (values.length < MOST_CHANGE_VALUES) values.push({ field: change.field, side, value });
    }
  }
  return { fields: some.map(({ field }) => field), values };
}

/** Whether the changes are what the filter asks for; of several changes of one field each side may be in another. */
export function detailsMatch(filter: DetailsFilter, changes: readonly RecordedChange[] | null): boolean {
  const { fields, values } = askable(changes);
  const has = (side: 'old' | 'new'): boolean =>
    filter[side] === undefined || values.some((one) => one.side === side && one.field === filter.field && one.value === filter[side]);
  return fields.includes(filter.field) && has('old') && has('new');
}

function textsOf(value: Json | undefined): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [String(value)];
  return Array.isArray(value) ? value.flatMap((part: Json) => (part !== null && typeof part === 'object' ? [] : textsOf(part))) : [];
}

/** Or a list that holds one: something is there, without a value to ask for. */
function isObject(value: Json | undefined): boolean {
  return value !== null && typeof value === 'object' && (!Array.isArray(value) || value.length > 0);
}
