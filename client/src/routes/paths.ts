/** Where the audit log is. */
export const auditLogsPath = '/settings/audit-logs';

/** Where one signs in. */
export const signInPath = '/sign-in';
