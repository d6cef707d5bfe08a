import type { Entry } from './entry-window.js';

/** An entry as the API gives it, indented; without what the client library adds for itself. */
export function entryJson(entry: Entry): string {
  return JSON.stringify(entry, (key, value: unknown) => (key === '__typename' ? undefined : value), 2);
}

/** The lasting address of an entry: it does not depend on a filter. */
export function entryAddress({ id }: Entry): string {
  return `${location.origin}/settings/audit-logs?${new URLSearchParams({ entry: id })}`;
}
