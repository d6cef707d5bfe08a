/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { Json } from '@audit-log/shared/entry';
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ActorKind =
  | 'AGENT'
  | 'ANONYMOUS'
  | 'API_KEY'
  | 'INTEGRATION'
  | 'SUPPORT'
  | 'SYSTEM'
  | 'USER';

export type AuditLogExclusionInput = {
  actions?: Array<string> | null | undefined;
  entityId?: string | null | undefined;
  eventTypes?: Array<string> | null | undefined;
  operationId?: string | null | undefined;
  projectIds?: Array<string> | null | undefined;
  userIds?: Array<string> | null | undefined;
  withoutProject?: boolean | null | undefined;
};

export type AuditLogFilterField =
  | 'ACTION'
  | 'EVENT_TYPE'
  | 'PROJECT'
  | 'USER';

export type AuditLogFilterInput = {
  actions?: Array<string> | null | undefined;
  entityId?: string | null | undefined;
  eventTypes?: Array<string> | null | undefined;
  exclude?: AuditLogExclusionInput | null | undefined;
  from?: string | null | undefined;
  operationId?: string | null | undefined;
  projectIds?: Array<string> | null | undefined;
  to?: string | null | undefined;
  userIds?: Array<string> | null | undefined;
  withoutProject?: boolean | null | undefined;
};

export type CreateFolderInput = {
  name: string;
  parentId?: string | null | undefined;
  projectId: string;
};

export type CreateProjectInput = {
  description?: string | null | undefined;
  key?: string | null | undefined;
  name: string;
};

export type CreateTestCaseInput = {
  description?: string | null | undefined;
  expectedResults?: string | null | undefined;
  folderId?: string | null | undefined;
  labels?: Array<string> | null | undefined;
  ownerId?: string | null | undefined;
  preconditions?: string | null | undefined;
  priority?: Priority | null | undefined;
  projectId: string;
  reference?: string | null | undefined;
  requirements?: Array<string> | null | undefined;
  status?: TestCaseStatus | null | undefined;
  steps?: Array<TestStepInput> | null | undefined;
  template?: TestCaseTemplate | null | undefined;
  title: string;
  type?: string | null | undefined;
};

export type InviteUserInput = {
  email: string;
  name?: string | null | undefined;
  role?: Role;
};

export type Priority =
  | 'CRITICAL'
  | 'HIGH'
  | 'INFO'
  | 'LOW'
  | 'MEDIUM';

export type Role =
  | 'ADMIN'
  | 'READ_ONLY';

export type TestCaseStatus =
  | 'ACTIVE'
  | 'DRAFT'
  | 'IN_PROGRESS'
  | 'OUTDATED';

export type TestCaseTemplate =
  | 'DOCUMENTATION'
  | 'STEPS';

export type TestStepInput = {
  action: string;
  expected?: string | null | undefined;
};

export type TicketPurpose =
  | 'INVITE'
  | 'SIGN_IN';

export type UpdateProjectInput = {
  description?: string | null | undefined;
  name?: string | null | undefined;
};

export type UpdateTestCaseInput = {
  description?: string | null | undefined;
  expectedResults?: string | null | undefined;
  labels?: Array<string> | null | undefined;
  ownerId?: string | null | undefined;
  preconditions?: string | null | undefined;
  priority?: Priority | null | undefined;
  reference?: string | null | undefined;
  requirements?: Array<string> | null | undefined;
  status?: TestCaseStatus | null | undefined;
  steps?: Array<TestStepInput> | null | undefined;
  template?: TestCaseTemplate | null | undefined;
  title?: string | null | undefined;
  type?: string | null | undefined;
};

export type UserStatus =
  | 'ACTIVE'
  | 'INVITED';

export type ViewerFieldsFragment = { role: Role | null, permissions: Array<string>, user: { id: string, email: string, name: string | null, role: Role } | null, organization: { id: string, name: string } };

export type UserFieldsFragment = { id: string, email: string, name: string | null, role: Role, status: UserStatus, invitedAt: string, lastSignInAt: string | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { role: Role | null, permissions: Array<string>, user: { id: string, email: string, name: string | null, role: Role } | null, organization: { id: string, name: string } } | null };

export type OrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationQuery = { organization: { id: string, name: string } | null };

export type TicketQueryVariables = Exact<{
  token: string;
}>;


export type TicketQuery = { ticket: { purpose: TicketPurpose, email: string, name: string | null, expiresAt: string, needsPassword: boolean, organization: { id: string, name: string } } | null };

export type UsersQueryVariables = Exact<{ [key: string]: never; }>;


export type UsersQuery = { users: Array<{ id: string, email: string, name: string | null, role: Role, status: UserStatus, invitedAt: string, lastSignInAt: string | null }> };

