import { fieldLabel } from '@audit-log/shared/catalogue';
import type { FieldChange, Json } from '@audit-log/shared/entry';
import type { DetailsInput } from '@audit-log/shared/filter';
import type { PageFilter } from '@audit-log/shared/filter-url';
import type { Entry } from './entry-window.js';
import type { Mode } from './facets.js';
import { changeText } from './filter-words.js';
import { diffList } from './list-diff.js';
import { byTelling } from './summary.js';
import { isPerson, kindOf, kindOfChange, listOf } from './value.js';

/** One way to filter by a change. */
export interface ChangeWay {
  readonly text: string;
  readonly details: DetailsInput;
}

/** What a filter compares has no more characters than this in the index; longer values are asked for by their field. */
const longest = 200;

/** A change as filters: to what it became, from what to what, and any change of the field. The most telling first. */
export function waysOf(change: FieldChange): readonly ChangeWay[] {
  const { field } = change;
  const any = { text: `any change of ${fieldLabel(field)}`, details: { field } };
  // Of a person the entry has the name, and a filter compares the id.
  if (change.redacted || isPerson(field)) return [any];
  const way = (details: DetailsInput): ChangeWay => ({ text: changeText(details, new Map()), details });
  switch (kindOfChange(change.old, change.new)) {
    case 'scalar': {
      const [old, now] = [comparable(change.old), comparable(change.new)];
      if (old === null || now === null) return [any];
      if (old === '') return [way({ field, new: now }), any];
      if (now === '') return [way({ field, old }), way({ field, new: '' }), any];
      return [way({ field, new: now }), way({ field, old, new: now }), any];
    }
    case 'list': {
      const { added, removed } = diffList(listOf(change.old), listOf(change.new));
      return [...added.slice(0, 2).map((item) => way({ field, new: item })), ...removed.slice(0, 2).map((item) => way({ field, old: item })), any];
    }
    default:
      return [any];
  }
}

/** The most telling way to filter by each of the most telling changes. */
export function tellingWays({ details }: Entry, most = 3): readonly ChangeWay[] {
  return details
    .toSorted(byTelling)
    .flatMap((change) => waysOf(change).slice(0, 1))
    .slice(0, most);
}

export function changeFilter(filter: PageFilter, details: DetailsInput, mode: Mode): PageFilter {
  if (mode === 'include') return { ...filter, details, exclude: { ...filter.exclude, details: unless(filter.exclude?.details, details) } };
  return { ...filter, details: unless(filter.details, details), exclude: { ...filter.exclude, details } };
}

export function addressFilter(filter: PageFilter, address: string, mode: Mode): PageFilter {
  const without = (filter.exclude?.ips ?? []).filter((one) => one !== address);
  if (mode === 'include') return { ...filter, ips: [address], exclude: { ...filter.exclude, ips: without } };
  const kept = (filter.ips ?? []).filter((one) => one !== address);
  return { ...filter, ips: kept.length > 0 ? kept : null, exclude: { ...filter.exclude, ips: [...without, address] } };
}

/** What there was, unless it is the same. */
function unless(before: DetailsInput | null | undefined, details: DetailsInput): DetailsInput | null {
  const text = (one: DetailsInput) => JSON.stringify([one.field, one.old ?? null, one.new ?? null]);
  return before == null || text(before) === text(details) ? null : before;
}

/** As a filter compares it: '' for nothing, null for what it cannot. */
function comparable(value: Json): string | null {
  if (kindOf(value) === 'empty') return '';
  if (typeof value === 'object') return null;
  const text = String(value);
  return text.length > longest ? null : text;
}
