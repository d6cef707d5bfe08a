import type { Permission } from '@audit-log/shared/permission';
import type { Kind } from './walk-fixture.js';
import type { Provider, Providers } from './walk.js';

const of = (kind: Kind): Provider => ({ kind });
const any = (value: unknown): Provider => ({ value });

/** The fields that filter and exclusion of the log have both. */
const facets = (input: string): Providers => ({
  [`${input}.eventTypes`]: any(['TEST_CASE', 'FOLDER', 'USER']),
  [`${input}.actions`]: any(['create', 'delete']),
  [`${input}.userIds`]: of('user'),
  [`${input}.projectIds`]: of('project'),
  [`${input}.withoutProject`]: any(true),
  [`${input}.entityId`]: of('testCase'),
  [`${input}.operationId`]: of('operation'),
});

const testCaseFields = (input: string): Providers => ({
  [`${input}.title`]: any('A title'),
  [`${input}.description`]: any('A description'),
  [`${input}.template`]: any('STEPS'),
  [`${input}.priority`]: any('HIGH'),
  [`${input}.status`]: any('ACTIVE'),
  [`${input}.type`]: any('Smoke'),
  [`${input}.ownerId`]: of('user'),
  [`${input}.labels`]: any(['one']),
  [`${input}.requirements`]: any(['R-1']),
  [`${input}.preconditions`]: any('Before'),
  [`${input}.reference`]: any('See'),
  [`${input}.expectedResults`]: any('After'),
});

/**
 * A value for every argument and field of an input in the schema. Whoever adds one says here what it names (`of`), or that
 * it names nothing of an organization (`any`); the walk fails until then.
 */
export const PROVIDERS: Providers = {
  'Query.ticket.token': any('no-ticket-has-this-token'),
  'Query.auditLogs.first': any(3),
  'Query.auditLogs.after': of('pageCursor'),
  'Query.auditLogs.last': { value: 3, alone: true },
  'Query.auditLogs.before': { kind: 'pageCursor', alone: true },
  'Query.auditLog.id': of('entry'),
  'Query.auditLogFilterOptions.field': any('USER'),
  'Query.auditLogFilterOptions.search': any('a'),
  'Query.auditLogFilterOptions.first': any(5),
  'Query.workspaceProject.id': of('project'),
  'Query.testCase.id': of('testCase'),
  'Query.testCases.projectId': of('project'),
  'Query.testCases.folderId': of('folder'),
  'Query.testCases.search': any('case'),
  'Query.testCases.first': any(2),
  // A place in the caller's own list, as a number would be.
  'Query.testCases.after': any(Buffer.from('TC-0').toString('base64url')),
  ...facets('AuditLogFilterInput'),
  'AuditLogFilterInput.from': any('2020-01-01T00:00:00Z'),
  'AuditLogFilterInput.to': any('2099-01-01T00:00:00Z'),
  ...facets('AuditLogExclusionInput'),

  'Mutation.revokeApiKey.id': of('apiKey'),
  'Mutation.signIn.email': any('nobody.at.all@example.com'),
  'Mutation.signIn.password': any('not the password'),
  'Mutation.signInWithLink.token': any('no-ticket-has-this-token'),
  'Mutation.signInWithLink.password': any('a long password'),
  'Mutation.acceptInvite.token': any('no-ticket-has-this-token'),
  'Mutation.acceptInvite.name': any('Eve'),
  'Mutation.acceptInvite.password': any('a long password'),
  'Mutation.renewInvitation.id': of('invited'),
  'Mutation.updateUserRole.id': of('invited'),
  'Mutation.updateUserRole.role': any('ADMIN'),
  'Mutation.removeUser.id': of('invited'),
  'Mutation.renameFolder.id': of('folder'),
  'Mutation.renameFolder.name': any('Renamed'),
  'Mutation.moveFolder.id': of('folder'),
  'Mutation.moveFolder.parentId': of('folder'),
  'Mutation.deleteFolder.id': of('folder'),
  'Mutation.updateProject.id': of('project'),
  'Mutation.deleteProject.id': of('project'),
  'Mutation.updateTestCase.id': of('testCase'),
  'Mutation.moveTestCase.id': of('testCase'),
  'Mutation.moveTestCase.projectId': of('project'),
  'Mutation.moveTestCase.folderId': of('folder'),
  'Mutation.cloneTestCase.id': of('testCase'),
  'Mutation.cloneTestCase.projectId': of('project'),
  'Mutation.cloneTestCase.folderId': of('folder'),
  'Mutation.cloneTestCase.title': any('A clone'),
  'Mutation.deleteTestCase.id': of('testCase'),
  'CreateApiKeyInput.name': any('A key'),
  'CreateApiKeyInput.scopes': any(['audit:read']),
  'CreateApiKeyInput.expiresAt': any('2099-01-01T00:00:00Z'),
  'InviteUserInput.email': any('eve@example.com'),
  'InviteUserInput.name': any('Eve'),
  'InviteUserInput.role': any('READ_ONLY'),
  'CreateFolderInput.projectId': of('project'),
  'CreateFolderInput.parentId': of('folder'),
  'CreateFolderInput.name': any('A folder'),
  'CreateProjectInput.name': any('A project'),
  'CreateProjectInput.key': any('WALK'),
  'CreateProjectInput.description': any('A description'),
  'UpdateProjectInput.name': any('A project'),
  'UpdateProjectInput.description': any('A description'),
  'CreateTestCaseInput.projectId': of('project'),
  'CreateTestCaseInput.folderId': of('folder'),
  ...testCaseFields('CreateTestCaseInput'),
  ...testCaseFields('UpdateTestCaseInput'),
  'TestStepInput.action': any('Do'),
  'TestStepInput.expected': any('Done'),

  'Subscription.auditLogsAdded.after': of('tailCursor'),
};

