import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';
import { PageInfo } from '../graphql/page-info.js';
import type { TestCaseFields } from './test-case-fields.js';
import { PRIORITIES, STATUSES, TEMPLATES } from './test-case.js';
import type { Priority, Status, Template } from './test-case.js';
import type { TestCaseFilter } from './test-cases.js';

registerEnumType(TEMPLATES, {
  name: 'TestCaseTemplate',
  description: 'How a test case is written; recorded as "Documentation" and "Steps".',
});
registerEnumType(PRIORITIES, {
  name: 'Priority',
  description: 'Recorded as "Info", "Low", "Medium", "High" and "Critical".',
});
registerEnumType(STATUSES, {
  name: 'TestCaseStatus',
  description: 'Recorded as "Draft", "Active", "In Progress" and "Outdated".',
});

@ObjectType('TestStep', { simpleResolvers: true })
class TestStepType {
  @Field(() => String)
  action!: string;

  @Field(() => String, { nullable: true })
  expected!: string | null;
}

@ObjectType('TestCase', { simpleResolvers: true })
export class TestCaseType {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Such as TC-222: unique in the organization, never changes.' })
  key!: string;

  @Field(() => ID)
  projectId!: string;

  @Field(() => ID, { nullable: true, description: "Null: it lies in the project's root." })
  folderId!: string | null;

  @Field(() => String)
  title!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => TEMPLATES)
  template!: Template;

  @Field(() => PRIORITIES, { nullable: true })
  priority!: Priority | null;

  @Field(() => STATUSES)
  status!: Status;

  @Field(() => String, { nullable: true })
  type!: string | null;

  @Field(() => [String])
  labels!: readonly string[];

  @Field(() => [String])
  requirements!: readonly string[];

  @Field(() => String, { nullable: true })
  preconditions!: string | null;

  @Field(() => String, { nullable: true })
  reference!: string | null;

  @Field(() => [TestStepType])
  steps!: readonly TestStepType[];

  @Field(() => String, { nullable: true })
  expectedResults!: string | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime)
  updatedAt!: string;

  /** For the field `owner`. */
  ownerId!: string | null;
}

@InputType()
class TestStepInput {
  @Field(() => String, { description: 'At most 100,000 characters.' })
  action!: string;

  @Field(() => String, { nullable: true, description: 'At most 100,000 characters.' })
  expected?: string | null;
}

@InputType()
abstract class TestCaseFieldsInput implements Omit<TestCaseFields, 'title'> {
  @Field(() => String, { nullable: true, description: 'At most 100,000 characters.' })
  description?: string | null;

  @Field(() => TEMPLATES, { nullable: true })
  template?: Template | null;

  @Field(() => PRIORITIES, { nullable: true })
  priority?: Priority | null;

  @Field(() => STATUSES, { nullable: true })
  status?: Status | null;

  @Field(() => String, { nullable: true, description: 'At most 200 characters.' })
  type?: string | null;

  @Field(() => ID, { nullable: true, description: 'A person of this organization.' })
  ownerId?: string | null;

  @Field(() => [String], { nullable: true, description: 'At most 200, of at most 200 characters.' })
  labels?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'At most 200, of at most 200 characters.' })
  requirements?: string[] | null;

  @Field(() => String, { nullable: true, description: 'At most 100,000 characters.' })
  preconditions?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 100,000 characters.' })
  reference?: string | null;

  @Field(() => [TestStepInput], { nullable: true, description: 'At most 1,000.' })
  steps?: TestStepInput[] | null;

  @Field(() => String, { nullable: true, description: 'At most 100,000 characters.' })
  expectedResults?: string | null;
}

@InputType({
  description: 'What is missing stays; null empties. `title`, `template` and `status` cannot be emptied.',
})
export class UpdateTestCaseInput extends TestCaseFieldsInput {
  @Field(() => String, { nullable: true, description: 'At most 500 characters, not blank.' })
  title?: string | null;
}

@InputType({ description: 'Without `template` it is STEPS, without `status` DRAFT.' })
export class CreateTestCaseInput extends TestCaseFieldsInput {
  @Field(() => ID)
  projectId!: string;

  @Field(() => ID, { nullable: true, description: "The project's root when left out." })
  folderId?: string | null;

  @Field(() => String, { description: 'At most 500 characters, not blank.' })
  title!: string;
}

@ObjectType({ simpleResolvers: true })
class TestCaseEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => TestCaseType)
  node!: TestCaseType;
}

@ObjectType({ simpleResolvers: true, description: 'A page of test cases, in the order of their keys.' })
export class TestCaseConnection {
  @Field(() => [TestCaseEdge])
  edges!: TestCaseEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  /** For the field `totalCount`. */
  filter!: TestCaseFilter;
}
