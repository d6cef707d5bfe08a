import type { PageFilter } from '@audit-log/shared/filter-url';
import { fieldLabel } from '@audit-log/shared/catalogue';
import type { Mode } from './facets.js';
import { readAddress } from './search-text.js';

/** The filters by changes and addresses as they are written. */
export interface MoreDraft {
  readonly changeMode: Mode;
  readonly field: string;
  readonly old: string;
  readonly now: string;
  readonly addressMode: Mode;
  readonly addresses: string;
}

export type MoreProblems = Readonly<Partial<Record<'field' | 'addresses', string>>>;

/** What one writes for "no value": an empty box stands for any. */
export const nothing = '(nothing)';

/** Persons by name, with their ids: a filter compares the id. */
export type People = ReadonlyMap<string, string>;

/** The draft of what a filter holds. @param isPerson whether a field's values are persons */
export function draftOf({ details, ips, exclude }: PageFilter, people: People, isPerson: (field: string) => boolean): MoreDraft {
  const change = details ?? exclude?.details ?? null;
  const side = (value: string | null | undefined) => {
    if (value == null) return '';
    if (value === '') return nothing;
    return change !== null && isPerson(change.field) ? ([...people].find(([, id]) => id === value)?.[0] ?? value) : value;
  };
  return {
    changeMode: details == null && exclude?.details != null ? 'exclude' : 'include',
    field: change === null ? '' : fieldLabel(change.field),
    old: side(change?.old),
    now: side(change?.new),
    addressMode: ips == null && exclude?.ips != null ? 'exclude' : 'include',
    addresses: (ips ?? exclude?.ips ?? []).join(', '),
  };
}

/**
 * The filter with what was written.
 * @param fields the names of the fields that are known, by their labels
 */
export function withDraft(
  filter: PageFilter,
  { changeMode, field, old, now, addressMode, addresses }: MoreDraft,
  fields: ReadonlyMap<string, string>,
  people: People,
  isPerson: (field: string) => boolean,
): { readonly filter: PageFilter } | { readonly problems: MoreProblems } {
  const label = field.trim();
  // What was not touched stays what it is called: a label does not tell the name of a field that is not known.
  const before = (filter.details ?? filter.exclude?.details)?.field;
  const name = before !== undefined && label === fieldLabel(before) ? before : (fields.get(label.toLowerCase()) ?? label);
  const side = (text: string) => (text === '' ? null : text === nothing ? '' : isPerson(name) ? (people.get(text) ?? text) : text);
  const details = label === '' ? null : { field: name, old: side(old), new: side(now) };
  const parts = addresses.split(/[\s,;]+/).filter((part) => part !== '');
  const networks = parts.map(readAddress);
  const wrong = parts[networks.indexOf(null)];
  const problems: MoreProblems = {
    ...(label === '' && old + now !== '' ? { field: 'Say which field changed.' } : {}),
    ...(wrong === undefined ? {} : { addresses: `“${wrong}” is no address and no network: write 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.` }),
  };
  if (Object.keys(problems).length > 0) return { problems };
  const ips = networks.length === 0 ? null : (networks as string[]);
  const [change, address] = [changeMode === 'include', addressMode === 'include'];
  return {
    filter: {
      ...filter,
      // Where both sides are filtered the form shows one: the other stays.
      details: change ? details : both(filter.details, filter.exclude?.details),
      ips: address ? ips : both(filter.ips, filter.exclude?.ips),
      exclude: {
        ...filter.exclude,
        details: change ? both(filter.exclude?.details, filter.details) : details,
        ips: address ? both(filter.exclude?.ips, filter.ips) : ips,
      },
    },
  };
}

/** One side of a filter where the other is there too, else none: what the form shows may have been turned. */
function both<T>(one: T | null | undefined, other: T | null | undefined): T | null {
  return other == null ? null : (one ?? null);
}

/** How many of these filters are in use. */
export function countMore({ details, ips, exclude }: PageFilter): number {
  const changes = [details, exclude?.details].filter((one) => one != null).length;
  return changes + (ips?.length ?? 0) + (exclude?.ips?.length ?? 0);
}
