import { ROLES } from '@audit-log/shared/permission';
import type { Role } from '@audit-log/shared/permission';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';
import type { Person } from './person.js';

export const RoleEnum = Object.fromEntries(ROLES.map((role) => [role, role])) as { readonly [R in Role]: R };
registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a person may be in an organization.',
  valuesConfig: {
    ADMIN: { description: 'May do everything, and read the audit log.' },
    READ_ONLY: {
      description: 'Sees projects and test cases; changes nothing, and does not see the audit log.',
    },
  },
});

const UserStatus = { INVITED: 'Invited', ACTIVE: 'Active' } as const;
registerEnumType(UserStatus, {
  name: 'UserStatus',
  description: 'Whether a person has come yet.',
  valuesConfig: {
    INVITED: { description: 'The invitation has not been accepted.' },
    ACTIVE: { description: 'May sign in.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A person with an account in this organization.' })
export class User {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'In lower case; unique in the whole installation.' })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Null until the invitation is accepted, unless it came with one.',
  })
  name!: string | null;

  @Field(() => RoleEnum)
  role!: Role;

  @Field(() => UserStatus)
  status!: Person['status'];

  @Field(() => DateTime, { description: 'When the last link was made by which to accept.' })
  invitedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When a session was last begun; null: never.' })
  lastSignInAt!: string | null;
}
