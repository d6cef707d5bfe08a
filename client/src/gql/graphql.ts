/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { Json } from '@audit-log/shared/entry';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What kind of actor did something. */
export type ActorKind =
  /** An AI agent. */
  | 'AGENT'
  /** Whoever tried to sign in at an address without an account. */
  | 'ANONYMOUS'
  /** A program with an API key. */
  | 'API_KEY'
  /** A connected product. */
  | 'INTEGRATION'
  /** The vendor's support, while access is granted. */
  | 'SUPPORT'
  /** The product itself, or somebody who works on its database. */
  | 'SYSTEM'
  /** A person of the organization. */
  | 'USER';

/** Leaves out the entries that match any of these fields. */
export type AuditLogExclusionInput = {
  /** Entries with any of them are left out; at most 1,000. */
  readonly actions?: ReadonlyArray<string> | null | undefined;
  readonly entityId?: string | null | undefined;
  /** Entries with any of them are left out; at most 1,000. */
  readonly eventTypes?: ReadonlyArray<string> | null | undefined;
  /** A UUID. */
  readonly operationId?: string | null | undefined;
  /** Entries with any of them are left out; at most 1,000. Entries of no project stay. */
  readonly projectIds?: ReadonlyArray<string> | null | undefined;
  /** Entries with any of them are left out; at most 1,000. */
  readonly userIds?: ReadonlyArray<string> | null | undefined;
  /** True leaves out the entries of no project. */
  readonly withoutProject?: boolean | null | undefined;
};

/** A field of the filter that has options. */
export type AuditLogFilterField =
  | 'ACTION'
  | 'EVENT_TYPE'
  | 'PROJECT'
  | 'USER';

/** Which entries. What is missing or null does not filter; all that is given must hold. */
export type AuditLogFilterInput = {
  /** Actions, such as `update`. Any of them; at most 1,000. An empty list matches nothing. */
  readonly actions?: ReadonlyArray<string> | null | undefined;
  /** The history of one thing. */
  readonly entityId?: string | null | undefined;
  /** Event types, such as `TEST_CASE`. Any of them; at most 1,000. An empty list matches nothing. */
  readonly eventTypes?: ReadonlyArray<string> | null | undefined;
  readonly exclude?: AuditLogExclusionInput | null | undefined;
  /** The earliest time, inclusive. */
  readonly from?: string | null | undefined;
  /** All of one act. A UUID. */
  readonly operationId?: string | null | undefined;
  /** Ids of projects. Any of them; at most 1,000. An empty list matches nothing. */
  readonly projectIds?: ReadonlyArray<string> | null | undefined;
  /** The time to end before, exclusive. */
  readonly to?: string | null | undefined;
  /** Ids of actors of any kind. Any of them; at most 1,000. An empty list matches nothing. */
  readonly userIds?: ReadonlyArray<string> | null | undefined;
  /** True adds the entries of no project to `projectIds`; alone it gives only those. */
  readonly withoutProject?: boolean | null | undefined;
};

export type CreateApiKeyInput = {
  /** When it stops working, a time in the future; never when left out. */
  readonly expiresAt?: string | null | undefined;
  /** What it is for; at most 200 characters, not blank. */
  readonly name: string;
  /** At least one of `audit:read`, `audit:write`, `workspace:write`, `account:write`. */
  readonly scopes: ReadonlyArray<string>;
};

export type CreateFolderInput = {
  /** At most 200 characters, not blank, without `/`. */
  readonly name: string;
  /** The folder to make it in; the project's root when left out. At most 50 folders deep. */
  readonly parentId?: string | null | undefined;
  readonly projectId: string;
};

export type CreateProjectInput = {
  /** At most 100,000 characters. */
  readonly description?: string | null | undefined;
  /** Up to 16 capital letters and digits, the first a letter; derived from the name when left out. */
  readonly key?: string | null | undefined;
  /** At most 200 characters, not blank. */
  readonly name: string;
};

/** Without `template` it is STEPS, without `status` DRAFT. */
export type CreateTestCaseInput = {
  /** At most 100,000 characters. */
  readonly description?: string | null | undefined;
  /** At most 100,000 characters. */
  readonly expectedResults?: string | null | undefined;
  /** The project's root when left out. */
  readonly folderId?: string | null | undefined;
  /** At most 200, of at most 200 characters. */
  readonly labels?: ReadonlyArray<string> | null | undefined;
  /** A person of this organization. */
  readonly ownerId?: string | null | undefined;
  /** At most 100,000 characters. */
  readonly preconditions?: string | null | undefined;
  readonly priority?: Priority | null | undefined;
  readonly projectId: string;
  /** At most 100,000 characters. */
  readonly reference?: string | null | undefined;
  /** At most 200, of at most 200 characters. */
  readonly requirements?: ReadonlyArray<string> | null | undefined;
  readonly status?: TestCaseStatus | null | undefined;
  /** At most 1,000. */
  readonly steps?: ReadonlyArray<TestStepInput> | null | undefined;
  readonly template?: TestCaseTemplate | null | undefined;
  /** At most 500 characters, not blank. */
  readonly title: string;
  /** At most 200 characters. */
  readonly type?: string | null | undefined;
};

