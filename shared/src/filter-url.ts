import {
  normalizeFilter,
  parseFilter,
  type AuditLogFilter,
  type FilterProblem,
  type NormalExclusion,
  type NormalFilter,
} from './filter.js';
import { shortTime, timeFromMilliseconds } from './time.js';

/**
 * A time range that ends now: a number and `m` (minutes), `h` (hours) or `d` (days of 24 hours), such as `7d`.
 */
export type RelativeRange = `${number}${'m' | 'h' | 'd'}`;

/** A filter as a page keeps it: the time either absolute (`from`, `to`) or relative (`range`). */
export type PageFilter = AuditLogFilter & { readonly range?: RelativeRange | null | undefined };

export type NormalPageFilter = NormalFilter & { readonly range?: RelativeRange };

const RANGE = /^([1-9]\d{0,3})([mhd])$/;
const MILLISECONDS = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const LISTS = { type: 'eventTypes', action: 'actions', user: 'userIds', project: 'projectIds', ip: 'ips' } as const;
const SINGLES = { entity: 'entityId', operation: 'operationId', q: 'search' } as const;
/** A changed field with its values, `field=status&new=Active`. */
const DETAILS = { field: 'field', old: 'old', new: 'new' } as const;
const NO_PROJECT = 'none';
/** Every parameter of the address that says something of the filter. */
export const FILTER_PARAMETERS: ReadonlySet<string> = new Set([
  ...[...Object.keys(LISTS), ...Object.keys(SINGLES), ...Object.keys(DETAILS)].flatMap((name) => [name, `-${name}`]),
  'from',
  'to',
  'range',
]);
/** Put before a project's id that would read as `none`, or as one with this prefix. */
const PROJECT_ID = 'id:';

/**
 * The filter for the address bar: `type=TEST_CASE&type=PROJECT&project=none&-action=view&range=7d`. A leading `-`
 * excludes, an empty value stands for the empty list (which matches nothing).
 * @throws FilterError when the filter is not a sound one.
 */
export function filterToSearchParams(input: PageFilter): URLSearchParams {
  const { range, ...rest } = input;
  const filter = normalizeFilter(rest);
  const params = new URLSearchParams();
  writeFacets(filter, '', params);
  writeFacets(filter.exclude ?? {}, '-', params);
  if (range) params.append('range', range);
  else {
    if (filter.from !== undefined) params.append('from', shortTime(filter.from));
    if (filter.to !== undefined) params.append('to', shortTime(filter.to));
  }
  return params;
}

/**
 * Reads what `filterToSearchParams` wrote, or a person typed. Parameters it does not know are left to others.
 * @returns the filter of what was sound, and what was not, named by its parameter.
 */
export function filterFromSearchParams(params: URLSearchParams): {
  filter: NormalPageFilter;
  problems: readonly FilterProblem[];
} {
  const from = params.get('from');
  const to = params.get('to');
  const { filter, problems } = parseFilter({
    ...readFacets(params, ''),
    from,
    to,
    exclude: readFacets(params, '-'),
  });
  const named = problems.map(({ field, message }) => ({ field: parameterOf(field), message }));
  const range = params.get('range');
  if (range === null) return { filter, problems: named };
  if (!isRelativeRange(range)) {
    const message = 'must be a number of minutes, hours or days, such as 30m, 24h or 7d';
    return { filter, problems: [...named, { field: 'range', message }] };
  }
  if (from !== null || to !== null) {
    return { filter, problems: [...named, { field: 'range', message: 'cannot be given together with from or to' }] };
  }
  return { filter: { ...filter, range }, problems: named };
}

export function isRelativeRange(text: string): text is RelativeRange {
  return RANGE.test(text);
}

/**
 * The filter to ask the server with: a relative range becomes the `from` that lies so far before now.
 * @param now milliseconds since 1970
 * @throws FilterError when the filter is not a sound one.
 */
export function resolveRange(input: PageFilter, now: number): NormalFilter {
  const { range, ...rest } = input;
  const [, count, unit] = RANGE.exec(range ?? '') ?? [];
  if (count === undefined) return normalizeFilter(rest);
  const from = timeFromMilliseconds(now - Number(count) * MILLISECONDS[unit as 'm' | 'h' | 'd']);
  return normalizeFilter({ ...rest, from, to: null });
}

function writeFacets(facets: NormalExclusion, sign: '' | '-', params: URLSearchParams): void {
  for (const [parameter, field] of Object.entries(LISTS)) {
    const values = facets[field];
    if (values?.length === 0) params.append(sign + parameter, '');
    for (const value of values ?? []) {
      const escape = field === 'projectIds' && (value === NO_PROJECT || value.startsWith(PROJECT_ID));
      params.append(sign + parameter, escape ? PROJECT_ID + value : value);
    }
    if (field === 'projectIds' && facets.withoutProject) params.append(sign + parameter, NO_PROJECT);
  }
  for (const [parameter, field] of Object.entries(SINGLES)) {
    const value = facets[field];
    if (value !== undefined) params.append(sign + parameter, value);
  }
  for (const [parameter, field] of Object.entries(DETAILS)) {
    const value = facets.details?.[field];
    if (value !== undefined) params.append(sign + parameter, value);
  }
}

function readFacets(params: URLSearchParams, sign: '' | '-'): AuditLogFilter {
  const list = (parameter: string): string[] | null =>
    params.has(sign + parameter) ? params.getAll(sign + parameter).filter((value) => value !== '') : null;
  const projects = list('project');
  const withoutProject = projects?.includes(NO_PROJECT) ?? false;
  const projectIds = projects
    ?.filter((value) => value !== NO_PROJECT)
    .map((value) => (value.startsWith(PROJECT_ID) ? value.slice(PROJECT_ID.length) : value));
  return {
    eventTypes: list('type'),
    actions: list('action'),
    userIds: list('user'),
    projectIds,
    withoutProject,
    entityId: params.get(`${sign}entity`),
    operationId: params.get(`${sign}operation`),
    search: params.get(`${sign}q`),
    ips: list('ip'),
    details: Object.keys(DETAILS).some((name) => params.has(sign + name))
      ? { field: params.get(`${sign}field`) ?? '', old: params.get(`${sign}old`), new: params.get(`${sign}new`) }
      : null,
  };
}

/** `exclude.userIds[0]` is `-user` to who reads the address bar. */
function parameterOf(field: string): string {
  const sign = field.startsWith('exclude.') ? '-' : '';
  const name = field.replace('exclude.', '').replace('details.', '').replace(/\[\d+\]$/, '');
  const known = Object.entries({ ...LISTS, ...SINGLES }).find(([, of]) => of === name);
  return sign + (known?.[0] ?? name);
}
