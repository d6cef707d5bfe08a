import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { requirePermission } from './principal.js';
import { Organization } from './viewer.resolver.js';

@InputType({ description: 'What is missing stays; null empties.' })
class UpdateOrganizationInput {
  @Field(() => String, {
    nullable: true,
    description: 'The name of a time zone in the IANA database, links too, such as Asia/Kathmandu; null: none.',
  })
  timeZone?: string | null;
}

@Resolver()
export class OrganizationResolver {
  @Mutation(() => Organization, {
    description:
      'Changes what holds for everybody of this organization. Recorded as ORGANIZATION, update; what is so already is not. Needs account.write. Errors: BAD_USER_INPUT for a time zone that is not known.',
  })
  async updateOrganization(
    @Arg('input', () => UpdateOrganizationInput) input: UpdateOrganizationInput,
    @Ctx() context: RequestContext,
  ): Promise<Organization> {
    const { services, principal } = context;
    requirePermission(principal, 'account.write');
    return services.access.organizationSettings.update(principal.actor, input, actingFor(context));
  }
}
