import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.js';
import { AuditLogFilterOption } from '../query/audit-log.types.js';
import type { Accuracy, Count } from './count.js';
import type { Bucket, FacetCount, FacetCounts } from './counts.js';

const AuditLogAccuracy: { readonly [A in Accuracy]: A } = { EXACT: 'EXACT', ESTIMATE: 'ESTIMATE', AT_LEAST: 'AT_LEAST' };
registerEnumType(AuditLogAccuracy, {
  name: 'AuditLogAccuracy',
  description: 'What a number is worth.',
  valuesConfig: {
    EXACT: { description: 'Counted to the end.' },
    ESTIMATE: { description: 'From a sample of one entry in 64: the true number lies within `value` ± `error` in 19 of 20 cases.' },
    AT_LEAST: { description: 'Counted until the bound of work was met, until where words are indexed, or without the newest entries while they wait for their numbers: there may be more.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A number of entries, and what it is worth.' })
export class AuditLogCount implements Count {
  @Field(() => Int)
  value!: number;

  @Field(() => AuditLogAccuracy)
  accuracy!: Accuracy;

  @Field(() => Int, { nullable: true, description: 'Of an ESTIMATE only.' })
  error!: number | null;
}

@ObjectType({ simpleResolvers: true })
export class AuditLogActionCount {
  @Field(() => String)
  action!: string;

  @Field(() => AuditLogCount)
  count!: Count;
}

@ObjectType({ simpleResolvers: true, description: 'A stretch of time, and the entries in it.' })
export class AuditLogBucket implements Bucket {
  @Field(() => DateTime, { description: 'Inclusive: as `from` of the filter.' })
  from!: string;

  @Field(() => DateTime, { description: 'Exclusive: as `to` of the filter.' })
  to!: string;

  @Field(() => AuditLogCount)
  count!: Count;

  @Field(() => [AuditLogActionCount], { description: 'The actions that occur, the most frequent first.' })
  actions!: readonly AuditLogActionCount[];
}

@ObjectType({ simpleResolvers: true, description: 'An option of a facet, and how many entries it would give.' })
export class AuditLogFacetCount implements FacetCount {
  @Field(() => AuditLogFilterOption)
  option!: AuditLogFilterOption;

  @Field(() => AuditLogCount)
  count!: Count;
}

@ObjectType({ simpleResolvers: true, description: 'The most frequent options of each facet, the most frequent first. What only a few of many entries have may be missing.' })
export class AuditLogFacets implements FacetCounts {
  @Field(() => [AuditLogFacetCount])
  eventTypes!: readonly FacetCount[];

  @Field(() => [AuditLogFacetCount])
  actions!: readonly FacetCount[];

  @Field(() => [AuditLogFacetCount])
  users!: readonly FacetCount[];

  @Field(() => [AuditLogFacetCount], { description: 'The option without a value stands for the entries of no project.' })
  projects!: readonly FacetCount[];
}
