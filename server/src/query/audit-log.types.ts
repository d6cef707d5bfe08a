import { ACTOR_KINDS, type ActorKind, type AuditEntry, type Json, type Via } from '@audit-log/shared/entry';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';
import { JsonScalar } from '../graphql/json.js';
import { PageInfo } from '../graphql/page-info.js';
import type { FilterField } from './options.js';

const ActorKindEnum = Object.fromEntries(ACTOR_KINDS.map((kind) => [kind, kind])) as { readonly [K in ActorKind]: K };
registerEnumType(ActorKindEnum, {
  name: 'ActorKind',
  description: 'What kind of actor did something.',
  valuesConfig: {
    USER: { description: 'A person of the organization.' },
    API_KEY: { description: 'A program with an API key.' },
    SUPPORT: { description: "The vendor's support, while access is granted." },
    AGENT: { description: 'An AI agent.' },
    INTEGRATION: { description: 'A connected product.' },
    SYSTEM: { description: 'The product itself, or somebody who works on its database.' },
    ANONYMOUS: { description: 'Whoever tried to sign in at an address without an account.' },
  },
});

export const AuditLogFilterField: { readonly [F in FilterField]: F } = { EVENT_TYPE: 'EVENT_TYPE', ACTION: 'ACTION', USER: 'USER', PROJECT: 'PROJECT' };
registerEnumType(AuditLogFilterField, { name: 'AuditLogFilterField', description: 'A field of the filter that has options.' });

@ObjectType({ simpleResolvers: true, description: 'Who did it.' })
export class Actor {
  @Field(() => ID, { description: "The outside id: what `userIds` of the filter takes." })
  id!: string;

  @Field(() => ActorKindEnum)
  kind!: ActorKind;

  @Field(() => String, { nullable: true, description: 'The last known name; it stays when the account is gone.' })
  name!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Where it was done.' })
export class Project {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'The last known name; it stays when the project is gone.' })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What was changed.' })
export class AuditedEntity {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'The name it had then.' })
  name!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'From where it was done.' })
export class Source {
  @Field(() => String, { nullable: true })
  ip!: string | null;

  @Field(() => String, { nullable: true })
  userAgent!: string | null;

  @Field(() => String, { description: '`web`, `api`, `import` or `system`.' })
  via!: Via;
}

@ObjectType({ simpleResolvers: true, description: 'One field that changed.' })
export class FieldChange {
  @Field(() => String)
  field!: string;

  @Field(() => JsonScalar, { nullable: true, description: 'The value before, typed; names in place of ids. Null where there was none.' })
  old!: Json;

  @Field(() => JsonScalar, { nullable: true, description: 'The value after, typed; names in place of ids. Null where there is none.' })
  new!: Json;

  @Field(() => Boolean, { description: 'The value is secret: that it changed is recorded, both values never were.' })
  redacted!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'One entry: somebody did something to something. It never changes.' })
export class AuditLog implements AuditEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime, { description: 'When it happened.' })
  time!: string;

  @Field(() => DateTime, { description: 'When it was recorded: of a change in this product, a moment later.' })
  recordedAt!: string;

  @Field(() => String, { description: 'What kind of thing was changed, such as `TEST_CASE`.' })
  eventType!: string;

  @Field(() => String, { description: 'What was done, such as `update`.' })
  action!: string;

  @Field(() => Project, { nullable: true, description: 'Null for what belongs to no project, such as a sign-in. Of a move, the project moved to.' })
  project!: Project | null;

  @Field(() => Actor)
  user!: Actor;

  @Field(() => AuditedEntity, { nullable: true })
  entity!: AuditedEntity | null;

  @Field(() => [FieldChange], { description: 'The fields that changed, and no others.' })
  details!: readonly FieldChange[];

  @Field(() => ID, { nullable: true, description: 'Shared by the entries of one act, such as the deletion of a folder with all that was in it.' })
  operationId!: string | null;

  @Field(() => Source, { nullable: true })
  source!: Source | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place in the log of the organization: 1, 2, 3 … without a hole. Null during the fraction of a second before it has one.',
  })
  sequence!: number | null;

  @Field(() => Boolean, { description: 'The content was erased as the law may demand; what remains still proves that the entry was there.' })
  erased!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class AuditLogEdge {
  @Field(() => String, { description: 'For `after` and `before` of `auditLogs`.' })
  cursor!: string;

  @Field(() => AuditLog)
  node!: AuditLog;
}

@ObjectType({ simpleResolvers: true, description: 'A page of entries, newest first.' })
export class AuditLogConnection {
  @Field(() => [AuditLogEdge])
  edges!: readonly AuditLogEdge[];

  @Field(() => PageInfo, { description: '`hasNextPage`: there may be older entries; `hasPreviousPage`: there may be newer ones.' })
  pageInfo!: PageInfo;

  @Field(() => String, { description: 'For `after` of `auditLogsAdded`: page and subscription together miss nothing (an entry may come by both: its `id` tells).' })
  tailCursor!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'A page looks at a bounded part of the log. Where that bound was met before the page was full, this says how far it has looked; ' +
      'ask on from `endCursor` (backwards: `startCursor`), even when `edges` is empty.',
  })
  searchedBackTo!: string | null;

  @Field(() => Int, {
    description:
      'With `search`, `ips` or `details` in the filter: how many recorded entries this page could not look at, since they cannot be searched yet. ' +
      'That takes a fraction of a second, and longer after an import; `auditLogsAdded` from `tailCursor` finds what matches among them. 0 with any other filter.',
  })
  unsearched!: number;
}

@ObjectType({ simpleResolvers: true, description: 'A value that occurs in the log, and that the filter can take.' })
export class AuditLogFilterOption {
  @Field(() => ID, { nullable: true, description: 'What the filter takes; null stands for the entries of no project (`withoutProject`).' })
  value!: string | null;

  @Field(() => String, { nullable: true, description: 'The name people know it by.' })
  name!: string | null;

  @Field(() => ActorKindEnum, { nullable: true, description: 'Of a user only.' })
  kind!: ActorKind | null;
}