export type InviteUserInput = {
  /** Where the person is reached; at most 254 characters. Nothing is sent: pass the link on. */
  readonly email: string;
  /** Suggested to the person; at most 200 characters. */
  readonly name?: string | null | undefined;
  readonly role?: Role;
};

/** Recorded as "Info", "Low", "Medium", "High" and "Critical". */
export type Priority =
  | 'CRITICAL'
  | 'HIGH'
  | 'INFO'
  | 'LOW'
  | 'MEDIUM';

/** What a person may be in an organization. */
export type Role =
  /** May do everything, and read the audit log. */
  | 'ADMIN'
  /** Sees projects and test cases; changes nothing, and does not see the audit log. */
  | 'READ_ONLY';

/** Recorded as "Draft", "Active", "In Progress" and "Outdated". */
export type TestCaseStatus =
  | 'ACTIVE'
  | 'DRAFT'
  | 'IN_PROGRESS'
  | 'OUTDATED';

/** How a test case is written; recorded as "Documentation" and "Steps". */
export type TestCaseTemplate =
  | 'DOCUMENTATION'
  | 'STEPS';

export type TestStepInput = {
  /** At most 100,000 characters. */
  readonly action: string;
  /** At most 100,000 characters. */
  readonly expected?: string | null | undefined;
};

/** What a link is for. */
export type TicketPurpose =
  /** To be used with acceptInvite. */
  | 'INVITE'
  /** To be used with signInWithLink. */
  | 'SIGN_IN';

/** What is missing stays; null empties. */
export type UpdateProjectInput = {
  /** At most 100,000 characters. */
  readonly description?: string | null | undefined;
  /** At most 200 characters; cannot be emptied. */
  readonly name?: string | null | undefined;
};

/** What is missing stays; null empties. `title`, `template` and `status` cannot be emptied. */
export type UpdateTestCaseInput = {
  /** At most 100,000 characters. */
  readonly description?: string | null | undefined;
  /** At most 100,000 characters. */
  readonly expectedResults?: string | null | undefined;
  /** At most 200, of at most 200 characters. */
  readonly labels?: ReadonlyArray<string> | null | undefined;
  /** A person of this organization. */
  readonly ownerId?: string | null | undefined;
  /** At most 100,000 characters. */
  readonly preconditions?: string | null | undefined;
  readonly priority?: Priority | null | undefined;
  /** At most 100,000 characters. */
  readonly reference?: string | null | undefined;
  /** At most 200, of at most 200 characters. */
  readonly requirements?: ReadonlyArray<string> | null | undefined;
  readonly status?: TestCaseStatus | null | undefined;
  /** At most 1,000. */
  readonly steps?: ReadonlyArray<TestStepInput> | null | undefined;
  readonly template?: TestCaseTemplate | null | undefined;
  /** At most 500 characters, not blank. */
  readonly title?: string | null | undefined;
  /** At most 200 characters. */
  readonly type?: string | null | undefined;
};

/** Whether a person has come yet. */
export type UserStatus =
  /** May sign in. */
  | 'ACTIVE'
  /** The invitation has not been accepted. */
  | 'INVITED';

export type ViewerFieldsFragment = { readonly role: Role | null, readonly permissions: ReadonlyArray<string>, readonly user: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role } | null, readonly organization: { readonly id: string, readonly name: string } };

export type UserFieldsFragment = { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role, readonly status: UserStatus, readonly invitedAt: string, readonly lastSignInAt: string | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly role: Role | null, readonly permissions: ReadonlyArray<string>, readonly user: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role } | null, readonly organization: { readonly id: string, readonly name: string } } | null };

export type OrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationQuery = { readonly organization: { readonly id: string, readonly name: string } | null };

export type TicketQueryVariables = Exact<{
  token: string;
}>;


export type TicketQuery = { readonly ticket: { readonly purpose: TicketPurpose, readonly email: string, readonly name: string | null, readonly expiresAt: string, readonly needsPassword: boolean, readonly organization: { readonly id: string, readonly name: string } } | null };

export type UsersQueryVariables = Exact<{ [key: string]: never; }>;


export type UsersQuery = { readonly users: ReadonlyArray<{ readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role, readonly status: UserStatus, readonly invitedAt: string, readonly lastSignInAt: string | null }> };

export type SignInMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type SignInMutation = { readonly signIn: { readonly role: Role | null, readonly permissions: ReadonlyArray<string>, readonly user: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role } | null, readonly organization: { readonly id: string, readonly name: string } } };

export type SignInWithLinkMutationVariables = Exact<{
  token: string;
  password?: string | null | undefined;
}>;


export type SignInWithLinkMutation = { readonly signInWithLink: { readonly role: Role | null, readonly permissions: ReadonlyArray<string>, readonly user: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role } | null, readonly organization: { readonly id: string, readonly name: string } } };

export type AcceptInviteMutationVariables = Exact<{
  token: string;
  name: string;
  password: string;
}>;


export type AcceptInviteMutation = { readonly acceptInvite: { readonly role: Role | null, readonly permissions: ReadonlyArray<string>, readonly user: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role } | null, readonly organization: { readonly id: string, readonly name: string } } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { readonly signOut: boolean };

