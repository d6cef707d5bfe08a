import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { choiceOf, facets, noProject, valueLabel, withChoice, type Facet, type Mode } from './facets.js';
import { rangeLabel, rangeOf, type TimeRange } from './time-range.js';

const plurals: Readonly<Record<string, string>> = {
  create: 'creations',
  update: 'updates',
  delete: 'deletes',
  move: 'moves',
  export: 'exports',
  view: 'views',
  sign_in: 'sign-ins',
};

/** `No test case deletes by Mara in Checkout in the last 7 days`; what has no short sentence is not spelt out. */
export function emptyTitle(filter: PageFilter, names: ReadonlyMap<string, string>): string {
  return `No ${subjectOf(filter, names)}${whenOf(rangeOf(filter))}`;
}

/** One condition of a filter, and the filter without it. */
export interface Condition {
  readonly text: string;
  readonly without: PageFilter;
}

/** What the list is narrowed by, each with what remains when it is dropped. */
export function conditionsOf(filter: PageFilter, names: ReadonlyMap<string, string>): readonly Condition[] {
  return facets.flatMap((facet) =>
    (['include', 'exclude'] as const).flatMap((mode) => {
      const choice = choiceOf(filter, facet);
      if (choice[mode].length === 0) return [];
      return { text: conditionText(facet, mode, choice[mode], names), without: withChoice(filter, facet, { ...choice, [mode]: [] }) };
    }),
  );
}

function conditionText(facet: Facet, mode: Mode, values: readonly string[], names: ReadonlyMap<string, string>): string {
  const [first = '', ...others] = values.map((value) => valueLabel(facet, value, names));
  const more = others.length === 0 ? '' : ` or ${others.length === 1 ? others[0] : `${others.length} more`}`;
  return `${facet.label} ${mode === 'include' ? 'is' : 'is not'} ${first}${more}`;
}

function subjectOf(filter: PageFilter, names: ReadonlyMap<string, string>): string {
  const only = (key: Facet['key']): string | null | undefined => {
    const facet = facets.find((one) => one.key === key);
    const { include = [], exclude = [] } = facet === undefined ? {} : choiceOf(filter, facet);
    if (include.length === 0 && exclude.length === 0) return undefined;
    return include.length === 1 && exclude.length === 0 ? include[0] : null;
  };
  const [type, action, user, project] = [only('eventTypes'), only('actions'), only('userIds'), only('projectIds')];
  const single = [filter.entityId, filter.operationId, filter.exclude?.entityId, filter.exclude?.operationId];
  if ([type, action, user, project].includes(null) || single.some((id) => id != null)) return 'entries match';
  const typeWord = type == null ? '' : `${eventTypeOf(type).label.toLowerCase()} `;
  const noun = action == null ? 'entries' : (plurals[action] ?? `“${actionOf(action).label}” entries`);
  const by = user == null ? '' : ` by ${names.get(user) ?? 'this user'}`;
  const where = project == null ? '' : project === noProject ? ' outside of projects' : ` in ${names.get(project) ?? 'this project'}`;
  return `${typeWord}${noun}${by}${where}`;
}

function whenOf(range: TimeRange): string {
  const label = rangeLabel(range);
  if (range.range) return ` in the ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  if (range.from && range.to) return label.includes(' to ') ? ` from ${label}` : ` on ${label}`;
  // Since and until begin small; the names of months do not.
  return range.from || range.to ? ` ${label.charAt(0).toLowerCase()}${label.slice(1)}` : '';
}
