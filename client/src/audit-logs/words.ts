import { eventTypeOf } from '@audit-log/shared/catalogue';
import type { ActorKind } from '@audit-log/shared/entry';
import type { Entry } from './entry-window.js';

/** What kind of actor it is, where it is no person. */
export const actorKindLabel: Readonly<Record<ActorKind, string>> = {
  USER: 'Person',
  API_KEY: 'API key',
  SUPPORT: 'Support',
  AGENT: 'AI agent',
  INTEGRATION: 'Integration',
  SYSTEM: 'System',
  ANONYMOUS: 'Not signed in',
};

/** How an actor is called whose name is not known, or was erased. */
export function actorName({ kind, name }: { kind: ActorKind | null; name: string | null }): string {
  if (name !== null && name !== '') return name;
  if (kind === 'ANONYMOUS') return 'Unknown address';
  return kind === 'SYSTEM' ? 'System' : 'Name erased';
}

/** What an entry is about: the name its entity had then, or what stands for it. */
export function entityName({ entity, erased, eventType, details }: Entry): string {
  if (entity?.name != null && entity.name !== '') return entity.name;
  if (erased) return 'Erased';
  if (eventType === 'AUTHENTICATION') {
    const method = details.find(({ field }) => field === 'method')?.new;
    return (typeof method === 'string' && Object.hasOwn(methods, method) ? methods[method] : undefined) ?? 'Session';
  }
  return eventTypeOf(eventType).label;
}

/** How somebody came in. */
const methods: Readonly<Record<string, string>> = { password: 'Password', link: 'Sign-in link', invite: 'Invitation' };

const viaLabels: Readonly<Record<string, string>> = { web: 'Web', api: 'API', import: 'Import', system: 'System' };

export function viaLabel(via: string): string {
  return (Object.hasOwn(viaLabels, via) ? viaLabels[via] : undefined) ?? via;
}

const browsers: readonly [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).* Safari\//, 'Safari'],
];

const systems: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** `Chrome 141 on macOS`; of a program the name it gives itself. */
export function userAgentText(userAgent: string): string {
  for (const [pattern, name] of browsers) {
    const version = pattern.exec(userAgent)?.[1];
    if (version === undefined) continue;
    const system = systems.find(([of]) => of.test(userAgent))?.[1];
    return system === undefined ? `${name} ${version}` : `${name} ${version} on ${system}`;
  }
  return userAgent.split(' ')[0]?.replace('/', ' ') ?? userAgent;
}
