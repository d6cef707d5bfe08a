import { isPermitted } from '@audit-log/shared/permission';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requirePermission } from '../access/principal.js';
import { Viewer } from '../access/viewer.resolver.js';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { CreateSavedViewInput, SavedViewType, UpdateSavedViewInput } from './saved-view.types.js';

@Resolver(() => SavedViewType)
export class SavedViewResolver {
  @Query(() => [SavedViewType], {
    description: 'Your own views of the audit log, which nobody else sees, then those that are shared, each by name. Needs audit.read.',
  })
  async savedViews(@Ctx() { services, principal }: RequestContext): Promise<SavedViewType[]> {
    requirePermission(principal, 'audit.read');
    return services.savedViews.list(principal);
  }

  @Mutation(() => SavedViewType, {
    description:
      'Keeps a filter under a name. A person has at most 100 of their own, an organization 200 shared ones, which outlive who made them. An API key makes shared ones alone, and needs account.write for it. Recorded in the log, with name and filter, those of your own too. Needs audit.read. Errors: BAD_USER_INPUT, FORBIDDEN, CONFLICT when the name is taken.',
  })
  async createSavedView(@Arg('input', () => CreateSavedViewInput) input: CreateSavedViewInput, @Ctx() context: RequestContext): Promise<SavedViewType> {
    const { services, principal } = context;
    requirePermission(principal, 'audit.read');
    return services.savedViews.create(principal, input, actingFor(context));
  }

  @Mutation(() => SavedViewType, {
    description:
      'Changes your own view or, where you made it or have account.write, a shared one. Whoever opens the log with one that is shared no more has no default then. Needs audit.read. Errors: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT when the name is taken.',
  })
  async updateSavedView(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateSavedViewInput) input: UpdateSavedViewInput,
    @Ctx() context: RequestContext,
  ): Promise<SavedViewType> {
    const { services, principal } = context;
    requirePermission(principal, 'audit.read');
    return services.savedViews.update(principal, id, input, actingFor(context));
  }

  @Mutation(() => SavedViewType, {
    description:
      'Deletes your own view or, where you made it or have account.write, a shared one, and returns it as it was. Whoever opened the log with it has no default then. Needs audit.read. Errors: NOT_FOUND, FORBIDDEN.',
  })
  async deleteSavedView(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<SavedViewType> {
    const { services, principal } = context;
    requirePermission(principal, 'audit.read');
    return services.savedViews.delete(principal, id, actingFor(context));
  }

  @Mutation(() => SavedViewType, {
    nullable: true,
    description:
      'Chooses what the log’s page opens with for you where an address says nothing else; with null or without `id`: the last seven days, as for everybody. Not recorded. Needs audit.read. Errors: NOT_FOUND, BAD_USER_INPUT for an API key.',
  })
  async setDefaultSavedView(@Arg('id', () => ID, { nullable: true }) id: string | null, @Ctx() context: RequestContext): Promise<SavedViewType | null> {
    const { services, principal } = context;
    requirePermission(principal, 'audit.read');
    return services.savedViews.setDefault(principal, id ?? null, actingFor(context));
  }
}

@Resolver(() => Viewer)
export class ViewerSavedViewResolver {
  @FieldResolver(() => SavedViewType, {
    nullable: true,
    description: 'What the log’s page opens with where an address says nothing else; null: nothing was chosen, or you may not read the log.',
  })
  async defaultSavedView(@Root() { principal }: Viewer, @Ctx() { services }: RequestContext): Promise<SavedViewType | null> {
    return isPermitted(principal, 'audit.read') ? services.savedViews.defaultOf(principal) : null;
  }
}
