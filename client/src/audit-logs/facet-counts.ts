import type { FacetCountFieldsFragment } from '../gql/graphql.js';
import { noneCounted, type CountLike } from '../ui/count-text.js';
import { noProject } from './facets.js';
import type { Option } from './use-options.js';

/** What is asked for of each facet at most: the most frequent. */
const most = 100;

export interface FacetCounts {
  readonly byValue: ReadonlyMap<string, CountLike>;
  /** Those that occur in the view. */
  readonly options: readonly Option[];
  /** Whether what is not among them does not occur at all. */
  readonly complete: boolean;
  readonly highest: number;
}

export function countsOf(counted: readonly FacetCountFieldsFragment[]): FacetCounts {
  const byValue = new Map(counted.map(({ option, count }) => [option.value ?? noProject, count]));
  return {
    byValue,
    // What belongs to no project is offered by the page itself.
    options: counted.flatMap(({ option: { value, ...rest } }) => (value === null ? [] : [{ value, ...rest }])),
    complete: counted.length < most && counted.every(({ count }) => count.accuracy === 'EXACT'),
    highest: Math.max(1, ...counted.map(({ count }) => count.value)),
  };
}

/** The count beside an option; null where none can be told. */
export function countOf(counts: FacetCounts, value: string): CountLike | null {
  return counts.byValue.get(value) ?? (counts.complete ? noneCounted : null);
}

/** The most frequent first; what occurs as often, and what is not counted, as it stood. */
export function byCount(options: readonly Option[], counts: FacetCounts): readonly Option[] {
  const valueOf = ({ value }: Option) => counts.byValue.get(value)?.value ?? 0;
  return options.toSorted((a, b) => valueOf(b) - valueOf(a));
}
