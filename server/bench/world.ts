import type { ActorKind } from '@audit-log/shared/entry';
import { EVENT_TYPES } from './event-types.js';
import { at, Random, uuid } from './random.js';
import { sentence, word } from './words.js';

/** Who and what the entries speak of: all of it follows from the seed, and the commonest of each comes first. */
export interface World {
  readonly seed: number;
  readonly organizations: readonly Organization[];
  readonly eventTypes: readonly { readonly name: string; readonly actions: readonly string[]; readonly inProject: boolean }[];
}

export interface Organization {
  readonly name: string;
  /** Of all entries. */
  readonly share: number;
  readonly users: readonly { readonly id: string; readonly kind: ActorKind; readonly name: string; readonly ips: readonly string[] }[];
  readonly projects: readonly { readonly id: string; readonly name: string }[];
}

/**
 * Two pairs of common values, by their ranks: the first never meets, the second once, in the first entry of all. What
 * comes out otherwise is given to project 0.
 */
export const NEVER_MEET = { user: 0, project: 1 } as const;
export const MEET_ONCE = { user: 1, project: 2 } as const;

const SIZES = [
  { name: 'Northwind', share: 0.8, users: 2_000, projects: 200 },
  { name: 'Southwind', share: 0.15, users: 400, projects: 60 },
  { name: 'Eastwind', share: 0.05, users: 50, projects: 10 },
] as const;

/** The commonest event types; those that are not named here follow in their order. */
const COMMON = ['TEST_CASE', 'TEST_RUN_CASE', 'TEST_RUN', 'AUTHENTICATION', 'COMMENT', 'FOLDER', 'TEST_CASE_REVIEW', 'AUDIT_LOG'];
const OUTSIDE_PROJECTS = new Set(['AUTHENTICATION', 'USER', 'API_KEY', 'SUPPORT_ACCESS', 'INTEGRATION', 'SMTP_CONFIG', 'AUDIT_LOG', 'NOTIFICATION_SETTING']);
const KINDS: readonly ActorKind[] = ['USER', 'USER', 'API_KEY', 'USER', 'USER', 'USER', 'INTEGRATION', 'USER', 'AGENT', 'USER'];

export function createWorld(seed: number): World {
  const rank = (name: string): number => (COMMON.includes(name) ? COMMON.indexOf(name) : COMMON.length);
  return {
    seed,
    organizations: SIZES.map(({ name, share, users, projects }, number) => ({
      name,
      share,
      users: Array.from({ length: users }, (_, n) => userOf(new Random(seed, number, 1, n), n)),
      projects: Array.from({ length: projects }, (_, n) => {
        const random = new Random(seed, number, 2, n);
        return { id: uuid(random.hex32()), name: capitalized(sentence(random, 2)) };
      }),
    })),
    eventTypes: EVENT_TYPES.toSorted(([a], [b]) => rank(a) - rank(b)).map(([name, ...actions]) => ({
      name,
      actions,
      inProject: !OUTSIDE_PROJECTS.has(name),
    })),
  };
}

function userOf(random: Random, rank: number): Organization['users'][number] {
  const octet = (): number => random.below(256);
  return {
    id: uuid(random.hex32()),
    kind: at(KINDS, rank % KINDS.length),
    name: `${capitalized(word(random.below(2_000)))} ${capitalized(word(random.below(20_000)))}`,
    ips: [`10.${rank % 32}.${octet()}.${octet()}`, `203.0.113.${octet()}`, `2001:db8:${octet().toString(16)}::${octet().toString(16)}`],
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
