import type { AuditLogFilter } from '@audit-log/shared/filter';
import type { Bed } from './bed.js';
import { iso } from './entries.js';
import { FACETS, OTHERS } from './fields.js';
import type { Source } from './fields.js';
import { at, Random } from './random.js';
import { NEVER_TOGETHER, ONCE, VOCABULARY, word } from './words.js';
import { MEET_ONCE, NEVER_MEET } from './world.js';

export interface Question {
  /** `usual`, or what makes it hostile. */
  readonly kind: string;
  readonly filter: AuditLogFilter;
  readonly source: Source;
  /** Older: from the newest entry back, as the page does. Newer: from the oldest forth. */
  readonly direction: 'older' | 'newer';
}

/** Random combinations, a quarter of them hostile; the same ones for the same seed. */
export function questions(sources: readonly Source[], count: number, seed: number): Question[] {
  const random = new Random(seed, 23);
  const kinds = Object.keys(HOSTILE);
  return Array.from({ length: count }, (_, n) => {
    const source = random.chance(0.7) ? at(sources, 0) : random.of(sources);
    const kind = n % 4 === 3 ? at(kinds, Math.floor(n / 4) % kinds.length) : 'usual';
    const filter = HOSTILE[kind]?.(random, source) ?? usual(random, source);
    return { kind, filter, source, direction: random.chance(0.8) ? 'older' : 'newer' };
  });
}

function usual(random: Random, source: Source): AuditLogFilter {
  const drawn = <Filter extends object>(fields: readonly { chance: number; draw(random: Random, source: Source): Filter }[]): Filter =>
    Object.assign({}, ...fields.filter(({ chance }) => random.chance(chance)).map((field) => field.draw(random, source))) as Filter;
  const filter = { ...drawn(FACETS), ...drawn(OTHERS) };
  return random.chance(0.25) ? { ...filter, exclude: drawn(FACETS) } : filter;
}

const ids = (list: readonly { readonly id: string }[], from: number, to?: number): string[] => list.slice(from, to).map(({ id }) => id);

/** What makes a plan that follows the usual numbers read the world. */
const HOSTILE: Readonly<Record<string, (random: Random, source: Source) => AuditLogFilter>> = {
  'common user and project that never meet': (_, { organization }) => ({
    userIds: ids(organization.users, NEVER_MEET.user, NEVER_MEET.user + 1),
    projectIds: ids(organization.projects, NEVER_MEET.project, NEVER_MEET.project + 1),
  }),
  'common type and action that never meet': () => ({ eventTypes: ['TEST_CASE'], actions: ['sign_in', 'add'] }),
  'common type that is never outside of a project': (random) => ({ eventTypes: [random.of(['TEST_CASE', 'TEST_RUN', 'COMMENT'])], withoutProject: true }),
  'one match, in the oldest month': (_, { organization }) => ({
    userIds: ids(organization.users, MEET_ONCE.user, MEET_ONCE.user + 1),
    projectIds: ids(organization.projects, MEET_ONCE.project, MEET_ONCE.project + 1),
  }),
  'all but the rarest types left out': (random, { world }) => ({ exclude: { eventTypes: world.eventTypes.slice(0, world.eventTypes.length - 1 - random.below(3)).map(({ name }) => name) } }),
  'all but the rarest users left out': (random, { organization }) => ({
    exclude: { userIds: ids(organization.users, 0, Math.min(1_000, organization.users.length - 1)), projectIds: ids(organization.projects, 0, 1 + random.below(organization.projects.length - 1)) },
  }),
  'users by the hundred, with a type that is rare': (random, { organization, world }) => ({
    userIds: ids(organization.users, 5 + random.below(20), 900),
    eventTypes: [at(world.eventTypes, world.eventTypes.length - 1 - random.below(3)).name],
  }),
  'a thing left out, which no index knows': (random, { entityIds, world }) => ({
    eventTypes: [at(world.eventTypes, random.below(3)).name],
    actions: ['sign_in'],
    exclude: { entityId: random.of(entityIds) },
  }),
  'rare values at the beginning of the log': (random, { organization, world, begin }) => ({
    projectIds: ids(organization.projects, organization.projects.length - 3),
    eventTypes: [at(world.eventTypes, 10 + random.below(5)).name],
    to: iso(begin + 40 * 86_400_000_000),
  }),
  'a rare word': (random) => ({ search: word(VOCABULARY - 1 - random.below(500)) }),
  'a word that stands in the oldest entry alone': () => ({ search: ONCE }),
  'two common words that never meet': () => ({ search: NEVER_TOGETHER.map(word).join(' ') }),
  'a wide prefix': (random) => ({ search: `${word(random.below(50)).slice(0, 1 + random.below(2))}*` }),
  'a wide prefix, with a rare word': (random) => ({ search: `${word(random.below(50)).slice(0, 1)}* ${word(VOCABULARY - 1 - random.below(500))}` }),
  'common words left out': (random) => ({ search: `${word(random.below(20))} ${[0, 1, 2, 3].map((rank) => `-${word(20 + rank)}`).join(' ')}` }),
  'a common change that a rare user never made': (random, { organization }) => ({ details: { field: 'status', old: 'Draft', new: random.of(['Active', 'Outdated']) }, userIds: ids(organization.users, organization.users.length - 1) }),
  'a wide network, with a word that is rare': (random) => ({ ips: ['10.0.0.0/8'], search: word(5_000 + random.below(10_000)) }),
};

/** What occurs in each organization, looked up at places that follow from the seed. */
export async function sourcesOf({ load, owner }: Bed, seed: number): Promise<Source[]> {
  return Promise.all(
    load.organizations.map(async ({ number }, n) => {
      const random = new Random(seed, 29, n);
      const places = Array.from({ length: 100 }, () => iso(Math.floor(load.begin + (load.end - load.begin) * random.next())));
      const near = async (column: string): Promise<string[]> => {
        const { rows } = await owner.query<{ value: string }>(
          `SELECT near.value FROM unnest($2::timestamptz[]) AS place(at) CROSS JOIN LATERAL (
             SELECT e.${column}::text AS value FROM audit.entry e
             WHERE e.organization = $1 AND e.occurred_at < place.at AND e.${column} IS NOT NULL ORDER BY e.occurred_at DESC LIMIT 1) near`,
          [number, places],
        );
        return rows.map(({ value }) => value);
      };
      return {
        world: load.world,
        organization: at(load.world.organizations, n),
        number,
        entityIds: await near('entity_id'),
        operationIds: await near('operation_id'),
        begin: load.begin,
        end: load.end,
      };
    }),
  );
}
