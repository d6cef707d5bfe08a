import type { PageFilter } from '@audit-log/shared/filter-url';
import { chipsOf } from './filter-words.js';
import { rangeLabel, rangeOf } from './time-range.js';

/** What a filter knows by ids alone, with the word for one and for several. */
const counted: Readonly<Record<string, readonly [one: string, several: string]>> = {
  User: ['user', 'users'],
  Project: ['project', 'projects'],
  Entity: ['entity', 'entities'],
  Operation: ['operation', 'operations'],
};

/** A filter in one line, without the names that its ids stand for: `Last 7 days · Action is delete · not 2 users`. */
export function filterSummary(filter: PageFilter): string {
  const parts = chipsOf(filter, new Map()).map(({ label, mode, values }) => {
    const words = counted[label];
    if (words === undefined) return `${label} ${mode === 'include' ? 'is' : 'is not'} ${values.join(' or ')}`;
    return `${mode === 'include' ? '' : 'not '}${values.length} ${values.length === 1 ? words[0] : words[1]}`;
  });
  return [rangeLabel(rangeOf(filter)), ...parts].join(' · ');
}
