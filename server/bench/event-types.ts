/**
 * The event types of the data, each with its actions. Not the product's catalogue, which grows: the data would be another
 * one with it, and what was kept between runs would have to be made anew.
 */
export const EVENT_TYPES: readonly (readonly [name: string, ...actions: string[]])[] = [
  ['PROJECT', 'create', 'update', 'delete'],
  ['FOLDER', 'create', 'update', 'move', 'reorder', 'delete'],
  ['TEST_CASE', 'create', 'update', 'clone', 'move', 'reorder', 'delete', 'restore'],
  ['TEST_CASE_VERSION', 'update'],
  ['TEST_CASE_REVIEW', 'submit', 'approve', 'rework'],
  ['COMMENT', 'create', 'reply', 'react', 'update', 'delete'],
  ['STEP_GROUP', 'create', 'update', 'delete'],
  ['DATA_SET', 'create', 'update', 'link', 'delete'],
  ['TEST_RUN', 'create', 'update', 'clone', 'close', 'reopen', 'share', 'unshare', 'delete'],
  ['TEST_RUN_CASE', 'add', 'remove', 'assign', 'update', 'link'],
  ['TEST_PLAN', 'create', 'update', 'complete', 'share', 'unshare', 'link', 'delete'],
  ['REPORT', 'create', 'update', 'delete', 'export'],
  ['LABEL', 'create', 'update', 'delete'],
  ['CUSTOM_FIELD', 'create', 'update', 'delete'],
  ['PROPERTY', 'update'],
  ['USER', 'invite', 'accept', 'update', 'remove'],
  ['AUTHENTICATION', 'sign_in', 'sign_out', 'sign_in_failed'],
  ['API_KEY', 'create', 'revoke'],
  ['SUPPORT_ACCESS', 'grant', 'update', 'revoke', 'expire'],
  ['INTEGRATION', 'connect', 'update', 'disconnect'],
  ['NOTIFICATION_SETTING', 'update'],
  ['SMTP_CONFIG', 'update'],
  ['IMPORT_JOB', 'start', 'finish'],
  ['EXPORT_JOB', 'start', 'finish'],
  ['AUDIT_LOG', 'view', 'export'],
];
