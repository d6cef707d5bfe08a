import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { requireReader } from '../access/principal.js';
import type { Log } from '../entry/log.js';
import { ensureViewRecorded, type RequestContext } from '../graphql/request-context.js';
import { AuditLogFilterInput } from '../query/audit-log-filter.types.js';
import { soundFilter } from '../query/audit-query.js';
import { AuditLogBucket, AuditLogCount, AuditLogFacets } from './counts.types.js';

const NEEDS = 'Needs what `auditLogs` needs. Each number says what it is worth. Errors: those of `auditLogs`; TOO_MANY_REQUESTS while 100 counts of the organization wait.';

@Resolver()
export class CountsResolver {
  @Query(() => AuditLogCount, {
    description: `How many entries the filter lets through. \`exact\` counts to the end where that would be an estimate; TIMEOUT when it takes longer than a statement may; asked by an embed token it is as missing. ${NEEDS}`,
  })
  async auditLogCount(
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) filter: AuditLogFilterInput | null,
    @Arg('exact', () => Boolean, { nullable: true }) exact: boolean | null,
    @Ctx() context: RequestContext,
  ): Promise<AuditLogCount> {
    return context.services.counts.total(await this.#reader(context, filter), filter, exact ?? false, context.signal);
  }

  @Query(() => [AuditLogBucket], {
    description:
      'The entries that the filter lets through by time and action, oldest first, in buckets of equal width: a second to weeks, the narrowest by which ' +
      `there are at most \`buckets\` (1 to 200; 60 when it is missing). Days and weeks are UTC's. The outermost are cut to the filter's times. ${NEEDS}`,
  })
  async auditLogHistogram(
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) filter: AuditLogFilterInput | null,
    @Arg('buckets', () => Int, { nullable: true }) buckets: number | null,
    @Ctx() context: RequestContext,
  ): Promise<AuditLogBucket[]> {
    return context.services.counts.histogram(await this.#reader(context, filter), filter, buckets ?? 60, context.signal);
  }

  @Query(() => AuditLogFacets, {
    description:
      'How many entries each option of a facet would give, with all of the filter but its condition on that facet. ' +
      `\`first\` from 1 to 200 of each, 50 when it is missing. ${NEEDS}`,
  })
  async auditLogFacets(
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) filter: AuditLogFilterInput | null,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<AuditLogFacets> {
    return context.services.counts.facets(await this.#reader(context, filter), filter, first ?? 50, context.signal);
  }

  /** The log of whoever may read it; that it is viewed has been recorded then. */
  async #reader(context: RequestContext, filter: AuditLogFilterInput | null): Promise<Log> {
    const { principal, log } = requireReader(context.principal);
    await ensureViewRecorded(context, principal, () => ({ filter: soundFilter(filter) }));
    return log;
  }
}
