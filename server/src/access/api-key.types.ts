import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';

const SCOPES = '`audit:read`, `audit:write`, `workspace:write`, `account:write`';

@ObjectType('ApiKey', { simpleResolvers: true, description: 'What a program proves itself with.' })
export class ApiKeyType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Its first characters, by which its owner tells it from others.' })
  prefix!: string;

  @Field(() => [String], { description: `What it may do: ${SCOPES}.` })
  scopes!: readonly string[];

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it stops working; null: never.' })
  expiresAt!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last used; null: never. Up to ten seconds behind.',
  })
  lastUsedAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Null as long as it has not been revoked.' })
  revokedAt!: string | null;

  /** For the field `createdBy`. */
  creatorId!: string | null;
}

@InputType()
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What it is for; at most 200 characters, not blank.' })
  name!: string;

  @Field(() => [String], { description: `At least one of ${SCOPES}.` })
  scopes!: string[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it stops working, a time in the future; never when left out.',
  })
  expiresAt?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class CreateApiKeyPayload {
  @Field(() => ApiKeyType)
  apiKey!: ApiKeyType;

  @Field(() => String, {
    description: 'For the header `Authorization: Bearer KEY`. It is shown here and never again.',
  })
  key!: string;
}
