import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';

@ObjectType({ simpleResolvers: true, description: 'A project: folders and test cases.' })
export class WorkspaceProject {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Short, unique in the organization, never changes.' })
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime)
  updatedAt!: string;
}

@InputType()
export class CreateProjectInput {
  @Field(() => String, { description: 'At most 200 characters, not blank.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Up to 16 capital letters and digits, the first a letter; derived from the name when left out.',
  })
  key?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 100,000 characters.' })
  description?: string | null;
}

@InputType({ description: 'What is missing stays; null empties.' })
export class UpdateProjectInput {
  @Field(() => String, { nullable: true, description: 'At most 200 characters; cannot be emptied.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 100,000 characters.' })
  description?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What was deleted, and how much went with it.' })
export class DeletePayload {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { description: 'How many test cases went with it.' })
  testCases!: number;

  @Field(() => Int, { description: 'How many folders went with it.' })
  folders!: number;
}
