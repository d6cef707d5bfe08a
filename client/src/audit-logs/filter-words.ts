import type { Json } from '@audit-log/shared/entry';
import { parseFilter } from '@audit-log/shared/filter';
import { isRelativeRange, type PageFilter } from '@audit-log/shared/filter-url';
import { choiceOf, facets, shortId, turned, valueLabel, withChoice, type Mode } from './facets.js';
import { rangeLabel, rangeOf } from './time-range.js';

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

/** Entity and operation come from links and hold one value each. */
const singles = [
  ['entityId', 'Entity'],
  ['operationId', 'Operation'],
] as const;

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
  const links = singles.flatMap(([key, label]) =>
    modes.flatMap((mode) => {
      const value = mode === 'include' ? filter[key] : filter.exclude?.[key];
      if (value == null) return [];
      const kept = mode === 'include' ? (filter.exclude?.[key] ?? null) : (filter[key] ?? null);
      const withBoth = (include: string | null, exclude: string | null): PageFilter => ({
        ...filter,
        [key]: include,
        exclude: { ...filter.exclude, [key]: exclude },
      });
      return {
        label,
        mode,
        values: [names.get(value) ?? shortId(value)],
        without: mode === 'include' ? withBoth(null, kept) : withBoth(kept, null),
        turned: mode === 'include' ? withBoth(null, value) : withBoth(value, null),
      };
    }),
  );
  return [...lists, ...links];
}
