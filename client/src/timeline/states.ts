import type { FieldChange, Json } from '@audit-log/shared/entry';

/** What an entry says of the thing it is about. */
export interface Change {
  readonly details: readonly FieldChange[];
}

/** A field as it was at a point. */
export interface FieldState {
  readonly field: string;
  readonly value: Json;
  readonly redacted: boolean;
  /** Which entry set it, counted from the oldest; null where that was before all of them. */
  readonly setBy: number | null;
}

/**
 * All fields as they were after an entry, in the order they were first recorded. A field that only later entries tell of
 * had, before the first of these, the value which that one calls the old one.
 * @param changes of one thing, oldest first
 * @param index of the entry after which to look
 */
export function stateAfter(changes: readonly Change[], index: number): ReadonlyMap<string, FieldState> {
  const state = new Map<string, FieldState>();
  changes.forEach(({ details }, at) => {
    for (const { field, old, new: value, redacted } of details) {
      if (at <= index) state.set(field, { field, value, redacted, setBy: at });
      else if (!state.has(field)) state.set(field, { field, value: old, redacted, setBy: null });
    }
  });
  return state;
}

export interface Comparison {
  /** From the one point to the other. */
  readonly changed: readonly FieldChange[];
  readonly same: readonly FieldState[];
}

/** What differs between two states, and what does not. A secret differs where another entry set it. */
export function compare(a: ReadonlyMap<string, FieldState>, b: ReadonlyMap<string, FieldState>): Comparison {
  const changed: FieldChange[] = [];
  const same: FieldState[] = [];
  for (const field of new Set([...a.keys(), ...b.keys()])) {
    const [before, after] = [a.get(field), b.get(field)];
    const redacted = before?.redacted === true || after?.redacted === true;
    const differs = redacted ? before?.setBy !== after?.setBy : !sameJson(before?.value ?? null, after?.value ?? null);
    if (differs) changed.push({ field, old: before?.value ?? null, new: after?.value ?? null, redacted });
    else if (after !== undefined && !isNothing(after.value)) same.push(after);
  }
  return { changed, same };
}

/** No value at all, or none of a list. */
export function isNothing(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function sameJson(a: Json, b: Json): boolean {
  return (isNothing(a) && isNothing(b)) || JSON.stringify(a) === JSON.stringify(b);
}
