/**
 * The fields of the filter, each with how a question draws it and what it means in plain SQL over `audit.entry e`: the
 * oracle, which shares nothing with the product. A field that is new joins by its line here.
 */
import type { AuditLogExclusion, AuditLogFilter } from '@audit-log/shared/filter';
import { iso, PRIORITIES, STATUSES } from './entries.js';
import { at, Zipf } from './random.js';
import type { Random } from './random.js';
import { drawSearch, tsqueryOf } from './searches.js';
import type { Organization, World } from './world.js';

/** What a question is drawn from: one organization, with things and acts that occur in its log. */
export interface Source {
  readonly world: World;
  readonly organization: Organization;
  readonly number: number;
  readonly entityIds: readonly string[];
  readonly operationIds: readonly string[];
  readonly begin: number;
  readonly end: number;
}

/** Adds a value to the statement, and gives its placeholder. */
export type Bind = (value: unknown) => string;

interface Field<Filter> {
  /** How often a question has it. */
  readonly chance: number;
  draw(random: Random, source: Source): Filter;
  /** SQL that holds for what it selects, and may be null for what it does not; null where the filter does not have it. */
  where(filter: Filter, bind: Bind, source: Source, walked: boolean): string | null;
}

const keys = (table: string, column: string, names: string, organization?: string): string =>
  `ARRAY(SELECT key FROM audit.${table} WHERE ${column} = ANY (${names}::text[])${organization === undefined ? '' : ` AND organization = ${organization}`})`;

/** Values by Zipf's law, the common ones often; now and then one that never occurred. */
function several(random: Random, values: readonly string[]): string[] {
  const zipf = new Zipf(values.length, 0.8);
  const most = random.chance(0.1) ? 60 : random.chance(0.5) ? 1 : 6;
  const drawn = Array.from({ length: 1 + random.below(most) }, () => at(values, zipf.draw(random)));
  return random.chance(0.02) ? [...drawn, 'never-seen'] : drawn;
}

/** What can be selected and excluded alike. */
export const FACETS: readonly Field<AuditLogExclusion>[] = [
  {
    chance: 0.25,
    draw: (random, { world }) => ({ eventTypes: several(random, world.eventTypes.map(({ name }) => name)) }),
    where: ({ eventTypes }, bind) => (eventTypes ? `e.event_type = ANY (${keys('event_type', 'name', bind(eventTypes))})` : null),
  },
  {
    chance: 0.25,
    draw: (random, { world }) => ({ actions: several(random, [...new Set(world.eventTypes.flatMap(({ actions }) => actions))]) }),
    where: ({ actions }, bind) => (actions ? `e.action = ANY (${keys('action', 'name', bind(actions))})` : null),
  },
  {
    chance: 0.3,
    draw: (random, { organization }) => ({ userIds: several(random, organization.users.map(({ id }) => id)) }),
    where: ({ userIds }, bind, { number }) => (userIds ? `e.actor = ANY (${keys('actor', 'id', bind(userIds), bind(number))})` : null),
  },
  {
    chance: 0.3,
    draw: (random, { organization }) => {
      const projectIds = several(random, organization.projects.map(({ id }) => id));
      if (random.chance(0.7)) return { projectIds };
      return random.chance(0.5) ? { projectIds, withoutProject: true } : { withoutProject: true };
    },
    where: ({ projectIds, withoutProject }, bind, { number }) => {
      if (!projectIds && !withoutProject) return null;
      const among = `e.project = ANY (${keys('project', 'id', bind(projectIds ?? []), bind(number))})`;
      return withoutProject ? `(e.project IS NULL OR ${among})` : among;
    },
  },
  {
    chance: 0.08,
    draw: (random, { entityIds }) => ({ entityId: random.of(entityIds) }),
    where: ({ entityId }, bind) => (entityId ? `e.entity_id = ${bind(entityId)}` : null),
  },
  {
    chance: 0.06,
    draw: (random, { operationIds }) => ({ operationId: random.of(operationIds) }),
    where: ({ operationId }, bind) => (operationId ? `e.operation_id = ${bind(operationId)}::uuid` : null),
  },
  {
    chance: 0.06,
    draw: (random, { organization }) => {
      const user = new Zipf(organization.users.length, 0.9).draw(random);
      const ip = random.of(at(organization.users, user).ips);
      return { ips: [random.of(ip.includes(':') ? [ip, '2001:db8::/48', '2001:db8::/32'] : [ip, `${ip}/24`, `${ip}/16`, `${ip}/8`])] };
    },
    where: ({ ips }, bind) => (ips ? `(e.source->>'ip')::inet <<= ANY (${bind(ips)}::inet[])` : null),
  },
  {
    chance: 0.08,
    draw: (random) => ({
      details: random.of([
        { field: 'status', old: random.of(STATUSES), new: random.of(STATUSES) },
        { field: 'status', new: random.of(STATUSES) },
        { field: 'priority', old: '', new: random.of(PRIORITIES) },
        { field: 'estimate', new: String(random.below(120)) },
        { field: 'description' },
        { field: 'never' },
      ]),
    }),
    where: ({ details }, bind) => {
      if (!details) return null;
      const json = (value: string): string | number | null => (value === '' ? null : details.field === 'estimate' ? Number(value) : value);
      const change = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, name === 'field' ? value : json(value)]));
      return `e.changes @> ${bind(JSON.stringify([change]))}::jsonb`;
    },
  },
];

