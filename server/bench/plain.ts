/**
 * The plain way: Apollo Server with type-graphql under Express, and TypeORM's `repository.find` over an entity class, as
 * their documentation shows it. The entity is mapped to a view that joins the names, since `find` with relations would
 * ask several times; it connects as the owner, for whom row-level security costs nothing. ORDER: {url, organization}.
 */
import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { GraphQLJSON } from 'graphql-scalars';
import { Arg, buildSchema, Field, GraphQLISODateTime, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { DataSource, LessThan, ViewColumn, ViewEntity } from 'typeorm';
import { VIEW } from './references.js';

const { url, organization } = JSON.parse(process.env['ORDER'] ?? '{}') as { url: string; organization: number };

@ViewEntity({ schema: VIEW.schema, name: VIEW.name, synchronize: false })
@ObjectType()
class Entry {
  @ViewColumn()
  organization!: number;

  @ViewColumn()
  @Field(() => ID)
  id!: string;

  @ViewColumn()
  @Field(() => GraphQLISODateTime)
  time!: Date;

  @ViewColumn()
  @Field(() => String)
  eventType!: string;

  @ViewColumn()
  @Field(() => String)
  action!: string;

  @ViewColumn()
  @Field(() => String, { nullable: true })
  projectId!: string | null;

  @ViewColumn()
  @Field(() => String, { nullable: true })
  projectName!: string | null;

  @ViewColumn()
  @Field(() => String)
  userId!: string;

  @ViewColumn()
  @Field(() => String)
  userKind!: string;

  @ViewColumn()
  @Field(() => String, { nullable: true })
  userName!: string | null;

  @ViewColumn()
  @Field(() => String, { nullable: true })
  entityId!: string | null;

  @ViewColumn()
  @Field(() => String, { nullable: true })
  entityName!: string | null;

  @ViewColumn()
  @Field(() => [Change])
  changes!: Change[];
}

@ObjectType()
class Change {
  @Field(() => String)
  field!: string;

  @Field(() => GraphQLJSON, { nullable: true })
  old!: unknown;

  @Field(() => GraphQLJSON, { nullable: true })
  new!: unknown;

  @Field(() => String, { nullable: true })
  oldId!: string | null;

  @Field(() => String, { nullable: true })
  newId!: string | null;
}

const source = new DataSource({ type: 'postgres', url, entities: [Entry], synchronize: false, poolSize: 10, installExtensions: false });
await source.initialize();
const repository = source.getRepository(Entry);

@Resolver()
class EntryResolver {
  @Query(() => [Entry])
  entries(@Arg('before', () => GraphQLISODateTime) before: Date, @Arg('first', () => Int) first: number): Promise<Entry[]> {
    return repository.find({ where: { organization, time: LessThan(before) }, order: { time: 'DESC', id: 'DESC' }, take: first });
  }
}

const apollo = new ApolloServer({
  schema: await buildSchema({ resolvers: [EntryResolver], validate: false }),
  plugins: [ApolloServerPluginLandingPageDisabled()],
});
await apollo.start();
const app = express();
app.use('/graphql', express.json(), expressMiddleware(apollo));
app.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));
