import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Batch, perRequest } from '../graphql/batch.js';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { ApiKeyType, CreateApiKeyInput, CreateApiKeyPayload } from './api-key.types.js';
import { findPeople } from './person.js';
import type { Person } from './person.js';
import { requirePermission } from './principal.js';
import { User } from './user.types.js';

const creators = perRequest(
  ({ services, principal }) =>
    new Batch<Person>(async (ids) => {
      requirePermission(principal, 'account.read');
      const people = await findPeople(services.access.query, principal.actor.organization, ids);
      return new Map(people.map((person) => [person.id, person]));
    }),
);

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  @Query(() => [ApiKeyType], {
    description:
      'The API keys of this organization that have not been revoked, also those that have expired, by name. Needs account.read.',
  })
  async apiKeys(@Ctx() { services, principal }: RequestContext): Promise<ApiKeyType[]> {
    requirePermission(principal, 'account.read');
    return services.access.apiKeys.list(principal.actor.organization);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Null when an API key made it, or a user who has been removed; the audit log knows them.',
  })
  async createdBy(
    @Root() { creatorId }: ApiKeyType,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    return creatorId === null ? null : ((await creators(context).get(creatorId)) ?? null);
  }

  @Mutation(() => CreateApiKeyPayload, {
    description:
      'Makes an API key. It belongs to the organization: it goes on when its maker is removed, until it expires or is revoked. Needs account.write. Errors: BAD_USER_INPUT, FORBIDDEN for scopes that permit what the maker may not do.',
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<CreateApiKeyPayload> {
    const { services, principal } = context;
    requirePermission(principal, 'account.write');
    const { name, scopes, expiresAt = null } = input;
    return services.access.apiKeys.create(principal, { name, scopes, expiresAt }, actingFor(context));
  }

  @Mutation(() => ApiKeyType, {
    description:
      'Ends an API key for good, at once: its open sockets are closed. A key may revoke itself. Needs account.write. Errors: NOT_FOUND, also for one that has been revoked.',
  })
  async revokeApiKey(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeyType> {
    const { services, principal } = context;
    requirePermission(principal, 'account.write');
    return services.access.apiKeys.revoke(principal.actor, id, actingFor(context));
  }
}
