import { actionOf, eventTypeOf } from '@audit-log/shared/catalogue';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { choiceOf, facets, noProject, type Facet } from './facets.js';
import { changeText, chipsOf } from './filter-words.js';
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
  return chipsOf(filter, names).map(({ label, mode, values: [first = '', ...others], without }) => {
    const more = others.length === 0 ? '' : ` or ${others.length === 1 ? others[0] : `${others.length} more`}`;
    return { text: `${label} ${mode === 'include' ? 'is' : 'is not'} ${first}${more}`, without };
  });
}

function subjectOf(filter: PageFilter, names: ReadonlyMap<string, string>): string {
  const only = (key: Facet['key']): string | null | undefined => {
    const facet = facets.find((one) => one.key === key);
    const { include = [], exclude = [] } = facet === undefined ? {} : choiceOf(filter, facet);
    if (include.length === 0 && exclude.length === 0) return undefined;
    return include.length === 1 && exclude.length === 0 ? include[0] : null;
  };
  const [type, action, user, project] = [only('eventTypes'), only('actions'), only('userIds'), only('projectIds')];
  const { exclude } = filter;
  const unsaid = [filter.entityId, filter.operationId, exclude?.entityId, exclude?.operationId, exclude?.search, exclude?.ips, exclude?.details];
  if ([type, action, user, project].includes(null) || unsaid.some((part) => part != null)) return 'entries match';
  const typeWord = type == null ? '' : `${eventTypeOf(type).label.toLowerCase()} `;
  const noun = action == null ? 'entries' : (plurals[action] ?? `“${actionOf(action).label}” entries`);
  const by = user == null ? '' : ` by ${names.get(user) ?? 'this user'}`;
  const where = project == null ? '' : project === noProject ? ' outside of projects' : ` in ${names.get(project) ?? 'this project'}`;
  const change = filter.details == null ? '' : ` that changed ${changeText(filter.details, names)}`;
  const from = filter.ips == null ? '' : ` from ${filter.ips.length === 1 ? filter.ips[0] : 'these addresses'}`;
  const words = filter.search == null ? '' : ` with ${filter.search.includes('"') ? filter.search : `“${filter.search}”`}`;
  return `${typeWord}${noun}${by}${where}${from}${change}${words}`;
}

function whenOf(range: TimeRange): string {
  const label = rangeLabel(range);
  if (range.range) return ` in the ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  if (range.from && range.to) return label.includes(' to ') ? ` from ${label}` : ` on ${label}`;
  // Since and until begin small; the names of months do not.
  return range.from || range.to ? ` ${label.charAt(0).toLowerCase()}${label.slice(1)}` : '';
}
