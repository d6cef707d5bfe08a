import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';
import { AuditLogFilterInput } from '../query/audit-log-filter.types.js';

const ORIGINS = 'The origins of the pages that may show the viewer, such as `https://app.example.com`';

@InputType()
export class CreateEmbedTokenInput {
  @Field(() => AuditLogFilterInput, {
    description: 'What the viewer shows: only what this lets through, whatever else is asked for. `{}` is the whole log.',
  })
  filter!: AuditLogFilterInput;

  @Field(() => [String], { description: `${ORIGINS}: scheme, host and port alone, 1 to 20 of them.` })
  origins!: string[];

  @Field(() => Int, { nullable: true, description: 'How long it is good for: 60 to 86,400 seconds, 3,600 when it is missing; never longer than the key.' })
  expiresInSeconds?: number | null;

  @Field(() => String, { nullable: true, description: 'Who is to look, as you call them; at most 200 characters. Recorded when they do.' })
  viewer?: string | null;
}

@ObjectType({ simpleResolvers: true })
export class CreateEmbedTokenPayload {
  @Field(() => String, { description: 'For `AuditLog.embed` of `/embed.js`, or `Authorization: Bearer TOKEN`. It is shown here and never again.' })
  token!: string;

  @Field(() => DateTime)
  expiresAt!: string;

  @Field(() => String, { description: 'What an iframe takes as its `src`. The token is in the fragment, which no server is sent.' })
  url!: string;
}

@ObjectType('EmbedToken', { simpleResolvers: true, description: 'An embed token, as its viewer knows it.' })
export class EmbedTokenInfo {
  @Field(() => DateTime, { description: 'When it stops working.' })
  expiresAt!: string;

  @Field(() => Int, { description: 'Until then, in seconds: for who has no right clock.' })
  expiresInSeconds!: number;

  @Field(() => [String], { description: `${ORIGINS}.` })
  origins!: readonly string[];

  @Field(() => String, { description: 'The same for all tokens that show the same part of the log: what was shown with another is to be forgotten.' })
  part!: string;
}
