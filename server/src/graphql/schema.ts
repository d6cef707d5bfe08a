import type { GraphQLArgument, GraphQLSchema } from 'graphql';
import { printSchema } from 'graphql';
import type { PubSub } from 'type-graphql';
import { buildSchema } from 'type-graphql';
import { ApiKeyResolver } from '../access/api-key.resolver.js';
import { OrganizationResolver } from '../access/organization.resolver.js';
import { SignInResolver } from '../access/sign-in.resolver.js';
import { UserResolver } from '../access/user.resolver.js';
import { ViewerResolver } from '../access/viewer.resolver.js';
import { CountsResolver } from '../counts/counts.resolver.js';
import { EmbedResolver } from '../embed/embed.resolver.js';
import { AuditLogResolver } from '../query/audit-log.resolver.js';
import { SavedViewResolver, ViewerSavedViewResolver } from '../saved-views/saved-view.resolver.js';
import { SampleResolver } from '../sample/sample.resolver.js';
import { AuditLogTailResolver } from '../tail/audit-log-tail.resolver.js';
import { FolderResolver } from '../workspace/folder.resolver.js';
import { ProjectResolver } from '../workspace/project.resolver.js';
import { TestCaseConnectionResolver, TestCaseResolver } from '../workspace/test-case.resolver.js';

/** type-graphql wants one as soon as there is a subscription, though each of ours brings its own source of events. */
const unusedPubSub: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('subscriptions bring their own source of events');
  },
};

/** The whole schema, made from the classes of every feature. Inputs are checked where they are used. */
export async function buildProductSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      AuditLogResolver,
      CountsResolver,
      AuditLogTailResolver,
      ViewerResolver,
      UserResolver,
      ApiKeyResolver,
      OrganizationResolver,
      SavedViewResolver,
      ViewerSavedViewResolver,
      EmbedResolver,
      SignInResolver,
      SampleResolver,
      ProjectResolver,
      FolderResolver,
      TestCaseResolver,
      TestCaseConnectionResolver,
    ],
    validate: false,
    pubSub: unusedPubSub,
  });
  putArgumentsInOrder(schema);
  return schema;
}

/** Decorators of parameters run from the last to the first, and so type-graphql lists the arguments. */
function putArgumentsInOrder(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) (field.args as GraphQLArgument[]).reverse();
  }
}

/** The text of server/schema.graphql. */
export async function printProductSchema(): Promise<string> {
  const header =
    '# Generated from the resolvers by `node server/dist/graphql/emit-schema.js`; a test refuses a difference.';
  return `${header}\n\n${printSchema(await buildProductSchema())}\n`;
}