/** What each field of a root type needs, all of it; nothing: open to everybody. */
export const NEEDS: Readonly<Record<string, readonly Permission[]>> = {
  'Query.viewer': [],
  'Query.organization': [],
  'Query.ticket': [],
  'Query.apiKeys': ['account.read'],
  'Query.users': ['account.read'],
  'Query.auditLogs': ['audit.read'],
  'Query.auditLog': ['audit.read'],
  'Query.auditLogFilterOptions': ['audit.read'],
  'Query.projects': ['workspace.read'],
  'Query.workspaceProject': ['workspace.read'],
  'Query.testCase': ['workspace.read'],
  'Query.testCases': ['workspace.read'],
  'Mutation.signIn': [],
  'Mutation.signInWithLink': [],
  'Mutation.acceptInvite': [],
  'Mutation.signOut': [],
  'Mutation.createApiKey': ['account.write'],
  'Mutation.revokeApiKey': ['account.write'],
  'Mutation.inviteUser': ['account.write'],
  'Mutation.renewInvitation': ['account.write'],
  'Mutation.updateUserRole': ['account.write'],
  'Mutation.removeUser': ['account.write'],
  'Mutation.createFolder': ['workspace.write'],
  'Mutation.renameFolder': ['workspace.write'],
  'Mutation.moveFolder': ['workspace.write'],
  'Mutation.deleteFolder': ['workspace.write'],
  'Mutation.createProject': ['workspace.write'],
  'Mutation.updateProject': ['workspace.write'],
  'Mutation.deleteProject': ['workspace.write'],
  'Mutation.createTestCase': ['workspace.write'],
  'Mutation.updateTestCase': ['workspace.write'],
  'Mutation.moveTestCase': ['workspace.write'],
  'Mutation.cloneTestCase': ['workspace.write'],
  'Mutation.deleteTestCase': ['workspace.write'],
  'Subscription.auditLogsAdded': ['audit.read'],
};

/** Of both organizations: what a field leaves behind whoever calls it, by table. A failed sign-in is recorded and counted. */
export const TRACES: Readonly<Record<string, readonly string[]>> = {
  'Mutation.signIn': [
    'account.sign_in_attempts',
    'account.sign_in_refusal',
    'account.sign_in_turn',
    'audit.actor',
    'audit.entry',
    'audit.head',
    'audit.leaf',
    'audit.pending',
  ],
};