export type SignInMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type SignInMutation = { signIn: { role: Role | null, permissions: Array<string>, user: { id: string, email: string, name: string | null, role: Role } | null, organization: { id: string, name: string } } };

export type SignInWithLinkMutationVariables = Exact<{
  token: string;
  password?: string | null | undefined;
}>;


export type SignInWithLinkMutation = { signInWithLink: { role: Role | null, permissions: Array<string>, user: { id: string, email: string, name: string | null, role: Role } | null, organization: { id: string, name: string } } };

export type AcceptInviteMutationVariables = Exact<{
  token: string;
  name: string;
  password: string;
}>;


export type AcceptInviteMutation = { acceptInvite: { role: Role | null, permissions: Array<string>, user: { id: string, email: string, name: string | null, role: Role } | null, organization: { id: string, name: string } } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { signOut: boolean };

export type InviteUserMutationVariables = Exact<{
  input: InviteUserInput;
}>;


export type InviteUserMutation = { inviteUser: { link: string, expiresAt: string, user: { id: string, email: string, name: string | null, role: Role, status: UserStatus, invitedAt: string, lastSignInAt: string | null } } };

export type AuditLogEntryFragment = { id: string, time: string, recordedAt: string, eventType: string, action: string, operationId: string | null, sequence: number | null, erased: boolean, project: { id: string, name: string } | null, user: { id: string, kind: ActorKind, name: string | null }, entity: { id: string, name: string | null } | null, details: Array<{ field: string, old: Json | null, new: Json | null, redacted: boolean }>, source: { ip: string | null, userAgent: string | null, via: string } | null };

export type AuditLogsQueryVariables = Exact<{
  filter?: AuditLogFilterInput | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AuditLogsQuery = { auditLogs: { tailCursor: string, searchedBackTo: string | null, edges: Array<{ cursor: string, node: { id: string, time: string, recordedAt: string, eventType: string, action: string, operationId: string | null, sequence: number | null, erased: boolean, project: { id: string, name: string } | null, user: { id: string, kind: ActorKind, name: string | null }, entity: { id: string, name: string | null } | null, details: Array<{ field: string, old: Json | null, new: Json | null, redacted: boolean }>, source: { ip: string | null, userAgent: string | null, via: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AuditLogQueryVariables = Exact<{
  id: string;
}>;


export type AuditLogQuery = { auditLog: { id: string, time: string, recordedAt: string, eventType: string, action: string, operationId: string | null, sequence: number | null, erased: boolean, project: { id: string, name: string } | null, user: { id: string, kind: ActorKind, name: string | null }, entity: { id: string, name: string | null } | null, details: Array<{ field: string, old: Json | null, new: Json | null, redacted: boolean }>, source: { ip: string | null, userAgent: string | null, via: string } | null } | null };

export type AuditLogFilterOptionsQueryVariables = Exact<{
  field: AuditLogFilterField;
  search?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type AuditLogFilterOptionsQuery = { auditLogFilterOptions: Array<{ value: string | null, name: string | null, kind: ActorKind | null }> };

export type AuditLogsAddedSubscriptionVariables = Exact<{
  filter?: AuditLogFilterInput | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditLogsAddedSubscription = { auditLogsAdded: { cursor: string, caughtUp: boolean, edges: Array<{ cursor: string, node: { id: string, time: string, recordedAt: string, eventType: string, action: string, operationId: string | null, sequence: number | null, erased: boolean, project: { id: string, name: string } | null, user: { id: string, kind: ActorKind, name: string | null }, entity: { id: string, name: string | null } | null, details: Array<{ field: string, old: Json | null, new: Json | null, redacted: boolean }>, source: { ip: string | null, userAgent: string | null, via: string } | null } }> } };

export type ProjectFieldsFragment = { id: string, key: string, name: string, description: string | null, createdAt: string, updatedAt: string, testCaseCount: number };

export type FolderFieldsFragment = { id: string, projectId: string, parentId: string | null, name: string, path: string };

export type TestCaseFieldsFragment = { id: string, key: string, projectId: string, folderId: string | null, folderPath: string | null, title: string, description: string | null, template: TestCaseTemplate, priority: Priority | null, status: TestCaseStatus, type: string | null, labels: Array<string>, requirements: Array<string>, preconditions: string | null, reference: string | null, expectedResults: string | null, createdAt: string, updatedAt: string, owner: { id: string, name: string | null, email: string } | null, steps: Array<{ action: string, expected: string | null }> };

export type ProjectsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProjectsQuery = { projects: Array<{ id: string, key: string, name: string, description: string | null, createdAt: string, updatedAt: string, testCaseCount: number }> };

export type ProjectQueryVariables = Exact<{
  id: string;
}>;


export type ProjectQuery = { workspaceProject: { id: string, key: string, name: string, description: string | null, createdAt: string, updatedAt: string, testCaseCount: number, folders: Array<{ id: string, projectId: string, parentId: string | null, name: string, path: string }> } | null };

export type TestCasesQueryVariables = Exact<{
  projectId: string;
  folderId?: string | null | undefined;
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TestCasesQuery = { testCases: { totalCount: number, edges: Array<{ cursor: string, node: { id: string, key: string, title: string, status: TestCaseStatus, priority: Priority | null, type: string | null, folderId: string | null, folderPath: string | null, updatedAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type TestCaseQueryVariables = Exact<{
  id: string;
}>;


export type TestCaseQuery = { testCase: { id: string, key: string, projectId: string, folderId: string | null, folderPath: string | null, title: string, description: string | null, template: TestCaseTemplate, priority: Priority | null, status: TestCaseStatus, type: string | null, labels: Array<string>, requirements: Array<string>, preconditions: string | null, reference: string | null, expectedResults: string | null, createdAt: string, updatedAt: string, owner: { id: string, name: string | null, email: string } | null, steps: Array<{ action: string, expected: string | null }> } | null };

export type OwnersQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnersQuery = { users: Array<{ id: string, name: string | null, email: string }> };

export type CreateProjectMutationVariables = Exact<{
  input: CreateProjectInput;
}>;


export type CreateProjectMutation = { createProject: { id: string, key: string, name: string, description: string | null, createdAt: string, updatedAt: string, testCaseCount: number } };

export type UpdateProjectMutationVariables = Exact<{
  id: string;
  input: UpdateProjectInput;
}>;


export type UpdateProjectMutation = { updateProject: { id: string, key: string, name: string, description: string | null, createdAt: string, updatedAt: string, testCaseCount: number } };

export type DeleteProjectMutationVariables = Exact<{
  id: string;
}>;


export type DeleteProjectMutation = { deleteProject: { id: string, testCases: number, folders: number } };

export type CreateFolderMutationVariables = Exact<{
  input: CreateFolderInput;
}>;


export type CreateFolderMutation = { createFolder: { id: string, projectId: string, parentId: string | null, name: string, path: string } };

export type RenameFolderMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type RenameFolderMutation = { renameFolder: { id: string, projectId: string, parentId: string | null, name: string, path: string } };

export type DeleteFolderMutationVariables = Exact<{
  id: string;
}>;


export type DeleteFolderMutation = { deleteFolder: { id: string, testCases: number, folders: number } };

export type CreateTestCaseMutationVariables = Exact<{
  input: CreateTestCaseInput;
}>;


export type CreateTestCaseMutation = { createTestCase: { id: string, key: string, projectId: string, folderId: string | null, folderPath: string | null, title: string, description: string | null, template: TestCaseTemplate, priority: Priority | null, status: TestCaseStatus, type: string | null, labels: Array<string>, requirements: Array<string>, preconditions: string | null, reference: string | null, expectedResults: string | null, createdAt: string, updatedAt: string, owner: { id: string, name: string | null, email: string } | null, steps: Array<{ action: string, expected: string | null }> } };

export type UpdateTestCaseMutationVariables = Exact<{
  id: string;
  input: UpdateTestCaseInput;
}>;


export type UpdateTestCaseMutation = { updateTestCase: { id: string, key: string, projectId: string, folderId: string | null, folderPath: string | null, title: string, description: string | null, template: TestCaseTemplate, priority: Priority | null, status: TestCaseStatus, type: string | null, labels: Array<string>, requirements: Array<string>, preconditions: string | null, reference: string | null, expectedResults: string | null, createdAt: string, updatedAt: string, owner: { id: string, name: string | null, email: string } | null, steps: Array<{ action: string, expected: string | null }> } };

export type MoveTestCaseMutationVariables = Exact<{
  id: string;
  projectId: string;
  folderId?: string | null | undefined;
}>;


export type MoveTestCaseMutation = { moveTestCase: { id: string, key: string, projectId: string, folderId: string | null, folderPath: string | null, title: string, description: string | null, template: TestCaseTemplate, priority: Priority | null, status: TestCaseStatus, type: string | null, labels: Array<string>, requirements: Array<string>, preconditions: string | null, reference: string | null, expectedResults: string | null, createdAt: string, updatedAt: string, owner: { id: string, name: string | null, email: string } | null, steps: Array<{ action: string, expected: string | null }> } };

export type DeleteTestCaseMutationVariables = Exact<{
  id: string;
}>;


export type DeleteTestCaseMutation = { deleteTestCase: { id: string, testCases: number, folders: number } };

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
export const DeleteTestCaseDocument = new TypedDocumentString(`
    mutation DeleteTestCase($id: ID!) {
  deleteTestCase(id: $id) {
    id
    testCases
    folders
  }
}
    `) as unknown as TypedDocumentString<DeleteTestCaseMutation, DeleteTestCaseMutationVariables>;