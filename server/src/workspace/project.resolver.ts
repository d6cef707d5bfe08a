import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requirePermission } from '../access/principal.js';
import { Batch, perRequest } from '../graphql/batch.js';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { foldersOf } from './folder.js';
import type { FolderWithPath } from './folder.js';
import { FolderType } from './folder.types.js';
import { countTestCases } from './project.js';
import { CreateProjectInput, DeletePayload, UpdateProjectInput, WorkspaceProject } from './project.types.js';

const testCaseCounts = perRequest(
  (context) => new Batch((projectIds) => read(context, (tx) => countTestCases(tx, projectIds))),
);

const folderLists = perRequest(
  (context) =>
    new Batch<FolderWithPath[]>(async (projectIds) => {
      const folders = await read(context, (tx) => foldersOf(tx, projectIds));
      return Map.groupBy(folders, ({ projectId }) => projectId);
    }),
);

function read<T>(
  { services, principal, signal }: RequestContext,
  work: Parameters<typeof services.workspace.reading<T>>[1],
): Promise<T> {
  requirePermission(principal, 'workspace.read');
  return services.workspace.reading(principal.actor.organization, work, signal);
}

@Resolver(() => WorkspaceProject)
export class ProjectResolver {
  @Query(() => [WorkspaceProject], {
    description: 'All projects of this organization, by name. Needs workspace.read.',
  })
  async projects(@Ctx() { services, principal, signal }: RequestContext): Promise<WorkspaceProject[]> {
    requirePermission(principal, 'workspace.read');
    return services.workspace.projects.list(principal.actor.organization, signal);
  }

  @Query(() => WorkspaceProject, {
    nullable: true,
    description: 'One project; null when there is none of that id. Needs workspace.read.',
  })
  async workspaceProject(
    @Arg('id', () => ID) id: string,
    @Ctx() { services, principal, signal }: RequestContext,
  ): Promise<WorkspaceProject | null> {
    requirePermission(principal, 'workspace.read');
    return services.workspace.projects.find(principal.actor.organization, id, signal);
  }

  @FieldResolver(() => Int, { description: 'How many test cases it has, in all its folders.' })
  async testCaseCount(@Root() project: WorkspaceProject, @Ctx() context: RequestContext): Promise<number> {
    return (await testCaseCounts(context).get(project.id)) ?? 0;
  }

  @FieldResolver(() => [FolderType], { description: 'All its folders, by path.' })
  async folders(@Root() project: WorkspaceProject, @Ctx() context: RequestContext): Promise<FolderType[]> {
    return (await folderLists(context).get(project.id)) ?? [];
  }

  @Mutation(() => WorkspaceProject, {
    description: 'Needs workspace.write. Errors: BAD_USER_INPUT, CONFLICT when the key is taken.',
  })
  async createProject(
    @Arg('input', () => CreateProjectInput) input: CreateProjectInput,
    @Ctx() context: RequestContext,
  ): Promise<WorkspaceProject> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    const { name, key = null, description = null } = input;
    return services.workspace.projects.create(
      principal.actor,
      { name, key, description },
      actingFor(context),
    );
  }

  @Mutation(() => WorkspaceProject, {
    description: 'Needs workspace.write. Errors: BAD_USER_INPUT, NOT_FOUND.',
  })
  async updateProject(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateProjectInput) input: UpdateProjectInput,
    @Ctx() context: RequestContext,
  ): Promise<WorkspaceProject> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return services.workspace.projects.update(principal.actor, id, input, actingFor(context));
  }

  @Mutation(() => DeletePayload, {
    description:
      'Deletes a project with all that is in it; every folder and test case is recorded, under one operation. Needs workspace.write. Errors: NOT_FOUND.',
  })
  async deleteProject(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<DeletePayload> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return services.workspace.projects.delete(principal.actor, id, actingFor(context));
  }
}
