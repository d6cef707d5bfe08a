import type { PageFilter } from '@audit-log/shared/filter-url';
import { choiceOf, facets, shortId, turned, valueLabel, withChoice, type Mode } from './facets.js';

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
