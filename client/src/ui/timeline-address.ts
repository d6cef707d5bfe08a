/** What a timeline is of. */
export interface Thing {
  /** Keys that are unique in one table only mean something together with it; null: of any, as in addresses of before. */
  readonly eventType: string | null;
  readonly entityId: string;
}

const base = '/settings/audit-logs/history';

/** The address of the timeline of one thing: its state at any point, and what differs between two. */
export function timelineAddress({ eventType, entityId }: Thing): string {
  const place = eventType === null ? [entityId] : [eventType, entityId];
  return `${base}/${place.map(encodeURIComponent).join('/')}`;
}

/** Reads it, as it stands in the address bar; null where it is none. */
export function thingFromPath(pathname: string): Thing | null {
  if (!pathname.startsWith(`${base}/`)) return null;
  try {
    const [first = '', second, ...more] = pathname.slice(base.length + 1).split('/').map(decodeURIComponent);
    if (first === '' || second === '' || more.length > 0) return null;
    return second === undefined ? { eventType: null, entityId: first } : { eventType: first, entityId: second };
  } catch {
    return null;
  }
}
