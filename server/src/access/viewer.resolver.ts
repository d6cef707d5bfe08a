import { permissionsOf } from '@audit-log/shared/permission';
import type { Permission, Role, Scope } from '@audit-log/shared/permission';
import { Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/request-context.js';
import type { Access } from './access.js';
import { firstOrganization, readOrganization } from './organization.js';
import { findPerson } from './person.js';
import type { Principal } from './principal.js';
import { RoleEnum, User } from './user.types.js';

@ObjectType({ simpleResolvers: true })
export class OrganizationInfo {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: 'An organization as its own people see it.' })
export class Organization {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The time zone of its people, by its name in the IANA database, such as Asia/Kathmandu; null: none was chosen. The page can tell times in it. A browser may not know every zone that the server knows.',
  })
  timeZone!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Who is asking, and what they may do.' })
export class Viewer {
  @Field(() => User, { nullable: true, description: 'The person who is signed in; null for an API key.' })
  user!: User | null;

  @Field(() => Organization)
  organization!: Organization;

  @Field(() => RoleEnum, { nullable: true, description: 'Of a person; null for an API key.' })
  role!: Role | null;

  @Field(() => [String], {
    description: 'Of an API key: audit:read, audit:write, workspace:write, account:write. A person has none.',
  })
  scopes!: readonly Scope[];

  @Field(() => [String], {
    description:
      'All that role or scopes permit: audit.read, audit.write, workspace.read, workspace.write, account.read, account.write.',
  })
  permissions!: readonly Permission[];

  /** For what other features tell of a viewer. */
  principal!: Principal;
}

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: 'Who is asking; null when nobody is signed in.' })
  async viewer(@Ctx() { services, principal }: RequestContext): Promise<Viewer | null> {
    return principal === null ? null : viewerOf(services.access, principal);
  }

  @Query(() => OrganizationInfo, {
    nullable: true,
    description:
      'For the sign-in page, open to everybody: the one organization of this installation; null where there are several.',
  })
  async organization(@Ctx() { services }: RequestContext): Promise<OrganizationInfo | null> {
    const first = await firstOrganization(services.access.query);
    return first?.only === true ? first : null;
  }
}

export async function viewerOf({ query }: Access, principal: Principal): Promise<Viewer> {
  const { actor, role, scopes } = principal;
  const [organization, user] = await Promise.all([
    readOrganization(query, actor.organization),
    actor.kind === 'USER' ? findPerson(query, actor.id) : null,
  ]);
  return { user, organization, role, scopes, permissions: permissionsOf(principal), principal };
}
