import { networkText, parseNetwork } from './address.js';
import type { DetailsFilter } from './change-values.js';
import { parseSearch, searchText } from './search.js';
import { normalizeTime } from './time.js';

/** The most values one list of a filter may hold. */
export const MAX_FILTER_VALUES = 1000;

/**
 * What an entry may be selected by. Within a list any value may match ("or"), between fields all must ("and").
 * A field that is missing, undefined or null does not filter.
 */
interface Facets {
  readonly eventTypes?: readonly string[] | null | undefined;
  readonly actions?: readonly string[] | null | undefined;
  /** Outside ids of actors of any kind. */
  readonly userIds?: readonly string[] | null | undefined;
  readonly projectIds?: readonly string[] | null | undefined;
  /** true adds the entries of no project to `projectIds`, and alone stands for only those; false is as missing. */
  readonly withoutProject?: boolean | null | undefined;
  readonly entityId?: string | null | undefined;
  /** A UUID, in either case. */
  readonly operationId?: string | null | undefined;
  /** Words of the entity's name and the details; `parseSearch` has the syntax. */
  readonly search?: string | null | undefined;
  /** Addresses and networks (CIDR), one of which the source's address is or lies in. */
  readonly ips?: readonly string[] | null | undefined;
  readonly details?: DetailsInput | null | undefined;
}

/** A field that changed, and where given, from this and to this value; '' stands for no value. */
export interface DetailsInput {
  readonly field: string;
  readonly old?: string | null | undefined;
  readonly new?: string | null | undefined;
}

/** Drops an entry that matches any of its fields. An empty list excludes nothing. */
export type AuditLogExclusion = Facets;

/** The filter of `auditLogs` and `auditLogsAdded` as plain JSON. An empty list matches nothing. */
export interface AuditLogFilter extends Facets {
  /** The earliest time, inclusive: RFC 3339. */
  readonly from?: string | null | undefined;
  /** The time to end before, exclusive: RFC 3339. */
  readonly to?: string | null | undefined;
  readonly exclude?: AuditLogExclusion | null | undefined;
}

interface NormalFacets {
  readonly eventTypes?: readonly string[];
  readonly actions?: readonly string[];
  readonly userIds?: readonly string[];
  readonly projectIds?: readonly string[];
  readonly withoutProject?: true;
  readonly entityId?: string;
  readonly operationId?: string;
  readonly search?: string;
  readonly ips?: readonly string[];
  readonly details?: DetailsFilter;
}

/**
 * A filter in the one form that all filters of the same meaning share: only what filters is present, lists are
 * sorted and without repeats, times are in the log's form, UUIDs in lower case, networks and searches in one form each.
 */
export interface NormalFilter extends NormalFacets {
  readonly from?: string;
  readonly to?: string;
  readonly exclude?: NormalFacets;
}

export type NormalExclusion = NormalFacets;

/** What is wrong with one field; `field` is its path, such as `exclude.userIds`. */
export interface FilterProblem {
  readonly field: string;
  readonly message: string;
}

export class FilterError extends Error {
  override readonly name = 'FilterError';

