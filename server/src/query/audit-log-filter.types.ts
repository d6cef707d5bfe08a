import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';

// What is said here of each field holds for page and subscription alike; the filter itself is defined in `shared`.
const LIST = 'Any of them; at most 1,000. An empty list matches nothing.';
const EXCLUDED = 'Entries with any of them are left out; at most 1,000.';

@InputType({ description: 'Leaves out the entries that match any of these fields.' })
export class AuditLogExclusionInput {
  @Field(() => [String], { nullable: true, description: EXCLUDED })
  eventTypes?: string[] | null;

  @Field(() => [String], { nullable: true, description: EXCLUDED })
  actions?: string[] | null;

  @Field(() => [ID], { nullable: true, description: EXCLUDED })
  userIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: `${EXCLUDED} Entries of no project stay.` })
  projectIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True leaves out the entries of no project.' })
  withoutProject?: boolean | null;

  @Field(() => ID, { nullable: true })
  entityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A UUID.' })
  operationId?: string | null;
}

@InputType({ description: 'Which entries. What is missing or null does not filter; all that is given must hold.' })
export class AuditLogFilterInput {
  @Field(() => [String], { nullable: true, description: `Event types, such as \`TEST_CASE\`. ${LIST}` })
  eventTypes?: string[] | null;

  @Field(() => [String], { nullable: true, description: `Actions, such as \`update\`. ${LIST}` })
  actions?: string[] | null;

  @Field(() => [ID], { nullable: true, description: `Ids of actors of any kind. ${LIST}` })
  userIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: `Ids of projects. ${LIST}` })
  projectIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True adds the entries of no project to `projectIds`; alone it gives only those.' })
  withoutProject?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'The earliest time, inclusive.' })
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'The time to end before, exclusive.' })
  to?: string | null;

  @Field(() => ID, { nullable: true, description: 'The history of one thing.' })
  entityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'All of one act. A UUID.' })
  operationId?: string | null;

  @Field(() => AuditLogExclusionInput, { nullable: true })
  exclude?: AuditLogExclusionInput | null;
}