export type InviteUserMutationVariables = Exact<{
  input: InviteUserInput;
}>;


export type InviteUserMutation = { readonly inviteUser: { readonly link: string, readonly expiresAt: string, readonly user: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role, readonly status: UserStatus, readonly invitedAt: string, readonly lastSignInAt: string | null } } };

export type RenewInvitationMutationVariables = Exact<{
  id: string;
}>;


export type RenewInvitationMutation = { readonly renewInvitation: { readonly link: string, readonly expiresAt: string, readonly user: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role, readonly status: UserStatus, readonly invitedAt: string, readonly lastSignInAt: string | null } } };

export type UpdateUserRoleMutationVariables = Exact<{
  id: string;
  role: Role;
}>;


export type UpdateUserRoleMutation = { readonly updateUserRole: { readonly id: string, readonly email: string, readonly name: string | null, readonly role: Role, readonly status: UserStatus, readonly invitedAt: string, readonly lastSignInAt: string | null } };

export type RemoveUserMutationVariables = Exact<{
  id: string;
}>;


export type RemoveUserMutation = { readonly removeUser: { readonly id: string } };

export type ApiKeyFieldsFragment = { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly createdBy: { readonly id: string, readonly name: string | null, readonly email: string } | null };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { readonly apiKeys: ReadonlyArray<{ readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly createdBy: { readonly id: string, readonly name: string | null, readonly email: string } | null }> };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey: { readonly key: string, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly scopes: ReadonlyArray<string>, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly createdBy: { readonly id: string, readonly name: string | null, readonly email: string } | null } } };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey: { readonly id: string } };

export type AuditLogEntryFragment = { readonly id: string, readonly time: string, readonly recordedAt: string, readonly eventType: string, readonly action: string, readonly operationId: string | null, readonly sequence: number | null, readonly erased: boolean, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly kind: ActorKind, readonly name: string | null }, readonly entity: { readonly id: string, readonly name: string | null } | null, readonly details: ReadonlyArray<{ readonly field: string, readonly old: Json | null, readonly new: Json | null, readonly redacted: boolean }>, readonly source: { readonly ip: string | null, readonly userAgent: string | null, readonly via: string } | null };

export type AuditLogsQueryVariables = Exact<{
  filter?: AuditLogFilterInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AuditLogsQuery = { readonly auditLogs: { readonly tailCursor: string, readonly searchedBackTo: string | null, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly time: string, readonly recordedAt: string, readonly eventType: string, readonly action: string, readonly operationId: string | null, readonly sequence: number | null, readonly erased: boolean, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly kind: ActorKind, readonly name: string | null }, readonly entity: { readonly id: string, readonly name: string | null } | null, readonly details: ReadonlyArray<{ readonly field: string, readonly old: Json | null, readonly new: Json | null, readonly redacted: boolean }>, readonly source: { readonly ip: string | null, readonly userAgent: string | null, readonly via: string } | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } };

export type AuditLogQueryVariables = Exact<{
  id: string;
}>;


export type AuditLogQuery = { readonly auditLog: { readonly id: string, readonly time: string, readonly recordedAt: string, readonly eventType: string, readonly action: string, readonly operationId: string | null, readonly sequence: number | null, readonly erased: boolean, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly kind: ActorKind, readonly name: string | null }, readonly entity: { readonly id: string, readonly name: string | null } | null, readonly details: ReadonlyArray<{ readonly field: string, readonly old: Json | null, readonly new: Json | null, readonly redacted: boolean }>, readonly source: { readonly ip: string | null, readonly userAgent: string | null, readonly via: string } | null } | null };

export type AuditLogFilterOptionsQueryVariables = Exact<{
  field: AuditLogFilterField;
  search?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type AuditLogFilterOptionsQuery = { readonly auditLogFilterOptions: ReadonlyArray<{ readonly value: string | null, readonly name: string | null, readonly kind: ActorKind | null }> };

export type AuditLogsAddedSubscriptionVariables = Exact<{
  filter?: AuditLogFilterInput | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditLogsAddedSubscription = { readonly auditLogsAdded: { readonly cursor: string, readonly caughtUp: boolean, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly time: string, readonly recordedAt: string, readonly eventType: string, readonly action: string, readonly operationId: string | null, readonly sequence: number | null, readonly erased: boolean, readonly project: { readonly id: string, readonly name: string } | null, readonly user: { readonly id: string, readonly kind: ActorKind, readonly name: string | null }, readonly entity: { readonly id: string, readonly name: string | null } | null, readonly details: ReadonlyArray<{ readonly field: string, readonly old: Json | null, readonly new: Json | null, readonly redacted: boolean }>, readonly source: { readonly ip: string | null, readonly userAgent: string | null, readonly via: string } | null } }> } };

export type ProjectFieldsFragment = { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly createdAt: string, readonly updatedAt: string, readonly testCaseCount: number };

export type FolderFieldsFragment = { readonly id: string, readonly projectId: string, readonly parentId: string | null, readonly name: string, readonly path: string };

