import type { Role } from '@audit-log/shared/permission';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { listPeople } from './person.js';
import { requireGrantable, requirePermission } from './principal.js';
import { RoleEnum, User } from './user.types.js';

@InputType()
class InviteUserInput {
  @Field(() => String, {
    description: 'Where the person is reached; at most 254 characters. Nothing is sent: pass the link on.',
  })
  email!: string;

  @Field(() => String, { nullable: true, description: 'Suggested to the person; at most 200 characters.' })
  name?: string | null;

  @Field(() => RoleEnum, { defaultValue: RoleEnum.READ_ONLY })
  role!: Role;
}

@ObjectType({ simpleResolvers: true })
class InviteUserPayload {
  @Field(() => User)
  user!: User;

  @Field(() => String, { description: 'Accepts the invitation, once. It is shown here and never again.' })
  link!: string;

  @Field(() => DateTime, { description: 'When the link stops working.' })
  expiresAt!: string;
}

@Resolver()
export class UserResolver {
  @Query(() => [User], {
    description: 'Everybody of this organization, by name. Needs the permission account.read.',
  })
  async users(@Ctx() { services, principal }: RequestContext): Promise<User[]> {
    requirePermission(principal, 'account.read');
    return listPeople(services.access.query, principal.actor.organization);
  }

  @Mutation(() => InviteUserPayload, {
    description:
      'Makes an account that waits to be accepted. Needs account.write. Errors: BAD_USER_INPUT, FORBIDDEN for a role that permits what the inviter may not do, CONFLICT when the address has an account.',
  })
  async inviteUser(
    @Arg('input', () => InviteUserInput) input: InviteUserInput,
    @Ctx() context: RequestContext,
  ): Promise<InviteUserPayload> {
    const { services, principal } = context;
    requirePermission(principal, 'account.write');
    const { email, name = null, role } = input;
    requireGrantable(principal, role);
    const { person, link, expiresAt } = await services.access.invitations.invite(
      principal.actor,
      { email, name, role },
      actingFor(context),
    );
    return { user: person, link, expiresAt };
  }

  @Mutation(() => InviteUserPayload, {
    description:
      'Makes a new link for somebody who has not accepted yet; the old one stops working. Recorded as another invitation. Needs account.write. Errors: NOT_FOUND, FORBIDDEN when their role permits what you may not do, CONFLICT when they have accepted.',
  })
  async renewInvitation(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<InviteUserPayload> {
    const { services, principal } = context;
    requirePermission(principal, 'account.write');
    const { person, link, expiresAt } = await services.access.invitations.renew(
      principal,
      id,
      actingFor(context),
    );
    return { user: person, link, expiresAt };
  }

  @Mutation(() => User, {
    description:
      'Gives a user another role. It holds from their next request on; their open sockets are closed. Needs account.write. Errors: NOT_FOUND, FORBIDDEN for a role that permits what you may not do, CONFLICT for the last administrator.',
  })
  async updateUserRole(
    @Arg('id', () => ID) id: string,
    @Arg('role', () => RoleEnum) role: Role,
    @Ctx() context: RequestContext,
  ): Promise<User> {
    const { services, principal } = context;
    requirePermission(principal, 'account.write');
    requireGrantable(principal, role);
    return services.access.people.updateRole(principal.actor, id, role, actingFor(context));
  }

  @Mutation(() => User, {
    description:
      'Removes a user, or withdraws an invitation, and returns them as they were. Their sessions and sockets end at once, and their address can be invited again. The audit log goes on naming them; test cases they owned have no owner then; API keys they made go on, since they belong to the organization. Needs account.write. Errors: NOT_FOUND, CONFLICT for the last administrator.',
  })
  async removeUser(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<User> {
    const { services, principal } = context;
    requirePermission(principal, 'account.write');
    return services.access.people.remove(principal.actor, id, actingFor(context));
  }
}
