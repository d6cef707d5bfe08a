import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql';
import { requireReader } from '../access/principal.js';
import { ensureViewRecorded, type RequestContext } from '../graphql/request-context.js';
import { selects } from '../graphql/selects.js';
import { AuditLogFilterInput } from './audit-log-filter.types.js';
import { AuditLog, AuditLogConnection, AuditLogFilterField, AuditLogFilterOption } from './audit-log.types.js';
import { soundFilter } from './audit-query.js';
import type { FilterField } from './options.js';

@Resolver()
export class AuditLogResolver {
  @Query(() => AuditLogConnection, {
    description:
      'The audit log, newest first. `first` (or `last`) from 0 to 200, 50 when neither is given; a page of 0 says whether there are entries, and its `endCursor` is `after` as it was given (backwards: `startCursor` is `before`). Needs an administrator, a key with `audit:read`, or an embed token, for which there is only what it shows. ' +
      'Errors: UNAUTHENTICATED, FORBIDDEN; BAD_USER_INPUT for a bad filter, both `first` and `last`, or a cursor that is not of this log.',
  })
  async auditLogs(
    @Arg('filter', () => AuditLogFilterInput, { nullable: true }) filter: AuditLogFilterInput | null,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Only what is older than this cursor.' }) after: string | null,
    @Arg('last', () => Int, { nullable: true }) last: number | null,
    @Arg('before', () => String, { nullable: true, description: 'Only what is newer than this cursor.' }) before: string | null,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AuditLogConnection> {
    const { services, signal } = context;
    const { principal, log } = requireReader(context.principal);
    await ensureViewRecorded(context, principal, () => ({ filter: soundFilter(filter) }));
    return services.query.page(log, filter, { first, after, last, before }, signal, {
      sequences: selects(info, 'edges', 'node', 'sequence'),
      sources: selects(info, 'edges', 'node', 'source'),
      unsearched: selects(info, 'unsearched'),
    });
  }

  @Query(() => AuditLog, { nullable: true, description: 'One entry; null when the log has none of that id. Needs what `auditLogs` needs.' })
  async auditLog(@Arg('id', () => ID) id: string, @Ctx() context: RequestContext): Promise<AuditLog | null> {
    const { services, signal } = context;
    const { principal, log } = requireReader(context.principal);
    await ensureViewRecorded(context, principal, () => ({ entry: /^[\da-f-]{36}$/i.test(id) ? id : undefined }));
    return services.query.entry(log, id, signal);
  }

  @Query(() => [AuditLogFilterOption], {
    description:
      'What occurs in the log as a value of a field, also what is gone by now, by name; `search` is part of the name in any case. ' +
      '`first` from 1 to 200, 50 when it is missing. Needs what `auditLogs` needs; for an embed token it is the most frequent of what it shows.',
  })
  async auditLogFilterOptions(
    @Arg('field', () => AuditLogFilterField) field: FilterField,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<AuditLogFilterOption[]> {
    const { services, signal } = context;
    const { principal, log } = requireReader(context.principal);
    await ensureViewRecorded(context, principal, () => ({ options: field }));
    const wanted = [field, search ?? '', first ?? 50, signal] as const;
    return typeof log === 'number' ? services.query.options(log, ...wanted) : services.counts.options(log, ...wanted);
  }
}