export type TestCaseFieldsFragment = { readonly id: string, readonly key: string, readonly projectId: string, readonly folderId: string | null, readonly folderPath: string | null, readonly title: string, readonly description: string | null, readonly template: TestCaseTemplate, readonly priority: Priority | null, readonly status: TestCaseStatus, readonly type: string | null, readonly labels: ReadonlyArray<string>, readonly requirements: ReadonlyArray<string>, readonly preconditions: string | null, readonly reference: string | null, readonly expectedResults: string | null, readonly createdAt: string, readonly updatedAt: string, readonly owner: { readonly id: string, readonly name: string | null, readonly email: string } | null, readonly steps: ReadonlyArray<{ readonly action: string, readonly expected: string | null }> };

export type ProjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProjectsQuery = { readonly projects: ReadonlyArray<{ readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly createdAt: string, readonly updatedAt: string, readonly testCaseCount: number }> };

export type ProjectQueryVariables = Exact<{
  id: string;
}>;


export type ProjectQuery = { readonly workspaceProject: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly createdAt: string, readonly updatedAt: string, readonly testCaseCount: number, readonly folders: ReadonlyArray<{ readonly id: string, readonly projectId: string, readonly parentId: string | null, readonly name: string, readonly path: string }> } | null };

export type TestCasesQueryVariables = Exact<{
  projectId: string;
  folderId?: string | null | undefined;
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TestCasesQuery = { readonly testCases: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly key: string, readonly title: string, readonly status: TestCaseStatus, readonly priority: Priority | null, readonly type: string | null, readonly folderId: string | null, readonly folderPath: string | null, readonly updatedAt: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type TestCaseQueryVariables = Exact<{
  id: string;
}>;


export type TestCaseQuery = { readonly testCase: { readonly id: string, readonly key: string, readonly projectId: string, readonly folderId: string | null, readonly folderPath: string | null, readonly title: string, readonly description: string | null, readonly template: TestCaseTemplate, readonly priority: Priority | null, readonly status: TestCaseStatus, readonly type: string | null, readonly labels: ReadonlyArray<string>, readonly requirements: ReadonlyArray<string>, readonly preconditions: string | null, readonly reference: string | null, readonly expectedResults: string | null, readonly createdAt: string, readonly updatedAt: string, readonly owner: { readonly id: string, readonly name: string | null, readonly email: string } | null, readonly steps: ReadonlyArray<{ readonly action: string, readonly expected: string | null }> } | null };

export type OwnersQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnersQuery = { readonly users: ReadonlyArray<{ readonly id: string, readonly name: string | null, readonly email: string }> };

export type CreateProjectMutationVariables = Exact<{
  input: CreateProjectInput;
}>;


export type CreateProjectMutation = { readonly createProject: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly createdAt: string, readonly updatedAt: string, readonly testCaseCount: number } };

export type UpdateProjectMutationVariables = Exact<{
  id: string;
  input: UpdateProjectInput;
}>;


export type UpdateProjectMutation = { readonly updateProject: { readonly id: string, readonly key: string, readonly name: string, readonly description: string | null, readonly createdAt: string, readonly updatedAt: string, readonly testCaseCount: number } };

export type DeleteProjectMutationVariables = Exact<{
  id: string;
}>;


export type DeleteProjectMutation = { readonly deleteProject: { readonly id: string, readonly testCases: number, readonly folders: number } };

export type CreateFolderMutationVariables = Exact<{
  input: CreateFolderInput;
}>;


export type CreateFolderMutation = { readonly createFolder: { readonly id: string, readonly projectId: string, readonly parentId: string | null, readonly name: string, readonly path: string } };

export type RenameFolderMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type RenameFolderMutation = { readonly renameFolder: { readonly id: string, readonly projectId: string, readonly parentId: string | null, readonly name: string, readonly path: string } };

export type MoveFolderMutationVariables = Exact<{
  id: string;
  parentId?: string | null | undefined;
}>;


export type MoveFolderMutation = { readonly moveFolder: { readonly id: string, readonly projectId: string, readonly parentId: string | null, readonly name: string, readonly path: string } };

export type DeleteFolderMutationVariables = Exact<{
  id: string;
}>;


export type DeleteFolderMutation = { readonly deleteFolder: { readonly id: string, readonly testCases: number, readonly folders: number } };

export type CreateTestCaseMutationVariables = Exact<{
  input: CreateTestCaseInput;
}>;


export type CreateTestCaseMutation = { readonly createTestCase: { readonly id: string, readonly key: string, readonly projectId: string, readonly folderId: string | null, readonly folderPath: string | null, readonly title: string, readonly description: string | null, readonly template: TestCaseTemplate, readonly priority: Priority | null, readonly status: TestCaseStatus, readonly type: string | null, readonly labels: ReadonlyArray<string>, readonly requirements: ReadonlyArray<string>, readonly preconditions: string | null, readonly reference: string | null, readonly expectedResults: string | null, readonly createdAt: string, readonly updatedAt: string, readonly owner: { readonly id: string, readonly name: string | null, readonly email: string } | null, readonly steps: ReadonlyArray<{ readonly action: string, readonly expected: string | null }> } };

export type UpdateTestCaseMutationVariables = Exact<{
  id: string;
  input: UpdateTestCaseInput;
}>;


export type UpdateTestCaseMutation = { readonly updateTestCase: { readonly id: string, readonly key: string, readonly projectId: string, readonly folderId: string | null, readonly folderPath: string | null, readonly title: string, readonly description: string | null, readonly template: TestCaseTemplate, readonly priority: Priority | null, readonly status: TestCaseStatus, readonly type: string | null, readonly labels: ReadonlyArray<string>, readonly requirements: ReadonlyArray<string>, readonly preconditions: string | null, readonly reference: string | null, readonly expectedResults: string | null, readonly createdAt: string, readonly updatedAt: string, readonly owner: { readonly id: string, readonly name: string | null, readonly email: string } | null, readonly steps: ReadonlyArray<{ readonly action: string, readonly expected: string | null }> } };

export type MoveTestCaseMutationVariables = Exact<{
  id: string;
  projectId: string;
  folderId?: string | null | undefined;
}>;


export type MoveTestCaseMutation = { readonly moveTestCase: { readonly id: string, readonly key: string, readonly projectId: string, readonly folderId: string | null, readonly folderPath: string | null, readonly title: string, readonly description: string | null, readonly template: TestCaseTemplate, readonly priority: Priority | null, readonly status: TestCaseStatus, readonly type: string | null, readonly labels: ReadonlyArray<string>, readonly requirements: ReadonlyArray<string>, readonly preconditions: string | null, readonly reference: string | null, readonly expectedResults: string | null, readonly createdAt: string, readonly updatedAt: string, readonly owner: { readonly id: string, readonly name: string | null, readonly email: string } | null, readonly steps: ReadonlyArray<{ readonly action: string, readonly expected: string | null }> } };

export type CloneTestCaseMutationVariables = Exact<{
  id: string;
}>;


export type CloneTestCaseMutation = { readonly cloneTestCase: { readonly id: string, readonly key: string, readonly projectId: string, readonly folderId: string | null, readonly folderPath: string | null, readonly title: string, readonly description: string | null, readonly template: TestCaseTemplate, readonly priority: Priority | null, readonly status: TestCaseStatus, readonly type: string | null, readonly labels: ReadonlyArray<string>, readonly requirements: ReadonlyArray<string>, readonly preconditions: string | null, readonly reference: string | null, readonly expectedResults: string | null, readonly createdAt: string, readonly updatedAt: string, readonly owner: { readonly id: string, readonly name: string | null, readonly email: string } | null, readonly steps: ReadonlyArray<{ readonly action: string, readonly expected: string | null }> } };

export type DeleteTestCaseMutationVariables = Exact<{
  id: string;
}>;


export type DeleteTestCaseMutation = { readonly deleteTestCase: { readonly id: string, readonly testCases: number, readonly folders: number } };

export type CreateSampleWorkspaceMutationVariables = Exact<{ [key: string]: never; }>;


export type CreateSampleWorkspaceMutation = { readonly createSampleWorkspace: { readonly changes: number, readonly projects: number, readonly testCases: number, readonly people: number } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ViewerFieldsFragmentDoc = new TypedDocumentString(`
    fragment ViewerFields on Viewer {
  user {
    id
    email
    name
    role
  }
  organization {
    id
    name
  }
  role
  permissions
}
    `, {"fragmentName":"ViewerFields"}) as unknown as TypedDocumentString<ViewerFieldsFragment, unknown>;
export const UserFieldsFragmentDoc = new TypedDocumentString(`
    fragment UserFields on User {
  id
  email
  name
  role
  status
  invitedAt
  lastSignInAt
}
    `, {"fragmentName":"UserFields"}) as unknown as TypedDocumentString<UserFieldsFragment, unknown>;
export const ApiKeyFieldsFragmentDoc = new TypedDocumentString(`
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  scopes
  createdBy {
    id
    name
    email
  }
  createdAt
  expiresAt
  lastUsedAt
}
    `, {"fragmentName":"ApiKeyFields"}) as unknown as TypedDocumentString<ApiKeyFieldsFragment, unknown>;
export const AuditLogEntryFragmentDoc = new TypedDocumentString(`
    fragment AuditLogEntry on AuditLog {
  id
  time
  recordedAt
  eventType
  action
  project {
    id
    name
  }
  user {
    id
    kind
    name
  }
  entity {
    id
    name
  }
  details {
    field
    old
    new
    redacted
  }
  operationId
  source {
    ip
    userAgent
    via
  }
  sequence
  erased
}
    `, {"fragmentName":"AuditLogEntry"}) as unknown as TypedDocumentString<AuditLogEntryFragment, unknown>;
export const ProjectFieldsFragmentDoc = new TypedDocumentString(`
    fragment ProjectFields on WorkspaceProject {
  id
  key
  name
  description
  createdAt
  updatedAt
  testCaseCount
}
    `, {"fragmentName":"ProjectFields"}) as unknown as TypedDocumentString<ProjectFieldsFragment, unknown>;
export const FolderFieldsFragmentDoc = new TypedDocumentString(`
    fragment FolderFields on Folder {
  id
  projectId
  parentId
  name
  path
}
    `, {"fragmentName":"FolderFields"}) as unknown as TypedDocumentString<FolderFieldsFragment, unknown>;
export const TestCaseFieldsFragmentDoc = new TypedDocumentString(`
    fragment TestCaseFields on TestCase {
  id
  key
  projectId
  folderId
  folderPath
  title
  description
  template
  priority
  status
  type
  owner {
    id
    name
    email
  }
  labels
  requirements
  preconditions
  reference
  steps {
    action
    expected
  }
  expectedResults
  createdAt
  updatedAt
}
    `, {"fragmentName":"TestCaseFields"}) as unknown as TypedDocumentString<TestCaseFieldsFragment, unknown>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    ...ViewerFields
  }
}
    fragment ViewerFields on Viewer {
  user {
    id
    email
    name
    role
  }
  organization {
    id
    name
  }
  role
  permissions
}`) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const OrganizationDocument = new TypedDocumentString(`
    query Organization {
  organization {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<OrganizationQuery, OrganizationQueryVariables>;
export const TicketDocument = new TypedDocumentString(`
    query Ticket($token: String!) {
  ticket(token: $token) {
    purpose
    email
    name
    organization {
      id
      name
    }
    expiresAt
    needsPassword
  }
}
    `) as unknown as TypedDocumentString<TicketQuery, TicketQueryVariables>;
export const UsersDocument = new TypedDocumentString(`
    query Users {
  users {
    ...UserFields
  }
}
    fragment UserFields on User {
  id
  email
  name
  role
  status
  invitedAt
  lastSignInAt
}`) as unknown as TypedDocumentString<UsersQuery, UsersQueryVariables>;
export const SignInDocument = new TypedDocumentString(`
    mutation SignIn($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    ...ViewerFields
  }
}
    fragment ViewerFields on Viewer {
  user {
    id
    email
    name
    role
  }
  organization {
    id
    name
  }
  role
  permissions
}`) as unknown as TypedDocumentString<SignInMutation, SignInMutationVariables>;
export const SignInWithLinkDocument = new TypedDocumentString(`
    mutation SignInWithLink($token: String!, $password: String) {
  signInWithLink(token: $token, password: $password) {
    ...ViewerFields
  }
}
    fragment ViewerFields on Viewer {
  user {
    id
    email
    name
    role
  }
  organization {
    id
    name
  }
  role
  permissions
}`) as unknown as TypedDocumentString<SignInWithLinkMutation, SignInWithLinkMutationVariables>;
export const AcceptInviteDocument = new TypedDocumentString(`
    mutation AcceptInvite($token: String!, $name: String!, $password: String!) {
  acceptInvite(token: $token, name: $name, password: $password) {
    ...ViewerFields
  }
}
    fragment ViewerFields on Viewer {
  user {
    id
    email
    name
    role
  }
  organization {
    id
    name
  }
  role
  permissions
}`) as unknown as TypedDocumentString<AcceptInviteMutation, AcceptInviteMutationVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  signOut
}
    `) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const InviteUserDocument = new TypedDocumentString(`
    mutation InviteUser($input: InviteUserInput!) {
  inviteUser(input: $input) {
    user {
      ...UserFields
    }
    link
    expiresAt
  }
}
    fragment UserFields on User {
  id
  email
  name
  role
  status
  invitedAt
  lastSignInAt
}`) as unknown as TypedDocumentString<InviteUserMutation, InviteUserMutationVariables>;
export const RenewInvitationDocument = new TypedDocumentString(`
    mutation RenewInvitation($id: ID!) {
  renewInvitation(id: $id) {
    user {
      ...UserFields
    }
    link
    expiresAt
  }
}
    fragment UserFields on User {
  id
  email
  name
  role
  status
  invitedAt
  lastSignInAt
}`) as unknown as TypedDocumentString<RenewInvitationMutation, RenewInvitationMutationVariables>;
export const UpdateUserRoleDocument = new TypedDocumentString(`
    mutation UpdateUserRole($id: ID!, $role: Role!) {
  updateUserRole(id: $id, role: $role) {
    ...UserFields
  }
}
    fragment UserFields on User {
  id
  email
  name
  role
  status
  invitedAt
  lastSignInAt
}`) as unknown as TypedDocumentString<UpdateUserRoleMutation, UpdateUserRoleMutationVariables>;
export const RemoveUserDocument = new TypedDocumentString(`
    mutation RemoveUser($id: ID!) {
  removeUser(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<RemoveUserMutation, RemoveUserMutationVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys {
  apiKeys {
    ...ApiKeyFields
  }
}
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  scopes
  createdBy {
    id
    name
    email
  }
  createdAt
  expiresAt
  lastUsedAt
}`) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    apiKey {
      ...ApiKeyFields
    }
    key
  }
}
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  scopes
  createdBy {
    id
    name
    email
  }
  createdAt
  expiresAt
  lastUsedAt
}`) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const AuditLogsDocument = new TypedDocumentString(`
    query AuditLogs($filter: AuditLogFilterInput, $first: Int, $after: String, $last: Int, $before: String) {
  auditLogs(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      cursor
      node {
        ...AuditLogEntry
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    tailCursor
    searchedBackTo
  }
}
    fragment AuditLogEntry on AuditLog {
  id
  time
  recordedAt
  eventType
  action
  project {
    id
    name
  }
  user {
    id
    kind
    name
  }
  entity {
    id
    name
  }
  details {
    field
    old
    new
    redacted
  }
  operationId
  source {
    ip
    userAgent
    via
  }
  sequence
  erased
}`) as unknown as TypedDocumentString<AuditLogsQuery, AuditLogsQueryVariables>;
export const AuditLogDocument = new TypedDocumentString(`
    query AuditLog($id: ID!) {
  auditLog(id: $id) {
    ...AuditLogEntry
  }
}
    fragment AuditLogEntry on AuditLog {
  id
  time
  recordedAt
  eventType
  action
  project {
    id
    name
  }
  user {
    id
    kind
    name
  }
  entity {
    id
    name
  }
  details {
    field
    old
    new
    redacted
  }
  operationId
  source {
    ip
    userAgent
    via
  }
  sequence
  erased
}`) as unknown as TypedDocumentString<AuditLogQuery, AuditLogQueryVariables>;
export const AuditLogFilterOptionsDocument = new TypedDocumentString(`
    query AuditLogFilterOptions($field: AuditLogFilterField!, $search: String, $first: Int) {
  auditLogFilterOptions(field: $field, search: $search, first: $first) {
    value
    name
    kind
  }
}
    `) as unknown as TypedDocumentString<AuditLogFilterOptionsQuery, AuditLogFilterOptionsQueryVariables>;
export const AuditLogsAddedDocument = new TypedDocumentString(`
    subscription AuditLogsAdded($filter: AuditLogFilterInput, $after: String) {
  auditLogsAdded(filter: $filter, after: $after) {
    edges {
      cursor
      node {
        ...AuditLogEntry
      }
    }
    cursor
    caughtUp
  }
}
    fragment AuditLogEntry on AuditLog {
  id
  time
  recordedAt
  eventType
  action
  project {
    id
    name
  }
  user {
    id
    kind
    name
  }
  entity {
    id
    name
  }
  details {
    field
    old
    new
    redacted
  }
  operationId
  source {
    ip
    userAgent
    via
  }
  sequence
  erased
}`) as unknown as TypedDocumentString<AuditLogsAddedSubscription, AuditLogsAddedSubscriptionVariables>;
export const ProjectsDocument = new TypedDocumentString(`
    query Projects {
  projects {
    ...ProjectFields
  }
}
    fragment ProjectFields on WorkspaceProject {
  id
  key
  name
  description
  createdAt
  updatedAt
  testCaseCount
}`) as unknown as TypedDocumentString<ProjectsQuery, ProjectsQueryVariables>;
export const ProjectDocument = new TypedDocumentString(`
    query Project($id: ID!) {
  workspaceProject(id: $id) {
    ...ProjectFields
    folders {
      ...FolderFields
    }
  }
}
    fragment ProjectFields on WorkspaceProject {
  id
  key
  name
  description
  createdAt
  updatedAt
  testCaseCount
}
fragment FolderFields on Folder {
  id
  projectId
  parentId
  name
  path
}`) as unknown as TypedDocumentString<ProjectQuery, ProjectQueryVariables>;
export const TestCasesDocument = new TypedDocumentString(`
    query TestCases($projectId: ID!, $folderId: ID, $search: String, $first: Int, $after: String) {
  testCases(
    projectId: $projectId
    folderId: $folderId
    search: $search
    first: $first
    after: $after
  ) {
    edges {
      cursor
      node {
        id
        key
        title
        status
        priority
        type
        folderId
        folderPath
        updatedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<TestCasesQuery, TestCasesQueryVariables>;
export const TestCaseDocument = new TypedDocumentString(`
    query TestCase($id: ID!) {
  testCase(id: $id) {
    ...TestCaseFields
  }
}
    fragment TestCaseFields on TestCase {
  id
  key
  projectId
  folderId
  folderPath
  title
  description
  template
  priority
  status
  type
  owner {
    id
    name
    email
  }
  labels
  requirements
  preconditions
  reference
  steps {
    action
    expected
  }
  expectedResults
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<TestCaseQuery, TestCaseQueryVariables>;
export const OwnersDocument = new TypedDocumentString(`
    query Owners {
  users {
    id
    name
    email
  }
}
    `) as unknown as TypedDocumentString<OwnersQuery, OwnersQueryVariables>;
export const CreateProjectDocument = new TypedDocumentString(`
    mutation CreateProject($input: CreateProjectInput!) {
  createProject(input: $input) {
    ...ProjectFields
  }
}
    fragment ProjectFields on WorkspaceProject {
  id
  key
  name
  description
  createdAt
  updatedAt
  testCaseCount
}`) as unknown as TypedDocumentString<CreateProjectMutation, CreateProjectMutationVariables>;
export const UpdateProjectDocument = new TypedDocumentString(`
    mutation UpdateProject($id: ID!, $input: UpdateProjectInput!) {
  updateProject(id: $id, input: $input) {
    ...ProjectFields
  }
}
    fragment ProjectFields on WorkspaceProject {
  id
  key
  name
  description
  createdAt
  updatedAt
  testCaseCount
}`) as unknown as TypedDocumentString<UpdateProjectMutation, UpdateProjectMutationVariables>;
export const DeleteProjectDocument = new TypedDocumentString(`
    mutation DeleteProject($id: ID!) {
  deleteProject(id: $id) {
    id
    testCases
    folders
  }
}
    `) as unknown as TypedDocumentString<DeleteProjectMutation, DeleteProjectMutationVariables>;
export const CreateFolderDocument = new TypedDocumentString(`
    mutation CreateFolder($input: CreateFolderInput!) {
  createFolder(input: $input) {
    ...FolderFields
  }
}
    fragment FolderFields on Folder {
  id
  projectId
  parentId
  name
  path
}`) as unknown as TypedDocumentString<CreateFolderMutation, CreateFolderMutationVariables>;
export const RenameFolderDocument = new TypedDocumentString(`
    mutation RenameFolder($id: ID!, $name: String!) {
  renameFolder(id: $id, name: $name) {
    ...FolderFields
  }
}
    fragment FolderFields on Folder {
  id
  projectId
  parentId
  name
  path
}`) as unknown as TypedDocumentString<RenameFolderMutation, RenameFolderMutationVariables>;
export const MoveFolderDocument = new TypedDocumentString(`
    mutation MoveFolder($id: ID!, $parentId: ID) {
  moveFolder(id: $id, parentId: $parentId) {
    ...FolderFields
  }
}
    fragment FolderFields on Folder {
  id
  projectId
  parentId
  name
  path
}`) as unknown as TypedDocumentString<MoveFolderMutation, MoveFolderMutationVariables>;
export const DeleteFolderDocument = new TypedDocumentString(`
    mutation DeleteFolder($id: ID!) {
  deleteFolder(id: $id) {
    id
    testCases
    folders
  }
}
    `) as unknown as TypedDocumentString<DeleteFolderMutation, DeleteFolderMutationVariables>;
export const CreateTestCaseDocument = new TypedDocumentString(`
    mutation CreateTestCase($input: CreateTestCaseInput!) {
  createTestCase(input: $input) {
    ...TestCaseFields
  }
}
    fragment TestCaseFields on TestCase {
  id
  key
  projectId
  folderId
  folderPath
  title
  description
  template
  priority
  status
  type
  owner {
    id
    name
    email
  }
  labels
  requirements
  preconditions
  reference
  steps {
    action
    expected
  }
  expectedResults
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<CreateTestCaseMutation, CreateTestCaseMutationVariables>;
export const UpdateTestCaseDocument = new TypedDocumentString(`
    mutation UpdateTestCase($id: ID!, $input: UpdateTestCaseInput!) {
  updateTestCase(id: $id, input: $input) {
    ...TestCaseFields
  }
}
    fragment TestCaseFields on TestCase {
  id
  key
  projectId
  folderId
  folderPath
  title
  description
  template
  priority
  status
  type
  owner {
    id
    name
    email
  }
  labels
  requirements
  preconditions
  reference
  steps {
    action
    expected
  }
  expectedResults
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<UpdateTestCaseMutation, UpdateTestCaseMutationVariables>;
export const MoveTestCaseDocument = new TypedDocumentString(`
    mutation MoveTestCase($id: ID!, $projectId: ID!, $folderId: ID) {
  moveTestCase(id: $id, projectId: $projectId, folderId: $folderId) {
    ...TestCaseFields
  }
}
    fragment TestCaseFields on TestCase {
  id
  key
  projectId
  folderId
  folderPath
  title
  description
  template
  priority
  status
  type
  owner {
    id
    name
    email
  }
  labels
  requirements
  preconditions
  reference
  steps {
    action
    expected
  }
  expectedResults
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<MoveTestCaseMutation, MoveTestCaseMutationVariables>;
export const CloneTestCaseDocument = new TypedDocumentString(`
    mutation CloneTestCase($id: ID!) {
  cloneTestCase(id: $id) {
    ...TestCaseFields
  }
}
    fragment TestCaseFields on TestCase {
  id
  key
  projectId
  folderId
  folderPath
  title
  description
  template
  priority
  status
  type
  owner {
    id
    name
    email
  }
  labels
  requirements
  preconditions
  reference
  steps {
    action
    expected
  }
  expectedResults
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<CloneTestCaseMutation, CloneTestCaseMutationVariables>;
export const DeleteTestCaseDocument = new TypedDocumentString(`
    mutation DeleteTestCase($id: ID!) {
  deleteTestCase(id: $id) {
    id
    testCases
    folders
  }
}
    `) as unknown as TypedDocumentString<DeleteTestCaseMutation, DeleteTestCaseMutationVariables>;
export const CreateSampleWorkspaceDocument = new TypedDocumentString(`
    mutation CreateSampleWorkspace {
  createSampleWorkspace {
    changes
    projects
    testCases
    people
  }
}
    `) as unknown as TypedDocumentString<CreateSampleWorkspaceMutation, CreateSampleWorkspaceMutationVariables>;