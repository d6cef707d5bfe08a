/** The address of all that was ever done to one thing. */
export function historyAddress(entityId: string): string {
  return `/settings/audit-logs?${new URLSearchParams({ entity: entityId, range: 'all' })}`;
}
