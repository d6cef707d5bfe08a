/** What an action means at a glance; a page gives each its colour. */
export type Tone = 'create' | 'update' | 'delete' | 'access' | 'failed';

export interface EventType {
  readonly name: string;
  /** For people, in sentence case: "Test case". */
  readonly label: string;
  /** All actions that the type can have, as they are recorded. */
  readonly actions: readonly string[];
  /** Those of `actions` that this version records itself; the others may come from outside. */
  readonly recorded: readonly string[];
}

export interface Action {
  readonly name: string;
  /** For people, in lower case: "sign-in failed". */
  readonly label: string;
  readonly tone: Tone;
}

const NONE: readonly string[] = [];

/** The event types of the product, in the order they are offered. Logs may hold others: `eventTypeOf` takes any. */
export const EVENT_TYPES: readonly EventType[] = [
  type('PROJECT', 'Project', ['create', 'update', 'delete'], ['create', 'update', 'delete']),
  type(
    'FOLDER',
    'Folder',
    ['create', 'update', 'move', 'reorder', 'delete'],
    ['create', 'update', 'move', 'delete'],
  ),
  type(
    'TEST_CASE',
    'Test case',
    ['create', 'update', 'clone', 'move', 'reorder', 'delete', 'restore'],
    ['create', 'update', 'clone', 'move', 'delete'],
  ),
  type('TEST_CASE_VERSION', 'Test case version', ['update']),
  type('TEST_CASE_REVIEW', 'Review', ['submit', 'approve', 'rework']),
  type('COMMENT', 'Comment', ['create', 'reply', 'react', 'update', 'delete']),
  type('STEP_GROUP', 'Step group', ['create', 'update', 'delete']),
  type('DATA_SET', 'Data set', ['create', 'update', 'link', 'delete']),
  type('TEST_RUN', 'Test run', ['create', 'update', 'clone', 'close', 'reopen', 'share', 'unshare', 'delete']),
  type('TEST_RUN_CASE', 'Test run case', ['add', 'remove', 'assign', 'update', 'link']),
  type('TEST_PLAN', 'Test plan', ['create', 'update', 'complete', 'share', 'unshare', 'link', 'delete']),
  type('REPORT', 'Report', ['create', 'update', 'delete', 'export']),
  type('LABEL', 'Label', ['create', 'update', 'delete']),
  type('CUSTOM_FIELD', 'Custom field', ['create', 'update', 'delete']),
  type('PROPERTY', 'Property', ['update']),
  type('ORGANIZATION', 'Organization', ['update'], ['update']),
  type(
    'USER',
    'User',
    ['invite', 'accept', 'update', 'remove'],
    ['invite', 'accept', 'update', 'remove'],
  ),
  type(
    'AUTHENTICATION',
    'Authentication',
    ['sign_in', 'sign_out', 'sign_in_failed'],
    ['sign_in', 'sign_out', 'sign_in_failed'],
  ),
  type('API_KEY', 'API key', ['create', 'revoke'], ['create', 'revoke']),
  type('SAVED_VIEW', 'Saved view', ['create', 'update', 'delete'], ['create', 'update', 'delete']),
  type('SUPPORT_ACCESS', 'Support access', ['grant', 'update', 'revoke', 'expire']),
  type('INTEGRATION', 'Integration', ['connect', 'update', 'disconnect']),
  type('NOTIFICATION_SETTING', 'Notification setting', ['update']),
  type('SMTP_CONFIG', 'SMTP settings', ['update']),
  type('IMPORT_JOB', 'Import', ['start', 'finish']),
  type('EXPORT_JOB', 'Export', ['start', 'finish']),
  type('AUDIT_LOG', 'Audit log', ['view', 'export'], ['view', 'export']),
];

/** Actions whose tone is not `update`. */
const TONES: Readonly<Record<string, Tone>> = {
  create: 'create',
  clone: 'create',
  invite: 'create',
  add: 'create',
  restore: 'create',
  connect: 'create',
  delete: 'delete',
  remove: 'delete',
  revoke: 'delete',
  truncate: 'delete',
  disconnect: 'delete',
  sign_in: 'access',
  sign_out: 'access',
  accept: 'access',
  view: 'access',
  export: 'access',
  grant: 'access',
  share: 'access',
  unshare: 'access',
  sign_in_failed: 'failed',
};

/** Actions whose label is not their name with spaces. */
const ACTION_LABELS: Readonly<Record<string, string>> = {
  sign_in: 'sign-in',
  sign_out: 'sign-out',
  sign_in_failed: 'sign-in failed',
};

const BY_NAME: ReadonlyMap<string, EventType> = new Map(EVENT_TYPES.map((eventType) => [eventType.name, eventType]));

/** The event type of that name; one the catalogue does not have gets a label made from its name. */
export function eventTypeOf(name: string): EventType {
  return BY_NAME.get(name) ?? type(name, sentenceCase(name), NONE);
}

/** The action of that name; one the catalogue does not have gets a label made from its name, and no colour. */
export function actionOf(name: string): Action {
  const label = Object.hasOwn(ACTION_LABELS, name) ? ACTION_LABELS[name] : undefined;
  const tone = Object.hasOwn(TONES, name) ? TONES[name] : undefined;
  return { name, label: label ?? words(name), tone: tone ?? 'update' };
}

/** A field's name for people: `automationType` is "automation type", `customFields.Risk` is "Risk". */
export function fieldLabel(field: string): string {
  if (field.startsWith('customFields.')) return field.slice('customFields.'.length);
  return words(field.replace(/([a-z\d])([A-Z])/g, '$1_$2'));
}

function type(name: string, label: string, actions: readonly string[], recorded = NONE): EventType {
  return { name, label, actions, recorded };
}

function words(name: string): string {
  return name.replaceAll('_', ' ').toLowerCase().trim() || name;
}

function sentenceCase(name: string): string {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
