import type { Json } from '@audit-log/shared/entry';
import { fieldLabel } from '@audit-log/shared/catalogue';
import { parseFilter, type AuditLogExclusion, type DetailsInput } from '@audit-log/shared/filter';
import { isRelativeRange, type PageFilter } from '@audit-log/shared/filter-url';
import { choiceOf, facets, shortId, turned, valueLabel, withChoice, type Mode } from './facets.js';
import { rangeLabel, rangeOf } from './time-range.js';
import { isPerson } from './value.js';

/** One part of a filter in words, with its ways out. */
export interface ChipContent {
  readonly label: string;
  readonly mode: Mode;
  readonly values: readonly string[];
  /** The filter without it. */
  readonly without: PageFilter;
  /** The filter with it turned from inclusion to exclusion, or back. */
  readonly turned: PageFilter;
}

const modes = ['include', 'exclude'] as const;

/** What is no list of options: links, words, addresses and changes. */
const contents = [
  ['entityId', 'Entity'],
  ['operationId', 'Operation'],
  ['search', 'Search'],
  ['ips', 'Address'],
  ['details', 'Change'],
] as const;

type ContentKey = (typeof contents)[number][0];

/** A filter as an entry of the log itself has it. */
export interface RecordedFilter {
  readonly filter: PageFilter;
  /** What the page's filters cannot say: fields of another version, a list that nothing is in. */
  readonly rest: Readonly<Record<string, Json>>;
}

/** Reads the filter that a view or an export was recorded with; null where it is none at all. */
export function recordedFilter(value: Json): RecordedFilter | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { range = null, ...fields } = value as Readonly<Record<string, Json>>;
  const { problems } = parseFilter(fields);
  const wrong = new Set(problems.map(({ field }) => field.split(/[.[]/, 1)[0]));
  const isSaid = ([name, content]: [string, Json]) => !wrong.has(name) && !(Array.isArray(content) && content.length === 0);
  const entries = Object.entries(fields);
  const sound = parseFilter(Object.fromEntries(entries.filter(isSaid))).filter;
  const rest = Object.fromEntries(entries.filter((entry) => !isSaid(entry)));
  if (range === null) return { filter: sound, rest };
  if (typeof range !== 'string' || !isRelativeRange(range)) return { filter: sound, rest: { ...rest, range } };
  return { filter: { ...sound, range }, rest };
}

/** `Event type is Project, Last 7 days`: a recorded filter in one line; null where it is none or has more to it. */
export function recordedFilterText(value: Json): string | null {
  const recorded = recordedFilter(value);
  if (recorded === null || Object.keys(recorded.rest).length > 0) return null;
  const { filter } = recorded;
  const chips = chipsOf(filter, new Map()).map(
    ({ label, mode, values }) => `${label} ${mode === 'include' ? 'is' : 'is not'} ${values.join(' or ')}`,
  );
  const dated = filter.range != null || filter.from != null || filter.to != null;
  return [...chips, ...(dated ? [rangeLabel(rangeOf(filter))] : [])].join(', ');
}

export function opposite(mode: Mode): Mode {
  return mode === 'include' ? 'exclude' : 'include';
}

/** What a filter narrows by beside the time, in the order of the filters. */
export function chipsOf(filter: PageFilter, names: ReadonlyMap<string, string>): readonly ChipContent[] {
  const lists = facets.flatMap((facet) => {
    const choice = choiceOf(filter, facet);
    return modes
      .filter((mode) => choice[mode].length > 0)
      .map((mode) => ({
        label: facet.label,
        mode,
        values: choice[mode].map((value) => valueLabel(facet, value, names)),
        without: withChoice(filter, facet, { ...choice, [mode]: [] }),
        turned: withChoice(filter, facet, turned(choice, mode)),
      }));
  });
  const others = contents.flatMap(([key, label]) =>
    modes.flatMap((mode) => {
      const values = contentValues(key, mode === 'include' ? filter : (filter.exclude ?? {}), names);
      if (values.length === 0) return [];
      return { label, mode, values, without: withoutContent(filter, key, mode), turned: turnedContent(filter, key, mode) };
    }),
  );
  return [...lists, ...others];
}

/** `status from Draft to Active`; of a person by the name that is known. */
export function changeText({ field, old, new: after }: DetailsInput, names: ReadonlyMap<string, string>): string {
  const value = (text: string) => (text === '' ? 'nothing' : isPerson(field) ? (names.get(text) ?? shortId(text)) : text);
  return [fieldLabel(field), old == null ? '' : `from ${value(old)}`, after == null ? '' : `to ${value(after)}`].filter(Boolean).join(' ');
}

function contentValues(key: ContentKey, part: AuditLogExclusion, names: ReadonlyMap<string, string>): readonly string[] {
  switch (key) {
    case 'search':
      return part.search == null ? [] : [part.search];
    case 'ips':
      return part.ips ?? [];
    case 'details':
      return part.details == null ? [] : [changeText(part.details, names)];
    default: {
      const id = part[key];
      return id == null ? [] : [names.get(id) ?? shortId(id)];
    }
  }
}

function withoutContent(filter: PageFilter, key: ContentKey, mode: Mode): PageFilter {
  return mode === 'include' ? { ...filter, [key]: null } : { ...filter, exclude: { ...filter.exclude, [key]: null } };
}

function turnedContent(filter: PageFilter, key: ContentKey, mode: Mode): PageFilter {
  const { include, exclude } = { include: filter[key], exclude: filter.exclude?.[key] };
  // Of addresses there are many on either side; of the others one, which gives way.
  const both = key === 'ips' ? [...(filter.ips ?? []), ...(filter.exclude?.ips ?? [])] : mode === 'include' ? include : exclude;
  return mode === 'include'
    ? { ...filter, [key]: null, exclude: { ...filter.exclude, [key]: both } }
    : { ...filter, [key]: both, exclude: { ...filter.exclude, [key]: null } };
}
