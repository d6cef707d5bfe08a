import { Field, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: "Relay's page information: one type for every connection." })
export class PageInfo {
  @Field(() => Boolean, { description: 'There may be more: ask on with `after: endCursor`.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'There may be more before: ask on with `before: startCursor`, where the connection takes it.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}
