import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';

// What is said here of each field holds for page and subscription alike; the filter itself is defined in `shared`.
const LIST = 'Any of them; at most 1,000. An empty list matches nothing.';
const EXCLUDED = 'Entries with any of them are left out; at most 1,000.';

const SEARCH =
  'Words of the entity\'s name and of the details, of which each must occur; `wor*` for words that begin so, `"two words"` for what follows one another, ' +
  '`-word` for what must not occur. At most 64 words. Names of persons are not searched.';
const NETWORKS = 'Addresses and networks, such as `203.0.113.7`, `10.0.0.0/8` or `2001:db8::/32`, of which the source\'s address is or lies in one; at most 1,000.';
const VALUE = 'A text, number or truth value, an element of a list, the name or id of what is referred to, a person\'s id; `""` for no value.';

@InputType({ description: 'Entries that changed this field, and where given, from `old` and to `new`.' })
export class AuditLogDetailsInput {
  @Field(() => String)
  field!: string;

  @Field(() => String, { nullable: true, description: VALUE })
  old?: string | null;

  @Field(() => String, { nullable: true, description: VALUE })
  new?: string | null;
}

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

  @Field(() => String, { nullable: true, description: 'Leaves out what the same `search` would find.' })
  search?: string | null;

  @Field(() => [String], { nullable: true, description: 'Leaves out what came from these addresses and networks. Entries without an address stay.' })
  ips?: string[] | null;

  @Field(() => AuditLogDetailsInput, { nullable: true })
  details?: AuditLogDetailsInput | null;
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

  @Field(() => String, { nullable: true, description: SEARCH })
  search?: string | null;

  @Field(() => [String], { nullable: true, description: `${NETWORKS} An empty list matches nothing.` })
  ips?: string[] | null;

  @Field(() => AuditLogDetailsInput, { nullable: true, description: 'What was changed.' })
  details?: AuditLogDetailsInput | null;

  @Field(() => AuditLogExclusionInput, { nullable: true })
  exclude?: AuditLogExclusionInput | null;
}
