import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { requirePermission } from '../access/principal.js';
import { inProcess } from '../graphql/in-process.js';
import type { RequestContext } from '../graphql/request-context.js';
import { SAMPLE_SOURCE } from './sample-source.js';
import { BrokenOff, createSampleWorkspace } from './sample-workspace.js';

@ObjectType({ simpleResolvers: true, description: 'What was made.' })
class SampleWorkspacePayload {
  @Field(() => Int, { description: 'How many things were done, sign-ins included.' })
  changes!: number;

  @Field(() => Int)
  projects!: number;

  @Field(() => Int)
  testCases!: number;

  @Field(() => Int, { description: 'Users who were made, the one included who has not accepted.' })
  people!: number;
}

@Resolver()
export class SampleResolver {
  @Mutation(() => SampleWorkspacePayload, {
    description:
      'Fills an empty account with projects, test cases and people, as several people would, through these mutations; takes seconds. The people are Read Only users at the end, and cannot sign in: nobody has their passwords. To undo it, delete the projects and remove the users; the entries stay in the audit log. Needs workspace.write and account.write. Errors: CONFLICT when there are projects, or people of an earlier sample; when it is being made already; when it broke off, with how far it came.',
  })
  async createSampleWorkspace(
    @Ctx() { services, principal, requestId }: RequestContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<SampleWorkspacePayload> {
    requirePermission(principal, 'workspace.write');
    requirePermission(principal, 'account.write');
    try {
      return await createSampleWorkspace(services.database.pool, inProcess(schema, services, SAMPLE_SOURCE), principal);
    } catch (error) {
      if (error instanceof BrokenOff) services.logger.error({ error: error.cause, requestId }, 'the sample workspace broke off');
      throw error;
    }
  }
}
