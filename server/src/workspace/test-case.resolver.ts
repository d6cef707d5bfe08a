import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { findPeople } from '../access/person.js';
import type { Person } from '../access/person.js';
import { requirePermission } from '../access/principal.js';
import { User } from '../access/user.types.js';
import { Batch, perRequest } from '../graphql/batch.js';
import { actingFor } from '../graphql/request-context.js';
import type { RequestContext } from '../graphql/request-context.js';
import { folderPaths } from './folder.js';
import { DeletePayload } from './project.types.js';
import { checkFirst, cursorOf, numberAfter } from './test-case-page.js';
import {
  CreateTestCaseInput,
  TestCaseConnection,
  TestCaseType,
  UpdateTestCaseInput,
} from './test-case.types.js';

const paths = perRequest(
  ({ services, principal, signal }) =>
    new Batch((folderIds) => {
      requirePermission(principal, 'workspace.read');
      return services.workspace.reading(principal.actor.organization, (tx) => folderPaths(tx, folderIds), signal);
    }),
);

const owners = perRequest(
  ({ services, principal }) =>
    new Batch<Person>(async (ids) => {
      requirePermission(principal, 'workspace.read');
      const people = await findPeople(services.access.query, principal.actor.organization, ids);
      return new Map(people.map((person) => [person.id, person]));
    }),
);

@Resolver(() => TestCaseType)
export class TestCaseResolver {
  @Query(() => TestCaseType, {
    nullable: true,
    description: 'One test case; null when there is none of that id or key. Needs workspace.read.',
  })
  async testCase(
    @Arg('id', () => ID, { description: 'Its id, or its key, such as TC-222.' }) id: string,
    @Ctx() { services, principal, signal }: RequestContext,
  ): Promise<TestCaseType | null> {
    requirePermission(principal, 'workspace.read');
    return services.workspace.testCases.find(principal.actor.organization, id, signal);
  }

  @Query(() => TestCaseConnection, {
    description:
      'The test cases of a project, in the order of their keys. Needs workspace.read. Errors: NOT_FOUND, BAD_USER_INPUT.',
  })
  async testCases(
    @Arg('projectId', () => ID) projectId: string,
    @Arg('folderId', () => ID, {
      nullable: true,
      description: 'Only those directly in this folder; all of the project when left out.',
    })
    folderId: string | null | undefined,
    @Arg('search', () => String, {
      nullable: true,
      description: 'Part of the title in any case, or the whole key.',
    })
    search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, description: '0 to 200; 50 when left out.' })
    first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() { services, principal, signal }: RequestContext,
  ): Promise<TestCaseConnection> {
    requirePermission(principal, 'workspace.read');
    const filter = { projectId, folderId: folderId ?? null, search: search ?? '' };
    const limit = checkFirst(first ?? null);
    const start = numberAfter(after ?? null);
    const found = await services.workspace.testCases.list(
      principal.actor.organization,
      filter,
      start,
      limit + 1,
      signal,
    );
    const edges = found.slice(0, limit).map((node) => ({ cursor: cursorOf(node), node }));
    const pageInfo = {
      hasNextPage: found.length > limit,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    };
    return { edges, pageInfo, filter };
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The path of its folder; null in the project's root.",
  })
  async folderPath(
    @Root() { folderId }: TestCaseType,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    return folderId === null ? null : ((await paths(context).get(folderId)) ?? null);
  }

  @FieldResolver(() => User, { nullable: true })
  async owner(@Root() { ownerId }: TestCaseType, @Ctx() context: RequestContext): Promise<User | null> {
    return ownerId === null ? null : ((await owners(context).get(ownerId)) ?? null);
  }

  @Mutation(() => TestCaseType, {
    description: 'Needs workspace.write. Errors: BAD_USER_INPUT, NOT_FOUND for project or folder.',
  })
  async createTestCase(
    @Arg('input', () => CreateTestCaseInput) input: CreateTestCaseInput,
    @Ctx() context: RequestContext,
  ): Promise<TestCaseType> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    const { projectId, folderId = null, ...fields } = input;
    return services.workspace.testCases.create(
      principal.actor,
      { projectId, folderId },
      fields,
      actingFor(context),
    );
  }

  @Mutation(() => TestCaseType, {
    description:
      'Changes what differs; where nothing does, nothing is recorded. Needs workspace.write. Errors: BAD_USER_INPUT, NOT_FOUND.',
  })
  async updateTestCase(
    @Arg('id', () => ID, { description: 'Its id or its key.' }) id: string,
    @Arg('input', () => UpdateTestCaseInput) input: UpdateTestCaseInput,
    @Ctx() context: RequestContext,
  ): Promise<TestCaseType> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return services.workspace.testCases.update(principal.actor, id, input, actingFor(context));
  }

  @Mutation(() => TestCaseType, {
    description: 'Needs workspace.write. Errors: NOT_FOUND for test case, project or folder.',
  })
  async moveTestCase(
    @Arg('id', () => ID, { description: 'Its id or its key.' }) id: string,
    @Arg('projectId', () => ID) projectId: string,
    @Arg('folderId', () => ID, {
      nullable: true,
      description: 'A folder of that project; its root when left out.',
    })
    folderId: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<TestCaseType> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    const place = { projectId, folderId: folderId ?? null };
    return services.workspace.testCases.move(principal.actor, id, place, actingFor(context));
  }

  @Mutation(() => TestCaseType, {
    description:
      'Makes a test case with all the fields of another one, under a key of its own. Needs workspace.write. Errors: BAD_USER_INPUT, NOT_FOUND for test case, project or folder.',
  })
  async cloneTestCase(
    @Arg('id', () => ID, { description: 'Its id or its key.' }) id: string,
    @Arg('projectId', () => ID, { nullable: true, description: "The original's project when left out." })
    projectId: string | null | undefined,
    @Arg('folderId', () => ID, {
      nullable: true,
      description:
        "A folder of that project. When left out: the project's root where `projectId` is given, else the original's folder.",
    })
    folderId: string | null | undefined,
    @Arg('title', () => String, {
      nullable: true,
      description:
        'At most 500 characters, not blank. "Copy of …" when left out, cut where that would be longer.',
    })
    title: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<TestCaseType> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return services.workspace.testCases.clone(
      principal.actor,
      id,
      { projectId: projectId ?? null, folderId: folderId ?? null },
      title ?? null,
      actingFor(context),
    );
  }

  @Mutation(() => DeletePayload, { description: 'Needs workspace.write. Errors: NOT_FOUND.' })
  async deleteTestCase(
    @Arg('id', () => ID, { description: 'Its id or its key.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<DeletePayload> {
    const { services, principal } = context;
    requirePermission(principal, 'workspace.write');
    return {
      id: await services.workspace.testCases.delete(principal.actor, id, actingFor(context)),
      testCases: 0,
      folders: 0,
    };
  }
}

@Resolver(() => TestCaseConnection)
export class TestCaseConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many there are in all; counted only when it is asked for.' })
  async totalCount(
    @Root() { filter }: TestCaseConnection,
    @Ctx() { services, principal, signal }: RequestContext,
  ): Promise<number> {
    requirePermission(principal, 'workspace.read');
    return services.workspace.testCases.count(principal.actor.organization, filter, signal);
  }
}
