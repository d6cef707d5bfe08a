/**
 * The address of all that was ever done to one thing.
 * @param eventType where its id is unique only together with it; else what was done under any
 */
export function historyAddress(entityId: string, eventType: string | null = null): string {
  const type = eventType === null ? {} : { type: eventType };
  return `/settings/audit-logs?${new URLSearchParams({ ...type, entity: entityId, range: 'all' })}`;
}