  constructor(readonly problems: readonly FilterProblem[]) {
    super(problems.map(({ field, message }) => `${field} ${message}`).join('; '));
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const LISTS = ['eventTypes', 'actions', 'userIds', 'projectIds'] as const;
const FACETS: readonly string[] = [...LISTS, 'withoutProject', 'entityId', 'operationId', 'search', 'ips', 'details'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads a filter of unknown origin.
 * @returns the filter in normal form, with all that is wrong with the input: the filter then holds the sound fields
 * only, and must not be used without telling.
 */
export function parseFilter(input: unknown): { filter: NormalFilter; problems: readonly FilterProblem[] } {
  const problems: FilterProblem[] = [];
  const record = recordOf(input, 'filter', problems);
  const filter: Mutable<NormalFilter> = readFacets(record, '', problems);
  for (const field of ['from', 'to'] as const) {
    const time = readTime(record[field], field, problems);
    if (time !== undefined) filter[field] = time;
  }
  const exclude = readExclusion(record['exclude'], problems);
  if (exclude !== undefined) filter.exclude = exclude;
  refuseUnknown(record, [...FACETS, 'from', 'to', 'exclude'], '', problems);
  return { filter, problems };
}

/**
 * The filter's normal form.
 * @throws FilterError naming every field that is wrong.
 */
export function normalizeFilter(input: AuditLogFilter | null | undefined): NormalFilter {
  const { filter, problems } = parseFilter(input);
  if (problems.length > 0) throw new FilterError(problems);
  return filter;
}

/**
 * A text that two filters share exactly when they have the same normal form.
 * @throws FilterError as `normalizeFilter` does.
 */
export function filterKey(input: AuditLogFilter | null | undefined): string {
  // parseFilter sets the members in one fixed order, so JSON.stringify is stable.
  return JSON.stringify(normalizeFilter(input));
}

function readExclusion(input: unknown, problems: FilterProblem[]): NormalExclusion | undefined {
  if (input === undefined || input === null) return undefined;
  const record = recordOf(input, 'exclude', problems);
  const exclude: Mutable<NormalExclusion> = readFacets(record, 'exclude.', problems);
  for (const field of [...LISTS, 'ips'] as const) if (exclude[field]?.length === 0) delete exclude[field];
  refuseUnknown(record, FACETS, 'exclude.', problems);
  return Object.keys(exclude).length === 0 ? undefined : exclude;
}

function readFacets(record: Record<string, unknown>, path: string, problems: FilterProblem[]): Mutable<NormalFacets> {
  const facets: Mutable<NormalFacets> = {};
  for (const field of LISTS) {
    const list = readList(record[field], path + field, problems);
    if (list !== undefined) facets[field] = list;
  }
  const withoutProject = record['withoutProject'] ?? false;
  if (withoutProject === true) {
    facets.withoutProject = true;
    // No project, or one of none: that is "no project".
    if (facets.projectIds?.length === 0) delete facets.projectIds;
  } else if (withoutProject !== false) {
    problems.push({ field: `${path}withoutProject`, message: 'must be true or false' });
  }
  const entityId = readText(record['entityId'], `${path}entityId`, problems);
  if (entityId !== undefined) facets.entityId = entityId;
  const operationId = readText(record['operationId'], `${path}operationId`, problems)?.toLowerCase();
  if (operationId !== undefined && !UUID.test(operationId)) {
    problems.push({ field: `${path}operationId`, message: 'must be a UUID' });
  } else if (operationId !== undefined) {
    facets.operationId = operationId;
  }
  const search = readSearch(record['search'], `${path}search`, problems);
  if (search !== undefined) facets.search = search;
  const ips = readNetworks(record['ips'], `${path}ips`, problems);
  if (ips !== undefined) facets.ips = ips;
  const details = readDetails(record['details'], `${path}details`, problems);
  if (details !== undefined) facets.details = details;
  return facets;
}

function readSearch(value: unknown, field: string, problems: FilterProblem[]): string | undefined {
  const text = readText(value, field, problems);
  if (text === undefined) return undefined;
  const parsed = parseSearch(text);
  if ('query' in parsed) return searchText(parsed.query);
  problems.push({ field, message: parsed.problem });
  return undefined;
}

function readNetworks(value: unknown, field: string, problems: FilterProblem[]): readonly string[] | undefined {
  const texts = readList(value, field, problems);
  const networks = texts?.map((text) => {
    const network = parseNetwork(text);
    if (network !== null) return networkText(network);
    const i = (value as unknown[]).indexOf(text);
    problems.push({ field: `${field}[${i}]`, message: 'must be an IP address or a network, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32' });
    return undefined;
  });
  return networks === undefined || networks.includes(undefined) ? undefined : [...new Set(networks as string[])].toSorted();
}

function readDetails(value: unknown, path: string, problems: FilterProblem[]): DetailsFilter | undefined {
  if (value === undefined || value === null) return undefined;
  const before = problems.length;
  const record = recordOf(value, path, problems);
  if (problems.length > before) return undefined;
  const field = readText(record['field'] ?? '', `${path}.field`, problems);
  const side = (name: 'old' | 'new'): string | undefined => (record[name] === '' ? '' : readText(record[name], `${path}.${name}`, problems));
  const [old, now] = [side('old'), side('new')];
  refuseUnknown(record, ['field', 'old', 'new'], `${path}.`, problems);
  if (field === undefined || problems.length > before) return undefined;
  return { field, ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { new: now }) };
}

function readList(value: unknown, field: string, problems: FilterProblem[]): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) {
    problems.push({ field, message: 'must be a list' });
    return undefined;
  }
  if (value.length > MAX_FILTER_VALUES) {
    problems.push({ field, message: `may hold at most ${MAX_FILTER_VALUES} values` });
    return undefined;
  }
  const texts = value.map((item: unknown, i) => readText(item ?? '', `${field}[${i}]`, problems));
  if (texts.includes(undefined)) return undefined;
  return [...new Set(texts as string[])].toSorted();
}

function readText(value: unknown, field: string, problems: FilterProblem[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  let message: string;
  if (typeof value !== 'string') message = 'must be a text';
  else if (value === '') message = 'must not be empty';
  else if (value.includes('\0')) message = 'must not hold the character U+0000';
  else if (!value.isWellFormed()) message = 'must not hold half of a surrogate pair';
  else return value;
  problems.push({ field, message });
  return undefined;
}

function readTime(value: unknown, field: string, problems: FilterProblem[]): string | undefined {
  const text = readText(value, field, problems);
  if (text === undefined) return undefined;
  const time = normalizeTime(text);
  if (time !== null) return time;
  problems.push({ field, message: 'must be an RFC 3339 time, such as 2026-11-24T20:15:00Z' });
  return undefined;
}

function recordOf(value: unknown, field: string, problems: FilterProblem[]): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  // Any object will do: GraphQL hands over instances of its input classes.
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  problems.push({ field, message: 'must be an object' });
  return {};
}

function refuseUnknown(
  record: Record<string, unknown>,
  known: readonly string[],
  path: string,
  problems: FilterProblem[],
): void {
  for (const field of Object.keys(record)) {
    if (!known.includes(field)) problems.push({ field: path + field, message: 'is not a field of the filter' });
  }
}
