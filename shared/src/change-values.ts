import type { Json, RecordedChange } from './entry.js';

/** An entry that changed this field, and where given, from this and to this value. */
export interface DetailsFilter {
  readonly field: string;
  /** '' stands for no value. */
  readonly old?: string;
  readonly new?: string;
}

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

/** Whether the changes are what the filter asks for; of several changes of one field each side may be in another. */
export function detailsMatch(filter: DetailsFilter, changes: readonly RecordedChange[] | null): boolean {
  const ofField = (changes ?? []).filter(({ field }) => field === filter.field);
  const has = (side: 'old' | 'new'): boolean => {
    const wanted = filter[side];
    return wanted === undefined || ofField.some((change) => valuesOf(change, side).includes(wanted));
  };
  return ofField.length > 0 && has('old') && has('new');
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
