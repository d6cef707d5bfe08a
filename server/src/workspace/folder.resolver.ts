import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { requirePermission } from '../access/principal.js';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { CreateFolderInput, FolderType } from './folder.types.js';
import { DeletePayload } from './project.types.js';

@Resolver()
export class FolderResolver {
  @Mutation(() => FolderType, {
    description:
      'Needs workspace.write. Errors: BAD_USER_INPUT, NOT_FOUND, CONFLICT when a folder of this name is there already.',
  })
  async createFolder(
    @Arg('input', () => CreateFolderInput) input: CreateFolderInput,
    @Ctx() context: RequestContext,
  ): Promise<FolderType> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    const { projectId, parentId = null, name } = input;
    return services.workspace.folders.create(
      principal.actor,
      { projectId, parentId, name },
      actingFor(context),
    );
  }

  @Mutation(() => FolderType, {
    description:
      'Needs workspace.write. Errors: BAD_USER_INPUT, NOT_FOUND, CONFLICT when a folder of this name is there already.',
  })
  async renameFolder(
    @Arg('id', () => ID) id: string,
    @Arg('name', () => String, { description: 'At most 200 characters, not blank, without `/`.' })
    name: string,
    @Ctx() context: RequestContext,
  ): Promise<FolderType> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return services.workspace.folders.rename(principal.actor, id, name, actingFor(context));
  }

  @Mutation(() => FolderType, {
    description:
      'Moves a folder, with all that is in it, elsewhere in its project. Needs workspace.write. Errors: BAD_USER_INPUT for a place within itself or more than 50 folders deep, NOT_FOUND, CONFLICT when a folder of its name is there already.',
  })
  async moveFolder(
    @Arg('id', () => ID) id: string,
    @Arg('parentId', () => ID, {
      nullable: true,
      description: "A folder of the same project; the project's root when left out.",
    })
    parentId: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<FolderType> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return services.workspace.folders.move(principal.actor, id, parentId ?? null, actingFor(context));
  }

  @Mutation(() => DeletePayload, {
    description:
      'Deletes a folder with all that is in it; everything is recorded, under one operation. Needs workspace.write. Errors: NOT_FOUND.',
  })
  async deleteFolder(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<DeletePayload> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return services.workspace.folders.delete(principal.actor, id, actingFor(context));
  }
}
