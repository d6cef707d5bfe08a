import { contains, parseAddress, parseNetwork, type Network } from './address.js';
import { detailsMatch } from './change-values.js';
import type { AuditEntry, RecordedChange } from './entry.js';
import { normalizeFilter, type AuditLogFilter, type NormalExclusion } from './filter.js';
import { parseSearch, searchMatches } from './search.js';
import { wordsOfEntry, type Words } from './words.js';

/** What of an entry a filter looks at; `time` in the log's form. Every `AuditEntry` is one, but for `search` and `details`. */
export interface FilterSubject {
  readonly time: string;
  readonly eventType: string;
  readonly action: string;
  readonly user: Pick<AuditEntry['user'], 'id'>;
  readonly project: Pick<NonNullable<AuditEntry['project']>, 'id'> | null;
  readonly entity: Pick<NonNullable<AuditEntry['entity']>, 'id' | 'name'> | null;
  readonly operationId: string | null;
  readonly source: Pick<NonNullable<AuditEntry['source']>, 'ip'> | null;
  /** As they are recorded, where persons are ids; null when they were erased. A filter by `search` or `details` needs them. */
  readonly changes?: readonly RecordedChange[] | null | undefined;
}

type Predicate = (subject: FilterSubject) => boolean;

/**
 * The filter as a function, for matching many entries.
 * @throws FilterError when the filter is not a sound one.
 */
export function compileFilter(input: AuditLogFilter | null | undefined): Predicate {
  const { from, to, exclude, ...facets } = normalizeFilter(input);
  const included = facetPredicates(facets);
  if (from !== undefined) included.push(({ time }) => time >= from);
  if (to !== undefined) included.push(({ time }) => time < to);
  const excluded = facetPredicates(exclude ?? {});
  return (subject) => included.every((test) => test(subject)) && !excluded.some((test) => test(subject));
}

/**
 * Whether the filter lets the entry through.
 * @throws FilterError when the filter is not a sound one.
 */
export function matches(filter: AuditLogFilter | null | undefined, subject: FilterSubject): boolean {
  return compileFilter(filter)(subject);
}

function facetPredicates(facets: NormalExclusion): Predicate[] {
  const { eventTypes, actions, userIds, projectIds, withoutProject, entityId, operationId, search, ips, details } = facets;
  const predicates: Predicate[] = [];
  const oneOf = (values: readonly string[] | undefined, valueOf: (subject: FilterSubject) => string): void => {
    if (values === undefined) return;
    const set = new Set(values);
    predicates.push((subject) => set.has(valueOf(subject)));
  };
  oneOf(eventTypes, (subject) => subject.eventType);
  oneOf(actions, (subject) => subject.action);
  oneOf(userIds, (subject) => subject.user.id);
  if (projectIds !== undefined || withoutProject) {
    const projects = new Set(projectIds);
    predicates.push(({ project }) => (project === null ? withoutProject === true : projects.has(project.id)));
  }
  if (entityId !== undefined) predicates.push(({ entity }) => entity?.id === entityId);
  if (operationId !== undefined) predicates.push((subject) => subject.operationId === operationId);
  if (ips !== undefined) {
    const networks = ips.map(parseNetwork).filter((network) => network !== null);
    predicates.push(({ source }) => {
      const address = addressOf(source);
      return address !== null && networks.some((network) => contains(network, address));
    });
  }
  if (details !== undefined) predicates.push((subject) => detailsMatch(details, changesOf(subject)));
  if (search !== undefined) {
    const parsed = parseSearch(search);
    if ('query' in parsed) predicates.push((subject) => searchMatches(parsed.query, wordsIn(subject)));
  }
  return predicates;
}

function addressOf(source: FilterSubject['source']): Network | null {
  return source?.ip == null ? null : parseAddress(source.ip);
}

function changesOf({ changes }: FilterSubject): readonly RecordedChange[] | null {
  if (changes === undefined) throw new Error('a filter by search or details needs the changes as they are recorded');
  return changes;
}

/** An entry's words are the same for all filters that are matched against it one after the other. */
let knownWords = new WeakMap<FilterSubject, Words>();
let known = 0;
/** Words: some 20 MB. */
const MOST_KNOWN = 200_000;

function wordsIn(subject: FilterSubject): Words {
  const found = knownWords.get(subject);
  if (found) return found;
  const words = wordsOfEntry(subject.entity?.name ?? null, changesOf(subject));
  known += words.size + 1;
  if (known > MOST_KNOWN) [known, knownWords] = [words.size, new WeakMap()];
  knownWords.set(subject, words);
  return words;
}
