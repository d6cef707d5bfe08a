import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';

const FILTER =
  'As in the page’s address: `type=TEST_CASE&-action=view&range=7d`, at most 8,000 characters. `range` stays relative to whenever the view is opened, `from` and `to` stay what they are; with none of them it is all time (the page’s own address has `range=all` for that, and leaves out `range=7d`).';

@ObjectType('SavedView', { simpleResolvers: true, description: 'A filter of the audit log that is kept under a name.' })
export class SavedViewType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: `${FILTER} In normal form: the same for all filters of one meaning.` })
  filter!: string;

  @Field(() => Boolean, { description: 'Whether everybody who may read the log has it; else you alone.' })
  shared!: boolean;

  @Field(() => Boolean, { description: 'Whether your log opens with it.' })
  isDefault!: boolean;

  @Field(() => Boolean, { description: 'Whether you may change and delete it: your own, shared ones that you made, and all with account.write.' })
  canChange!: boolean;

  @Field(() => String, { nullable: true, description: 'The name of who made it; null when an API key did, or a user who has been removed.' })
  creatorName!: string | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime)
  updatedAt!: string;
}

@InputType()
export class CreateSavedViewInput {
  @Field(() => String, { description: 'At most 100 characters, not blank; no two of your own have the same, nor two shared ones.' })
  name!: string;

  @Field(() => String, { description: FILTER })
  filter!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether everybody who may read the log has it.' })
  shared!: boolean;
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateSavedViewInput {
  @Field(() => String, { nullable: true, description: 'At most 100 characters, not blank.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: FILTER })
  filter?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'false: only who made it can have it for themselves again.' })
  shared?: boolean | null;
}
