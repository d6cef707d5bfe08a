import { Field, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType('Folder', { simpleResolvers: true, description: 'A folder of a project.' })
export class FolderType {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  projectId!: string;

  @Field(() => ID, { nullable: true, description: "Null: it lies in the project's root." })
  parentId!: string | null;

  @Field(() => String, { description: 'Unique among its siblings.' })
  name!: string;

  @Field(() => String, {
    description: "The names from the project's root down to this folder, joined with `/`.",
  })
  path!: string;
}

@InputType()
export class CreateFolderInput {
  @Field(() => ID)
  projectId!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The folder to make it in; the project's root when left out. At most 50 folders deep.",
  })
  parentId?: string | null;

  @Field(() => String, { description: 'At most 200 characters, not blank, without `/`.' })
  name!: string;
}