/** What can be selected only. */
export const OTHERS: readonly Field<AuditLogFilter>[] = [
  {
    chance: 0.3,
    draw: (random, { begin, end }) => {
      const place = (): string => iso(Math.floor(begin + (end - begin) * random.next()));
      const [earlier = '', later = ''] = [place(), place()].toSorted();
      return random.chance(0.4) ? { from: earlier } : random.chance(0.5) ? { to: later } : { from: earlier, to: later };
    },
    where: ({ from, to }, bind) => {
      const bounds = [from && `e.occurred_at >= ${bind(from)}`, to && `e.occurred_at < ${bind(to)}`].filter(Boolean);
      return bounds.length > 0 ? bounds.join(' AND ') : null;
    },
  },
  // Read from where the product reads them: ten million texts would take a minute. It can be excluded too, which plain SQL has no end with.
  {
    chance: 0.12,
    draw: (random) => ({ search: drawSearch(random) }),
    where: ({ search }, bind, { number }, walked) => {
      if (!search) return null;
      const [from, words] = [`FROM audit.search s WHERE s.organization = ${bind(number)}`, `s.words @@ ${bind(tsqueryOf(search))}::tsquery`];
      if (!walked) return `(e.occurred_at, e.id) IN (SELECT s.occurred_at, s.id ${from} AND ${words})`;
      return `(SELECT ${words} ${from} AND s.occurred_at = e.occurred_at AND s.id = e.id)`;
    },
  },
];

/**
 * The whole filter in plain SQL: a condition each, all of which hold.
 * @param walked whether words are looked at entry by entry, and not looked up: where many have them that takes seconds less
 */
export function conditions(filter: AuditLogFilter, bind: Bind, source: Source, walked = false): string[] {
  const { exclude, ...rest } = filter;
  const included = [...FACETS, ...OTHERS].map((field) => field.where(rest, bind, source, walked));
  const excluded = FACETS.map((field) => (exclude ? field.where(withoutEmpty(exclude), bind, source, walked) : null));
  return [
    ...included.filter((condition) => condition !== null).map((condition) => `(${condition})`),
    ...excluded.filter((condition) => condition !== null).map((condition) => `(${condition}) IS NOT TRUE`),
  ];
}

/** An empty list excludes nothing. */
function withoutEmpty(exclude: AuditLogExclusion): AuditLogExclusion {
  return Object.fromEntries(Object.entries(exclude).filter(([, value]) => !Array.isArray(value) || value.length > 0));
}
