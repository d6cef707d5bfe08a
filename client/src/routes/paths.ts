/** Where the audit log is. */
export const auditLogsPath = '/settings/audit-logs';
