import type { NormalExclusion, NormalFilter } from '@audit-log/shared/filter';
import { facetFact, factOfNetwork, factsWanted } from '../search/facts.js';
import { lexemesQuery, lookupOf, tsqueryOf } from '../search/text-search.js';
import type { Parameter } from './conditions.js';
import type { Facets, Selection } from './selection.js';

/** Longer lists are not looked up: each value is a look of its own. */
const MOST_ALTERNATIVES = 10;

/** What of an entry's content is asked for, as `audit.search` has it. All of it must hold. */
export interface Content {
  /** A tsquery of the words. */
  readonly words: string | null;
  /** A tsquery of the facts. */
  readonly details: string | null;
  /** Networks, of which the source's address lies in one. */
  readonly ips: readonly string[] | null;
  readonly longValues: readonly bigint[];
  /** What of it an index can find. */
  readonly lookup: {
    /** One of each group must be in the vector. */
    readonly lexemes: readonly (readonly string[])[];
    /** They are all of `words` and `details`. */
    readonly whole: boolean;
  };
}

/** The conditions that hold for an entry of the filter, or one of which excludes it; null where there are none. */
export function contentOf({ search, ips, details }: NormalExclusion): Content | null {
  if (search === undefined && ips === undefined && details === undefined) return null;
  const { facts, longValues } = details ? factsWanted(details) : { facts: [], longValues: [] };
  const { lexemes, whole } = search === undefined ? { lexemes: [], whole: true } : lookupOf(search);
  const networks = (ips?.length ?? 0) > MOST_ALTERNATIVES ? [] : (ips ?? []).map(factOfNetwork);
  const known = networks.filter((network) => network !== null);
  return {
    words: search === undefined ? null : tsqueryOf(search),
    details: facts.length === 0 ? null : lexemesQuery(facts.map((lexeme) => [lexeme])),
    longValues,
    ips: ips ?? null,
    lookup: { lexemes: [...[...lexemes, ...facts].map((lexeme) => [lexeme]), ...(known.length > 0 && known.length === networks.length ? [known] : [])], whole },
  };
}

/** Whether the index of content can drive a page: an entity or an operation has few entries by itself. */
export function isLookedUp({ content, entityId, operationId }: Facets): boolean {
  return content != null && content.lookup.lexemes.length > 0 && entityId === null && operationId === null;
}

/**
 * What must hold of the facets, as groups of lexemes; `whole` when that is all of them. Lists are left to be compared: the index
 * goes through all that it lists of each alternative, 105 ms of a page at ten million entries.
 */
export function facetLexemes({ eventTypes, actions, users, projects, withoutProject }: Facets): { lexemes: string[][]; whole: boolean } {
  const inProjects = projects || withoutProject ? [...(projects ?? []), ...(withoutProject ? [null] : [])] : null;
  const lists = ([['event_type', eventTypes], ['action', actions], ['actor', users], ['project', inProjects]] as const).filter(([, keys]) => keys !== null);
  const short = lists.filter(([, keys]) => keys !== null && keys.length <= 1);
  return { lexemes: short.map(([facet, keys]) => (keys ?? []).map((key) => facetFact(facet, key))), whole: short.length === lists.length };
}

/** Whether everything that is asked for is looked up, so that what is found matches. */
export function isLookedUpAlone({ include, exclude }: Selection): boolean {
  const nothing = ({ eventTypes, actions, users, projects, withoutProject, entityId, operationId, content }: Facets): boolean =>
    !withoutProject && [eventTypes, actions, users, projects, entityId, operationId, content].every((value) => value == null);
  return isLookedUp(include) && include.content?.lookup.whole === true && facetLexemes(include).whole && exclude.every(nothing);
}

export interface LookBound {
  /** How many are enough. */
  readonly enough: number;
  /** How many may be found at all. */
  readonly most: number;
  readonly windows: number;
  /** An interval. */
  readonly longest: string;
}

/** The call that finds by the index of content; `range` is the upper time and id and the lower, as the statement's text names them. */
export function searchFound(include: Facets, content: Content, newestFirst: boolean, range: readonly string[], bound: LookBound, parameter: Parameter): string {
  const { lookup, words, longValues, ips } = content;
  const lexemes = lexemesQuery([...lookup.lexemes, ...facetLexemes(include).lexemes]);
  return `audit.search_found(${parameter(lexemes, 'tsquery')}, ${parameter(lookup.whole ? null : words, 'tsquery')},
      ${parameter(`{${longValues.join(',')}}`, 'bigint[]')}, ${parameter(ips && `{${ips.join(',')}}`, 'inet[]')}, ${newestFirst}, ${range.join(', ')},
      ${parameter(bound.enough, 'int')}, ${parameter(bound.most, 'int')}, ${parameter(bound.windows, 'int')}, ${parameter(bound.longest, 'interval')})`;
}

/**
 * Whether the filter looks at what the indexer writes: it then sees the log up to the organization's mark in `audit.search_mark`.
 * What is beyond comes with the tail, whose place is the mark's.
 */
export function looksAtContent(filter: NormalFilter): boolean {
  return contentOf(filter) !== null || contentOf(filter.exclude ?? {}) !== null;
}

/**
 * The conditions on one entry, whose columns `row` names: true or false, and null where it is not in `audit.search`. A look-up by
 * key for each entry, so it stands behind all other conditions.
 */
export function contentCondition({ include, exclude }: Selection, organization: string, row: string, parameter: Parameter): string {
  const wanted = include.content ? parts(include.content, parameter) : [];
  const unwanted = exclude.flatMap(({ content }) => (content ? parts(content, parameter).map((part) => `(${part}) IS NOT TRUE`) : []));
  return `(SELECT ${[...wanted, ...unwanted].join(' AND ')} FROM audit.search s
      WHERE s.organization = ${organization} AND s.occurred_at = ${row}.occurred_at AND s.id = ${row}.id)`;
}

function parts({ words, details, ips, longValues }: Content, parameter: Parameter): string[] {
  const values = longValues.length === 0 ? '' : ` AND s.long_values @> ${parameter(`{${longValues.join(',')}}`, 'bigint[]')}`;
  return [
    ...(ips === null ? [] : [`coalesce(s.ip <<= ANY (${parameter(`{${ips.join(',')}}`, 'inet[]')}), false)`]),
    ...(details === null ? [] : [`s.words @@ ${parameter(details, 'tsquery')}${values}`]),
    ...(words === null ? [] : [`s.words @@ ${parameter(words, 'tsquery')}`]),
  ];
}
