/** The address of the timeline of one thing: its state at any point, and what differs between two. */
export function timelineAddress(entityId: string): string {
  return `/settings/audit-logs/history/${encodeURIComponent(entityId)}`;
}
