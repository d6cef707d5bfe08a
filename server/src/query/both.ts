import { contains, networkText, parseNetwork } from '@audit-log/shared/address';
import type { Content } from './content.js';
import type { Facets, Selection } from './selection.js';

/** Matches nothing: a list without a value. */
const NOTHING: Pick<Facets, 'eventTypes'> = { eventTypes: [] };

/**
 * What both selections let through, as one: what is included is narrowed, so that it drives the search as any other filter does,
 * and the exclusions of both hold. Exact for every kind of condition; `both.test.ts` compares it with the two one by one.
 */
export function both(a: Selection, b: Selection): Selection {
  return { include: bothFacets(a.include, b.include), exclude: [...a.exclude, ...b.exclude], unknown: a.unknown === true || b.unknown === true };
}

function bothFacets(a: Facets, b: Facets): Facets {
  const entityId = a.entityId ?? b.entityId;
  const operationId = a.operationId ?? b.operationId;
  const apart = isApart(a.entityId, b.entityId) || isApart(a.operationId, b.operationId);
  return {
    eventTypes: inBoth(a.eventTypes, b.eventTypes),
    actions: inBoth(a.actions, b.actions),
    users: inBoth(a.users, b.users),
    ...bothProjects(a, b),
    entityId,
    operationId,
    content: bothContents(a.content ?? null, b.content ?? null),
    ...(apart ? NOTHING : {}),
  };
}

function isApart(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

function inBoth<T>(a: readonly T[] | null, b: readonly T[] | null): T[] | null {
  if (a === null || b === null) return a === null ? b && [...b] : [...a];
  const other = new Set(b);
  return a.filter((key) => other.has(key));
}

/** No project is one of the values. */
function bothProjects(a: Facets, b: Facets): Pick<Facets, 'projects' | 'withoutProject'> {
  const asks = ({ projects, withoutProject }: Facets): boolean => projects !== null || withoutProject;
  if (!asks(a) || !asks(b)) {
    const { projects, withoutProject } = asks(a) ? a : b;
    return { projects, withoutProject };
  }
  const projects = inBoth(a.projects ?? [], b.projects ?? []) ?? [];
  const withoutProject = a.withoutProject && b.withoutProject;
  return { projects: withoutProject && projects.length === 0 ? null : projects, withoutProject };
}

function bothContents(a: Content | null, b: Content | null): Content | null {
  if (a === null || b === null) return a ?? b;
  const queries = (one: string | null, other: string | null): string | null => (one === null || other === null ? (one ?? other) : `( ${one} ) & ( ${other} )`);
  return {
    words: queries(a.words, b.words),
    details: queries(a.details, b.details),
    longValues: [...a.longValues, ...b.longValues],
    ips: a.ips === null || b.ips === null ? (a.ips ?? b.ips) : networksInBoth(a.ips, b.ips),
    lookup: { lexemes: [...a.lookup.lexemes, ...b.lookup.lexemes], whole: a.lookup.whole && b.lookup.whole },
  };
}

/** Two networks have nothing in common, or one lies in the other. */
function networksInBoth(a: readonly string[], b: readonly string[]): string[] {
  const [these, those] = [a, b].map((texts) => texts.map(parseNetwork).filter((network) => network !== null));
  const inner = (networks: typeof these, others: typeof those) => (networks ?? []).filter((network) => others?.some((other) => contains(other, network)));
  return [...new Set([...inner(these, those), ...inner(those, these)].map(networkText))];
}
